import FHIR
import JSONText
import PatientSummary
import RecordTypes
import Testing

@Suite("Patient summary")
struct PatientSummaryTests {
    static let now = Instant(seconds: 1_772_355_600)
    static let name = Array(repeating: UInt8(7), count: 16)
    static let identifier = Identifier(system: "urn:oid:2.999", value: "1")

    /// A record of a patient `urn:uuid:p`, with these resources after its Composition and Patient.
    static func record(_ number: UInt8, _ resources: String..., subject: String = "urn:uuid:p") -> SummarizedRecord {
        let head = [
            #"{"resourceType":"Composition","status":"final","type":{"text":"T"},"date":"2026","author":[{"display":"D"}],"title":"T","subject":{"reference":"\#(subject)"}}"#,
            #"{"resourceType":"Patient","name":[{"family":"Family \#(number)"}]}"#,
        ]
        let entries = (head + resources).enumerated().map { place, text in
            let url = place == 1 ? "urn:uuid:p" : "urn:uuid:\(place)"
            let type = (try? JSONValue(parsing: Array(text.utf8)))?["resourceType"]?.stringValue ?? ""
            return BundleParts.Entry(
                resourceType: type, fullURL: url, bytes: Array(#"{"fullUrl":"\#(url)","resource":\#(text)}"#.utf8))
        }
        return SummarizedRecord(
            RecordName(bytes: Array(repeating: number, count: 16))!,
            BundleParts(opening: [], entries: entries, closing: []))
    }

    static func summary(_ records: SummarizedRecord..., isPartial: Bool = false) throws -> JSONValue {
        let bundle = try PatientSummary(of: records).bundle(
            named: name, of: identifier, at: now, isPartial: isPartial)
        return try JSONValue(parsing: bundle.bytes)
    }

    static func condition(_ code: String, _ more: String = "") -> String {
        #"{"resourceType":"Condition",\#(more)"code":{"coding":[{"system":"urn:icd","code":"\#(code)"}]},"subject":{"reference":"urn:uuid:p"}}"#
    }

    @Test(
        "without records there are the three required sections, each with a reason why it is empty, and the patient as asked for"
    )
    func nothing() throws {
        let summary = try Self.summary()
        let composition = try #require(summary.resources("Composition").first)
        #expect(composition["type"]?["coding"]?.arrayValue?.first?["code"] == .string("60591-5"))
        let sections = composition["section"]?.arrayValue ?? []
        #expect(sections.map { $0.code } == ["11450-4", "48765-2", "10160-0"])
        for section in sections {
            #expect(section["emptyReason"]?["coding"]?.arrayValue?.first?["code"] == .string("unavailable"))
            #expect(section["text"]?["div"]?.stringValue?.contains("No information") ?? false)
            #expect(section["entry"] == nil)
        }
        #expect(summary["type"] == .string("document") && summary["timestamp"] != nil)
        #expect(summary["identifier"]?["value"]?.stringValue?.hasPrefix("urn:uuid:07070707-") ?? false)
        #expect(summary.resources("Patient").first?["identifier"]?.arrayValue?.first?["value"] == .string("1"))
        #expect(summary.danglingReferences.isEmpty)
    }

    @Test("each kind of statement has its section, with a line of narrative and the code of the section")
    func sections() throws {
        let p = #""subject":{"reference":"urn:uuid:p"}"#
        let of = #""patient":{"reference":"urn:uuid:p"}"#
        let summary = try Self.summary(
            Self.record(
                1, Self.condition("I10"),
                Self.condition("J45", #""clinicalStatus":{"coding":[{"code":"resolved"}]},"#),
                #"{"resourceType":"AllergyIntolerance","code":{"text":"Penicillin"},\#(of)}"#,
                #"{"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":{"text":"Metformin"},\#(p)}"#,
                #"{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"MMR"},\#(of),"occurrenceDateTime":"2020"}"#,
                #"{"resourceType":"Procedure","status":"completed","code":{"text":"Appendectomy"},\#(p)}"#,
                #"{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"vital-signs"}]}],"code":{"text":"Pulse"},\#(p),"valueQuantity":{"value":72,"unit":"/min"}}"#,
                #"{"resourceType":"Observation","status":"final","code":{"text":"Glucose"},\#(p),"valueQuantity":{"value":5.1,"unit":"mmol/L"}}"#,
                #"{"resourceType":"DeviceUseStatement","status":"active",\#(p),"device":{"display":"Pacemaker"}}"#,
                #"{"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"text":"ECG"},\#(p)}"#,
                #"{"resourceType":"FamilyMemberHistory","status":"completed",\#(of),"relationship":{"text":"Father"}}"#
            ))
        let sections = try #require(summary.resources("Composition").first?["section"]?.arrayValue)
        let lines = Dictionary(
            sections.map { ($0.code, $0["text"]?["div"]?.stringValue ?? "") }, uniquingKeysWith: { $0 + $1 })
        for (code, words) in [
            ("11450-4", "I10"), ("48765-2", "Penicillin"), ("10160-0", "Metformin"), ("11369-6", "MMR"),
            ("47519-4", "Appendectomy"), ("8716-3", "72 /min"), ("30954-2", "5.1 mmol/L"), ("46264-8", "Pacemaker"),
            ("11348-0", "J45"), ("18776-5", "ECG"), ("10157-6", "Father"),
        ] {
            #expect(lines[code]?.contains(words) ?? false, "\(code) \(words)")
        }
        #expect(sections.count == 11 && sections.allSatisfy { $0["entry"]?.arrayValue?.count == 1 })
        #expect(summary.danglingReferences.isEmpty)
    }

    @Test(
        "what does not hold of the patient is in no section",
        arguments: [
            PatientSummaryTests.condition("X", #""verificationStatus":{"coding":[{"code":"refuted"}]},"#),
            PatientSummaryTests.condition("X", #""verificationStatus":{"coding":[{"code":"entered-in-error"}]},"#),
            #"{"resourceType":"Observation","status":"cancelled","code":{"text":"X"},"subject":{"reference":"urn:uuid:p"}}"#,
            #"{"resourceType":"Observation","status":"final","code":{"text":"X"},"subject":{"reference":"urn:uuid:other"}}"#,
            #"{"resourceType":"Observation","status":"final","code":{"text":"X"},"subject":{"reference":"urn:uuid:p"},"focus":[{"display":"child"}]}"#,
            #"{"resourceType":"Observation","status":"final","code":{"text":"X"}}"#,
            #"{"resourceType":"Procedure","status":"not-done","code":{"text":"X"},"subject":{"reference":"urn:uuid:p"}}"#,
            #"{"resourceType":"MedicationStatement","status":"not-taken","medicationCodeableConcept":{"text":"X"},"subject":{"reference":"urn:uuid:p"}}"#,
            #"{"resourceType":"MedicationRequest","status":"stopped","intent":"order","medicationCodeableConcept":{"text":"X"},"subject":{"reference":"urn:uuid:p"}}"#,
            #"{"resourceType":"ServiceRequest","status":"completed","intent":"order","code":{"text":"X"},"subject":{"reference":"urn:uuid:p"}}"#,
            #"{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"urn:uuid:p"}}"#,
        ])
    func leftOut(_ resource: String) throws {
        let summary = try Self.summary(Self.record(1, resource))
        #expect(summary["entry"]?.arrayValue?.count == 3, "Composition, Patient and the maker alone")
    }

    @Test("the newest statement of a code stands for older ones; each day of something done stands for itself")
    func newest() throws {
        let vaccine = { (day: String) in
            #"{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"code":"J07"}]},"patient":{"reference":"urn:uuid:p"},"occurrenceDateTime":"\#(day)"}"#
        }
        let summary = try Self.summary(
            Self.record(2, Self.condition("I10", #""recordedDate":"2026","#), vaccine("2026-01-01")),
            Self.record(
                1, Self.condition("I10", #""recordedDate":"2020","#), Self.condition("E11"), vaccine("2026-01-01"),
                vaccine("2025-01-01")))
        let conditions = summary.resources("Condition")
        #expect(conditions.count == 2)
        #expect(conditions.compactMap { $0["recordedDate"]?.stringValue } == ["2026"])
        #expect(summary.resources("Immunization").count == 2)
        #expect(summary.resources("Patient").map { $0["name"]?.arrayValue?.first?["family"] } == [.string("Family 2")])
        #expect(summary.danglingReferences.isEmpty)
        let subjects = Set(conditions.compactMap { $0["subject"]?["reference"]?.stringValue })
        #expect(subjects.count == 1, "all records speak of one patient")
    }

    @Test("what a statement refers to comes along, and nothing else of its record")
    func supporting() throws {
        let summary = try Self.summary(
            Self.record(
                1,
                #"{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationReference":{"reference":"urn:uuid:3","display":"M"},"subject":{"reference":"urn:uuid:p"},"requester":{"reference":"urn:uuid:4"}}"#,
                #"{"resourceType":"Medication","code":{"text":"M"}}"#,
                #"{"resourceType":"PractitionerRole","practitioner":{"reference":"urn:uuid:5"}}"#,
                #"{"resourceType":"Practitioner","name":[{"family":"Doctor"}]}"#,
                #"{"resourceType":"Practitioner","name":[{"family":"Nobody"}]}"#))
        #expect(summary.danglingReferences.isEmpty)
        #expect(summary.resources("Medication").count == 1 && summary.resources("PractitionerRole").count == 1)
        #expect(summary.resources("Practitioner").count == 1)
    }

    @Test("the same records give the same bytes; that older ones were left out is said")
    func deterministic() throws {
        let record = Self.record(1, Self.condition("I10"))
        #expect(try Self.summary(record) == Self.summary(record))
        let partial = try Self.summary(record, isPartial: true)
        #expect(
            partial.resources("Composition").first?["text"]?["div"]?.stringValue?.contains("older records") ?? false)
        #expect(try !Self.summary(record).resources("Composition")[0]["text"]!["div"]!.stringValue!.contains("older"))
    }
}

extension JSONValue {
    fileprivate func resources(_ type: String) -> [JSONValue] {
        (self["entry"]?.arrayValue ?? []).compactMap { $0["resource"] }.filter {
            $0["resourceType"]?.stringValue == type
        }
    }

    /// A section's LOINC code.
    fileprivate var code: String { self["code"]?["coding"]?.arrayValue?.first?["code"]?.stringValue ?? "" }

    /// References that no entry of the Bundle answers to.
    fileprivate var danglingReferences: [String] {
        let names = Set((self["entry"]?.arrayValue ?? []).compactMap { $0["fullUrl"]?.stringValue })
        return allReferences.filter { !names.contains($0) }
    }

    private var allReferences: [String] {
        switch self {
        case .object(let members):
            members.flatMap { $0.key == "reference" ? [$0.value.stringValue ?? ""] : $0.value.allReferences }
        case .array(let values): values.flatMap(\.allReferences)
        default: []
        }
    }
}
