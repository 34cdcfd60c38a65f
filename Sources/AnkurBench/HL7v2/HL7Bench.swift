import ArgumentParser
import Conversion
import Foundation
import HL7v2
import Profiles
import RecordTypes

/// Conversion of HL7 v2 to FHIR on one core, and the parsing that is part of it.
struct HL7Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hl7", abstract: "Converts the HL7 v2 messages of a folder on one core, and prints MB/s.")

    @Argument(help: "Folder of HL7 v2 messages (*.hl7); batches count as their messages.")
    var folder: String

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How often all messages are gone through; the best round counts.")
    var rounds = 10

    func run() throws {
        let messages = try Self.messages(in: folder)
        let megabytes = Double(messages.reduce(0) { $0 + $1.count }) / 1e6
        guard megabytes > 0 else { throw ValidationError("\(folder) holds no .hl7 files") }
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(acceptLocalIdentifiers: true))

        var parsing = Double.infinity
        var conversion = Double.infinity
        var made = Made()
        for _ in 0..<rounds {
            var start = ProcessTime.own
            let segments = messages.reduce(0) { $0 + ((try? Message($1))?.count ?? 0) }
            parsing = min(parsing, (ProcessTime.own - start).inSeconds)
            guard segments > 0 else { throw ValidationError("\(folder) holds no HL7 v2 message") }
            made = Made()
            start = ProcessTime.own
            for message in messages { made.take(converter.convert(SourceDocument(format: .hl7v2, bytes: message))) }
            conversion = min(conversion, (ProcessTime.own - start).inSeconds)
        }
        print("machine    : \(Machine.description)")
        print("messages   : \(messages.count), \(megabytes.rounded(to: 2)) MB, \(made.messages) converted")
        print("made       : \(made.resources) resources, \((Double(made.bytes) / 1e6).rounded(to: 2)) MB of FHIR JSON")
        print("parsing    : \((megabytes / parsing).rounded(to: 1)) MB/s of CPU time")
        print(
            "conversion : \((megabytes / conversion).rounded(to: 1)) MB/s of CPU time, parsing and FHIR JSON included")
        print("output     : \((Double(made.bytes) / 1e6 / conversion).rounded(to: 1)) MB/s of FHIR JSON")
    }

    /// The messages of all `*.hl7` files of a folder, in order of their names.
    static func messages(in folder: String) throws -> [[UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".hl7") }.sorted()
        return names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
            .flatMap { MessageBatch([UInt8]($0)).messages }
    }

    private struct Made {
        var messages = 0
        var resources = 0
        var bytes = 0

        mutating func take(_ outcome: ConversionOutcome) {
            guard let parts = outcome.parts else { return }
            messages += 1
            resources += parts.entries.count
            bytes += parts.entries.reduce(parts.opening.count + parts.closing.count) { $0 + $1.bytes.count }
        }
    }
}
