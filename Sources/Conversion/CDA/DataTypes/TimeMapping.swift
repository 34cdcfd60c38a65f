import CDA
import FHIR
import RecordTypes
import XMLReader

extension CDAMapping {
    /// TS → dateTime with the precision of the source; nil without a possible date, which is reported.
    mutating func dateTime(_ stamp: TimeStamp?) -> String? {
        guard let stamp, stamp.hasValue else { return nil }
        guard let parts = stamp.parts else {
            findings.add(
                .warning, "cda-invalid-time", .value, "A time stamp is not a possible date.", at: stamp.element,
                rule: "CDA R2 data types: TS, YYYYMMDDHHMMSS.SSSS±ZZZZ", remedy: "Send an existing date in HL7 form.")
            return nil
        }
        reached.insert(stamp.element)
        let formatted = format(parts)
        if parts.hour != nil, parts.minute == nil {
            findings.addOnce(
                "\(stamp.element.position)", .warning, "cda-time-without-minutes", .value,
                "A time names an hour without minutes, which FHIR cannot say; it was kept as a date.",
                at: stamp.element, rule: "FHIR R4 dateTime", remedy: "Send times with hours and minutes.")
        }
        if formatted.isShortened {
            findings.addOnce(
                "", .information, "cda-time-without-offset", .informational,
                "A time without offset, from before the zone's present rules, was kept as a date.", at: stamp.element,
                rule: "FHIR R4 dateTime", remedy: "Send time stamps with their offset.")
        }
        if !isDated { latestTime = max(latestTime ?? "", formatted.text) }
        return formatted.text
    }

    /// TS → date.
    mutating func date(_ stamp: TimeStamp?) -> String? {
        dateTime(stamp).map { text in String(text.prefix { $0 != "T" }) }
    }

    /// TS → instant; a coarser time stands for its first moment.
    mutating func instant(_ stamp: TimeStamp?) -> String? {
        guard let stamp, let parts = stamp.parts else { return nil }
        reached.insert(stamp.element)
        var whole = parts
        whole.month = parts.month ?? 1
        whole.day = parts.day ?? 1
        whole.hour = parts.hour ?? 0
        whole.minute = parts.minute ?? 0
        whole.second = parts.second ?? 0
        let text = format(whole).text
        return text.contains("T") ? text : text + "T00:00:00Z"
    }

    /// Formats a time; `isShortened` when hours had to be left out for want of an offset.
    private func format(_ parts: TimeStamp.Parts) -> (text: String, isShortened: Bool) {
        var text = DateText(year: parts.year, month: parts.month, day: parts.day)
        guard let month = parts.month, let day = parts.day, let hour = parts.hour, let minute = parts.minute else {
            return (text.string, false)
        }
        guard let offset = parts.offset ?? offset(of: parts, day: day, month: month, hour: hour, minute: minute) else {
            return (text.string, true)
        }
        text.append(
            hour: hour, minute: minute, second: parts.second ?? 0, fraction: parts.fraction, offset: offset)
        return (text.string, false)
    }

    /// The zone's offset if the document's own agrees with the zone or there is none; else the document's.
    private func offset(
        of parts: TimeStamp.Parts, day: Int64, month: Int64, hour: Int64, minute: Int64
    ) -> Int64? {
        foreignOffset ?? options.zone.offset(year: parts.year, month: month, day: day, hour: hour, minute: minute)
    }

    /// The offset that a time was written with, where it is not the zone's.
    static func foreignOffset(_ written: TimeStamp.Parts, in zone: ZoneRule) -> Int64? {
        guard let offset = written.offset, let month = written.month, let day = written.day else { return nil }
        let expected = zone.offset(
            year: written.year, month: month, day: day, hour: written.hour ?? 0, minute: written.minute ?? 0)
        return expected == offset ? nil : offset
    }

    /// What an IVL_TS says.
    enum TimeValue {
        case dateTime(String)
        case period(Period)

        /// One date: the point, else the beginning, else the end.
        var point: String? {
            switch self {
            case .dateTime(let text): text
            case .period(let period): period.start ?? period.end
            }
        }

        var period: Period {
            switch self {
            case .dateTime(let text): Period(start: text, end: text)
            case .period(let period): period
            }
        }
    }

