import Conversion
import JSONText
import RecordTypes
import Testing

/// Habits of senders that the samples do not show: nothing that they say is lost without a word, or told of something else.
@Suite("HL7 v2 of other makers")
struct HL7v2OtherMakersTests {
    private static func convert(_ type: String, _ segments: [String]) throws -> ConversionOutcome {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: type)
        return try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient] + segments))
    }

    private static func converted(patient: String) throws -> JSONValue {
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.oru(replacing: "PID", by: patient))
        return try #require(try outcome.resources("Patient").first)
    }

    private static func codes(_ concept: JSONValue?) -> [String] {
        (concept?["coding"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue }
    }

    private static func place(_ code: String, in outcome: ConversionOutcome) -> String? {
        for issue in outcome.issues where issue.code == code {
            if case .hl7(let place) = issue.place { return place.text }
        }
        return nil
    }

    // MARK: documents

    @Test("what stands behind TXA is the document, whatever orders the message names before it")
    func documentWithOrder() throws {
        let outcome = try Self.convert(
            "MDM^T02^MDM_T02",
            [
                "ORC|RE|P1^OE|F1^RAD", "OBR|1|P1^OE|F1^RAD|36643-5^CXR^LN|||20260301080000",
                "TXA|1|DI^Imaging^L|TX|20260301080000||20260301081000|20260301082000|||||D1^MEDI||||report.txt|LA||AV",
                "OBX|1|TX|18782-3^Report^LN||No pneumothorax.||||||F",
                "OBX|2|ED|PDF^Rep^L||^application^pdf^Base64^JVBERi0xLjQK||||||F",
            ])
        let document = try #require(try outcome.resources("DocumentReference").first)
        let attachments = (document["content"]?.arrayValue ?? []).map { $0["attachment"] }
        #expect(attachments.map { $0?["contentType"]?.stringValue } == ["text/plain", "application/pdf"])
        #expect(attachments.first??["title"]?.stringValue == "report.txt")
        #expect((document["category"]?.arrayValue ?? []).map { Self.codes($0) } == [["18782-3"], ["PDF"]])
        #expect(document["context"]?["related"]?.arrayValue?.count == 1)
        #expect(try outcome.resources("ServiceRequest").count == 1)
        #expect(try outcome.resources("DiagnosticReport").isEmpty)
        #expect(try outcome.resources("Observation").isEmpty)
        let forgotten = outcome.issues.filter { $0.code == "hl7-field-not-converted" }.compactMap(\.rule)
        #expect(Set(forgotten).isSuperset(of: ["HL7 v2: TXA-3", "HL7 v2: TXA-6"]))
    }

    // MARK: people

    @Test("an address for mail beside a telephone number is a way to reach somebody of its own")
    func mail() throws {
        let patient = try Self.converted(
            patient: HL7v2Messages.patient + "||||||+3725551234^PRN^PH^jaan@example.ee~^NET^Internet^work@example.ee")
        let points = patient["telecom"]?.arrayValue ?? []
        #expect(points.map { $0["value"]?.stringValue } == ["+3725551234", "jaan@example.ee", "work@example.ee"])
        #expect(points.map { $0["system"]?.stringValue } == ["phone", "email", "email"])
    }

    @Test("two records that are linked or unlinked are told as such", arguments: ["A24", "A37"])
    func links(_ event: String) throws {
        #expect(Self.place("hl7-link-not-converted", in: try Self.convert("ADT^\(event)", [])) == "MSH[1]-9")
        #expect(Self.place("hl7-link-not-converted", in: try Self.convert("ADT^A31", [])) == nil)
    }

    @Test(
        "a value that its sender cut off is told",
        arguments: [("Tamm#^Jaan", true), ("Tamm#1^Jaan", false), ("#^Jaan", false)])
    func truncation(_ name: String, _ isCut: Bool) throws {
        let header = HL7v2Messages.header.replacing(#"^~\&"#, with: #"^~\&#"#)
        let patient = HL7v2Messages.patient.replacing("Tamm^Jaan", with: name)
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, patient, HL7v2Messages.order, HL7v2Messages.result]))
        #expect((Self.place("hl7-truncated", in: outcome) == "PID[1]-5") == isCut)
        let usual = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: patient))
        #expect(Self.place("hl7-truncated", in: usual) == nil)
    }

    @Test("who pays keeps the number that the plan calls it by")
    func payor() throws {
        let coverage = try #require(
            try Self.convert("ADT^A01", ["IN1|1|P1|HK01^^^HK|Haigekassa"]).resources("Coverage").first)
        let payor = coverage["payor"]?.arrayValue?.first
        #expect(payor?["display"]?.stringValue == "Haigekassa")
        #expect(payor?["identifier"]?["value"]?.stringValue == "HK01")
    }

    // MARK: codes

    @Test("until 2.2 the list of a code stood before it, and its words behind")
    func codingMethod() throws {
        let outcome = try Self.convert(
            "ADT^A01",
            [
                "DG1|1|I10|I20.0|Unstable angina|20260301|F", "DG1|2|I9|E11^Diabetes^I10|Type 2, diet only|20260301|F",
                "PR1|1|CPT|93000|ECG|20260301",
            ])
        let conditions = try outcome.resources("Condition")
        let first = conditions[0]["code"]
        #expect(first?["coding"]?.arrayValue?.first?["system"]?.stringValue == "http://hl7.org/fhir/sid/icd-10")
        #expect(first?["text"]?.stringValue == "Unstable angina")
        #expect(conditions[0]["note"] == nil)
        let second = conditions[1]["code"]?["coding"]?.arrayValue?.first
        #expect(second?["system"]?.stringValue == "http://hl7.org/fhir/sid/icd-10")
        #expect(conditions[1]["note"]?.arrayValue?.first?["text"]?.stringValue == "Type 2, diet only")
        let procedure = try #require(try outcome.resources("Procedure").first)
        #expect(procedure["code"]?["coding"]?.arrayValue?.first?["system"]?.stringValue != nil)
        #expect(
            procedure["code"]?["text"]?.stringValue ?? procedure["note"]?.arrayValue?.first?["text"]?.stringValue != nil
        )
    }

    @Test("the list that stands before a code is not that of its alternate")
    func codingMethodOfAnAlternate() throws {
        let outcome = try Self.convert("ADT^A01", ["DG1|1|I9|^Asthma^^J45.0^Asthma^I10||20260301|F"])
        let coding = try outcome.resources("Condition").first?["code"]?["coding"]?.arrayValue
        #expect(coding?.map { $0["system"]?.stringValue } == ["http://hl7.org/fhir/sid/icd-10"])
    }

    @Test("of an order behind a document nothing is lost without a word, and its time makes no specimen")
    func orderOfADocument() throws {
        let outcome = try Self.convert(
            "MDM^T02",
            [
                "ORC|RE|P1", "OBR|1|P1|F1|RAD^Chest^L|||20260301080000||||||||||||||||||F|||||||1001&Andja&Ants",
                "TXA|1|DI|TX", "OBX|1|TX|RAD^Chest^L||no finding||||||F",
            ])
        #expect(try outcome.resources("Specimen").isEmpty)
        let told = outcome.issues.filter { $0.code == "hl7-field-not-converted" }.map { "\($0.place)" }.joined()
        for number in [7, 25, 32] { #expect(told.contains("field: \(number)"), "\(told)") }
    }

    @Test("a second schedule is told in words, and so is a start beside the time of the order")
    func schedules() throws {
        let orders = try Self.convert(
            "OMG^O19",
            ["ORC|NW|P1", "TQ1|1||||||20260302", "TQ1|2|||0800~2000", "OBR|1|P1||GLU^Glucose^L||20260301"]
        ).resources("ServiceRequest")
        let notes = orders.first?["note"]?.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
        #expect(notes == ["Scheduled: 2026-03-02", "Further schedule: at 08:00:00 at 20:00:00"])
    }

    @Test("all who ordered a vaccine are told; of another order the first, and that there are more")
    func orderers() throws {
        func isCut(_ type: String, _ segments: [String]) throws -> Bool {
            try Self.convert(type, segments).issues.contains { $0.code == "hl7-repetition-not-converted" }
        }
        let orc = "ORC|RE||F1|||||||||1001^Andja^Ants~1002^Kask^Mari"
        #expect(try !isCut("VXU^V04", [orc, "RXA|0|1|20260301||03^MMR^CVX|0.5|||||||||||||||CP"]))
        #expect(try isCut("OMG^O19", [orc, "OBR|1||F1|GLU^Glucose^L"]))
    }

    @Test("words where a code belongs stay beside an alternate code")
    func words() throws {
        let obx = "OBX|1|CE|1^x^L||some words^^^DEF^Definite^L||||||F"
        let observation = try #require(
            try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
                .resources("Observation").first)
        let value = observation["valueCodeableConcept"]
        #expect(value?["text"]?.stringValue == "some words")
        #expect(Self.codes(value) == ["DEF"])
        #expect(value?["coding"]?.arrayValue?.first?["display"]?.stringValue == "Definite")
    }

    @Test("further methods stand in notes, further devices are told")
    func repetitions() throws {
        let obx = "OBX|1|NM|1^x^L||5|mg|||||F||||||M1^Method^L~M2^Second method^L|D1^LIS~D2^LIS"
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
        let observation = try #require(try outcome.resources("Observation").first)
        #expect(Self.codes(observation["method"]) == ["M1"])
        #expect(observation["note"]?.arrayValue?.first?["text"]?.stringValue == "Method: M2, Second method")
        #expect(Self.place("hl7-repetition-not-converted", in: outcome) == "OBX[1]-18(2)")
    }

    // MARK: orders

    @Test(
        "when a laboratory is to do what is ordered is told",
        arguments: [
            ("TQ1|1||Q6H|||3^d|20260302080000|20260305080000|S", "", "Q6H", nil),
            ("TQ1|1||||||20260302080000|20260305080000", "", nil, "2026-03-02T08:00:00+02:00"),
            ("TQ1|1||||||20260302080000", "", nil, "2026-03-02T08:00:00+02:00"),
            ("NTE|1||words", "1^^^20260302080000^^S", nil, "2026-03-02T08:00:00+02:00"),
        ] as [(String, String, String?, String?)])
    func schedules(_ timing: String, _ quantity: String, _ pattern: String?, _ start: String?) throws {
        let obr = "OBR|1|P1||2345-7^Glucose^LN" + String(repeating: "|", count: 23) + quantity
        let outcome = try Self.convert("OML^O21^OML_O21", ["ORC|NW|P1", timing, obr])
        let request = try #require(try outcome.resources("ServiceRequest").first)
        let timed = request["occurrenceTiming"]
        #expect(timed?["code"]?["text"]?.stringValue == pattern)
        if pattern != nil {
            #expect(timed?["repeat"]?["boundsPeriod"]?["end"]?.stringValue == "2026-03-05T08:00:00+02:00")
            #expect(timed?["repeat"]?["period"]?.integerValue == 6)
        }
        let told = request["occurrenceDateTime"]?.stringValue ?? request["occurrencePeriod"]?["start"]?.stringValue
        #expect(told == start)
    }

    @Test("a note behind a problem is the problem's")
    func problemNotes() throws {
        let outcome = try Self.convert(
            "PPR^PC1",
            ["PRB|AD|20260301|38341003^Hypertension^SCT|PB1", "NTE|1||Diet only", "PRB|AD|20260301|1^Other^L|PB2"])
        let problems = try outcome.resources("Condition")
        #expect(problems[0]["note"]?.arrayValue?.first?["text"]?.stringValue == "Diet only")
        #expect(problems[1]["note"] == nil)
    }

    @Test(
        "how long a medicine is to be taken is told beside a start",
        arguments: [("^Q6H^D10^20260301", "", "Duration: 10 d"), ("", "TQ1|1||Q6H|||2^wk|20260301", "Duration: 2 wk")])
    func durations(_ quantity: String, _ timing: String, _ expected: String) throws {
        let segments = ["ORC|NW|P1", timing, "RXE|\(quantity)|1^x^L|1||TAB"].filter { !$0.isEmpty }
        let dosage = try #require(
            try Self.convert("RDE^O11", segments).resources("MedicationRequest").first)["dosageInstruction"]?
            .arrayValue?.first
        #expect(dosage?["text"]?.stringValue == expected)
        #expect(dosage?["timing"]?["repeat"]?["boundsPeriod"]?["start"]?.stringValue == "2026-03-01")
    }

    @Test(
        "a discontinued appointment goes on for nobody, whatever SCH-25 still says",
        arguments: [("Booked", "cancelled"), ("Complete", "fulfilled")])
    func discontinued(_ status: String, _ expected: String) throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "SIU^S16^SIU_S12")
        let sch = "SCH|A1|A2|||||||30|min|^^^202603100900" + String(repeating: "|", count: 14) + status
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, sch, HL7v2Messages.patient]))
        #expect(try outcome.resources("Appointment").first?["status"]?.stringValue == expected)
    }

    // MARK: vaccinations

    @Test("a remark of one's own says nothing of where a record comes from; who ordered a vaccine is told")
    func vaccine() throws {
        let rxa = "RXA|0|1|20260301||03^MMR^CVX|0.5|mL||%|1001^Andja^Ants||||||||||CP"
        for (remark, source, note) in [
            ("00^New^NIP001~^left arm", JSONValue.bool(true), "left arm"), ("01^Historical^NIP001", .bool(false), nil),
            ("N1^local note^99L", nil, "N1, local note"),
        ] as [(String, JSONValue?, String?)] {
            let outcome = try Self.convert(
                "VXU^V04^VXU_V04",
                ["ORC|RE||V1|||||||55^Sisestaja^S||1002^Tellija^T", rxa.replacing("%", with: remark)])
            let vaccine = try #require(try outcome.resources("Immunization").first)
            #expect(vaccine["primarySource"] == source)
            #expect(vaccine["note"]?.arrayValue?.first?["text"]?.stringValue == note)
            let functions = (vaccine["performer"]?.arrayValue ?? []).flatMap { Self.codes($0["function"]) }
            #expect(functions == ["AP", "OP"])
            #expect(try outcome.resources("Provenance").count == 1)
        }
    }

    @Test("a charge with a procedure of its own tells that its transaction code stays in the source")
    func charge() throws {
        let ft1 = "FT1|1|||20260301||CG|99213^Visit^C4" + String(repeating: "|", count: 18) + "93000^ECG^C4"
        let outcome = try Self.convert("DFT^P03", [ft1])
        #expect(Self.codes(try outcome.resources("Procedure").first?["code"]) == ["93000"])
        #expect(Self.place("hl7-field-not-converted", in: outcome) == "FT1[1]-7")
    }

    // MARK: what was not said

    @Test(
        "who said nothing known about an appointment has not agreed to it",
        arguments: [("", "accepted"), ("Booked", "accepted"), ("Declined", "declined"), ("Perhaps", "needs-action")])
    func participation(_ status: String, _ expected: String) throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "SIU^S12^SIU_S12")
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([
                header, "SCH|A1|A2|||||||30|min|^^^202603100900", HL7v2Messages.patient,
                "AIP|1|A|1001^Arst^Anna|||||||||" + status,
            ]))
        let participants = try #require(try outcome.resources("Appointment").first)["participant"]?.arrayValue ?? []
        #expect(participants.last?["status"]?.stringValue == expected)
    }

    @Test("about five is not five; several structured numbers keep their unit")
    func loose() throws {
        for (type, value, text, unit) in [("NM", "~5", "~5", "Unit: mg"), ("SN", "^1~^5", "^1\n^5", "Unit: mg")] {
            let obx = "OBX|1|\(type)|1^x^L||\(value)|mg|||||F"
            let observation = try #require(
                try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
                    .resources("Observation").first)
            #expect(observation["valueString"]?.stringValue == text)
            #expect(observation["note"]?.arrayValue?.first?["text"]?.stringValue == unit)
        }
    }

    @Test("results behind another visit were not found in the first")
    func visits() throws {
        let observations = try Self.convert(
            "ORU^R01",
            [
                "PV1|1|I|W1", "OBR|1||F1|1^x^L", "OBX|1|NM|1^a^L||5|mg|||||F", "PV1|2|O|C2", "OBR|2||F2|2^y^L",
                "OBX|1|NM|2^b^L||6|mg|||||F",
            ]
        ).resources("Observation")
        #expect(observations.map { $0["encounter"] != nil } == [true, false])
    }

    @Test(
        "no amount and no word that it was given is no vaccination",
        arguments: [
            ("0", "", "not-done"), ("0.000", "", "not-done"), ("0.5", "", "completed"), ("0", "CP", "completed"),
            ("999", "", "completed"),
        ])
    func nothingGiven(_ amount: String, _ status: String, _ expected: String) throws {
        let rxa = "RXA|0|1|20260301||03^MMR^CVX|\(amount)" + String(repeating: "|", count: 14) + status
        let outcome = try Self.convert("VXU^V04", [rxa])
        let vaccine = try #require(try outcome.resources("Immunization").first)
        #expect(vaccine["status"]?.stringValue == expected)
        #expect((vaccine["doseQuantity"] != nil) == (amount == "0.5"))
        #expect(outcome.issues.contains { $0.code == "hl7-nothing-given" } == (expected == "not-done"))
    }

    @Test("an account that was moved has not ended under the number that PID-18 gives")
    func movedAccount() throws {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A44")
        let pid = HL7v2Messages.patient + "||||||||||ACC9"
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, pid, "MRG|8888^^^HK^MR||ACC9"]))
        let accounts = try #require(try outcome.resources("Patient").first)["identifier"]?.arrayValue?
            .filter { $0["value"]?.stringValue == "ACC9" }
        #expect(accounts?.count == 1)
        #expect(accounts?.first?["use"] == nil)
        #expect(Self.place("hl7-field-not-converted", in: outcome) == "MRG[1]-1")
    }
}
