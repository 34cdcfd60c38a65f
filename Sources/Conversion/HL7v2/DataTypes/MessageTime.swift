import RecordTypes

/// DTM and TS: `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]`, with the precision it was written with.
struct MessageTime: Hashable {
    let year: Int64
    let month: Int64?
    let day: Int64?
    let hour: Int64?
    let minute: Int64?
    let second: Int64?
    let fraction: String?
    /// Minutes east of Greenwich.
    let offset: Int64?

    /// Nil for anything else and for impossible dates.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        while rest.last == 0x20 { rest.removeLast() }
        var offset: Int64?
        if let sign = rest.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            let digits = rest[(sign + 1)...]
            guard digits.count == 4, let hours = Self.number(digits.prefix(2)),
                let minutes = Self.number(digits.suffix(2)),
                hours <= 14, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (rest[sign] == UInt8(ascii: "-") ? -1 : 1)
            rest = rest[..<sign]
        }
        var fraction: String?
        if let point = rest.firstIndex(of: UInt8(ascii: ".")) {
            let digits = rest[(point + 1)...]
            guard rest[..<point].count == 14, !digits.isEmpty, digits.count <= 9, Self.number(digits) != nil else {
                return nil
            }
            fraction = String(decoding: digits, as: UTF8.self)
            rest = rest[..<point]
        }
        guard [4, 6, 8, 10, 12, 14].contains(rest.count), let year = Self.number(rest.prefix(4)), year > 0 else {
            return nil
        }
        func pair(_ position: Int) -> Int64?? {
            guard rest.count >= position + 2 else { return .some(nil) }
            let start = rest.startIndex + position
            return Self.number(rest[start..<(start + 2)]).map { .some($0) } ?? .none
        }
        guard let month = pair(4), let day = pair(6), let hour = pair(8), let minute = pair(10), let second = pair(12)
        else {
            return nil
        }
        guard CivilDate.days(year: year, month: month ?? 1, day: day ?? 1) != nil, (hour ?? 0) < 24, (minute ?? 0) < 60,
            (second ?? 0) < 60
        else { return nil }
        (self.year, self.month, self.day, self.hour) = (year, month, day, hour)
        (self.minute, self.second, self.fraction, self.offset) = (minute, second, fraction, offset)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 48, digit <= 57 else { return nil }
            value = value * 10 + Int64(digit - 48)
        }
        return value
    }

    /// FHIR dateTime. A time of day needs an offset: its own, else the sender's if that is not the zone's, else the zone's; where none is
    /// known, and for an hour without minutes, only the date stays.
    func fhir(zone: ZoneRule, sender: MessageTime?) -> String {
        guard let month else { return Self.padded(year, 4) }
        guard day != nil else { return "\(Self.padded(year, 4))-\(Self.padded(month, 2))" }
        guard let hour, let minute, let offset = offset ?? effectiveOffset(zone: zone, sender: sender) else {
            return date
        }
        let size = abs(offset)
        return "\(date)T\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second ?? 0, 2))"
            + (fraction.map { "." + $0 } ?? "") + (offset < 0 ? "-" : "+")
            + "\(Self.padded(size / 60, 2)):\(Self.padded(size % 60, 2))"
    }

    /// FHIR instant: what is coarser stands for its first moment.
    func instant(zone: ZoneRule, sender: MessageTime?) -> String {
        let text = fhir(zone: zone, sender: sender)
        switch text.utf8.count {
        case 4: return text + "-01-01T00:00:00Z"
        case 7: return text + "-01T00:00:00Z"
        case 10: return text + "T00:00:00Z"
        default: return text
        }
    }

    /// The date with as much precision as there is.
    var date: String {
        [Self.padded(year, 4), month.map { Self.padded($0, 2) }, day.map { Self.padded($0, 2) }].compactMap { $0 }
            .joined(separator: "-")
    }

    /// `HH:MM:SS`, for FHIR time; nil without minutes.
    var timeOfDay: String? {
        guard let hour, let minute else { return nil }
        return "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second ?? 0, 2))"
    }

    private func effectiveOffset(zone: ZoneRule, sender: MessageTime?) -> Int64? {
        let local = zoneOffset(zone)
        guard let sender, let given = sender.offset else { return local }
        return sender.zoneOffset(zone) == given ? local : given
    }

    private func zoneOffset(_ zone: ZoneRule) -> Int64? {
        zone.offset(year: year, month: month ?? 1, day: day ?? 1, hour: hour ?? 0, minute: minute ?? 0)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
