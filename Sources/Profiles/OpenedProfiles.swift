import FoundationEssentials
internal import RecordTypes

/// A profile set in use, and the compiled file that others can map.
public struct OpenedProfiles: Sendable {
    /// Where the set came from.
    public enum Origin: Hashable, Sendable {
        /// A compiled file that is made of these very sources.
        case mapped
        /// The sources, because there was no compiled file.
        case compiled
        /// The sources, because the compiled file beside them is made of others, damaged or of another version.
        case recompiled
    }

    public let set: ProfileSet
    /// Workers map it: no YAML is read on the way of a document.
    public let compiledFile: String
    public let origin: Origin

    /// Opens the set of a folder of sources.
    ///
    /// 1. The sources are hashed, not read.
    /// 2. A compiled file of that digest, beside the sources or in `cache`, is mapped. That is all, when it is there.
    /// 3. Otherwise the sources are checked and compiled into `cache`, under their digest, and that is mapped. A crash before the
    ///    file has its name leaves none.
    /// - Parameters:
    ///   - directory: the sources; or a compiled file, which is taken as it is.
    ///   - cache: a folder for compiled files; made when it is not there.
    /// - Throws: ``ProfileError`` with every fault of every file.
    public init(_ directory: String, cache: String) throws(ProfileError) {
        var isFolder = false
        if FileManager.default.fileExists(atPath: directory, isDirectory: &isFolder), !isFolder {
            (set, compiledFile, origin) = (try ProfileSet(compiledFile: directory), directory, .mapped)
            return
        }
        let files = try ProfileFile.all(below: directory)
        guard let digest = ProfileFile.digest(files) else { throw ProfileError(faults: []) }
        let beside = directory + "/" + CompiledProfiles.fileName
        let kept = cache + "/" + digest.hex + ".profiles"
        for path in [beside, kept] {
            if let set = try? ProfileSet(compiledFile: path, digest: digest) {
                (self.set, compiledFile, origin) = (set, path, .mapped)
                return
            }
        }
        let compiled = try CompiledProfiles(files: files)
        do {
            try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
            try compiled.write(to: kept)
        } catch {
            throw ProfileError(faults: [
                ProfileFault(
                    code: .unreadable, file: kept, line: 0, detail: "the compiled file cannot be written: \(error)")
            ])
        }
        set = try ProfileSet(compiledFile: kept, digest: digest)
        compiledFile = kept
        origin = FileManager.default.fileExists(atPath: beside) ? .recompiled : .compiled
    }
}

extension OpenedProfiles.Origin: CustomStringConvertible {
    public var description: String {
        switch self {
        case .mapped: "mapped from the compiled file"
        case .compiled: "compiled now: there was no compiled file"
        case .recompiled: "compiled now: the compiled file is not made of these sources"
        }
    }
}
