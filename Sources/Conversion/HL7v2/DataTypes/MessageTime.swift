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
        var text = DateText()
        append(to: &text)
        if day != nil, let hour, let minute, let offset = offset ?? effectiveOffset(zone: zone, sender: sender) {
            text.append(UInt8(ascii: "T"), hour, 2)
            text.append(UInt8(ascii: ":"), minute, 2)
            text.append(UInt8(ascii: ":"), second ?? 0, 2)
            if let fraction {
                text.bytes.append(UInt8(ascii: "."))
                text.bytes.append(contentsOf: fraction.utf8)
            }
            text.append(UInt8(ascii: offset < 0 ? "-" : "+"), abs(offset) / 60, 2)
            text.append(UInt8(ascii: ":"), abs(offset) % 60, 2)
        }
        return text.string
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
        var text = DateText()
        append(to: &text)
        return text.string
    }

    private func append(to text: inout DateText) {
        text.append(nil, year, 4)
        if let month { text.append(UInt8(ascii: "-"), month, 2) }
        if let day { text.append(UInt8(ascii: "-"), day, 2) }
    }

    /// `HH:MM:SS`, for FHIR time; nil without minutes.
    var timeOfDay: String? {
        guard let hour, let minute else { return nil }
        var text = DateText()
        text.append(nil, hour, 2)
        text.append(UInt8(ascii: ":"), minute, 2)
        text.append(UInt8(ascii: ":"), second ?? 0, 2)
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

/// A date on its way to text.
private struct DateText {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(32) }

    /// A mark, if any, and a number in so many digits at least.
    mutating func append(_ mark: UInt8?, _ number: Int64, _ width: Int) {
        if let mark { bytes.append(mark) }
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while number / divisor > 9 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }

    var string: String { String(decoding: bytes, as: UTF8.self) }
}
