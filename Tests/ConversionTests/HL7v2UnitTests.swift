import Conversion
import JSONText
import RecordTypes
import Testing

/// A number with another unit is another number.
@Suite("HL7 v2 numbers and units")
struct HL7v2UnitTests {
    private static func observation(_ obx: String) throws -> (JSONValue, ConversionOutcome) {
        let outcome = try HL7v2Messages.converter().convert(hl7v2: HL7v2Messages.oru(replacing: "OBX", by: obx))
        return (try #require(try outcome.resources("Observation").first), outcome)
    }

    @Test(
        "a power whose sign was not escaped is one unit, and is told",
        arguments: [
            "10^3/uL", "10^9/L", "10^6", "x10^12/L", "kg/m^2", "mL/min/1.73m^2", "10^3 /uL", "10^-3", "10^3/uL^UCUM",
            "10^3/mm^3", "10^6/mm^3", "10^9/m^2",
        ])
    func powers(_ unit: String) throws {
        let (observation, outcome) = try Self.observation("OBX|1|NM|1^x^L||7.2|\(unit)|4-10|N|||F")
        let joined = unit.replacing("^UCUM", with: "")
        let quantity = observation["valueQuantity"]
        #expect(quantity?["unit"]?.stringValue == joined)
        #expect(quantity?["code"] == nil)
        let range = observation["referenceRange"]?.arrayValue?.first
        #expect(range?["low"]?["unit"]?.stringValue == joined)
        #expect(outcome.issues.contains { $0.code == "hl7-unescaped-power" })
        let table = try #require(
            try outcome.resources("Composition").first?["section"]?.arrayValue?.first?["text"]?["div"]?.stringValue)
        #expect(table.contains("<td>\(joined)</td>"))
    }

    @Test(
        "a code with its name is no power",
        arguments: [
            ("mg^milligram", "milligram"), ("10^^UCUM", "10"), ("g^2nd unit", "2nd unit"),
            ("%^2 of hundred", "2 of hundred"),
            (#"10\S\3/uL"#, "10^3/uL"),
        ])
    func noPowers(_ unit: String, _ expected: String) throws {
        let (observation, outcome) = try Self.observation(
            "OBX|1|NM|1^x^L||7.2|\(unit)||||||F".replacing("||||||F", with: "|||||F"))
        #expect(observation["valueQuantity"]?["unit"]?.stringValue == expected)
        #expect(!outcome.issues.contains { $0.code == "hl7-unescaped-power" })
    }

    @Test(
        "UCUM is the code wherever among the alternates it stands; another list's code keeps its system",
        arguments: [
            ("g/L^g/L^UCUM", "g/L", "g/L", "http://unitsofmeasure.org"),
            ("UMOL^local^99L^umol/L^micromol per litre^UCUM", "local", "umol/L", "http://unitsofmeasure.org"),
            (
                "MMOLL^Millimoles per litre^99L", "Millimoles per litre", "MMOLL",
                "https://ankur.example/hl7v2/authority/NTREE-10000001/99L"
            ),
            ("mg/dL", "mg/dL", nil, nil), ("mg/dL^mg/dL^99L", "mg/dL", nil, nil),
        ] as [(String, String, String?, String?)])
    func codes(_ unit: String, _ text: String, _ code: String?, _ system: String?) throws {
        let (observation, _) = try Self.observation("OBX|1|NM|1^x^L||7.2|\(unit)|||||F")
        let quantity = observation["valueQuantity"]
        #expect(quantity?["unit"]?.stringValue == text)
        #expect(quantity?["code"]?.stringValue == code)
        #expect(quantity?["system"]?.stringValue == system)
    }

    @Test(
        "a structured number says as much as it was sent with",
        arguments: [
            ("^<5", "<", nil), ("<^5", "<", nil), ("^>=5", ">=", nil), ("^5", nil, nil), ("<>^5", nil, "<> 5 mg/L"),
            (">^<5", nil, "> <5 mg/L"), ("^5^-^<9", nil, "5 - <9 mg/L"), ("5", nil, "5 mg/L"), ("~", nil, nil),
        ] as [(String, String?, String?)])
    func structured(_ value: String, _ comparator: String?, _ words: String?) throws {
        let (observation, _) = try Self.observation("OBX|1|SN|1^x^L||\(value)|mg/L|||||F")
        #expect(observation["valueString"]?.stringValue == words)
        #expect(observation["valueQuantity"]?["comparator"]?.stringValue == comparator)
        if words == nil, value != "~" { #expect(observation["valueQuantity"]?["value"]?.integerValue == 5) }
        if value == "~" { #expect(observation["valueQuantity"] == nil) }
    }

    @Test(
        "a composite quantity has its own unit, else that of OBX-6",
        arguments: [("5^mg&milligram&ISO+", "milligram"), ("5^mg", "mg"), ("5", "g/L"), ("5^mg&&UCUM", "mg")])
    func composite(_ value: String, _ unit: String) throws {
        let (observation, _) = try Self.observation("OBX|1|CQ|1^x^L||\(value)|g/L|||||F")
        #expect(observation["valueQuantity"]?["unit"]?.stringValue == unit)
        #expect(observation["valueQuantity"]?["value"]?.integerValue == 5)
    }

    @Test("bounds with a comparator are no range")
    func numericRange() throws {
        let (observation, _) = try Self.observation("OBX|1|NR|1^x^L||<3^5|mg|||||F")
        #expect(observation["valueRange"] == nil)
        #expect(observation["valueString"]?.stringValue == "<3^5")
    }
}
