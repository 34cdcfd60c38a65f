import RecordTypes

/// How far local time is ahead of UTC: a fixed offset, with or without the summer time of the European Union.
///
/// Fixed rules, not the system's zone data: the same document gives the same bytes on every machine.
public struct ZoneRule: Hashable, Sendable {
    /// Minutes east of Greenwich in winter.
    public let standardOffset: Int64
    /// Directive 2000/84/EC: one hour more from the last Sunday of March to the last Sunday of October, 01:00 UTC; to the
    /// last Sunday of September before 1996.
    public let hasEuropeanSummerTime: Bool
    /// The first year that all this holds for; nothing is known of times before.
    public let firstYear: Int64
    /// Years that had no summer time all the same.
    public let yearsWithoutSummerTime: ClosedRange<Int64>?

    public init(
        standardOffset: Int64, hasEuropeanSummerTime: Bool, firstYear: Int64 = 1996,
        yearsWithoutSummerTime: ClosedRange<Int64>? = nil
    ) {
        self.standardOffset = standardOffset
        self.hasEuropeanSummerTime = hasEuropeanSummerTime
        self.firstYear = firstYear
        self.yearsWithoutSummerTime = yearsWithoutSummerTime
    }

    /// Europe/Tallinn since 1990: in 2000 and 2001 Estonia kept winter time (tz database, file europe).
    public static let tallinn = ZoneRule(
        standardOffset: 120, hasEuropeanSummerTime: true, firstYear: 1990, yearsWithoutSummerTime: 2000...2001)
    public static let utc = ZoneRule(standardOffset: 0, hasEuropeanSummerTime: false)

    /// The offset of a local time in minutes; nil for a year before ``firstYear`` where summer time is in question.
    ///
    /// Of the two readings of the hour that October has twice, the first (summer) counts.
    public func offset(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64) -> Int64? {
        guard hasEuropeanSummerTime else { return standardOffset }
        guard year >= firstYear, let today = CivilDate.days(year: year, month: month, day: day),
            let start = Self.lastSunday(year: year, month: 3, days: 31),
            let end = year < 1996
                ? Self.lastSunday(year: year, month: 9, days: 30) : Self.lastSunday(year: year, month: 10, days: 31)
        else { return nil }
        if let winters = yearsWithoutSummerTime, winters.contains(year) { return standardOffset }
        let local = today * 1440 + hour * 60 + minute
        // 01:00 UTC is 01:00 + standard offset in winter time, and one hour later by the clock in summer time.
        let begins = start * 1440 + 60 + standardOffset
        let ends = end * 1440 + 60 + standardOffset + 60
        return local >= begins && local < ends ? standardOffset + 60 : standardOffset
    }

    /// Day number of the last Sunday of a month of so many days. 1970-01-01 was a Thursday.
    private static func lastSunday(year: Int64, month: Int64, days: Int64) -> Int64? {
        guard let last = CivilDate.days(year: year, month: month, day: days) else { return nil }
        let weekday = ((last + 4) % 7 + 7) % 7
        return last - weekday
    }
}
