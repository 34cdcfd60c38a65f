import FHIR
import JSONText
import Testing

private func code(_ text: String) -> FHIRError? {
    do {
        _ = try AnyResource(reading: JSONValue(parsing: Array(text.utf8)))
        return nil
    } catch {
        return error as? FHIRError
    }
}

@Suite("Elements and primitives")
struct ElementTests {
    @Test("what is kept behind an indirection is a value: a copy is changed alone, and equal values are equal")
    func indirect() {
        var one = Identifier(value: "1")
        #expect(one.period == nil && one.assigner == nil)
        one.period = Period(start: "2026")
        var other = one
        #expect(one == other && one.hashValue == other.hashValue)
        other.period?.end = "2027"
        #expect(one.period == Period(start: "2026") && other.period == Period(start: "2026", end: "2027"))
        #expect(one != other)
        other.period = nil
        #expect(other == Identifier(value: "1") && one.period != nil)
    }

    @Test(
        "primitives that break their form are refused with their path",
        arguments: [
            (#"{"resourceType":"Patient","birthDate":"1980-13-08"}"#, .invalidForm, "birthDate"),
            (#"{"resourceType":"Patient","birthDate":"1980-1-08"}"#, .invalidForm, "birthDate"),
            (#"{"resourceType":"Patient","birthDate":"1980-01-08T10:00:00Z"}"#, .invalidForm, "birthDate"),
            (#"{"resourceType":"Patient","birthDate":19800108}"#, .wrongType, "birthDate"),
            (#"{"resourceType":"Patient","gender":"M"}"#, .invalidCode, "gender"),
            (#"{"resourceType":"Patient","active":"true"}"#, .wrongType, "active"),
            (#"{"resourceType":"Patient","id":"a b"}"#, .invalidForm, "id"),
            (#"{"resourceType":"Patient","id":"\#(String(repeating: "a", count: 65))"}"#, .invalidForm, "id"),
            (#"{"resourceType":"Patient","deceasedDateTime":"2020-02-30"}"#, .invalidForm, "deceasedDateTime"),
            (#"{"resourceType":"Patient","deceasedDateTime":"2020-02-03T10:00"}"#, .invalidForm, "deceasedDateTime"),
            (#"{"resourceType":"Patient","deceasedDateTime":"2020-02-03T10:00:00"}"#, .invalidForm, "deceasedDateTime"),
            (#"{"resourceType":"Patient","name":{"family":"A"}}"#, .wrongType, "name"),
            (#"{"resourceType":"Patient","name":[{"given":["A",""]}]}"#, .empty, "name[0].given[1]"),
            (#"{"resourceType":"Patient","identifier":[{"system":"urn:a b"}]}"#, .invalidForm, "identifier[0].system"),
            (#"{"resourceType":"Patient","multipleBirthInteger":2147483648}"#, .outOfRange, "multipleBirthInteger"),
            (#"{"resourceType":"Patient","multipleBirthInteger":1.0}"#, .wrongType, "multipleBirthInteger"),
            (
                #"{"resourceType":"Patient","contact":[{"telecom":[{"rank":0}]}]}"#, .outOfRange,
                "contact[0].telecom[0].rank"
            ),
            (#"{"resourceType":"Patient","language":" et"}"#, .invalidForm, "language"),
            (
                #"{"resourceType":"Patient","deceasedDateTime":"2020-02-03T10:00:00z"}"#, .invalidForm,
                "deceasedDateTime"
            ),
            (
                #"{"resourceType":"Patient","text":{"status":"generated","div":"<div>a</div>"}}"#, .unsafeNarrative,
                "text.div"
            ),
            (#"{"resourceType":"Patient","__proto__":{}}"#, .unknownElement, "__proto__"),
            (#"{"resourceType":"Patient","_nothing":{"id":"a"}}"#, .unknownElement, "_nothing"),
            (#"{"resourceType":"Patient","_birthDate":{"id":"a"}}"#, .none, ""),
            (#"{"resourceType":"Patient","_deceasedDateTime":{"id":"a"}}"#, .none, ""),
            (
                #"{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}"#, .unknownElement,
                "deceasedDateTime"
            ),
            (#"{"resourceType":"Patient","deceasedString":"x"}"#, .unknownElement, "deceasedString"),
            (
                #"{"resourceType":"Provenance","target":[{"display":"a"}],"recorded":"2020-01-01","agent":[{"who":{"display":"b"}}]}"#,
                .invalidForm, "recorded"
            ),
            (
                #"{"resourceType":"Provenance","recorded":"2020-01-01T00:00:00Z","agent":[{"who":{"display":"b"}}]}"#,
                .missingElement, "target"
            ),
            (#"{"resourceType":"Observation","status":"final"}"#, .missingElement, "code"),
            (
                #"{"resourceType":"MedicationStatement","status":"active","subject":{"display":"a"}}"#, .missingElement,
                "medication[x]"
            ),
            (#"{"id":"x"}"#, .missingElement, "resourceType"),
            (#"[]"#, .missingElement, "resourceType"),
            (#"{"resourceType":"Binary","contentType":"a/b","data":"a*b"}"#, .invalidForm, "data"),
        ] as [(String, FHIRError.Code?, String)])
    func refusals(_ text: String, _ expected: FHIRError.Code?, _ path: String) {
        #expect(code(text) == expected.map { FHIRError($0, at: path) })
    }

    @Test("a type of another name is refused where one type is wanted")
    func wrongType() {
        #expect(throws: FHIRError(.wrongResourceType, at: "resourceType")) {
            try Patient(parsing: Array(#"{"resourceType":"Group"}"#.utf8))
        }
    }

    @Test("a resource without a type here is kept whole")
    func other() throws {
        let text = #"{"resourceType":"NutritionOrder","x":[1.50]}"#
        let resource = try AnyResource(reading: JSONValue(parsing: Array(text.utf8)))
        var json = JSONWriter()
        resource.write(to: &json)
        #expect(json.bytes == Array(text.utf8))
        #expect(resource.resourceType == "NutritionOrder")
    }

    @Test("what is empty is not written")
    func empties() {
        var patient = Patient()
        patient.name = [HumanName(), HumanName(family: "", given: ["", "Mari"])]
        patient.meta = Meta()
        patient.maritalStatus = CodeableConcept(coding: [Coding()], text: "")
        patient.contact = [Patient.Contact(name: HumanName(period: Period()))]
        #expect(
            String(decoding: patient.bytes, as: UTF8.self) == #"{"resourceType":"Patient","name":[{"given":["Mari"]}]}"#
        )
    }

    @Test(
        "decimals are JSON numbers and keep their text",
        arguments: [
            ("72.50", true), ("0", true), ("-0.001", true), ("1e3", true), ("1E-7", true), ("007", false),
            ("1.", false),
            (".5", false), ("+1", false), ("1,5", false), ("", false), ("-", false), ("1e", false), ("0x1", false),
            ("NaN", false), (" 1", false), (String(repeating: "1", count: 65), false),
        ])
    func decimals(_ text: String, _ isValid: Bool) {
        #expect(FHIRDecimal(text: text)?.text == (isValid ? text : nil))
    }

    @Test("a reference may hold an identifier that holds a reference")
    func recursion() throws {
        var identifier = Identifier(system: "urn:oid:1.2.3", value: "7")
        identifier.assigner = Reference(identifier: Identifier(value: "8"))
        var patient = Patient()
        patient.identifier = [identifier]
        #expect(try Patient(parsing: patient.bytes) == patient)
    }
}
