import HL7v2
import RecordTypes
import Testing

@Suite("Mutated input")
struct MutatedMessageTests {
    /// Reads everything there is to read.
    static func exhaust(_ bytes: [UInt8]) -> Int {
        var characters = MessageHeader(bytes).map { $0.controlID.count } ?? 0
        guard
            let message = try? Message(
                bytes, limits: MessageLimits(bytes: 1 << 16, segments: 500, fields: 200, parts: 100))
        else { return characters }
        for segment in message.segments {
            characters += segment.name.utf8.count + segment.place.text.utf8.count
            for number in 0...(segment.fieldCount + 1) {
                let field = segment[number]
                characters += field.wholeText?.utf8.count ?? 0
                for repetition in field.repetitions {
                    for component in 1...repetition.componentCount {
                        characters += repetition[component].text?.utf8.count ?? 0
                        characters += repetition[component][2]?.utf8.count ?? 0
                    }
                }
            }
        }
        return characters + message.unknownEscapes().count
    }

    @Test("never traps: samples changed at random", .enabled(if: Samples.areThere, "the shared samples are not here"))
    func mutatedSamples() throws {
        var mutator = Mutator(seed: 20_261_122)
        let small = try (Samples.files() + Samples.files(in: "malformed")).map(Samples.bytes).filter {
            $0.count < 1_000
        }
        #expect(small.count > 100)
        for sample in small {
            for _ in 0..<30 { _ = Self.exhaust(mutator.mutated(sample)) }
        }
    }

    @Test("never traps: random bytes behind a header, and random bytes alone")
    func randomBytes() {
        var random = Randomness(seed: 7)
        let start = Array("MSH|^~\\&|".utf8)
        var characters = 0
        for round in 0..<3_000 {
            let count = Int.random(in: 0...120, using: &random)
            let tail = (0..<count).map { _ in
                round.isMultiple(of: 2)
                    ? UInt8.random(in: 0...255, using: &random)
                    : Array("|^~\\&\rPIDOBX0123\"".utf8).randomElement(using: &random) ?? 0
            }
            characters += Self.exhaust((round.isMultiple(of: 3) ? [] : start) + tail)
        }
        // Most are messages, of which there was something to read.
        #expect(characters > 3_000)
    }

    @Test("is read in linear time: many backslashes, fields, repetitions, subcomponents")
    func largeInputs() throws {
        let limits = MessageLimits(bytes: 8 << 20, segments: 200_000, fields: 200_000, parts: 300_000)
        let bodies: [[UInt8]] = [
            Array("OBX|1|ST|||".utf8) + Array(repeating: UInt8(ascii: "\\"), count: 5001),
            Array("PID".utf8) + Array(repeating: UInt8(ascii: "|"), count: 60_000),
            Array("PID|".utf8) + Array(repeating: UInt8(ascii: "~"), count: 60_000),
            Array("PID|".utf8) + Array(repeating: UInt8(ascii: "&"), count: 60_000),
            Array(String(repeating: "OBX|1|NM|1||5\r", count: 20_000).utf8),
        ]
        for body in bodies {
            let message = try Message(Array("MSH|^~\\&|A\r".utf8) + body, limits: limits)
            #expect(message.count >= 2)
            #expect(message.unknownEscapes().count <= 1)
        }
    }

    @Test("is refused when its parts are too many to be numbered, whatever the limits", arguments: ["|", "~", "&"])
    func tooManyParts(_ separator: String) {
        let limits = MessageLimits(bytes: 8 << 20, segments: 200_000, fields: 200_000, parts: 300_000)
        let body = "PID|" + String(repeating: separator, count: 70_000)
        #expect(throws: HL7Error.self) { try Message(Array("MSH|^~\\&|A\r\(body)\r".utf8), limits: limits) }
    }
}
