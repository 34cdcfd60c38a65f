import RecordTypes
public import XMLReader

/// A point in time (TS) with the precision it was written with: `YYYY[MM[DD[HH[MM[SS[.f…]]]]]][±ZZ[ZZ]]`.
public struct TimeStamp: Hashable, Sendable {
    /// The parts of a well-formed time stamp; each is present only if all larger ones are.
    public struct Parts: Hashable, Sendable {
        public var year: Int64
        public var month: Int64?
        public var day: Int64?
        public var hour: Int64?
        public var minute: Int64?
        public var second: Int64?
        /// Digits after the decimal point.
        public var fraction: String?
        /// Minutes east of Greenwich.
        public var offset: Int64?

        public init(
            year: Int64, month: Int64? = nil, day: Int64? = nil, hour: Int64? = nil, minute: Int64? = nil,
            second: Int64? = nil, fraction: String? = nil, offset: Int64? = nil
        ) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
            self.fraction = fraction
            self.offset = offset
        }
    }

    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var value: String? { element.word(.value) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }

    /// Nil when there is no value, or none that is a possible date.
    public var parts: Parts? { element.wordBytes(.value).flatMap(Self.parts) }

    /// Whether a value stands there that is no possible date.
    public var isInvalid: Bool { hasValue && parts == nil }
    public var hasValue: Bool { element.hasWord(.value) }

    /// Reads the HL7 v3 form. Impossible months, days and hours, ISO dashes and filler years give nil.
    public static func parts(_ text: String) -> Parts? { parts(Array(text.utf8)[...]) }

    /// The same for the UTF-8 bytes of a text.
    public static func parts(_ bytes: ArraySlice<UInt8>) -> Parts? {
        let start = bytes.startIndex
        var digits = 0
        while digits < bytes.count, isDigit(bytes[start + digits]) { digits += 1 }
        guard digits >= 4, digits <= 14, digits % 2 == 0 else { return nil }
        func number(_ offset: Int, _ length: Int) -> Int64? {
            guard offset + length <= digits else { return nil }
            var value: Int64 = 0
            for at in (start + offset)..<(start + offset + length) { value = value * 10 + Int64(bytes[at] - 48) }
            return value
        }
        guard let year = number(0, 4), (1800...2200).contains(year) else { return nil }
        var parts = Parts(
            year: year, month: number(4, 2), day: number(6, 2), hour: number(8, 2), minute: number(10, 2),
            second: number(12, 2))
        guard CivilDate.days(year: year, month: parts.month ?? 1, day: parts.day ?? 1) != nil, (parts.hour ?? 0) < 24,
            (parts.minute ?? 0) < 60, (parts.second ?? 0) < 60
        else { return nil }
        var at = start + digits
        if at < bytes.endIndex, bytes[at] == UInt8(ascii: ".") {
            let point = at + 1
            at = point
            while at < bytes.endIndex, isDigit(bytes[at]) { at += 1 }
            guard at > point, at - point <= 9, parts.second != nil else { return nil }
            parts.fraction = String(decoding: bytes[point..<at], as: UTF8.self)
        }
        guard at < bytes.endIndex else { return parts }
        guard let offset = offset(bytes[at...]) else { return nil }
        parts.offset = offset
        return parts
    }

    /// `±ZZ`, `±ZZZZ` and `±ZZ:ZZ` all occur; so do `Z`, and `±ZZZ` with the leading zero forgotten.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return nil }
        if sign == UInt8(ascii: "Z") { return bytes.count == 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        var (digits, number): (Int, Int64) = (0, 0)
        for byte in bytes.dropFirst() where byte != UInt8(ascii: ":") {
            digits += 1
            guard digits <= 4, isDigit(byte) else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        guard digits >= 2 else { return nil }
        let (hours, minutes) = digits == 2 ? (number, 0) : (number / 100, number % 100)
        guard hours <= 14, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

/// When something was or shall be: IVL_TS, or a TS alone.
public struct TimeInterval: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var value: TimeStamp? { element.hasWord(.value) ? TimeStamp(element) : nil }
    public var low: TimeStamp? { element.child(.low).map(TimeStamp.init) }
    public var high: TimeStamp? { element.child(.high).map(TimeStamp.init) }
    public var center: TimeStamp? { element.child(.center).map(TimeStamp.init) }
    /// A duration in place of a bound.
    public var width: PhysicalQuantity? { element.child(.width).map { PhysicalQuantity($0) } }
    public var nullFlavor: NullFlavor? { element.nullFlavor }

    /// The time stamps that carry a value, valid or not.
    public var stamps: [TimeStamp] { [value, low, high, center].compactMap { $0 }.filter(\.hasValue) }
}
