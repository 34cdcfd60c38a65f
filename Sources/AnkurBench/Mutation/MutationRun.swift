import ArgumentParser
import Conversion
import Foundation
import JSONText
import Profiles
import RecordTypes

/// Mutated inputs through every reader of untrusted or edited text. A trap ends the process; that none did is the result.
struct MutationRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutate",
        abstract: "Sends mutated documents, messages, JSON and profiles through the readers; a trap ends it.",
        discussion: """
            Inputs are numbered and the same for the same seed and folders. Of ten, seven are CDA documents (XML door, header reading and \
            conversion), one an HL7 v2 message, one a JSON text, one a file of profiles. When a number traps, --from NUMBER --inputs 1 --save FILE \
            gives its input.
            """)

    @Argument(help: "Folders of documents (*.xml), messages (*.hl7) and Bundles (*.json).")
    var folders = ["Tests/ConversionTests/Fixtures/cda", "Tests/ConversionTests/Fixtures/hl7v2"]

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "How many inputs.")
    var inputs = 1_000_000

    @Option(help: "The number of the first one.")
    var from = 0

    @Option(help: "What the mutations follow from.")
    var seed: UInt64 = 20_261_129

    @Option(help: "Write each input to this file before it is read.")
    var save: String?

    func run() throws {
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles), options: ConversionOptions(convertsRefused: true))
        let documents = DocumentMutator(seeds: try seeds(".xml"), seed: seed)
        let messages = DocumentMutator(seeds: try seeds(".hl7"), seed: seed)
        let bundles = DocumentMutator(seeds: try seeds(".json"), seed: seed)
        let tables = try profileFiles()
        guard !documents.seeds.isEmpty, !bundles.seeds.isEmpty else {
            throw ValidationError("the folders hold no .xml or no .json files")
        }
        let start = ContinuousClock.now
        var converted = 0, refused = 0, bytes = 0, readJSON = 0, refusedJSON = 0, readProfiles = 0, refusedProfiles = 0
        for number in from..<(from + inputs) {
            switch number % 10 {
            case 8:
                let input = bundles.input(number)
                try keep(input)
                if (try? JSONValue(parsing: input)) == nil { refusedJSON += 1 } else { readJSON += 1 }
            case 9:
                let name = tables[number / 10 % tables.count].path
                let input = DocumentMutator(seeds: [tables[number / 10 % tables.count].bytes], seed: seed).input(number)
                try keep(input)
                if (try? CompiledProfiles(sources: [(name, input)])) == nil {
                    refusedProfiles += 1
                } else {
                    readProfiles += 1
                }
            default:
                let isMessage = number % 10 == 7 && !messages.seeds.isEmpty
                let input = isMessage ? messages.input(number) : documents.input(number)
                try keep(input)
                bytes += input.count
                let source = SourceDocument(format: isMessage ? .hl7v2 : .cda, bytes: input)
                let outcome = converter.convert(source)
                if outcome.parts == nil { refused += 1 } else { converted += 1 }
                _ = converter.readHeader(source)
            }
            if (number + 1) % 50_000 == 0 { print("\(number + 1)") }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print("machine: \(Machine.description)")
        print(
            "\(inputs) mutated inputs from number \(from), seed \(seed), without a trap, in \(seconds.rounded(to: 1)) s"
        )
        print(
            "documents and messages: \(converted) converted, \(refused) refused; \((Double(bytes) / 1e6).rounded(to: 1)) MB"
        )
        print(
            "JSON: \(readJSON) read, \(refusedJSON) refused; profiles: \(readProfiles) read, \(refusedProfiles) refused"
        )
    }

    private func keep(_ input: [UInt8]) throws {
        if let save { try Data(input).write(to: URL(fileURLWithPath: save)) }
    }

    /// All files of an ending below the folders, in order.
    private func seeds(_ ending: String) throws -> [[UInt8]] {
        var seeds: [[UInt8]] = []
        for folder in folders {
            for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
            where path.hasSuffix(ending) {
                guard let data = FileManager.default.contents(atPath: folder + "/" + path), data.count < 1 << 20 else {
                    continue
                }
                seeds.append([UInt8](data))
            }
        }
        return seeds
    }

    /// The profiles' own files, the small ones: what is wrong in a large one is wrong in a small one.
    private func profileFiles() throws -> [(path: String, bytes: [UInt8])] {
        try FileManager.default.subpathsOfDirectory(atPath: profiles).sorted()
            .filter { $0.hasSuffix(".tsv") || $0.hasSuffix(".yaml") }
            .compactMap { path in
                FileManager.default.contents(atPath: profiles + "/" + path).map { (path, Array($0.prefix(3_000))) }
            }
    }
}