    /// IVL_TS → dateTime or Period. A high with nullFlavor UNK ends at an unknown time: that is the caller's to say.
    mutating func time(_ interval: TimeInterval?) -> TimeValue? {
        guard let interval else { return nil }
        if let value = dateTime(interval.value) { return .dateTime(value) }
        let low = dateTime(interval.low)
        let high = dateTime(interval.high)
        if low != nil || high != nil {
            if let low, let high, isLater(low, than: high) {
                findings.add(
                    .warning, "cda-interval-order", .value,
                    "An interval ends before it begins; its beginning was kept.",
                    at: interval.element, rule: "FHIR R4 per-1", remedy: "Send low before high.")
                var period = Period(start: low)
                period.extension.append(Extension(url: ExtensionURL.impossibleEnd, value: .dateTime(high)))
                return .period(period)
            }
            if low == high { return low.map { .dateTime($0) } }
            var period = Period(start: low, end: high ?? lastDay(of: interval))
            if low == nil || high == nil, let length = width(interval) {
                period.extension.append(Extension(url: ExtensionURL.width, value: .duration(length)))
            }
            return .period(period)
        }
        return dateTime(interval.center).map { .dateTime($0) }
    }

    /// Compares FHIR dateTimes; those that cannot be compared (other precisions on the same day) are not later.
    private func isLater(_ left: String, than right: String) -> Bool {
        guard let first = Self.moment(left), let second = Self.moment(right) else { return false }
        let common = min(left.utf8.count, right.utf8.count)
        return left.prefix(common) != right.prefix(common) && first > second
    }

    private static func moment(_ text: String) -> Instant? {
        switch text.utf8.count {
        case 4: Instant(rfc3339: text + "-01-01")
        case 7: Instant(rfc3339: text + "-01")
        default: Instant(rfc3339: text)
        }
    }

    /// The last day of an interval that tells its first day and its length: whoever reads the period alone must not take it for one
    /// without an end.
    func lastDay(of interval: TimeInterval) -> String? {
        guard interval.high == nil, interval.width?.value.flatMap({ Int64($0) }) != nil,
            interval.low?.parts?.hour == nil, interval.width?.unit != "h", let end = lastDayNumber(of: interval)
        else { return nil }
        let (year, month, day) = CivilDate.fromDays(end)
        guard year <= 9999 else { return nil }
        return DateText(year: year, month: month, day: day).string
    }

    /// In days since 1970. A length that begins at an hour ends at that hour of its last day; a part of a day, a week, a month or a year
    /// counts as a whole one.
    private func lastDayNumber(of interval: TimeInterval) -> Int64? {
        guard let width = interval.width, let length = width.value.flatMap({ Double($0) }),
            length > 0, length <= 36_600, let parts = interval.low?.parts, let month = parts.month, let day = parts.day,
            let first = CivilDate.days(year: parts.year, month: month, day: day)
        else { return nil }
        let count = Int64(length.rounded(.up))
        let last: Int64
        switch width.unit {
        case "h": return first + ((parts.hour ?? 0) + count) / 24
        case "d": last = first + count
        case "wk": last = first + 7 * count
        case "mo", "a":
            let months = month - 1 + (width.unit == "a" ? 12 * count : count)
            // From the 31st to a month that has none it is so many days after the first: nothing ends before its time.
            guard let begin = CivilDate.days(year: parts.year + months / 12, month: months % 12 + 1, day: 1) else {
                return nil
            }
            last = begin + day - 1
        default: return nil
        }
        return parts.hour == nil ? last - 1 : last
    }

    /// How long an interval with one bound is, in units of time.
    private mutating func width(_ interval: TimeInterval) -> Quantity? {
        guard let source = interval.width, let unit = source.unit,
            ["s", "min", "h", "d", "wk", "mo", "a"].contains(unit), var length = quantity(source)
        else { return nil }
        (length.system, length.code) = (CodeSystemURI.ucum, unit)
        return length
    }

    mutating func period(_ interval: TimeInterval?) -> Period? { time(interval)?.period }

    /// Whether something is over: a high bound stands there, even if nobody knows when.
    ///
    /// An end that lies after the document was written is expected, not reached.
    func hasEnded(_ interval: TimeInterval?) -> Bool {
        guard let high = interval?.high else {
            guard let end = interval.flatMap({ lastDayNumber(of: $0) }), let written = document.effectiveTime?.parts,
                let month = written.month, let day = written.day,
                let today = CivilDate.days(year: written.year, month: month, day: day)
            else { return false }
            return end < today
        }
        return high.value != nil ? !isAfterDocument(high) : high.nullFlavor == .unknown
    }

    /// Whether a time lies on a later day (month, year, as far as both tell) than that on which the document was written.
    func isAfterDocument(_ stamp: TimeStamp) -> Bool {
        guard let parts = stamp.parts, let written = document.effectiveTime?.parts else { return false }
        guard parts.year == written.year else { return parts.year > written.year }
        guard let month = parts.month, let writtenMonth = written.month, month == writtenMonth else {
            return parts.month.map { month in written.month.map { month > $0 } ?? false } ?? false
        }
        guard let day = parts.day, let writtenDay = written.day else { return false }
        return day > writtenDay
    }
}
