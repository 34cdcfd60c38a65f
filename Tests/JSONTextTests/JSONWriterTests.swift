import JSONText
import Testing

private func written(_ build: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    build(&json)
    return String(decoding: json.bytes, as: UTF8.self)
}

@Suite("JSON writer")
struct JSONWriterTests {
    @Test("commas stand between values and nowhere else")
    func commas() {
        let text = written { json in
            json.beginObject()
            json.key("a")
            json.beginArray()
            json.integer(1)
            json.beginObject()
            json.endObject()
            json.null()
            json.endArray()
            json.key("b")
            json.bool(false)
            json.key("c")
            json.number(text: "72.50")
            json.key("d")
            json.raw(Array("[1]".utf8))
            json.endObject()
        }
        #expect(text == #"{"a":[1,{},null],"b":false,"c":72.50,"d":[1]}"#)
    }

    @Test(
        "strings are escaped as RFC 8785 asks",
        arguments: [
            ("plain", "plain"), ("q\"q", #"q\"q"#), ("b\\b", #"b\\b"#), ("\u{8}\t\n\u{c}\r", #"\b\t\n\f\r"#),
            ("\u{0}\u{1f}", #"\u0000\u001f"#), ("õ€𝄞", "õ€𝄞"), ("/</script>", "/</script>"), ("", ""),
        ])
    func escapes(_ value: String, _ expected: String) {
        #expect(written { $0.string(value) } == "\"\(expected)\"")
        #expect(written { $0.string(utf8: Array(value.utf8)) } == "\"\(expected)\"")
    }

    @Test(
        "what must be escaped is found wherever it stands, in texts of all lengths",
        arguments: ["\"", "\\", "\u{1f}", "\n"])
    func everywhere(_ mark: String) {
        let escaped = written { $0.string(mark) }.dropFirst().dropLast()
        for count in 0...20 {
            for place in 0...count {
                // Characters next to those to be escaped, and one beyond ASCII.
                let before = String(repeating: "!", count: place)
                let after = String(repeating: "[", count: count - place) + "õ"
                #expect(written { $0.string(before + mark + after) } == "\"\(before)\(escaped)\(after)\"")
            }
            let plain = String(repeating: "# ]", count: count)
            #expect(written { $0.string(plain) } == "\"\(plain)\"")
        }
    }

    @Test("a member is its key and its text, with and without escapes, one mark behind another", arguments: 0...20)
    func members(_ count: Int) {
        let run = String(repeating: "é", count: count)
        let values = [run, run + "\"", "\\" + run, run + "\n\u{0}" + run + "\"\"", "\u{1f}" + run + "\u{8}" + run]
        let members = written { json in
            json.beginObject()
            for value in values { json.member("name", value) }
            json.endObject()
        }
        let pairs = written { json in
            json.beginObject()
            for value in values {
                json.key("name")
                json.string(value)
            }
            json.endObject()
        }
        #expect(members == pairs)
        #expect(members.contains(#"{"name":"\#(run)","name":"\#(run)\"","name":"\\\#(run)","#))
    }

    @Test("invalid UTF-8 becomes a replacement character, never invalid output")
    func invalidUTF8() {
        #expect(written { $0.string(utf8: [0x41, 0xFF, 0x42]) } == "\"A\u{FFFD}B\"")
    }

    @Test("a key made at run time is escaped, one from the source is copied")
    func keys() {
        let name = "a\"b"
        let text = written { json in
            json.beginObject()
            json.key(name)
            json.integer(UInt64.max)
            json.key("z")
            json.integer(Int64.min)
            json.endObject()
        }
        #expect(text == #"{"a\"b":18446744073709551615,"z":-9223372036854775808}"#)
    }
}
