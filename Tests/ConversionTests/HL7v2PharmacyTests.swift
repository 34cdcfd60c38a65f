import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: how, how much and how often a medicine is given")
struct HL7v2PharmacyTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func resources(_ type: String, _ resource: String, _ segments: [String]) throws -> [JSONValue] {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type)
        return try converter.convert(hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient] + segments))
            .resources(
                resource)
    }

    private static func rxe(_ fields: [Int: String]) -> String {
        let all = [2: "197361^Amlodipine^RXNORM", 3: "1", 5: "TAB^Tablet"].merging(fields) { $1 }
        return "RXE|" + (1...(all.keys.max() ?? 1)).map { all[$0] ?? "" }.joined(separator: "|")
    }

    @Test(
        "a repeat pattern is understood, or kept in words",
        arguments: [
            ("BID", #"{"frequency":2,"period":1,"periodUnit":"d"}"#),
            ("5ID", #"{"frequency":5,"period":1,"periodUnit":"d"}"#),
            ("Q6H", #"{"frequency":1,"period":6,"periodUnit":"h"}"#),
            ("Q2W", #"{"frequency":1,"period":2,"periodUnit":"wk"}"#),
            ("QOD", #"{"frequency":1,"period":2,"periodUnit":"d"}"#),
            ("QHS", #"{"when":["HS"]}"#), ("ACM", #"{"when":["ACM"]}"#), ("ONCE", #"{"count":1}"#),
            ("Q1J13", #"{"frequency":1,"period":1,"periodUnit":"wk","dayOfWeek":["mon","wed"]}"#),
            ("C", nil), ("QSHIFT", nil), ("Q0H", nil), ("Q6HX", nil), ("0ID", nil), ("Q1J9", nil),
        ] as [(String, String?)])
    func patterns(_ pattern: String, _ expected: String?) throws {
        let request = try resources("RDE^O11", "MedicationRequest", ["ORC|NW|P1", Self.rxe([:]), "TQ1|1||\(pattern)"])
            .first
        let timing = request?["dosageInstruction"]?.arrayValue?.first?["timing"]
        #expect(timing?["code"]?["text"]?.stringValue == pattern)
        #expect(timing?["repeat"] == (try expected.map { try JSONValue(parsing: Array($0.utf8)) }))
    }

    @Test("as needed, bounds, hours and number of times come from TQ1; each TQ1 is a dosage of its own")
    func schedules() throws {
        let request = try #require(
            try resources(
                "RDE^O11", "MedicationRequest",
                [
                    "ORC|NW|P1", Self.rxe([7: "^with food"]),
                    "TQ1|1||Q12H|0800~2000|||20260101|20260110|S||swallow whole|||10", "TQ1|2||PRN",
                ]
            ).first)
        let dosages = try #require(request["dosageInstruction"]?.arrayValue)
        #expect(dosages.count == 2)
        let rule = dosages[0]["timing"]?["repeat"]
        #expect(rule?["timeOfDay"] == .array([.string("08:00:00"), .string("20:00:00")]))
        #expect(rule?["boundsPeriod"]?["end"]?.stringValue == "2026-01-10")
        #expect(rule?["count"]?.integerValue == 10)
        #expect(dosages[0]["text"]?.stringValue == "with food\nswallow whole")
        #expect(dosages[1]["asNeededBoolean"] == .bool(true))
        #expect(dosages[1]["doseAndRate"] != nil)
        #expect(request["priority"]?.stringValue == "stat")
    }

    @Test("before version 2.5 the timing stands in RXE-1")
    func quantityTiming() throws {
        let dosage = try resources(
            "RDE^O01", "MedicationRequest", ["ORC|NW|P1", Self.rxe([1: "1^Q8H&0800,1600^D7^20260101"])]
        ).first?["dosageInstruction"]?.arrayValue?.first?["timing"]?["repeat"]
        #expect(dosage?["period"]?.integerValue == 8)
        #expect(dosage?["timeOfDay"]?.arrayValue?.count == 2)
        #expect(dosage?["boundsPeriod"]?["start"]?.stringValue == "2026-01-01")
    }

    @Test("amount, refills, strength, rate, form, components, substitution and number are kept")
    func facts() throws {
        let segments = [
            "ORC|NW|P1",
            Self.rxe([
                6: "PO^oral", 9: "1", 10: "30", 11: "TAB", 12: "3", 15: "RX77", 21: "^shake", 23: "100", 24: "mL/h",
                25: "5",
                26: "mg^^UCUM", 27: "I10^Hypertension^I10",
            ]),
            "RXR|PO^Oral^HL70162", "RXR|IV^Vein^HL70162", "RXC|B|D5W^Dextrose^L|500|mL", "RXC|A|KCL^Potassium^L|20|meq",
        ]
        let request = try #require(try resources("RDE^O11", "MedicationRequest", segments).first)
        let supply = request["dispenseRequest"]
        #expect(
            supply?["quantity"]?["value"]?.integerValue == 30 && supply?["numberOfRepeatsAllowed"]?.integerValue == 3)
        #expect(request["substitution"]?["allowedBoolean"] == .bool(false))
        #expect(request["identifier"]?.arrayValue?.contains { $0["value"]?.stringValue == "RX77" } == true)
        #expect(request["reasonCode"]?.arrayValue?.count == 1)
        let dosage = request["dosageInstruction"]?.arrayValue?.first
        #expect(dosage?["doseAndRate"]?.arrayValue?.first?["rateQuantity"]?["value"]?.integerValue == 100)
        #expect(dosage?["extension"]?.arrayValue?.count == 1)
        let medication = try #require(try resources("RDE^O11", "Medication", segments).first)
        let ingredients = medication["ingredient"]?.arrayValue ?? []
        #expect(ingredients.map { $0["strength"]?["numerator"]?["value"]?.integerValue } == [5, 500, 20])
        #expect(ingredients.map { $0["isActive"] } == [nil, .bool(false), .bool(true)])
        #expect(medication["form"] != nil)
    }

    @Test("a dispensation belongs to the prescription before it, and keeps lot and expiry")
    func dispense() throws {
        let rxd = "RXD|1|197361^Amlodipine^RXNORM|20260102|30|TAB||RX77|||||||||||LOT1|20270101|PFR^Pfizer^MVX"
        let segments = ["ORC|RE|P1", Self.rxe([15: "RX77"]), rxd]
        let dispense = try #require(try resources("RDS^O13", "MedicationDispense", segments).first)
        #expect(dispense["authorizingPrescription"]?.arrayValue?.first?["reference"] != nil)
        let medication = try #require(try resources("RDS^O13", "Medication", segments).first)
        #expect(medication["batch"]?["lotNumber"]?.stringValue == "LOT1")
        #expect(medication["batch"]?["expirationDate"]?.stringValue == "2027-01-01")
    }

    @Test("an order without a medicine is reported, not passed over")
    func nothing() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11")
        let outcome = converter.convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient, "ORC|NW|P1", "RXE||||5"]))
        #expect(outcome.issues.contains { $0.code == "hl7-medicine-without-code" })
    }

    @Test("a note behind SCH is the appointment's, not the patient's; without times it is only proposed")
    func appointments() throws {
        let sch = "SCH|P1|F1||||X^reason^L"
        let made = try #require(
            try resources("SIU^S15", "Appointment", [sch, "AIG|1|A|EQ1^MRI", "NTE|1||bring the card"]).first)
        #expect(made["comment"]?.stringValue == "bring the card")
        #expect(made["status"]?.stringValue == "cancelled" && made["cancelationReason"] != nil)
        #expect(made["participant"]?.arrayValue?.count == 2)
        let booked = try #require(try resources("SIU^S12", "Appointment", [sch]).first)
        #expect(booked["status"]?.stringValue == "proposed")
        #expect(booked["comment"]?.stringValue == "Status as sent: booked")
    }

    @Test(
        "a structured number keeps sign and unit",
        arguments: [
            (">^1^:^128", "", #"{"numerator":{"value":1,"comparator":">"},"denominator":{"value":128}}"#),
            ("^1^:^128", "", #"{"numerator":{"value":1},"denominator":{"value":128}}"#),
        ])
    func ratios(_ value: String, _ unit: String, _ expected: String) throws {
        let observation = try resources(
            "ORU^R01", "Observation", [HL7v2Messages.order, "OBX|1|SN|2345-7^x^LN||\(value)|\(unit)|||||F"]
        ).first
        #expect(observation?["valueRatio"] == (try JSONValue(parsing: Array(expected.utf8))))
    }

    @Test("a unit beside words, or of a ratio, stays")
    func units() throws {
        func observation(_ type: String, _ value: String) throws -> JSONValue? {
            try resources(
                "ORU^R01", "Observation", [HL7v2Messages.order, "OBX|1|\(type)|2345-7^x^LN||\(value)|mg/dL|||||F"]
            ).first
        }
        #expect(try observation("SN", "^1^:^2")?["note"]?.arrayValue?.first?["text"]?.stringValue == "Unit: mg/dL")
        #expect(try observation("SN", ">^5^-^9")?["valueString"]?.stringValue == "> 5 - 9 mg/dL")
        #expect(try observation("ST", "5.4")?["note"]?.arrayValue?.first?["text"]?.stringValue == "Unit: mg/dL")
    }
}

@Suite("HL7 v2: nothing is lost without a word, planned is not done, protected is restricted")
struct HL7v2SilenceTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func outcome(_ segments: String...) -> ConversionOutcome {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A05")
        return converter.convert(hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient] + segments))
    }

    @Test(
        "a field that becomes nothing is named, once",
        arguments: [("PV1|1|I", 2, 24), ("DG1|1||J06.9^x^I10", 3, 26), ("IN1|1|P|C|Insurer", 4, 66)])
    func fields(_ start: String, _ last: Int, _ number: Int) {
        let segment = start + String(repeating: "|", count: number - last) + "X"
        let found = outcome(segment).issues.filter { $0.code == "hl7-field-not-converted" }
        #expect(found.count == 1)
        guard case .hl7(let place)? = found.first?.place else {
            Testing.Issue.record("no place")
            return
        }
        #expect(place.segment == String(start.prefix(3)) && place.field == number)
    }

    @Test("a message all of whose fields are taken up says nothing of it")
    func silence() {
        #expect(!outcome("PV1|1|I|W1^101^A").issues.contains { $0.code == "hl7-field-not-converted" })
    }

    @Test(
        "a procedure of a day to come is in preparation, one of today is done",
        arguments: [("20260402", "preparation"), ("20260301", "completed"), ("2026", "completed"), ("", "completed")])
    func procedures(_ day: String, _ status: String) throws {
        let procedure = try #require(
            try outcome("PV1|1|P", "PR1|1||80146002^Appendectomy^SCT||\(day)").resources("Procedure").first)
        #expect(procedure["status"]?.stringValue == status)
    }

    @Test("minutes make a period of a procedure's time; expected times of a visit are kept")
    func times() throws {
        let made = outcome(
            "PV1|1|I", "PV2||||||||20260305|20260310", "PR1|1||80146002^Appendectomy^SCT||202602010900||45")
        let period = try #require(try made.resources("Procedure").first)["performedPeriod"]
        #expect(period?["end"]?.stringValue == "2026-02-01T09:45:00+02:00")
        #expect(try made.resources("Encounter").first?["extension"]?.arrayValue?.count == 2)
    }

    @Test(
        "protected patients and visits are restricted on every resource",
        arguments: ["PD1||||||||||||Y", "PV2||||||||||||||||||||||Y"])
    func protection(_ segment: String) throws {
        let made = outcome("PV1|1|I", segment)
        let encounter = try #require(try made.resources("Encounter").first)
        #expect(encounter["meta"]?["security"]?.arrayValue?.first?["code"]?.stringValue == "R")
    }

    @Test("a note behind a specimen is the specimen's, not that of the result before it")
    func specimenNotes() throws {
        let made = converter.convert(
            hl7v2: HL7v2Messages.message([
                HL7v2Messages.header, HL7v2Messages.patient, HL7v2Messages.order, HL7v2Messages.result,
                "SPM|1|S1^S2||BLD",
                "NTE|1||haemolytic",
            ]))
        #expect(
            try made.resources("Specimen").first?["note"]?.arrayValue?.first?["text"]?.stringValue == "haemolytic")
        #expect(try made.resources("Observation").first?["note"] == nil)
    }
}
