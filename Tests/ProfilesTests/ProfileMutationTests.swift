import Foundation
import Profiles
import Testing

@Suite("Mutated profiles")
struct ProfileMutationTests {
    @Test("a mutated file is read, or refused with its name and a line inside of it, and never traps")
    func mutations() throws {
        var state: UInt64 = 20_261_129
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, bound)
        }
        let seeds = [
            ("core/rules.yaml", ProfileErrorTests.rule("applies-to: [cda, hl7v2]\n    each: //a[b/@c='d']")),
            (
                "core/types.yaml",
                "document-types:\n  - id: a\n    title: 'A'\n    templates: [1.2^3.*, 1.3]\n    codes:\n      - 1.4 X\n"
            ),
            ("core/code-systems.tsv", ProfileErrorTests.systems + "1.2\texact\turn:x\tX\n1.3\tchild\turn:{arc4}\t\n"),
            (
                "core/terminologies.tsv",
                ProfileErrorTests.terminologies + "http://hl7.org/fhir/x\tX\t1.2\t2027-12-31\tloinc\tno\n"
            ),
        ]
        var read = 0
        for round in 0..<2_000 {
            let (path, text) = seeds[round % seeds.count]
            var bytes = Array(text.utf8)
            for _ in 0...random(below: 3) {
                let at = random(below: bytes.count)
                switch random(below: 4) {
                case 0: bytes[at] = UInt8(random(below: 256))
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + random(below: 12)))
                case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + random(below: 20))], at: at)
                default:
                    bytes.insert(
                        contentsOf: Array(["\n", "\t", ": ", "- ", "[", "*a", "&a", "'"][random(below: 8)].utf8), at: at
                    )
                }
                if bytes.isEmpty { bytes = [10] }
            }
            let lines = bytes.count { $0 == 10 } + 1
            do throws(ProfileError) {
                _ = try CompiledProfiles(sources: [(path, bytes)])
                read += 1
            } catch {
                #expect(!error.faults.isEmpty)
                #expect(error.faults.allSatisfy { $0.file == path && (0...lines + 1).contains($0.line) })
            }
        }
        #expect(read > 20)
    }
}
