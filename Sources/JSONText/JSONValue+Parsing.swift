extension JSONValue {
    /// Reads one JSON text by RFC 8259, strictly: UTF-8 without byte order mark, no duplicate member, no lone surrogate.
    ///
    /// Memory stays in proportion to `bytes`; depth is bounded by `limits`.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        guard bytes.count <= limits.size else { throw JSONError(.tooLarge, at: limits.size) }
        var reader = JSONReader(bytes: bytes, limits: limits)
        self = try reader.text()
    }
}

/// A recursive-descent reader; each function starts at `at` and leaves it behind what it read.
private struct JSONReader {
    let bytes: [UInt8]
    let limits: JSONLimits
    var at = 0
    var values = 0

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func text() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw JSONError(.trailingCharacters, at: at) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        values += 1
        guard values <= limits.values else { throw JSONError(.tooManyValues, at: at) }
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw JSONError(.unexpectedCharacter, at: at)
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < limits.depth else { throw JSONError(.tooDeep, at: at) }
        at += 1
        skipSpace()
        var members: [JSONMember] = []
        var seen: Set<String> = []
        if try peek() == UInt8(ascii: "}") {
            at += 1
            return .object(members)
        }
        while true {
            let start = at
            guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedCharacter, at: at) }
            let key = try string()
            // Names equal after Unicode normalisation count as one: look-up by name could not tell them apart.
            if members.count < 8 {
                guard !members.contains(where: { $0.key == key }) else { throw JSONError(.duplicateKey, at: start) }
            } else {
                if seen.isEmpty { seen = Set(members.map(\.key)) }
                guard seen.insert(key).inserted else { throw JSONError(.duplicateKey, at: start) }
            }
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw JSONError(.unexpectedCharacter, at: at) }
            at += 1
            skipSpace()
            members.append(JSONMember(key: key, value: try value(depth: depth + 1)))
            if try ends(with: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < limits.depth else { throw JSONError(.tooDeep, at: at) }
        at += 1
        skipSpace()
        var values: [JSONValue] = []
        if try peek() == UInt8(ascii: "]") {
            at += 1
            return .array(values)
        }
        while true {
            values.append(try value(depth: depth + 1))
            if try ends(with: UInt8(ascii: "]")) { return .array(values) }
        }
    }

    /// After an element: true behind the closing bracket, false behind a comma.
    private mutating func ends(with bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == bracket || byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedCharacter, at: at) }
        at += 1
        if byte == bracket { return true }
        skipSpace()
        return false
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[at...].starts(with: word.utf8) else { throw JSONError(.unexpectedCharacter, at: at) }
        at += word.utf8.count
        return value
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func number() throws(JSONError) -> String {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "0") {
            at += 1
        } else {
            try digits()
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        var hasExponent = false
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        guard at - start <= limits.numberLength else { throw JSONError(.numberOutOfRange, at: start) }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if hasExponent || at - start > 300 {
            guard let value = Double(text), value.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        }
        return text
    }

    private mutating func digits() throws(JSONError) {
        let start = at
        while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") { at += 1 }
        guard at > start else { throw JSONError(.invalidNumber, at: at) }
    }

    private mutating func string() throws(JSONError) -> String {
        let start = at
        at += 1
        let textStart = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                defer { at += 1 }
                return try valid(bytes[textStart..<at], from: start)
            }
            if byte == UInt8(ascii: "\\") { break }
            guard byte >= 0x20 else { throw JSONError(.unexpectedCharacter, at: at) }
            at += 1
        }
        return try escapedString(from: start, plain: textStart..<at)
    }

    /// The rest of a string in which a backslash was met.
    private mutating func escapedString(from start: Int, plain: Range<Int>) throws(JSONError) -> String {
        var text = Array(bytes[plain])
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                return try valid(text[...], from: start)
            case UInt8(ascii: "\\"):
                at += 1
                try escape(into: &text)
            case 0..<0x20: throw JSONError(.unexpectedCharacter, at: at)
            default:
                text.append(byte)
                at += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: at)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let start = at - 1
        let byte = try peek()
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try codeUnit(from: start)
            if code >= 0xD800, code <= 0xDFFF {
                guard code < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
                    bytes[at + 1] == UInt8(ascii: "u")
                else { throw JSONError(.loneSurrogate, at: start) }
                at += 2
                let low = try codeUnit(from: start)
                guard low >= 0xDC00, low <= 0xDFFF else { throw JSONError(.loneSurrogate, at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(.loneSurrogate, at: start) }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt32 {
        guard at + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        var code: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
            default: throw JSONError(.invalidEscape, at: start)
            }
            code = code << 4 | UInt32(digit)
        }
        at += 4
        return code
    }

    private func valid(_ text: ArraySlice<UInt8>, from start: Int) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: start) }
        return string
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard at < bytes.count else { throw JSONError(.unexpectedEnd, at: at) }
        return bytes[at]
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            let byte = bytes[at]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            at += 1
        }
    }
}
