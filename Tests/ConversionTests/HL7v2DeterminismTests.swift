import Conversion
import Foundation
import JSONText
import RecordTypes
import Testing

@Suite("HL7 v2: two readers, the same bytes, no trap")
struct HL7v2DeterminismTests {
    @Test("the same message gives the same bytes; line ends do not matter")
    func deterministic() throws {
        let converter = try HL7v2Messages.converter()
        let first = try #require(converter.convert(hl7v2: HL7v2Messages.oru).parts)
        #expect(converter.convert(hl7v2: HL7v2Messages.oru).parts == first)
        let otherEnds = String(decoding: HL7v2Messages.oru, as: UTF8.self).replacing("\r", with: "\r\n")
        #expect(converter.convert(hl7v2: Array(otherEnds.utf8)).parts == first)
    }

    @Test("no name in a Bundle depends on the person")
    func names() throws {
        let converter = try HL7v2Messages.converter()
        let other = HL7v2Messages.oru(
            replacing: "PID", by: HL7v2Messages.patient.replacing("38001085718", with: "60001017869"))
        let names = { (bytes: [UInt8]) in converter.convert(hl7v2: bytes).parts?.entries.map(\.fullURL) }
        #expect(names(HL7v2Messages.oru) == names(other))
        #expect(names(HL7v2Messages.oru) != names(HL7v2Messages.oru { $0.replacing("|M1|", with: "|M2|") }))
    }

    @Test(
        "the second reader agrees about people and sender",
        arguments: [
            "38001085718^^^EST&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI", "38001085718^^^^NNEST", "X1^^^LAB^MR", "X1",
            "X1^^^LAB^MR~38001085718^^^EST^NI", #""""#,
            "^^^LAB^MR", "A|B", "X1^^^Põhja Labor^MR",
        ])
    func twoReaders(_ identifiers: String) throws {
        let converter = try HL7v2Messages.converter()
        let bytes = HL7v2Messages.oru(replacing: "PID", by: "PID|1||\(identifiers)||Tamm^Jaan")
        let first = converter.convert(hl7v2: bytes).header
        let second = converter.header(hl7v2: bytes)
        #expect(first.patients == second.patients)
        #expect(first.patientCount == second.patientCount)
        #expect(first.custodian == second.custodian)
        #expect(first.documentID == second.documentID)
    }

    @Test(
        "the two readers agree on every sample that is converted",
        .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
    func samples() throws {
        let converter = try HL7v2Messages.converter()
        for file in HL7v2Messages.sampleFiles() {
            let bytes = [UInt8](try Data(contentsOf: file))
            let outcome = converter.convert(hl7v2: bytes)
            guard outcome.parts != nil else { continue }
            let second = converter.header(hl7v2: bytes)
            #expect(outcome.header.patients == second.patients, "\(file.lastPathComponent)")
            #expect(outcome.header.patientCount == second.patientCount, "\(file.lastPathComponent)")
            #expect(outcome.header.custodian == second.custodian, "\(file.lastPathComponent)")
        }
    }

    @Test(
        "mutated samples never trap, and what is made of them is JSON",
        .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
    func mutated() throws {
        let converter = try HL7v2Messages.converter()
        var random = SeededNumbers(state: 20_261_122)
        let special = Array("|^~\\&\r\n\"0129-+.<>:MSHPIDOBX".utf8) + [0xC3, 0xFF]
        for file in HL7v2Messages.sampleFiles() {
            let sample = [UInt8](try Data(contentsOf: file))
            guard sample.count < 4_000 else { continue }
            for _ in 0..<12 {
                var bytes = sample
                for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[at] = special.randomElement(using: &random) ?? 0
                    case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...30, using: &random)))
                    case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
                    default: bytes.insert(special.randomElement(using: &random) ?? 0, at: at)
                    }
                }
                let outcome = converter.convert(hl7v2: bytes)
                _ = converter.header(hl7v2: bytes)
                if let parts = outcome.parts { _ = try JSONValue(parsing: parts.bytes) }
            }
        }
    }

    /// SplitMix64.
    private struct SeededNumbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
