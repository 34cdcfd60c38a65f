import GatewayTesting
import RecordTypes
import Testing

@testable import RecordStore

@Suite("Issues as bytes")
struct IssueCodingTests {
    @Test("every kind of issue comes back as it was")
    func roundTrip() {
        let issues = Issue.Severity.allCases.flatMap { severity in
            Issue.Kind.allCases.map {
                Issue(severity, "code", $0, "message Õ", at: .xpath("/a", line: -1, column: .max))
            }
        }
        for issues in [[], TestDocuments.issues, issues] {
            #expect(IssueCoding.issues(in: IssueCoding.bytes(of: issues)) == issues)
        }
    }

    @Test("cut, lengthened or altered bytes are refused or read as other issues, and never trap")
    func brokenBytes() {
        let bytes = IssueCoding.bytes(of: TestDocuments.issues)
        for count in 0..<bytes.count { #expect(IssueCoding.issues(in: Array(bytes.prefix(count))) == nil) }
        #expect(IssueCoding.issues(in: bytes + [0]) == nil)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var altered = bytes
            for _ in 0..<3 {
                altered[Int.random(in: altered.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = IssueCoding.issues(in: altered)
        }
    }
}
