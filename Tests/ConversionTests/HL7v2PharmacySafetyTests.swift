import Conversion
import JSONText
import RecordTypes
import Testing

/// Nobody is given more, something else or longer than the order says.
@Suite("HL7 v2 safety of orders for medicines")
struct HL7v2PharmacySafetyTests {
    private static func rxe(_ fields: [Int: String]) -> String {
        let all = [2: "197361^Amlodipine^RXNORM", 3: "1", 5: "TAB^Tablet"].merging(fields) { $1 }
        return "RXE|" + (1...(all.keys.max() ?? 1)).map { all[$0] ?? "" }.joined(separator: "|")
    }

    private static func request(_ fields: [Int: String], _ others: String..., control: String = "NW") throws
        -> JSONValue
    {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11")
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message(
                [header, HL7v2Messages.patient, "ORC|\(control)|P1|||IP", rxe(fields)] + others))
        return try #require(try outcome.resources("MedicationRequest").first)
    }

    @Test(
        "whether another product may be given is what RXE-9 (table 0167) says, N and 0 say nothing of it",
        arguments: [
            ("N", nil, nil), ("1", "false", nil), ("7", "false", nil), ("G", nil, "G"), ("T", nil, "TE"),
            ("0", nil, nil), ("", nil, nil), ("2", "true", nil), ("3", "true", nil), ("4", "true", nil),
            ("5", "true", nil), ("8", "true", nil), ("6", nil, nil),
        ] as [(String, String?, String?)])
    func substitution(_ code: String, _ allowed: String?, _ kind: String?) throws {
        let substitution = try Self.request([9: code])["substitution"]
        #expect(substitution?["allowedBoolean"].map { $0 == .bool(false) ? "false" : "true" } == allowed)
        let coding = substitution?["allowedCodeableConcept"]?["coding"]?.arrayValue?.first
        #expect(coding?["code"]?.stringValue == kind)
        #expect((substitution == nil) == (allowed == nil && kind == nil))
    }

    @Test(
        "what the prescriber allows is what RXO-9 (table 0161) says",
        arguments: [("N", "false", nil), ("Y", "true", nil), ("G", nil, "G"), ("T", nil, "TE"), ("", nil, nil)]
            as [(String, String?, String?)])
    func allowance(_ code: String, _ allowed: String?, _ kind: String?) throws {
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "OMP^O09"), HL7v2Messages.patient, "ORC|NW|P1",
                "RXO|C08^Amlodipin^ATC|5||mg|TAB||||\(code)",
            ]))
        let substitution = try #require(try outcome.resources("MedicationRequest").first)["substitution"]
        #expect(substitution?["allowedBoolean"].map { $0 == .bool(false) ? "false" : "true" } == allowed)
        let coding = substitution?["allowedCodeableConcept"]?["coding"]?.arrayValue?.first
        #expect(coding?["code"]?.stringValue == kind)
    }

    @Test("what the pharmacist did stands in words, and with a dispensation whether it was another product")
    func substituted() throws {
        let note = try Self.request([9: "3"])["note"]?.arrayValue?.first?["text"]?.stringValue
        #expect(note == "Substitution allowed - pharmacist selected product dispensed")
        for (code, expected) in [("G", JSONValue.bool(true)), ("T", .bool(true)), ("N", .bool(false))] {
            let message = HL7v2Messages.message([
                HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDS^O13^RDS_O13"), HL7v2Messages.patient,
                "ORC|RE|R1", "RXD|1|C08CA01^Amlodipin^ATC|20260301|30|TAB||||||\(code)",
            ])
            let dispense = try #require(
                try HL7v2Messages.converter().convert(hl7v2: message).resources("MedicationDispense").first)
            #expect(dispense["substitution"]?["wasSubstituted"] == expected)
        }
        for (code, words) in [("3", "Substitution allowed - pharmacist selected product dispensed"), ("X9", nil)] {
            let outcome = try HL7v2Messages.converter().convert(
                hl7v2: HL7v2Messages.message([
                    HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDS^O13^RDS_O13"), HL7v2Messages.patient,
                    "ORC|RE|R1", "RXD|1|C08CA01^Amlodipin^ATC|20260301|30|TAB||||||\(code)",
                ]))
            let notes = try #require(try outcome.resources("MedicationDispense").first)["note"]?.arrayValue ?? []
            #expect(notes.map { $0["text"]?.stringValue } == [words].filter { $0 != nil })
            #expect(outcome.issues.contains { $0.code == "hl7-field-not-converted" } == (words == nil))
        }
    }

    @Test(
        "an order as the pharmacy encoded it (RE) has begun, not ended",
        arguments: [("", "active"), ("CM", "completed")])
    func encoded(_ status: String, _ expected: String) throws {
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11"), HL7v2Messages.patient,
                "ORC|RE|P1|F1||\(status)", Self.rxe([:]),
            ]))
        #expect(try outcome.resources("MedicationRequest").first?["status"]?.stringValue == expected)
    }

    @Test("a medicine ordered by ORM, as until 2.3, is a prescription")
    func generalOrder() throws {
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ORM^O01"), HL7v2Messages.patient,
                "ORC|NW|1000^OE|||||^BID^D5^20260302080000", "RXO|A1^Amoxicillin^L|500||MG|TAB||^With food",
                "RXR|PO^Oral^HL70162", "ORC|NW|1001^OE", "OBR|1|1001^OE||2345-7^Glucose^LN",
            ]))
        let request = try #require(try outcome.resources("MedicationRequest").first)
        #expect(request["status"]?.stringValue == "active")
        let dosage = request["dosageInstruction"]?.arrayValue?.first
        #expect(dosage?["text"]?.stringValue == "With food\nDuration: 5 d")
        #expect(dosage?["timing"]?["code"]?["text"]?.stringValue == "BID")
        let amount = dosage?["doseAndRate"]?.arrayValue?.first?["doseQuantity"]
        #expect(amount?["value"]?.integerValue == 500)
        #expect(try outcome.resources("ServiceRequest").count == 1)
    }

    @Test(
        "what was discontinued is stopped, what was cancelled is cancelled, though ORC-5 says that it goes on",
        arguments: [("DC", "stopped"), ("OD", "stopped"), ("OC", "cancelled"), ("NW", "active"), ("UC", "active")])
    func ended(_ control: String, _ expected: String) throws {
        #expect(try Self.request([:], control: control)["status"]?.stringValue == expected)
    }

    @Test("a strength is so much in so much: 250 mg in 5 mL are not 250 mg in one")
    func strengthInVolume() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11")
        let rxe = Self.rxe([25: "250", 26: "mg^^UCUM", 33: "5", 34: "mL^^UCUM"])
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient, "ORC|NW|P1", rxe]))
        let medication = try #require(try outcome.resources("Medication").first)
        let strength = medication["ingredient"]?.arrayValue?.first?["strength"]
        #expect(strength?["numerator"]?["value"]?.integerValue == 250)
        #expect(strength?["denominator"]?["value"]?.integerValue == 5)
        #expect(strength?["denominator"]?["code"]?.stringValue == "mL")
    }

    @Test("a rate is by the time of RXE-22, unless its unit names one")
    func rates() throws {
        let hourly = try Self.request([22: "H1", 23: "100", 24: "mL"])
        let rate = hourly["dosageInstruction"]?.arrayValue?.first?["doseAndRate"]?.arrayValue?.first
        #expect(rate?["rateRatio"]?["numerator"]?["value"]?.integerValue == 100)
        #expect(rate?["rateRatio"]?["denominator"]?["code"]?.stringValue == "h")
        let whole = try Self.request([22: "H1", 23: "100", 24: "mL/h"])
        let told = whole["dosageInstruction"]?.arrayValue?.first?["doseAndRate"]?.arrayValue?.first
        #expect(told?["rateQuantity"]?["unit"]?.stringValue == "mL/h")
    }

    @Test("an amount that a schedule gives beside the dose is told with it")
    func taper() throws {
        let request = try Self.request([:], "TQ1|1|40^mg|QD", "TQ1|2|20^mg|QD", "TQ1|3|1|QD")
        let words = request["dosageInstruction"]?.arrayValue?.map { $0["text"]?.stringValue }
        #expect(words == ["Each time: 40 mg", "Each time: 20 mg", nil])
    }

    @Test(
        "as needed, and for what, is told wherever the message says it",
        arguments: [
            ("TQ1|1||QID|||||||PRN pain", "pain", nil), ("TQ1|1||PRN", nil, "true"),
            ("TQ1|1||QID|||||||keep below 110", nil, nil),
        ] as [(String, String?, String?)])
    func asNeeded(_ tq1: String, _ reason: String?, _ flag: String?) throws {
        let dosage = try Self.request([:], tq1)["dosageInstruction"]?.arrayValue?.first
        #expect(dosage?["asNeededCodeableConcept"]?["text"]?.stringValue == reason)
        #expect(dosage?["asNeededBoolean"].map { $0 == .bool(true) ? "true" : "false" } == flag)
    }

    @Test("the condition of the old quantity/timing is not lost")
    func oldCondition() throws {
        let dosage = try Self.request([1: "^Q6H^D10^^^R^PRN pain^with food"])["dosageInstruction"]?.arrayValue?.first
        #expect(dosage?["asNeededCodeableConcept"]?["text"]?.stringValue == "pain")
        #expect(dosage?["text"]?.stringValue == "PRN pain\nwith food")
    }

    @Test(
        "an event of the day in TQ1-3 is when it is taken",
        arguments: [("AC", "AC"), ("HS", "HS"), ("IC", nil)] as [(String, String?)])
    func events(_ event: String, _ when: String?) throws {
        let dosage = try Self.request([:], "TQ1|1||^^^^^^^\(event)")["dosageInstruction"]?.arrayValue?.first
        #expect(dosage?["timing"]?["repeat"]?["when"]?.arrayValue?.first?.stringValue == when)
        #expect((dosage?["text"]?.stringValue == event) == (when == nil))
    }
}
