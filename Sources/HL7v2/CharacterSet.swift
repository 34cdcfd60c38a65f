/// How the bytes of a message are to be read: one of the names of HL7 table 0211 that MSH-18 may give.
public enum CharacterSet: Hashable, Sendable {
    case ascii
    case utf8
    /// Part 1 to 16 of ISO 8859; bytes 80 to 9F are invalid.
    case iso8859(Int)

    /// Nil for a name that is not in the table or that we do not read (UTF-16, ISO 2022 switching).
    public init?(hl7Name name: String) {
        let name = name.uppercased()
        switch name {
        case "ASCII", "ISO IR6", "ISO IR 6", "US-ASCII": self = .ascii
        case "UNICODE UTF-8", "UTF-8", "UTF8": self = .utf8
        default:
            guard let part = Self.latinPart(name), ISO8859.upperHalf(ofPart: part) != nil else { return nil }
            self = .iso8859(part)
        }
    }

    private static func latinPart(_ name: String) -> Int? {
        for prefix in ["8859/", "ISO-8859-", "ISO 8859-", "ISO8859-", "ISO8859/"] where name.hasPrefix(prefix) {
            return Int(name.dropFirst(prefix.count))
        }
        return ["ISO IR100": 1, "ISO IR 100": 1, "ISO IR101": 2, "ISO IR 101": 2, "ISO IR110": 4, "ISO IR 110": 4][name]
    }

    /// Whether bytes below 80 are ASCII in a set, judged by its name: wide forms of Unicode are not.
    static func extendsASCII(_ name: some Collection<UInt8>) -> Bool {
        let name = String(decoding: name, as: UTF8.self).uppercased()
        return !["UNICODE", "UTF-16", "UTF-32", "UTF16", "UTF32", "UCS"].contains { name.hasPrefix($0) }
    }

    /// The name that goes into MSH-18 of an answer.
    public var hl7Name: String {
        switch self {
        case .ascii: "ASCII"
        case .utf8: "UNICODE UTF-8"
        case .iso8859(let part): "8859/\(part)"
        }
    }

    /// Whether every byte has a meaning in this set.
    func canRead(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .ascii: return bytes.allSatisfy { $0 < 0x80 }
        case .utf8: return (try? UTF8Span(validating: bytes.span)) != nil
        case .iso8859(let part):
            guard let upper = ISO8859.upperHalf(ofPart: part) else { return false }
            return bytes.allSatisfy { $0 < 0x80 || ($0 >= 0xA0 && upper[Int($0) - 0xA0] != "\u{FFFD}") }
        }
    }

    /// The characters of bytes; what is invalid becomes U+FFFD.
    func text(_ bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .ascii, .utf8: return String(decoding: bytes, as: UTF8.self)
        case .iso8859(let part):
            let upper = ISO8859.upperHalf(ofPart: part) ?? []
            var scalars = String.UnicodeScalarView()
            for byte in bytes {
                if byte < 0x80 {
                    scalars.append(Unicode.Scalar(byte))
                } else {
                    scalars.append(byte >= 0xA0 && upper.count == 96 ? upper[Int(byte) - 0xA0] : "\u{FFFD}")
                }
            }
            return String(scalars)
        }
    }

    /// The bytes of a text; what the set cannot write becomes `?`.
    func bytes(_ text: String) -> [UInt8] {
        switch self {
        case .utf8: return Array(text.utf8)
        case .ascii: return text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : UInt8(ascii: "?") }
        case .iso8859(let part):
            let upper = ISO8859.upperHalf(ofPart: part) ?? []
            return text.unicodeScalars.map { scalar in
                if scalar.isASCII { return UInt8(scalar.value) }
                return upper.firstIndex(of: scalar).map { UInt8($0 + 0xA0) } ?? UInt8(ascii: "?")
            }
        }
    }
}
