import ArgumentParser
import Conversion
import Foundation
import JSONText
import Profiles
import RecordTypes
import XMLReader

/// How much of what CDA documents state is found again in the Bundles made of them.
///
/// Counts without the converter: the facts are walked out of the source's XML (``SourceFacts``) and looked for in the
/// output's JSON (``OutputFacts``). A document that is refused has lost everything.
struct CoverageTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Counts the facts of CDA documents that are found again in the output, by family of documents.")

    @Argument(
        help: "Folders, gone through recursively: *.xml. What is no well-formed ClinicalDocument is counted apart.")
    var folders: [String]

    @Option(help: "Folder of the profile set.")
    var profiles = "profiles"

    @Flag(help: "Print each document with its losses.")
    var details = false

    @Option(help: "Folder to write the Bundles to, NAME.json each.")
    var output: String?

    func run() throws {
        let files = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).map {
                folder + "/" + $0
            }
        }.filter { $0.hasSuffix(".xml") }.sorted()
        guard !files.isEmpty else { throw ValidationError("the folders hold no .xml files") }
        let converter = Converter(
            profiles: try ProfileSet(directory: profiles),
            options: ConversionOptions(acceptLocalIdentifiers: true, convertsRefused: true))
        var tallies: [DocumentFamily: Tally] = [:]
        var others: [String: Int] = [:]
        for file in files {
            let bytes = [UInt8](FileManager.default.contents(atPath: file) ?? Data())
            let root: XMLElement
            do throws(XMLFault) {
                root = try XMLDocument.reading(bytes).root
            } catch {
                others["no well-formed XML that is read here (\(error.code.rawValue))", default: 0] += 1
                continue
            }
            guard root.localName == "ClinicalDocument", root.namespace == "urn:hl7-org:v3" else {
                others["no ClinicalDocument of urn:hl7-org:v3 (\(root.localName))", default: 0] += 1
                continue
            }
            try count(file, bytes, root, converter, &tallies[DocumentFamily(root), default: Tally()])
        }
        print(tallies)
        for (reason, count) in others.sorted(by: { $0.key < $1.key }) { print("not counted: \(count) × \(reason)") }
    }

    private func count(
        _ file: String, _ bytes: [UInt8], _ root: XMLElement, _ converter: Converter, _ tally: inout Tally
    ) throws {
        let outcome = converter.convert(SourceDocument(format: .cda, bytes: bytes))
        tally.documents += 1
        var found: OutputFacts?
        if let parts = outcome.parts {
            tally.converted += 1
            found = OutputFacts(try JSONValue(parsing: parts.bytes))
            if let output {
                let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent + ".json"
                try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
                try Data(parts.bytes).write(to: URL(fileURLWithPath: output).appendingPathComponent(name))
            }
        }
        if details {
            let codes = Set(outcome.issues.filter(\.refuses).map(\.code)).sorted()
            for issue in outcome.issues where issue.code == "cda-not-converted" { print("  listed\t\(issue.place)") }
            print("\(outcome.parts == nil ? "refused" : "converted")\t\(file)\t\(codes.joined(separator: " "))")
        }
        for (fact, line, path) in SourceFacts(root).facts {
            tally.all[fact.kind, default: 0] += 1
            if let found, found.holds(fact, uris: { uris(of: $0, converter.profiles) }) {
                tally.found[fact.kind, default: 0] += 1
            } else if details, outcome.parts != nil {
                print("  lost\t\(fact.kind.rawValue)\tline \(line)\t\(path)\t\(fact)")
            }
        }
    }

    /// How FHIR may name what an OID or UUID names: by the canonical URI, or as a URN.
    private func uris(of oid: String, _ profiles: ProfileSet) -> [String] {
        [
            "urn:oid:\(oid)", "urn:uuid:\(oid.lowercased())", profiles.system(forOID: oid)?.uri,
            profiles.personSystem(oid: oid)?.fhirSystem, profiles.institutionSystem(oid: oid)?.fhirSystem,
            profiles.identifierSystem(oid: oid),
        ].compactMap { $0 }
    }

    private struct Tally {
        var documents = 0
        var converted = 0
        var all: [Fact.Kind: Int] = [:]
        var found: [Fact.Kind: Int] = [:]
    }

    private func print(_ tallies: [DocumentFamily: Tally]) {
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "–" : "\((Double(part) * 100 / Double(whole)).rounded(to: 1)) % (\(part) of \(whole))"
        }
        let families = DocumentFamily.allCases
        Swift.print("| | " + families.map(\.rawValue).joined(separator: " | ") + " |")
        Swift.print("|---|" + families.map { _ in "---|" }.joined())
        for kind in Fact.Kind.allCases {
            let cells = families.map { family in
                share(tallies[family]?.found[kind] ?? 0, tallies[family]?.all[kind] ?? 0)
            }
            Swift.print("| \(kind.rawValue) | " + cells.joined(separator: " | ") + " |")
        }
        let cells = families.map { share(tallies[$0]?.converted ?? 0, tallies[$0]?.documents ?? 0) }
        Swift.print("| well-formed documents converted | " + cells.joined(separator: " | ") + " |")
    }

    private func print(_ line: String) { Swift.print(line) }
}
