import ArgumentParser
import Conversion
import Foundation
import Profiles
import RecordTypes

/// Conversion of CDA on one core, beside `xmllint --noout` over the same files.
struct ConvertBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Converts CDA files on one core, beside xmllint --noout over the same files.")

    @Argument(help: "Folder of CDA documents (*.xml).")
    var folder: String

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How often all files are gone through; the best round counts.")
    var rounds = 5

    func run() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }.sorted()
        let paths = names.map { folder + "/" + $0 }
        let documents = paths.compactMap { FileManager.default.contents(atPath: $0) }.map { [UInt8]($0) }
        let megabytes = Double(documents.reduce(0) { $0 + $1.count }) / 1e6
        guard megabytes > 0 else { throw ValidationError("\(folder) holds no .xml files") }
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(acceptLocalIdentifiers: true))

        var converted = 0
        var best = Double.infinity
        for _ in 0..<rounds {
            let start = ProcessTime.own
            converted = documents.count { converter.convert(SourceDocument(format: .cda, bytes: $0)).parts != nil }
            best = min(best, (ProcessTime.own - start).inSeconds)
        }
        var reference = Double.infinity
        for _ in 0..<rounds {
            let start = ProcessTime.children
            let xmllint = Process()
            xmllint.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
            xmllint.arguments = ["--noout"] + paths
            xmllint.standardError = FileHandle.nullDevice
            try xmllint.run()
            xmllint.waitUntilExit()
            reference = min(reference, (ProcessTime.children - start).inSeconds)
        }
        print("machine: \(Machine.description)")
        print("documents: \(documents.count), \(megabytes.rounded(to: 2)) MB, \(converted) converted")
        print("ankur   : \((megabytes / best).rounded(to: 1)) MB/s of CPU time, parsing and conversion to FHIR JSON")
        print("xmllint : \((megabytes / reference).rounded(to: 1)) MB/s of CPU time, parsing only")
        print("ratio ankur / xmllint: \((reference / best).rounded(to: 2))")
    }
}
