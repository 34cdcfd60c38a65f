/// Eastern European time with the summer time of the European Union, as people in Estonia read it off their clocks.
///
/// Directive 2000/84/EC: summer time begins and ends at 01:00 UTC on the last Sunday of March and of October.
public struct LocalTime: Hashable, Sendable {
    public let year: Int64
    public let month: Int64
    public let day: Int64
    public let hour: Int64
    public let minute: Int64

    public init(_ instant: Instant) {
        let offset: Int64 = Self.isSummerTime(instant) ? 3 * 3600 : 2 * 3600
        let seconds = instant.seconds + offset
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        (year, month, day) = CivilDate.fromDays(days)
        let secondOfDay = seconds - days * 86_400
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
    }

    static func isSummerTime(_ instant: Instant) -> Bool {
        let days = instant.seconds >= 0 ? instant.seconds / 86_400 : (instant.seconds - 86_399) / 86_400
        let year = CivilDate.fromDays(days).year
        return instant.seconds >= change(month: 3, year: year) && instant.seconds < change(month: 10, year: year)
    }

    /// 01:00 UTC on the last Sunday of a month of 31 days.
    private static func change(month: Int64, year: Int64) -> Int64 {
        let last = CivilDate.days(year: year, month: month, day: 31) ?? 0
        // 1970-01-01, day 0, was a Thursday; with Sunday as 0 that is 4.
        let weekday = ((last + 4) % 7 + 7) % 7
        return (last - weekday) * 86_400 + 3600
    }

    /// `14:05`.
    public var clock: String { "\(Self.twoDigits(hour)):\(Self.twoDigits(minute))" }
    /// `2026-03-01`.
    public var isoDay: String { "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))" }

    private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}

extension LocalTime {
    /// The first moment in Estonia of the day whose first moment in UTC is given.
    public static func midnight(ofDayStartingInUTCAt utc: Instant) -> Instant {
        // Summer time changes at 03:00 or 04:00 local time, so midnight has the offset that holds just before it in UTC.
        let winter = utc.advanced(by: .seconds(-2 * 3600))
        return isSummerTime(winter) ? utc.advanced(by: .seconds(-3 * 3600)) : winter
    }
}
