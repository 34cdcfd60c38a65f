import ArgumentParser
import Conversion
import Crypto
import Foundation
import HL7v2
import Profiles
import RecordTypes

/// One digest over everything that conversion gives for the documents of some folders: what makes conversion faster must leave it
/// as it is. `--rounds` repeats the conversion alone, for `perf stat -e instructions:u`.
struct OutputDigest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Prints the SHA-256 of all Bundles, headers and findings of some folders.")

    @Argument(help: "Folders of CDA documents (*.xml) and HL7 v2 messages (*.hl7), searched deeply.")
    var folders: [String]

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How often everything is converted.")
    var rounds = 1

    @Option(help: "A file for one line for each document: its digest and its name.")
    var list: String?

    func run() throws {
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(acceptLocalIdentifiers: true))
        let documents = try folders.flatMap { try Self.documents(in: $0) }
        for _ in 1..<max(1, rounds) {
            for document in documents { _ = converter.convert(document.source) }
        }
        var all = SHA256()
        var lines = ""
        var bytes = 0
        for document in documents {
            let own = Self.digest(converter.convert(document.source))
            all.update(data: Data(own.utf8))
            lines += "\(own) \(document.name)\n"
            bytes += document.source.bytes.count
        }
        if let list { try lines.write(toFile: list, atomically: true, encoding: .utf8) }
        print("\(documents.count) documents, \(bytes) bytes, SHA-256 of all output \(Self.hex(all.finalize()))")
    }

    private static func documents(in folder: String) throws -> [(name: String, source: SourceDocument)] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().flatMap { name in
            let bytes = FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) } ?? []
            if name.hasSuffix(".xml") { return [(name, SourceDocument(format: .cda, bytes: bytes))] }
            guard name.hasSuffix(".hl7") else { return [] }
            return MessageBatch(bytes).messages.map { (name, SourceDocument(format: .hl7v2, bytes: $0)) }
        }
    }

    /// The Bundle's bytes and its resources one by one, the header, and each finding with its place.
    private static func digest(_ outcome: ConversionOutcome) -> String {
        var hash = SHA256()
        func add(_ text: String) { hash.update(data: Data((text + "\n").utf8)) }
        add(String(describing: outcome.header))
        for issue in outcome.issues { add(String(describing: issue)) }
        if let parts = outcome.parts {
            hash.update(data: parts.bytes)
            for entry in parts.entries { add("\(entry.resourceType) \(entry.fullURL) \(entry.bytes.count)") }
        }
        return hex(hash.finalize())
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { String(format: "%02x", $0) }.joined()
    }
}
