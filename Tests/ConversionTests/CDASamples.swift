import Conversion
import Profiles
import RecordTypes
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The sample documents beside the repository; tests that need them are skipped where they are absent.
enum CDASamples {
    static let package: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    static let folder = package + "/../shared/samples"
    static var arePresent: Bool { !files("cda").isEmpty }

    /// The XML files of a folder of the samples, in order of their names.
    static func files(_ name: String) -> [String] {
        guard let directory = unsafe opendir(folder + "/" + name) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".xml") { names.append(name) }
        }
        return names.sorted()
    }

    static func bytes(_ path: String) -> [UInt8] { read(folder + "/" + path) }

    static func read(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { return [] }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    static let converter: Converter? = (try? ProfileSet(directory: package + "/profiles")).map {
        Converter(profiles: $0)
    }

    static func convert(_ text: String) throws -> ConversionOutcome {
        try #require(converter).convert(SourceDocument(format: .cda, bytes: Array(text.utf8)))
    }
}
