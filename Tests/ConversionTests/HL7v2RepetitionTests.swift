import Conversion
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: what a message says many times")
struct HL7v2RepetitionTests {
    let converter: Converter

    init() throws { converter = try HL7v2Messages.converter() }

    private func organization(_ results: [String]) throws -> JSONValue {
        let bytes = HL7v2Messages.message(
            [HL7v2Messages.header, HL7v2Messages.patient, HL7v2Messages.order] + results)
        let all = try converter.convert(hl7v2: bytes).resources("Organization")
        return try #require(all.first { $0["name"]?.stringValue == "Labor" })
    }

    /// OBX with OBX-23 and OBX-24.
    private func result(_ number: Int, address: String) -> String {
        "OBX|\(number)|NM|718-7^Hemoglobiin^LN||72.50|g/L|||||F||||||||||||Labor|\(address)"
    }

    @Test("an organisation has each address that its results give, once and in their order")
    func addresses() throws {
        let results = (1...60).map { result($0, address: "Tee \(($0 - 1) % 30 + 1)^^Tartu") }
        let lines = try organization(results)["address"]?.arrayValue?.map { $0["line"]?.arrayValue?.first?.stringValue }
        #expect(lines == (1...30).map { "Tee \($0)" })
    }

    @Test("an organisation whose results give no address has none")
    func noAddress() throws {
        #expect(try organization([result(1, address: "")])["address"] == nil)
    }

    @Test("who orders is reached in all the ways that the orders tell, each once")
    func telecom() throws {
        let orders = (1...40).flatMap { number in
            [
                "ORC|RE|P\(number)|F\(number)|||||||||D1^Kask^Mari||^PRN^PH^^^^\(number % 20 + 100)",
                "OBR|1|P\(number)|F\(number)|58410-2^Hemogramm^LN",
            ]
        }
        let bytes = HL7v2Messages.message([HL7v2Messages.header, HL7v2Messages.patient] + orders)
        let people = try converter.convert(hl7v2: bytes).resources("Practitioner")
        let person = try #require(people.first { $0["telecom"] != nil })
        let values = person["telecom"]?.arrayValue?.compactMap { $0["value"]?.stringValue }
        #expect(values == ((1...19).map { "\($0 + 100)" } + ["100"]))
    }

    @Test("a patient has each identifier once", arguments: [2, 40])
    func identifiers(_ count: Int) throws {
        let numbers = (1...count).map { "\($0)^^^KIR^MR" }
        let pid = "PID|1||" + (numbers + numbers).joined(separator: "~") + "||Tamm^Jaan||19800108|M"
        let patient = try #require(
            try converter.convert(hl7v2: HL7v2Messages.oru(replacing: "PID", by: pid)).resources("Patient").first)
        #expect(
            patient["identifier"]?.arrayValue?.compactMap { $0["value"]?.stringValue } == (1...count).map { "\($0)" })
    }

    @Test("a schedule's patterns are read where an empty one stands before them")
    func patterns() throws {
        let bytes = HL7v2Messages.message([
            HL7v2Messages.header.replacing("ORU^R01^ORU_R01", with: "RDE^O11^RDE_O11"), HL7v2Messages.patient,
            "ORC|NW|P1", "RXE||M1^Ravim^L|1||mg", "TQ1|1||~BID",
        ])
        let request = try #require(try converter.convert(hl7v2: bytes).resources("MedicationRequest").first)
        let repeated = request["dosageInstruction"]?.arrayValue?.first?["timing"]?["repeat"]
        #expect(repeated?["frequency"] == .number("2"))
    }

    @Test(
        "a number is taken as it is written, or not at all",
        arguments: [
            (" 7 ", "7"), ("5.", "5"), ("-.5", "-0.5"), ("-007", "-7"), ("1e3", "1e3"), ("0,5", "0.5"),
            ("12,5", "12.5"), ("0", "0"), ("00", "0"), ("1,234", nil), ("120 80", nil), ("1,2,3", nil), ("1,2.3", nil),
            ("--5", nil), ("5-", nil), ("abc", nil),
        ] as [(String, String?)])
    func numbers(_ text: String, _ number: String?) throws {
        let obx = HL7v2Messages.result.replacing("72.50", with: text)
        let bytes = HL7v2Messages.oru(replacing: "OBX", by: obx)
        let observation = try #require(try converter.convert(hl7v2: bytes).resources("Observation").first)
        #expect(observation["valueQuantity"]?["value"] == number.map { .number($0) })
    }
}
