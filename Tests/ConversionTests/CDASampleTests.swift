import Conversion
import FHIR
import JSONText
import RecordTypes
import Testing

@Suite("CDA samples", .enabled(if: CDASamples.arePresent, "the samples are not beside the repository"))
struct CDASampleTests {
    @Test("every whole document is converted or refused with a reason; what is converted reads back as R4")
    func wholeDocuments() throws {
        let converter = try #require(CDASamples.converter)
        var refused: [String] = []
        for name in CDASamples.files("cda") {
            let source = SourceDocument(format: .cda, bytes: CDASamples.bytes("cda/" + name))
            let outcome = converter.convert(source)
            let header = converter.readHeader(source).header
            #expect(header.patients == outcome.header.patients, "\(name)")
            #expect(header.patientCount == outcome.header.patientCount, "\(name)")
            #expect(header.documentID == outcome.header.documentID && header.setID == outcome.header.setID, "\(name)")
            #expect(header.custodian == outcome.header.custodian && header.version == outcome.header.version, "\(name)")
            guard let parts = outcome.parts else {
                refused.append(name + ": " + outcome.issues.filter(\.refuses).map(\.code).joined(separator: " "))
                #expect(outcome.issues.contains { $0.refuses }, "\(name)")
                continue
            }
            #expect(!outcome.issues.contains { $0.refuses }, "\(name)")
            #expect(parts.entries.first?.resourceType == "Composition", "\(name)")
            do {
                let bundle = try Bundle(reading: JSONValue(parsing: parts.bytes, limits: JSONLimits.standard))
                #expect(bundle.entry.count == parts.entries.count)
                #expect(Set(parts.entries.map(\.fullURL)).count == parts.entries.count, "\(name)")
            } catch {
                #expect(Bool(false), "\(name): \(error)")
            }
        }
        print("whole documents:", CDASamples.files("cda").count, "refused:", refused.count)
        for line in refused { print("  ", line) }
    }

    @Test("sections and entries alone are refused clearly")
    func fragments() throws {
        let converter = try #require(CDASamples.converter)
        for name in CDASamples.files("cda/entries") {
            let outcome = converter.convert(
                SourceDocument(format: .cda, bytes: CDASamples.bytes("cda/entries/" + name)))
            #expect(outcome.parts == nil, "\(name)")
            let codes = Set(outcome.issues.map(\.code))
            #expect(
                !codes.isDisjoint(with: [
                    "cda-wrong-root", "cda-wrong-namespace", "xml-undeclared-prefix", "xml-not-well-formed",
                ]), "\(name): \(codes)")
        }
    }

    @Test("each malformed document gets the reaction that its manifest names")
    func malformed() throws {
        let converter = try #require(CDASamples.converter)
        let manifest = String(decoding: CDASamples.bytes("cda/malformed/MANIFEST-malformed.tsv"), as: UTF8.self)
        for line in manifest.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t")
            let source = SourceDocument(format: .cda, bytes: CDASamples.bytes("cda/malformed/\(cells[0])"))
            let outcome = converter.convert(source)
            switch cells[1] {
            case "reject":
                #expect(outcome.parts == nil && outcome.issues.contains { $0.severity == .fatal }, "\(cells[0])")
            case "convert":
                #expect(outcome.parts != nil, "\(cells[0]): \(outcome.issues.filter(\.refuses).map(\.code))")
            default: #expect(outcome.issues.contains { $0.severity != .information }, "\(cells[0])")
            }
            print(
                "  ", cells[0], cells[1], outcome.parts == nil ? "refused" : "converted",
                Set(outcome.issues.filter { $0.severity != .information }.map(\.code)).sorted())
        }
    }
}
