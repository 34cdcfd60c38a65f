import Foundation

/// The binary that is running.
enum OwnExecutable {
    static func path() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}

/// The profile set that came with the binary.
enum ProfileFolder {
    /// The folder asked for, or `profiles` in the current folder, or the nearest one above the binary (`.build/release/ankur` in a checkout).
    static func find(_ asked: String?) throws -> String {
        if let asked { return URL(fileURLWithPath: asked).path }
        let binary = URL(fileURLWithPath: try OwnExecutable.path())
        var candidates = [
            URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appendingPathComponent("profiles")
        ]
        var folder = binary.deletingLastPathComponent()
        while folder.path != "/" {
            candidates.append(folder.appendingPathComponent("profiles"))
            folder.deleteLastPathComponent()
        }
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path + "/core") }) else {
            throw DemoFailure("no profiles folder here or above the binary; name it with --profiles")
        }
        return found.path
    }
}
