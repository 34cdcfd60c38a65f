import RecordTypes
import Testing

@Suite("Instant")
struct InstantTests {
    @Test(
        "prints and reads RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_772_357_400_123, "2026-03-01T09:30:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func roundTrip(_ milliseconds: Int64, _ text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds))
    }

    @Test("every day of a leap cycle goes round", arguments: [-200_000, -1, 0, 10_956, 19_000] as [Int64])
    func days(_ start: Int64) {
        for day in start..<(start + 1500) {
            let (year, month, dayOfMonth) = CivilDate.fromDays(day)
            #expect(CivilDate.days(year: year, month: month, day: dayOfMonth) == day)
        }
    }

    @Test(
        "offsets lead to the same moment",
        arguments: [
            "2026-03-01T11:30:00+02:00", "2026-03-01T04:00:00.0-05:30", "2026-03-01T09:30:00Z", "2026-03-01t09:30:00z",
        ])
    func offsets(_ text: String) {
        #expect(Instant(rfc3339: text)?.description == "2026-03-01T09:30:00.000Z")
    }

    @Test("a date alone is its first moment")
    func dateAlone() {
        #expect(Instant(rfc3339: "2026-03-01")?.description == "2026-03-01T00:00:00.000Z")
    }

    @Test(
        "what is no time is nil",
        arguments: [
            "", "2026", "2026-13-01", "2026-02-30", "2026-00-10", "2026-03-01T", "2026-03-01T24:00:00Z",
            "2026-03-01T09:60:00Z",
            "2026-03-01T09:30:00", "2026-03-01T09:30Z", "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00+2:00",
            "2026-03-01T09:30:00+15:00", "2026-03-01T09:30:00Zx", "20２6-03-01",
        ])
    func notATime(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("advancing and measuring agree")
    func advancing() {
        let start = Instant(milliseconds: -1500)
        let end = start.advanced(by: .milliseconds(2501))
        #expect(end.duration(since: start) == .milliseconds(2501))
        #expect(end.seconds == 1)
        #expect(start.seconds == -2)
    }
}
