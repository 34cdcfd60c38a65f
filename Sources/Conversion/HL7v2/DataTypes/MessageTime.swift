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
        let utf8 = text.utf8
        var rest = utf8.span
        while !rest.isEmpty, rest[rest.count - 1] == 0x20 { rest = rest.extracting(droppingLast: 1) }
        var offset: Int64?
        if let sign = Self.lastSign(rest) {
            guard rest.count == sign + 5, let hours = Self.number(rest, sign + 1, 2),
                let minutes = Self.number(rest, sign + 3, 2), hours <= 14, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (rest[sign] == UInt8(ascii: "-") ? -1 : 1)
            rest = rest.extracting(first: sign)
        }
        var fraction: String?
        if rest.count > 14, rest[14] == UInt8(ascii: ".") {
            let count = rest.count - 15
            guard (1...9).contains(count), Self.number(rest, 15, count) != nil else { return nil }
            fraction = String(decoding: text.utf8.dropFirst(15).prefix(count), as: UTF8.self)
            rest = rest.extracting(first: 14)
        }
        guard rest.count >= 4, rest.count <= 14, rest.count.isMultiple(of: 2), let year = Self.number(rest, 0, 4),
            year > 0
        else { return nil }
        // Month to second, as far as they are given.
        var pairs = InlineArray<5, Int64?>(repeating: nil)
        for position in 0..<(rest.count - 4) / 2 {
            guard let pair = Self.number(rest, 4 + 2 * position, 2) else { return nil }
            pairs[position] = pair
        }
        guard CivilDate.days(year: year, month: pairs[0] ?? 1, day: pairs[1] ?? 1) != nil, (pairs[2] ?? 0) < 24,
            (pairs[3] ?? 0) < 60, (pairs[4] ?? 0) < 60
        else { return nil }
        self.year = year
        (month, day, hour, minute, second) = (pairs[0], pairs[1], pairs[2], pairs[3], pairs[4])
        (self.fraction, self.offset) = (fraction, offset)
    }

    private static func lastSign(_ text: Span<UInt8>) -> Int? {
        var at = text.count
        while at > 0 {
            at -= 1
            if text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") { return at }
        }
        return nil
    }

    /// The number that so many digits are; nil where one of them is no digit.
    private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for at in start..<(start + count) {
            let digit = text[at]
            guard digit >= 48, digit <= 57 else { return nil }
            value = value * 10 + Int64(digit - 48)
        }
        return value
    }

    /// FHIR dateTime. A time of day needs an offset: its own, else the sender's if that is not the zone's, else the zone's; where none is
    /// known, and for an hour without minutes, only the date stays.
    func fhir(zone: ZoneRule, sender: MessageTime?) -> String {
        var text = DateText(year: year, month: month, day: day)
        if day != nil, let hour, let minute, let offset = offset ?? effectiveOffset(zone: zone, sender: sender) {
            text.append(hour: hour, minute: minute, second: second ?? 0, fraction: fraction, offset: offset)
        }
        return text.string
    }

    /// FHIR instant: what is coarser stands for its first moment.
    func instant(zone: ZoneRule, sender: MessageTime?) -> String {
        var text = fhir(zone: zone, sender: sender)
        if minute == nil, let hour, let offset = offset ?? effectiveOffset(zone: zone, sender: sender) {
            var begin = DateText(year: year, month: month, day: day)
            begin.append(hour: hour, minute: 0, second: 0, fraction: nil, offset: offset)
            text = begin.string
        }
        switch text.utf8.count {
        case 4: return text + "-01-01T00:00:00Z"
        case 7: return text + "-01T00:00:00Z"
        case 10: return text + "T00:00:00Z"
        default: return text
        }
    }

    /// The date with as much precision as there is.
    var date: String { DateText(year: year, month: month, day: day).string }

    /// `HH:MM:SS`, for FHIR time; nil without minutes.
    var timeOfDay: String? {
        guard let hour, let minute else { return nil }
        var text = DateText()
        text.append(hour: hour, minute: minute, second: second ?? 0)
        return text.string
    }

    private func effectiveOffset(zone: ZoneRule, sender: MessageTime?) -> Int64? {
        let local = zoneOffset(zone)
        guard let sender, let given = sender.offset else { return local }
        return sender.zoneOffset(zone) == given ? local : given
    }

    private func zoneOffset(_ zone: ZoneRule) -> Int64? {
        zone.offset(year: year, month: month ?? 1, day: day ?? 1, hour: hour ?? 0, minute: minute ?? 0)
    }
}
