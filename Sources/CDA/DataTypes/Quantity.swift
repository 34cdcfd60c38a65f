public import XMLReader

/// A physical quantity (PQ), or a bare number (INT, REAL): number text as written, unit as written.
public struct PhysicalQuantity: Hashable, Sendable {
    public let element: XMLElement
    private let inheritedUnit: String?

    /// - Parameter inheritedUnit: the unit that an enclosing interval carries.
    public init(_ element: XMLElement, inheritedUnit: String? = nil) {
        self.element = element
        self.inheritedUnit = inheritedUnit
    }

    public var value: String? { element.word(.value) }
    public var hasValue: Bool { element.hasWord(.value) }
    public var unit: String? { element.word(.unit) ?? inheritedUnit }
    public var nullFlavor: NullFlavor? { element.nullFlavor }

    /// The value as a FHIR decimal: a leading `+` dropped, a decimal comma made a point; nil when it is no number.
    public var decimal: String? { value.flatMap(Self.decimal) }

    /// Whether the number is written with a decimal comma.
    public var hasDecimalComma: Bool { element.wordBytes(.value)?.contains(UInt8(ascii: ",")) ?? false }

    public var translations: [PhysicalQuantity] { element.each(.translation).map { PhysicalQuantity($0) } }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` out of what senders write: `+7`, `,5`, `007`, `12,2`, `5.`.
    public static func decimal(_ text: String) -> String? {
        if isDecimal(text.utf8.span) { return text }
        var bytes = Array(text.utf8).map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
        var sign = ""
        if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            if first == UInt8(ascii: "-") { sign = "-" }
            bytes.removeFirst()
        }
        var exponent = ""
        if let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
            var digits = Array(bytes[(mark + 1)...])
            bytes = Array(bytes[..<mark])
            var exponentSign = ""
            if let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
                exponentSign = first == UInt8(ascii: "-") ? "-" : ""
                digits.removeFirst()
            }
            guard !digits.isEmpty, digits.count <= 3, digits.allSatisfy(isDigit) else { return nil }
            exponent = "e" + exponentSign + String(decoding: digits, as: UTF8.self)
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(isDigit) }),
            parts.contains(where: { !$0.isEmpty }),
            bytes.count <= 40
        else { return nil }
        let whole = parts[0].drop { $0 == 48 }
        let fraction = parts.count == 2 && !parts[1].isEmpty ? "." + String(decoding: parts[1], as: UTF8.self) : ""
        return sign + (whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)) + fraction + exponent
    }

    /// Whether it is such a decimal as it stands, and no longer than 40 bytes: nearly all are.
    private static func isDecimal(_ text: Span<UInt8>) -> Bool {
        let start = !text.isEmpty && text[0] == UInt8(ascii: "-") ? 1 : 0
        var at = start
        while at < text.count, isDigit(text[at]) { at += 1 }
        guard at > start, at == start + 1 || text[start] != UInt8(ascii: "0"), text.count <= 40 else { return false }
        guard at < text.count else { return true }
        guard text[at] == UInt8(ascii: "."), at + 1 < text.count else { return false }
        for digit in (at + 1)..<text.count where !isDigit(text[digit]) { return false }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

/// An interval of quantities (IVL_PQ): either side may be open.
public struct QuantityInterval: Hashable, Sendable {
    public let low: PhysicalQuantity?
    public let high: PhysicalQuantity?
    public let lowInclusive: Bool
    public let highInclusive: Bool
    /// A value or center in place of bounds.
    public let point: PhysicalQuantity?

    public init(_ element: XMLElement) {
        let unit = element.word(.unit)
        func side(_ name: KnownName) -> PhysicalQuantity? {
            element.child(name).map { PhysicalQuantity($0, inheritedUnit: unit) }.flatMap { $0.hasValue ? $0 : nil }
        }
        low = side(.low)
        high = side(.high)
        lowInclusive = element.child(.low)?.word(.inclusive) != "false"
        highInclusive = element.child(.high)?.word(.inclusive) != "false"
        let own = PhysicalQuantity(element)
        point = own.hasValue ? own : side(.center)
    }
}

/// A ratio (RTO): numerator and denominator.
public struct QuantityRatio: Hashable, Sendable {
    public let numerator: PhysicalQuantity
    public let denominator: PhysicalQuantity

    public init?(_ element: XMLElement) {
        guard let numerator = element.child(.numerator), let denominator = element.child(.denominator) else {
            return nil
        }
        self.numerator = PhysicalQuantity(numerator)
        self.denominator = PhysicalQuantity(denominator)
    }
}
