import JSONText
import Testing

private func canonical(_ text: String) throws -> String {
    String(decoding: try JSONValue(parsing: Array(text.utf8)).canonicalBytes, as: UTF8.self)
}

@Suite("RFC 8785 canonical form")
struct CanonicalFormTests {
    @Test("members are sorted by UTF-16 code units, at every depth")
    func order() throws {
        #expect(
            try canonical(#"{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"1":5,"\u0080":6,"\u00f6":{"b":[],"a":0}}"#)
                == "{\"\\r\":4,\"1\":5,\"\u{80}\":6,\"ö\":{\"a\":0,\"b\":[]},\"€\":3,\"😀\":2,\"\u{fb33}\":1}")
    }

    @Test(
        "numbers are written as ECMAScript writes doubles",
        arguments: [
            ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("1.0", "1"), ("72.50", "72.5"), ("1E2", "100"), ("-1e-1", "-0.1"),
            ("1e20", "100000000000000000000"), ("1e21", "1e+21"), ("123456789012345680000", "123456789012345680000"),
            ("0.000001", "0.000001"), ("0.0000001", "1e-7"), ("1.5e-7", "1.5e-7"),
            ("9007199254740992", "9007199254740992"),
            ("9007199254740993", "9007199254740992"), ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("333333333.33333329", "333333333.3333333"), ("4.50", "4.5"), ("2e-3", "0.002"),
            ("0.000000000000000000000000001", "1e-27"), ("-333333333333333333333.25", "-333333333333333300000"),
        ])
    func numbers(_ text: String, _ expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test("a number no double holds becomes null")
    func beyondDouble() {
        #expect(JSONValue.number("1e999").canonicalBytes == Array("null".utf8))
        #expect(JSONValue.number("nonsense").canonicalBytes == Array("null".utf8))
    }

    @Test("white space and escapes make no difference")
    func spelling() throws {
        #expect(try canonical("{ \"b\" : \"\\u0041\\/\" ,\n\"a\":[ ] }") == #"{"a":[],"b":"A/"}"#)
    }
}
