import Conversion
import JSONText
import RecordTypes
import Testing

/// What belongs to what: specimens to their orders, susceptibilities to their isolates, observations to their vaccination.
@Suite("HL7 v2 structure")
struct HL7v2StructureTests {
    private static func outcome(_ type: String, _ segments: [String]) throws -> ConversionOutcome {
        try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message(
                [HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type), HL7v2Messages.patient] + segments))
    }

    private static func codes(_ value: JSONValue?) -> [String] {
        (value?["coding"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue }
    }

    /// The type of the specimen that each resource refers to, by the resource's own code.
    private static func specimenTypes(_ type: String, _ outcome: ConversionOutcome) throws -> [String: [String]] {
        var types: [String: String] = [:]
        for specimen in try outcome.resources("Specimen") {
            types["urn:uuid:" + (specimen["id"]?.stringValue ?? "")] = codes(specimen["type"]).first
        }
        var found: [String: [String]] = [:]
        for resource in try outcome.resources(type) {
            let references = resource["specimen"]?.arrayValue ?? [resource["specimen"]].compactMap { $0 }
            found[codes(resource["code"]).first ?? ""] = references.map {
                types[$0["reference"]?.stringValue ?? ""] ?? "?"
            }
        }
        return found
    }

    private static let urine = "SPM|1|S1&KIR||UR^Urine^L|||||||||||||20260301080000"
    private static let blood = "SPM|2|S2&KIR||BL^Blood^L|||||||||||||20260301081000"

    @Test("a specimen that leads its orders is the specimen of those behind it, of all of them and of no other")
    func leadingSpecimens() throws {
        let outcome = try Self.outcome(
            "OUL^R22^OUL_R22",
            [
                Self.urine, "OBX|1|ST|LOOK1^Appearance^L||cloudy||||||F",
                "OBR|1||F1|A^A^L|||20260301080000||||||||||||||||||F", "OBX|1|NM|a^a^L||1||||||F",
                "OBR|2||F2|B^B^L|||20260301080000||||||||||||||||||F", "OBX|1|NM|b^b^L||2||||||F",
                Self.blood, "OBX|1|ST|LOOK2^Appearance^L||haemolysed||||||F", "NTE|1||taken twice",
                "OBR|3||F3|C^C^L|||20260301081000||||||||||||||||||F", "OBX|1|NM|c^c^L||3||||||F",
            ])
        #expect(try outcome.resources("Specimen").count == 2)
        #expect(try Self.specimenTypes("DiagnosticReport", outcome) == ["A": ["UR"], "B": ["UR"], "C": ["BL"]])
        #expect(
            try Self.specimenTypes("Observation", outcome)
                == ["a": ["UR"], "b": ["UR"], "c": ["BL"], "LOOK1": ["UR"], "LOOK2": ["BL"]])
        let results = try outcome.resources("DiagnosticReport").map { $0["result"]?.arrayValue?.count }
        #expect(results == [1, 1, 1])
        let noted = try outcome.resources("Observation").filter { $0["note"] != nil }
        #expect(noted.flatMap { Self.codes($0["code"]) } == ["LOOK2"])
    }

    @Test("orders behind their specimen ask for that one; a specimen without orders stands by itself")
    func leadingSpecimensOfOrders() throws {
        let outcome = try Self.outcome(
            "OML^O33^OML_O33",
            [
                Self.urine, "ORC|NW|P1", "OBR|1|P1||A^A^L", "ORC|NW|P2", "OBR|2|P2||B^B^L",
                "SPM|2|S3&KIR||HAIR^Hair^L", Self.blood, "ORC|NW|P3", "OBR|3|P3||C^C^L",
            ])
        #expect(try outcome.resources("Specimen").count == 3)
        #expect(try Self.specimenTypes("ServiceRequest", outcome) == ["A": ["UR"], "B": ["UR"], "C": ["BL"]])
    }

    @Test(
        "when something was observed makes no specimen of it; what was sent of one does",
        arguments: [("", 0), ("|||||||BLD&Blood&L", 1), ("||||||202603010900", 1)])
    func specimenOfAnOrder(_ more: String, _ count: Int) throws {
        let order = "OBR|1||F1|RAD^Chest^L|||20260301080000|" + more
        let outcome = try Self.outcome("ORU^R01^ORU_R01", [order, HL7v2Messages.result])
        #expect(try outcome.resources("Specimen").count == count)
        let report = try #require(try outcome.resources("DiagnosticReport").first)
        #expect(report["effectiveDateTime"]?.stringValue?.hasPrefix("2026-03-01T08:00:00") == true)
    }

    @Test("of several specimens of one order none is told to be that of a result")
    func severalSpecimens() throws {
        let outcome = try Self.outcome(
            "ORU^R01^ORU_R01", [HL7v2Messages.order, HL7v2Messages.result, Self.urine, Self.blood])
        #expect(try Self.specimenTypes("Observation", outcome).values.allSatisfy(\.isEmpty))
        #expect(try Self.specimenTypes("DiagnosticReport", outcome).values.first?.count == 2)
    }

    private static func child(_ number: Int, _ result: String, parent: String = "P1&KIR^F1&LAB") -> String {
        "OBR|\(number)|P1^KIR|F\(number)^LAB|SUS^Susceptibility^L|||20260301080000||||||||||||||||||F|\(result)|||\(parent)"
    }

    private static let cultures = [
        "OBR|1|P1^KIR|F1^LAB|CULT^Culture^L|||20260301080000||||||||||||||||||F",
        "OBX|1|CWE|BAC^Bacteria^L|1|EC^Escherichia coli^L||||||F",
        "OBX|2|CWE|BAC^Bacteria^L|2|SA^Staphylococcus aureus^L||||||F",
    ]

    @Test("susceptibilities are members of the isolate that OBR-26 names")
    func isolates() throws {
        let outcome = try Self.outcome(
            "ORU^R01^ORU_R01",
            Self.cultures + [
                Self.child(2, "BAC&Bacteria&L^1^Escherichia coli"), "OBX|1|SN|AMP^Ampicillin^L||>=^32|ug/mL|||||F",
                Self.child(3, "BAC&Bacteria&L^2^Staphylococcus aureus"),
                "OBX|1|SN|OXA^Oxacillin^L||<=^0.25|ug/mL|||||F",
            ])
        var names: [String: String] = [:]
        let observations = try outcome.resources("Observation")
        for observation in observations {
            names["urn:uuid:" + (observation["id"]?.stringValue ?? "")] = Self.codes(observation["code"]).first
        }
        var members: [String: [String?]] = [:]
        for observation in observations {
            guard let own = observation["hasMember"]?.arrayValue else { continue }
            members[Self.codes(observation["valueCodeableConcept"]).first ?? ""] = own.map {
                names[$0["reference"]?.stringValue ?? ""]
            }
        }
        #expect(members == ["EC": ["AMP"], "SA": ["OXA"]])
        let requests = try outcome.resources("ServiceRequest")
        let parent = requests.first.flatMap { $0["id"]?.stringValue }.map { "urn:uuid:" + $0 }
        #expect(
            requests.dropFirst().allSatisfy {
                $0["basedOn"]?.arrayValue?.first?["reference"]?.stringValue == parent && parent != nil
            })
        #expect(!outcome.issues.contains { $0.code == "hl7-field-not-converted" })
    }

    @Test(
        "where no single result is meant the words of OBR-26 stand on each of the child's results",
        arguments: [
            ("BAC&Bacteria&L^7^Escherichia coli", "P1&KIR^F1&LAB", "Escherichia coli"),
            ("BAC&Bacteria&L", "P1&KIR^F1&LAB", "Bacteria"),
            ("BAC&Bacteria&L^1^Escherichia coli", "P9&KIR^F9&LAB", "Escherichia coli"),
        ])
    func unknownParent(_ result: String, _ parent: String, _ words: String) throws {
        let outcome = try Self.outcome(
            "ORU^R01^ORU_R01",
            Self.cultures + [Self.child(2, result, parent: parent), "OBX|1|ST|AMP^Ampicillin^L||R||||||F"])
        let observations = try outcome.resources("Observation")
        #expect(observations.allSatisfy { $0["hasMember"] == nil })
        let note = observations.last?["note"]?.arrayValue?.first?["text"]?.stringValue
        #expect(note == "Parent result: \(words)")
    }

    @Test(
        "a parent result that is a bare code of nothing in the message is reported, and says nothing about the results")
    func bareParent() throws {
        let outcome = try Self.outcome(
            "ORU^R01^ORU_R01", Self.cultures + [Self.child(2, "F", parent: ""), "OBX|1|ST|AMP^Ampicillin^L||R||||||F"])
        #expect(try outcome.resources("Observation").allSatisfy { $0["note"] == nil && $0["hasMember"] == nil })
        #expect(outcome.issues.contains { $0.code == "hl7-parent-result" })
    }

    @Test("what is observed about a vaccination is part of that one, and tells its dose and who pays")
    func vaccinations() throws {
        let outcome = try Self.outcome(
            "VXU^V04^VXU_V04",
            [
                "ORC|RE||V1^KIR", "RXA|0|1|20260301||20^DTaP^CVX|0.5|mL||00^new^NIP001|||||||||||CP|A",
                "OBX|1|CE|64994-7^eligibility^LN|1|V02^VFC^HL70064||||||F",
                "OBX|2|NM|30973-2^dose number^LN|1|3||||||F",
                "OBX|3|CE|30956-7^vaccine type^LN|2|107^DTaP NOS^CVX||||||F",
                "OBX|4|TS|29768-9^published^LN|2|20070517||||||F",
                "OBX|5|TS|29769-7^presented^LN|2|20260301||||||F",
                "OBX|6|TS|29769-7^presented^LN|3|20260301||||||F",
                "ORC|RE||V2^KIR", "RXA|0|1|20260301||03^MMR^CVX|999||||||||||||00^refusal^NIP002||RE|A",
                "OBX|1|NM|30973-2^dose number^LN|1|1||||||F",
            ])
        let vaccinations = try outcome.resources("Immunization")
        let ids = vaccinations.compactMap { $0["id"]?.stringValue }.map { "urn:uuid:" + $0 }
        let parts = try outcome.resources("Observation").map {
            $0["partOf"]?.arrayValue?.first?["reference"]?.stringValue
        }
        #expect(ids.count == 2 && parts == Array(repeating: ids[0], count: 6) + [ids[1]])
        let education = vaccinations[0]["education"]?.arrayValue
        #expect(education?.count == 1 && education?.first?["documentType"]?.stringValue == "DTaP NOS")
        #expect(education?.first?["presentationDate"]?.stringValue == "2026-03-01")
        #expect(
            Self.codes(vaccinations[0]["programEligibility"]?.arrayValue?.first) == ["V02"])
        #expect(
            vaccinations[0]["protocolApplied"]?.arrayValue?.first?["doseNumberPositiveInt"]?.integerValue == 3)
        // What was refused was no dose.
        #expect(vaccinations[1]["status"]?.stringValue == "not-done" && vaccinations[1]["protocolApplied"] == nil)
    }
}
