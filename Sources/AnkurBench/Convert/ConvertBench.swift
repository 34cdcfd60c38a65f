import ArgumentParser
import Conversion
import Foundation
import Profiles
import RecordTypes

/// Conversion of CDA on one core, beside `xmllint --noout` over the same files; of each kind of section; of one large
/// document, with the memory it takes; and of HL7 v2 messages.
struct ConvertBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Converts CDA files on one core, beside xmllint --noout over the same files.")

    @Argument(help: "Folder of CDA documents (*.xml).")
    var folder: String

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How often all files are gone through; the best round counts.")
    var rounds = 5

    @Option(name: .customLong("hl7v2"), help: "Folder of HL7 v2 messages (*.hl7), for their speed.")
    var messages: String?

    @Option(help: "Megabytes of the generated document whose memory is measured.")
    var largeMegabytes = 10

    func run() throws {
        print("machine: \(Machine.description)")
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(acceptLocalIdentifiers: true))
        // First, as long as nothing else has taken memory.
        try LargeDocument(megabytes: largeMegabytes).report(converter)

        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }.sorted()
        let paths = names.map { folder + "/" + $0 }
        let documents = paths.compactMap { FileManager.default.contents(atPath: $0) }.map { [UInt8]($0) }
        let megabytes = Double(documents.reduce(0) { $0 + $1.count }) / 1e6
        guard megabytes > 0 else { throw ValidationError("\(folder) holds no .xml files") }

        var converted = 0
        var best = Double.infinity
        var reference = Double.infinity
        // By turns, so that both meet the same load of the machine.
        for _ in 0..<rounds {
            let start = ProcessTime.own
            converted = documents.count { converter.convert(SourceDocument(format: .cda, bytes: $0)).parts != nil }
            best = min(best, (ProcessTime.own - start).inSeconds)
            reference = min(reference, try xmllint(paths))
        }
        print("documents: \(documents.count), \(megabytes.rounded(to: 2)) MB, \(converted) converted")
        print("ankur   : \((megabytes / best).rounded(to: 1)) MB/s of CPU time, parsing and conversion to FHIR JSON")
        print("xmllint : \((megabytes / reference).rounded(to: 1)) MB/s of CPU time, parsing only")
        print("ratio ankur / xmllint: \((reference / best).rounded(to: 2))")
        SectionSpeed(documents, profiles: converter.profiles).report(converter, rounds: rounds)
        if let messages { try MessageSpeed(folder: messages).report(converter, rounds: rounds) }
    }

    /// The seconds of CPU that one run over all files takes.
    private func xmllint(_ paths: [String]) throws -> Double {
        let start = ProcessTime.children
        let xmllint = Process()
        xmllint.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
        xmllint.arguments = ["--noout"] + paths
        xmllint.standardError = FileHandle.nullDevice
        try xmllint.run()
        xmllint.waitUntilExit()
        return (ProcessTime.children - start).inSeconds
    }
}
