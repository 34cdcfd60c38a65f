import RecordTypes
import Testing

@testable import WebPages

@Suite("Local time and small words")
struct LocalTimeTests {
    @Test(
        "Estonian clocks",
        arguments: [
            ("2026-01-15T10:00:00Z", "2026-01-15 12:00"),
            ("2026-07-15T10:00:00Z", "2026-07-15 13:00"),
            ("2026-03-29T00:59:59Z", "2026-03-29 02:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29 04:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25 03:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25 03:00"),
            ("2025-12-31T22:30:00Z", "2026-01-01 00:30"),
            ("1969-12-31T23:59:00Z", "1970-01-01 01:59"),
        ])
    func clocks(_ utc: String, _ expected: String) throws {
        let local = LocalTime(try #require(Instant(rfc3339: utc)))
        #expect("\(local.isoDay) \(local.clock)" == expected)
    }

    @Test(
        "a document's time keeps its precision",
        arguments: [
            ("2026-06-30T14:05:00+03:00", "30 June 2026, 14:05"), ("2026-06-30", "30 June 2026"),
            ("2026-06", "2026-06"),
            ("2026", "2026"), ("2026-13-01", "2026-13-01"), ("soon", "soon"), ("2026-06-30Txx:05", "30 June 2026"),
        ])
    func documentTimes(_ text: String, _ expected: String) {
        #expect(Words.english.documentTime(text) == expected)
    }

    @Test("every code has an English word")
    func codesHaveWords() {
        for purpose in PurposeOfUse.allCases { #expect(Words.english.purpose(purpose) != purpose.rawValue) }
        for outcome in AccessEvent.Outcome.allCases { #expect(!Words.english.outcome(outcome).isEmpty) }
        for action in AccessEvent.Action.allCases { #expect(Words.english.action(action) != action.rawValue) }
    }

    @Test("an asset's path names its content")
    func assets() {
        #expect(Asset.stylesheet.path.hasPrefix("/assets/portal.") && Asset.stylesheet.path.hasSuffix(".css"))
        #expect(Asset.contentName(of: [1]) != Asset.contentName(of: [2]))
        #expect(Asset.contentName(of: []) == "cbf29ce484222325")
        #expect(Asset.stylesheet.bytes.count > 1000)
        #expect(String(decoding: Asset.anchor.bytes, as: UTF8.self).hasPrefix("<svg"))
    }
}
