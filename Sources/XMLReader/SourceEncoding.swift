/// How a document's bytes are written, decided by its byte order mark or else by its XML declaration (XML 1.0 appendix F).
enum SourceEncoding {
    case utf8(skipping: Int)
    case utf16(bigEndian: Bool)
    case latin1
    case singleByte(SingleByteEncoding)

    init(of bytes: [UInt8]) throws(XMLFault) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8(skipping: 3)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16(bigEndian: true)
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16(bigEndian: false)
        } else {
            switch Self.declaredName(in: bytes) {
            case nil, "utf-8", "utf8", "us-ascii", "ascii": self = .utf8(skipping: 0)
            case "iso-8859-1", "latin1", "iso8859-1": self = .latin1
            case let name?:
                guard let encoding = SingleByteEncoding(rawValue: name) else {
                    throw XMLFault(.unsupportedEncoding, line: 1, column: 1)
                }
                self = .singleByte(encoding)
            }
        }
    }

    /// The encoding that an ASCII-readable XML declaration names, in lower case.
    private static func declaredName(in bytes: [UInt8]) -> String? {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return nil }
        let window = bytes.prefix(256)
        guard let end = window.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let declaration = Array(window[..<end])
        let keyword = Array("encoding".utf8)
        var at = 5
        while at + keyword.count < declaration.count, !declaration[at...].starts(with: keyword) { at += 1 }
        at += keyword.count
        while at < declaration.count, [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "=")].contains(declaration[at]) { at += 1 }
        guard at < declaration.count else { return nil }
        let quote = declaration[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let name = declaration[(at + 1)...].prefix { $0 != quote }
        return String(decoding: name.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// The document in UTF-8 without byte order mark. What was UTF-8 before is not validated yet.
    static func utf8(of bytes: [UInt8]) throws(XMLFault) -> [UInt8] {
        switch try SourceEncoding(of: bytes) {
        case .utf8(let skipped): return skipped == 0 ? bytes : Array(bytes[skipped...])
        case .latin1:
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes { append(Unicode.Scalar(byte), to: &text) }
            return text
        case .singleByte(let encoding):
            let scalars = encoding.scalars()
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes {
                guard let scalar = scalars[Int(byte)] else { throw XMLFault(.invalidText, at: text.count, of: text) }
                append(scalar, to: &text)
            }
            return text
        case .utf16(let bigEndian):
            return try fromUTF16(bytes[2...], bigEndian: bigEndian)
        }
    }

    private static func fromUTF16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(XMLFault) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var lead: UInt32?
        var at = bytes.startIndex
        while at + 1 < bytes.endIndex {
            let first = UInt32(bytes[at])
            let second = UInt32(bytes[at + 1])
            let unit = bigEndian ? first << 8 | second : second << 8 | first
            at += 2
            if unit < 0x80, lead == nil {
                text.append(UInt8(truncatingIfNeeded: unit))
                continue
            }
            switch (unit, lead) {
            case (0xD800...0xDBFF, nil):
                lead = unit
            case (0xDC00...0xDFFF, let high?):
                guard let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)) else {
                    throw XMLFault(.invalidText, at: text.count, of: text)
                }
                append(scalar, to: &text)
                lead = nil
            case (_, nil):
                guard let scalar = Unicode.Scalar(unit) else { throw XMLFault(.invalidText, at: text.count, of: text) }
                append(scalar, to: &text)
            default:
                throw XMLFault(.invalidText, at: text.count, of: text)
            }
        }
        guard lead == nil, at == bytes.endIndex else { throw XMLFault(.invalidText, at: text.count, of: text) }
        return text
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        if scalar.value < 0x80 {
            text.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        }
    }

    /// - Throws: the first byte that is not UTF-8.
    static func validate(_ text: [UInt8]) throws(XMLFault) {
        let offset: Int
        do {
            _ = try UTF8Span(validating: text.span)
            return
        } catch {
            offset = error.byteOffsets.lowerBound
        }
        throw XMLFault(.invalidText, at: offset, of: text)
    }
}
