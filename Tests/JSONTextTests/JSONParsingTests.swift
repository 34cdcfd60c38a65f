import JSONText
import Testing

private func code(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError.Code? {
    do {
        _ = try JSONValue(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error.code
    }
}

@Suite("JSON reader")
struct JSONParsingTests {
    @Test("values are read with order and number text kept")
    func values() throws {
        let value = try JSONValue(
            parsing: Array(" {\"b\" : [1.50, -0, 1e3, true, null], \"a\":\"\\u00f5\\ud834\\udd1e\\/\"}\r\n".utf8))
        #expect(
            value
                == .object([
                    JSONMember(
                        key: "b", value: .array([.number("1.50"), .number("-0"), .number("1e3"), .bool(true), .null])),
                    JSONMember(key: "a", value: .string("õ𝄞/")),
                ]))
        #expect(value["a"]?.stringValue == "õ𝄞/")
        #expect(value["b"]?.arrayValue?.count == 5)
        #expect(value["c"] == nil)
        #expect(value.objectValue?.count == 2)
    }

    @Test("integers are read exactly or not at all")
    func integers() {
        #expect(JSONValue.number("9223372036854775807").integerValue == .max)
        #expect(JSONValue.number("9223372036854775808").integerValue == nil)
        #expect(JSONValue.number("1.0").integerValue == nil)
        #expect(JSONValue.string("1").integerValue == nil)
    }

    @Test(
        "what others disagree about is refused",
        arguments: [
            ("", .unexpectedEnd), (" ", .unexpectedEnd), ("{", .unexpectedEnd), ("[1,", .unexpectedEnd),
            ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd), ("\"\\u12", .unexpectedEnd),
            ("[1,]", .unexpectedCharacter), ("{\"a\":1,}", .unexpectedCharacter), ("{a:1}", .unexpectedCharacter),
            ("{'a':1}", .unexpectedCharacter), ("[1 2]", .unexpectedCharacter), ("NaN", .unexpectedCharacter),
            ("Infinity", .unexpectedCharacter), ("tru", .unexpectedCharacter), ("+1", .unexpectedCharacter),
            (".5", .unexpectedCharacter), ("\"\u{1}\"", .unexpectedCharacter), ("\"\n\"", .unexpectedCharacter),
            ("\u{FEFF}{}", .unexpectedCharacter), ("// x\n1", .unexpectedCharacter),
            ("{\"a\" 1}", .unexpectedCharacter),
            ("1 2", .trailingCharacters), ("{}{}", .trailingCharacters), ("01", .trailingCharacters),
            ("0x10", .trailingCharacters), ("nullx", .trailingCharacters),
            ("1.", .invalidNumber), ("-", .invalidNumber), ("1e", .invalidNumber), ("1e+", .invalidNumber),
            ("-a", .invalidNumber),
            ("1e99999", .numberOutOfRange), (String(repeating: "9", count: 65), .numberOutOfRange),
            ("{\"a\":1,\"a\":2}", .duplicateKey), ("{\"a\":1,\"\\u0061\":2}", .duplicateKey),
            ("{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"3\":1}", .duplicateKey),
            ("\"\\x\"", .invalidEscape), ("\"\\u00g0\"", .invalidEscape), ("\"\\U0041\"", .invalidEscape),
            ("\"\\ud800\"", .loneSurrogate), ("\"\\ud800x\"", .loneSurrogate), ("\"\\udc00\"", .loneSurrogate),
            ("\"\\ud800\\u0041\"", .loneSurrogate), ("\"\\ud800\\ud800\"", .loneSurrogate),
        ] as [(String, JSONError.Code)])
    func refusals(_ text: String, _ expected: JSONError.Code) {
        #expect(code(Array(text.utf8)) == expected)
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(code(bytes) == .invalidUTF8)
    }

    @Test(
        "UTF-16 is refused",
        arguments: [[0xFE, 0xFF, 0, 0x7B], [0xFF, 0xFE, 0x7B, 0], [0x7B, 0, 0x7D, 0]] as [[UInt8]])
    func utf16(_ bytes: [UInt8]) {
        #expect(code(bytes) == .unexpectedCharacter)
    }

    @Test("each limit refuses one more than it allows")
    func limits() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        #expect(code(nested(96)) == nil)
        #expect(code(nested(97)) == .tooDeep)
        #expect(code(Array(repeating: UInt8(ascii: "["), count: 100_000)) == .tooDeep)
        #expect(code(Array(String(repeating: "{\"a\":", count: 100_000).utf8)) == .tooDeep)
        let small = JSONLimits(size: 8, depth: 2, values: 3, numberLength: 3)
        #expect(code(Array("[1,2]   ".utf8), limits: small) == nil)
        #expect(code(Array("[1,2]    ".utf8), limits: small) == .tooLarge)
        #expect(code(Array("[1,2,3]".utf8), limits: small) == .tooManyValues)
        #expect(code(Array("1234".utf8), limits: small) == .numberOutOfRange)
    }

    @Test("an error tells the place and quotes nothing")
    func description() {
        #expect(JSONError(.duplicateKey, at: 7).description == "duplicate-key at byte 7")
    }
}
