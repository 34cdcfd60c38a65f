import Foundation

/// The shared HL7 v2 samples beside the repository, read in place.
enum Samples {
    static let directory: URL = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appendingPathComponent("shared/samples/hl7v2")
    }()

    static var areThere: Bool { FileManager.default.fileExists(atPath: directory.path) }

    static func files(in folder: String = "") -> [URL] {
        let folder = folder.isEmpty ? directory : directory.appendingPathComponent(folder)
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { $0.pathExtension == "hl7" }.sorted { $0.path < $1.path }
    }

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}
