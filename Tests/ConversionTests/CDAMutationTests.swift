import Conversion
import RecordTypes
import Testing

@Suite("Mutated CDA documents")
struct CDAMutationTests {
    @Test("thousands of mutated documents end in a Bundle or a refusal, never in a trap")
    func mutations() throws {
        let converter = try #require(CDASamples.converter)
        var seeds = [
            Array(
                CDADocument.with(
                    section: "10160-0",
                    entry: """
                        <substanceAdministration classCode="SBADM" moodCode="EVN"><id root="1.2.3" extension="m"/><statusCode code="active"/>
                        <effectiveTime xsi:type="IVL_TS"><low value="20200101"/><high nullFlavor="UNK"/></effectiveTime>
                        <effectiveTime xsi:type="PIVL_TS" institutionSpecified="true" operator="A"><period value="8" unit="h"/></effectiveTime>
                        <doseQuantity value="1,5" unit="mg"/><consumable><manufacturedProduct><manufacturedMaterial><code code="A" codeSystem="1.2">
                        <originalText><reference value="#t1"/></originalText></code></manufacturedMaterial></manufacturedProduct></consumable>
                        </substanceAdministration>
                        """
                ).text.utf8)
        ]
        for name in ["ee/cda/epikriis-v1.xml", "ee/cda/immuniseerimise-teatis.xml", "cda/dk__dispensation1.xml"] {
            let bytes = CDASamples.bytes(name)
            if !bytes.isEmpty { seeds.append(bytes) }
        }
        var random = Random(state: 20_260_312)
        var converted = 0
        for round in 0..<4_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...random.below(4) { Self.mutate(&bytes, &random) }
            let source = SourceDocument(format: .cda, bytes: bytes)
            let outcome = converter.convert(source)
            #expect((outcome.parts == nil) == outcome.issues.contains { $0.refuses })
            _ = converter.readHeader(source)
            if outcome.parts != nil { converted += 1 }
        }
        #expect(converted > 400)
    }

    /// Changes inside of attribute values and text, mostly: those survive the XML reader.
    private static func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
        guard bytes.count > 64 else { return }
        let at = random.below(bytes.count)
        switch random.below(8) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random.below(40)))
        case 3:
            bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + random.below(80))], at: random.below(bytes.count))
        default:
            guard let quote = bytes[at...].firstIndex(of: UInt8(ascii: "\"")), quote + 1 < bytes.count else { return }
            let words = [
                "", "0", "-1", "99999999999999999999", "1e999", "UNK", "true", "EVN", "RQO", "20260230", "#", "2.16",
                "^", "..", " ", "a.b", "|",
            ]
            let end = bytes[(quote + 1)...].prefix(40).firstIndex { $0 == UInt8(ascii: "\"") } ?? quote + 1
            bytes.replaceSubrange((quote + 1)..<end, with: Array(words[random.below(words.count)].utf8))
        }
    }

    private struct Random {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
    }
}
