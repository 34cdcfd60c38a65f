import Conversion
import JSONText
import RecordTypes
import Testing

/// That nothing is known is a statement of its own, never an allergy to its words.
@Suite("HL7 v2: no known allergies")
struct HL7v2AbsenceTests {
    private static func allergy(_ segment: String) throws -> JSONValue {
        let header = HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "ADT^A08")
        let outcome = try HL7v2Messages.converter().convert(
            hl7v2: HL7v2Messages.message([header, HL7v2Messages.patient, segment]))
        return try #require(try outcome.resources("AllergyIntolerance").first)
    }

    private static func codes(_ allergy: JSONValue) -> [String] {
        (allergy["code"]?["coding"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue }
    }

    @Test(
        "codes and words of absence are what SNOMED CT calls it",
        arguments: [
            ("DA", "716186003^No known allergy^SCT", "716186003"),
            ("", "409137002^No known drug allergy^SCT", "409137002"),
            ("FA", "429625007^No known food allergy^SCT", "429625007"), ("EA", "428607008^^SCT", "428607008"),
            ("DA", "NKDA^No Known Drug Allergies^L", "409137002"), ("DA", "^NKDA", "409137002"),
            ("", "NKA", "716186003"),
            ("", "^No Known Allergies", "716186003"), ("DA", "^no known allergies.", "716186003"),
            ("MA", "^none known", "716186003"), ("DA", "^None known", "409137002"), ("FA", "^NONE", "429625007"),
            ("DA", "00^No known medication allergies^99L", "409137002"),
            ("", "L1^x^99L^716186003^No known allergy^SCT", "716186003"),
            ("DA", "NKA^None reported by family^L", "716186003"), ("DA", "NKDA", "409137002"),
        ])
    func absent(_ kind: String, _ agent: String, _ expected: String) throws {
        let allergy = try Self.allergy("AL1|1|\(kind)|\(agent)")
        #expect(Self.codes(allergy).first == expected)
        #expect(allergy["code"]?["coding"]?.arrayValue?.first?["system"]?.stringValue == "http://snomed.info/sct")
        #expect(allergy["verificationStatus"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "confirmed")
        #expect(allergy["type"] == nil)
        #expect(allergy["reaction"] == nil)
    }

    @Test(
        "what names a substance, or a reaction to it, is an allergy",
        arguments: [
            "AL1|1|DA|^Nkda cream", "AL1|1|DA|7980^Penicillin^RXNORM", "AL1|1|DA|^NKDA||Hives",
            "AL1|1|DA|NKA^Penicillin^L",
            "AL1|1|FA|^No fish, known allergy", "AL1|1|DA|NONE^Nonacog alfa^L",
        ])
    func present(_ segment: String) throws {
        let allergy = try Self.allergy(segment)
        let absences: Set<String> = ["716186003", "409137002", "429625007", "428607008"]
        #expect(absences.isDisjoint(with: Self.codes(allergy)))
        #expect(allergy["type"]?.stringValue == "allergy")
        #expect(allergy["verificationStatus"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "unconfirmed")
    }

    @Test(
        "of a kind without such a code the words are told, and nothing of other kinds",
        arguments: ["LA", "AA", "PA", "MC"])
    func otherKinds(_ kind: String) throws {
        let allergy = try Self.allergy("AL1|1|\(kind)|^None known")
        #expect(Self.codes(allergy).isEmpty)
        #expect(allergy["code"]?["coding"]?.arrayValue?.first?["display"]?.stringValue == "None known")
        #expect(allergy["type"] == nil)
        let food = try Self.allergy("AL1|1|FA|^No allergies")
        #expect(Self.codes(food) == ["429625007"])
    }

    @Test("the sender's own code and words stand beside; IAM takes an absence back as it does an allergy")
    func beside() throws {
        let told = try Self.allergy("AL1|1|DA|NKDA^No Known Drug Allergies^L")
        #expect(Self.codes(told) == ["409137002", "NKDA"])
        #expect(told["code"]?["text"]?.stringValue == "No Known Drug Allergies")
        let deleted = try Self.allergy("IAM|1|DA|NKDA|||D")
        #expect(deleted["verificationStatus"]?["coding"]?.arrayValue?.first?["code"]?.stringValue == "entered-in-error")
    }
}
