/// The time that a FHIR date or dateTime covers at its precision; the end is not included. Days without a zone are days in UTC.
public struct DateSpan: Hashable, Sendable {
    public let start: Instant
    public let end: Instant

    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// Reads `2026`, `2026-03`, `2026-03-31`, `2026-03-31T10:15Z` and `2026-03-31T10:15:30[.123](Z|±hh:mm)`; nil for anything else,
    /// impossible dates included.
    public init?(fhir text: some StringProtocol) {
        let bytes = Array(text.utf8)
        switch bytes.count {
        case 4:
            guard let year = Self.number(bytes[0..<4]), let start = CivilDate.days(year: year, month: 1, day: 1),
                let end = CivilDate.days(year: year + 1, month: 1, day: 1)
            else { return nil }
            self.init(days: start, end)
        case 7:
            guard bytes[4] == UInt8(ascii: "-"), let year = Self.number(bytes[0..<4]),
                let month = Self.number(bytes[5..<7]), let start = CivilDate.days(year: year, month: month, day: 1)
            else { return nil }
            self.init(days: start, start + CivilDate.length(ofMonth: month, year: year))
        case 10:
            guard let start = Instant(rfc3339: text) else { return nil }
            self.init(start: start, end: start.advanced(by: .seconds(86_400)))
        case 17..<19, 22:
            // Minutes without seconds: not FHIR R4, but seen.
            guard let start = Instant(rfc3339: String(text.prefix(16)) + ":00" + String(text.dropFirst(16))) else {
                return nil
            }
            self.init(start: start, end: start.advanced(by: .seconds(60)))
        default:
            guard bytes.count > 19, let start = Instant(rfc3339: text) else { return nil }
            let isFine = bytes[19] == UInt8(ascii: ".")
            self.init(start: start, end: start.advanced(by: isFine ? .milliseconds(1) : .seconds(1)))
        }
    }

    private init(days start: Int64, _ end: Int64) {
        self.init(start: Instant(seconds: start * 86_400), end: Instant(seconds: end * 86_400))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in bytes {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        return value
    }

    /// Whether the two have a moment in common.
    public func overlaps(_ other: DateSpan) -> Bool { start < other.end && other.start < end }

    public func contains(_ other: DateSpan) -> Bool { start <= other.start && other.end <= end }
}

extension Instant {
    /// The first moment that RFC 3339 can write.
    public static let beforeAllDates = Instant(milliseconds: -62_167_219_200_000)
    /// The last one.
    public static let afterAllDates = Instant(milliseconds: 253_402_300_799_999)
}
