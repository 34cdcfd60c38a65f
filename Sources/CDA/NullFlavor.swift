public import XMLReader

/// Why a value is absent (HL7 v3 NullFlavor).
public enum NullFlavor: String, Hashable, Sendable, CaseIterable {
    case noInformation = "NI"
    case unknown = "UNK"
    case askedButUnknown = "ASKU"
    case notAsked = "NASK"
    case temporarilyUnavailable = "NAV"
    case notApplicable = "NA"
    case notPresent = "NP"
    case masked = "MSK"
    case other = "OTH"
    case unencoded = "UNC"
    case trace = "TRC"
    case sufficientQuantity = "QS"
    case negativeInfinity = "NINF"
    case positiveInfinity = "PINF"
    case invalid = "INV"
    case derived = "DER"

    /// The code of `http://terminology.hl7.org/CodeSystem/data-absent-reason` that says the same.
    public var dataAbsentReason: String {
        switch self {
        case .askedButUnknown: "asked-unknown"
        case .notAsked: "not-asked"
        case .temporarilyUnavailable: "temp-unknown"
        case .notApplicable: "not-applicable"
        case .masked: "masked"
        case .other, .unencoded, .trace, .sufficientQuantity, .derived: "unsupported"
        case .negativeInfinity: "negative-infinity"
        case .positiveInfinity: "positive-infinity"
        case .invalid: "error"
        case .noInformation, .unknown, .notPresent: "unknown"
        }
    }
}

extension XMLElement {
    /// The element's nullFlavor where it is one; real documents also hold other text there.
    public var nullFlavor: NullFlavor? { attribute(.nullFlavor).flatMap { NullFlavor(rawValue: $0) } }

    /// Whether an attribute is a true BL: XML Schema writes it `true` or `1`.
    public func isTrue(_ name: KnownName) -> Bool { isWord(name, "true") || isWord(name, "1") }

    /// An attribute without the white space around it, nil when nothing is left.
    public func word(_ name: String) -> String? {
        guard let value = attribute(name) else { return nil }
        let bytes = value.utf8
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return nil }
        return first == bytes.startIndex && bytes.index(after: last) == bytes.endIndex
            ? value : String(value[first...last])
    }

    /// The local part of xsi:type, whatever the prefix: `PQ` of `hl7:PQ`.
    public var schemaType: String? {
        attributeBytes(.type, in: .schemaInstance).map { type in
            let colon = type.lastIndex(of: UInt8(ascii: ":"))
            return String(decoding: colon.map { type[($0 + 1)...] } ?? type, as: UTF8.self)
        }
    }

    /// All text within, with runs of white space made one blank and none at the ends; nil when nothing is left.
    public var plainText: String? {
        // Mostly it is one text node, and nothing in it has to be changed.
        if let bytes = onlyText?.bytes, Self.isCollapsed(bytes) { return String(decoding: bytes, as: UTF8.self) }
        let text = Self.collapsed(textBytes)
        return text.isEmpty ? nil : text
    }

    /// Whether a text is not empty and is what ``collapsed(_:)`` makes of it.
    private static func isCollapsed(_ text: ArraySlice<UInt8>) -> Bool {
        var isAfterBlank = true
        for byte in text {
            guard byte > 0x20 || byte == 0x20 && !isAfterBlank else { return false }
            isAfterBlank = byte == 0x20
        }
        return !isAfterBlank
    }

    /// Runs of white space made one blank, none at the ends.
    public static func collapsed(_ text: String) -> String { collapsed(Array(text.utf8)) }

    /// The same for the UTF-8 bytes of a text.
    public static func collapsed(_ text: [UInt8]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var pending = false
        for byte in text {
            if byte <= 0x20 {
                pending = true
            } else {
                if pending, !bytes.isEmpty { bytes.append(0x20) }
                pending = false
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
