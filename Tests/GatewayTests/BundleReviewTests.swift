import JSONText
import Ledger
import RecordStore
import RecordTypes
import Testing

@testable import Gateway

@Suite("A worker's Bundle")
struct BundleReviewTests {
    static let good = BundleParts(patient: People.citizen)

    @Test("that is one document about one patient is accepted")
    func accepted() {
        #expect(BundleReview.fault(in: Self.good, about: People.citizen) == nil)
        let named = Self.good.with(
            opening: Array(
                "{\"resourceType\":\"Bundle\",\"language\":\"et\",\"identifier\":{},\"type\":\"document\",\"timestamp\":\"2026-03-01T00:00:00Z\",\"entry\":["
                    .utf8))
        #expect(BundleReview.fault(in: named, about: People.citizen) == nil)
    }

    @Test(
        "about a patient of the sender's own numbers carries one of them",
        arguments: [
            ("2.999.7|A-1", ["A-1"], true), ("2.999.7|A-1", ["A-1", "A-2"], true), ("HOSP|A-1", ["A-2", "A-1"], true),
            ("2.999.7|A-1", ["A-2"], false), ("2.999.7|A-1", ["2.999.7|A-1"], false), ("2.999.7|A-1", [], false),
            (
                "0F0E0D0C-0000-4000-8000-000000000001|", ["urn:uuid:0f0e0d0c-0000-4000-8000-000000000001"], true
            ),
            ("0F0E0D0C-0000-4000-8000-000000000001|", [""], false),
        ])
    func local(_ number: String, _ carried: [String], _ isAccepted: Bool) throws {
        let person = try #require(PersonIdentifier(scheme: .local, country: "ZZ", number: number))
        let parts = Self.good.replacing(1, by: .made("Patient", 2, identifiers: carried))
        #expect(BundleReview.fault(in: parts, about: person) == (isAccepted ? nil : .patientNumber))
    }

    struct Example: CustomTestStringConvertible, Sendable {
        let fault: BundleReview.Fault
        let name: String
        let parts: BundleParts
        var testDescription: String { name }

        init(_ fault: BundleReview.Fault, _ name: String, _ parts: BundleParts) {
            self.fault = fault
            self.name = name
            self.parts = parts
        }

        init(_ name: String, opening: String) {
            self.init(.frame, name, good.with(opening: Array(opening.utf8)))
        }
    }

    static let cases: [Example] = [
        Example(
            .patientNumber, "has a Patient with another number",
            good.replacing(1, by: .made("Patient", 2, identifiers: ["60001017869"]))),
        Example(.patientNumber, "has a Patient without a number", good.replacing(1, by: .made("Patient", 2))),
        Example(
            .patientNumber, "has a Patient with a second number of the same system",
            good.replacing(1, by: .made("Patient", 2, identifiers: ["38001085718", "60001017869"]))),
        Example(.patientCount, "has no Patient", good.with(entries: [good.entries[0], good.entries[2]])),
        Example(
            .patientCount, "has two Patients",
            good.with(entries: good.entries + [.made("Patient", 4, identifiers: ["38001085718"])])),
        Example(
            .patientCount, "hides a second Patient in contained",
            good.replacing(
                2,
                by: .made(
                    "Condition", 3, subject: 2,
                    members: [
                        JSONMember(
                            key: "contained",
                            value: .array([
                                .object([JSONMember(key: "resourceType", value: .string("Patient"))])
                            ]))
                    ]))),
        Example(.subject, "speaks of another subject", good.replacing(2, by: .made("Condition", 3, subject: 1))),
        Example(
            .subject, "speaks of another patient",
            good.replacing(
                2,
                by: .made(
                    "Condition", 3,
                    members: [JSONMember(key: "patient", value: .reference("Patient/60001017869"))]))),
        Example(.compositionFirst, "has no entry", good.with(entries: [])),
        Example(.compositionFirst, "does not begin with the Composition", good.with(entries: good.entries.reversed())),
        Example("is a collection", opening: "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["),
        Example("has no type", opening: "{\"resourceType\":\"Bundle\",\"entry\":["),
        Example("is no Bundle", opening: "{\"resourceType\":\"Parameters\",\"type\":\"document\",\"entry\":["),
        Example(
            "has a type twice", opening: "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"type\":\"x\",\"entry\":["
        ),
        Example("has no beginning", opening: ""),
        Example(
            "opens another list", opening: "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[],\"link\":["),
        Example(
            "has an entry in its frame",
            opening: "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[{\"resource\":{}},"),
        Example(
            .frame, "has a whole entry before its entries",
            good.with(
                opening: Array("{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[{\"resource\":{}}".utf8))),
        Example(
            "has something beside its entries",
            opening: "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"contained\":[{}],\"entry\":["),
        Example(
            "opens its list deeper", opening: "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"x\":{\"entry\":["),
        Example(.frame, "does not close", good.with(closing: [])),
        Example(.frame, "goes on behind its entries", good.with(closing: Array("],\"x\":1}".utf8))),
        Example(
            .entry, "has an entry that is no JSON",
            good.replacing(2, by: good.entries[2].rewritten { String($0.dropLast()) })),
        Example(.entry, "has two entries in one", good.replacing(2, by: good.entries[2].rewritten { $0 + "," + $0 })),
        Example(
            .entry, "has a member twice",
            good.replacing(
                1,
                by: good.entries[1].rewritten {
                    $0.replacing(
                        "\"resourceType\":\"Patient\"",
                        with: "\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"")
                })),
        Example(
            .entry, "has an entry under another fullUrl",
            good.replacing(2, by: .made("Condition", 3, under: "urn:uuid:x"))),
        Example(
            .fullURLRepeated, "has one fullUrl twice",
            good.with(entries: good.entries + [.made("Condition", 3, subject: 2)])),
        Example(
            .entry, "has an entry of another type", good.replacing(2, by: .made("Condition", 3, reading: "Patient"))),
        Example(
            .entry, "has an entry with something beside its resource",
            good.replacing(2, by: good.entries[2].rewritten { $0.dropLast() + ",\"request\":{}}" })),
        Example(
            .entry, "is nested too deeply",
            good.replacing(
                2,
                by: .made(
                    "Condition", 3,
                    members: [
                        JSONMember(key: "x", value: (0..<200).reduce(JSONValue.null) { inner, _ in .array([inner]) })
                    ]))),
    ]

    @Test("is refused when it", arguments: cases)
    func refused(_ example: Example) {
        #expect(BundleReview.fault(in: example.parts, about: People.citizen) == example.fault)
    }

    @Test("that is refused is not stored, and the sender hears that it need not come again", .timeLimit(.minutes(1)))
    func submitted() async throws {
        try await GatewayHouse().running { open async throws in
            for (number, example) in Self.cases.enumerated() {
                let paper = Paper.summary(number).changed { $0.parts = example.parts }
                #expect(
                    try await refusal { try await open.submit(paper) }
                        == Refusal(.conversionFailed, ["conversion-unusable"]), "\(example.name)")
            }
            #expect(await open.ledger.size == 0)
            #expect(try await open.stores.store(of: People.hospital.id).pending(limit: 10).isEmpty)
        }
    }
}
