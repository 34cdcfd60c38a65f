import HL7v2
import RecordTypes
import Testing

let header = #"MSH|^~\&|LAB|HOSPITAL|GATEWAY|ANKUR|20260301093000+0200||ORU^R01^ORU_R01|M1|P|2.5.1"#

func message(_ segments: String...) throws -> Message {
    try Message(Array(([header] + segments).joined(separator: "\r").utf8))
}

@Suite("A message")
struct MessageTests {
    @Test("is read at the standard's positions, from 1")
    func positions() throws {
        let message = try message(#"PID|1||38001085718^^^EST&1.2.3&ISO^NI~77^^^LAB^MR||Tamm^Mari^^^Dr"#)
        let pid = try #require(message.first("PID"))
        #expect(pid[3].repetitions.count == 2)
        #expect(pid[3][1][1].text == "38001085718")
        #expect(pid[3][1][4][2] == "1.2.3")
        #expect(pid[3][2][5].text == "MR")
        #expect(pid[5][1][5].text == "Dr")
        #expect(pid[3][2].place.text == "PID[1]-3(2)")
        #expect(pid[5].text == "Tamm")
    }

    @Test("counts the field separator as MSH-1 and does not split MSH-2")
    func mshNumbers() throws {
        let message = try message()
        #expect(message.header[1].text == "|")
        #expect(message.header[2].text == #"^~\&"#)
        #expect(message.header[2].repetitions.count == 1)
        #expect(message.header[9][1][2].text == "R01")
        #expect(message.header[12].text == "2.5.1")
        #expect(message.header.fieldCount == 12)
        #expect(message.header[13].isEmpty)
    }

    @Test("tells empty from the explicit null")
    func nulls() throws {
        let pid = try #require(try message(#"PID|1||A||""|""^""|~~"#).first("PID"))
        #expect(pid[2].isEmpty && !pid[2].isNull && !pid[2].hasValue)
        #expect(pid[5].isNull && !pid[5].hasValue && pid[5].text == nil && pid[5].repetitions.isEmpty)
        #expect(pid[6].hasValue && pid[6][1][2].isNull && pid[6].text == nil)
        #expect(pid[7].repetitions.isEmpty)
        #expect(pid[99].isEmpty && pid[99][7][7][7] == nil && pid[0].text == "PID")
    }

    @Test("counts the segments of a name")
    func sequences() throws {
        let message = try message("OBX|1", "NTE|1", "OBX|2", "ZZZ|x")
        #expect(message.all("OBX").map { $0.place.sequence } == [1, 2])
        #expect(message.count == 5)
        #expect(message.all("ZZZ").map(\.isLocal) == [true])
    }

    @Test(
        "ends segments with CR, LF or CR LF, and keeps a LF that no segment follows",
        arguments: [
            ("\r", 3, "a"), ("\n", 3, "a"), ("\r\n", 3, "a"), ("\r\n\n", 3, "a"), ("\r\r", 3, "a"),
        ])
    func lineEnds(_ end: String, _ count: Int, _ value: String) throws {
        let message = try Message(Array("\(header)\(end)PID|\(value)\(end)OBX|1|TX|||one\ntwo|F\(end)".utf8))
        #expect(message.count == count)
        #expect(message.first("PID")?[1].text == value)
        #expect(message.first("OBX")?[5].text == "one\ntwo")
    }

    @Test(
        "undoes escapes after splitting",
        arguments: [
            (#"\F\\S\\T\\R\\E\"#, "|^&~\\"), (#"\X48\\X4a\"#, "HJ"), (#"a\.br\b"#, "a\nb"), (#"a\.sp2\b"#, "a\n\nb"),
            (#"a\.sk3\b"#, "a   b"), (#"\H\bold\N\"#, "bold"), (#"C:\Users\Name"#, #"C:\Users\Name"#), (#"\"#, #"\"#),
            (#"a\Q\b"#, #"a\Q\b"#), (#"\XZZ\"#, #"\XZZ\"#), (#"\X4\"#, #"\X4\"#), (#"\\\\"#, #"\\\\"#),
            (#"\X0B1C0D\"#, "\u{FFFD}\u{FFFD}\r"), (#"\Zlocal\x"#, #"\Zlocal\x"#), (#"\XC3B5\"#, "õ"),
            (#"\XFF\"#, "\u{FFFD}"),
        ])
    func escapes(_ written: String, _ meant: String) throws {
        #expect(try message("OBX|1|ST|||\(written)|").first("OBX")?[5].text == meant)
    }

    @Test("names the fields whose escapes mean nothing")
    func unknownEscapes() throws {
        let message = try message(#"OBX|1|ST|||a\Q\b|\F\"#, #"OBX|2|ST|||fine"#)
        #expect(message.unknownEscapes().map(\.text) == ["OBX[1]-5"])
    }

    @Test("an escape never makes a new delimiter")
    func escapedDelimiters() throws {
        let obx = try #require(try message(#"OBX|1|ST|||a\F\b\S\c~d"#).first("OBX"))
        #expect(obx[5].repetitions.count == 2)
        #expect(obx[5][1].componentCount == 1)
        #expect(obx[5].wholeText == "a|b^c~d")
    }

    @Test("may use other delimiters, and fewer or five encoding characters")
    func otherDelimiters() throws {
        let message = try Message(Array("MSH$*%!?$A$B\rPID$1$$7*x?y*z%8".utf8))
        #expect(message.first("PID")?[3][1][2][2] == "y")
        #expect(message.first("PID")?[3].repetitions.count == 2)
        #expect(try Message(Array("MSH|^~|A\rPID|a&b".utf8)).first("PID")?[1][1][1][2] == "b")
        #expect(try Message(Array(#"MSH|^~\&#|A"#.utf8)).delimiters.truncation == UInt8(ascii: "#"))
    }

    @Test(
        "is read in the character set of MSH-18",
        arguments: [
            ("8859/1", [0xF5], "õ"), ("8859/13", [0xF0], "š"), ("8859/15", [0xA6], "Š"), ("8859/5", [0xB0], "А"),
            ("UNICODE UTF-8", [0xC3, 0xB5], "õ"), ("", [0xC3, 0xB5], "õ"), ("8859/4~UNICODE UTF-8", [0xB9], "š"),
            ("ASCII", [0x41], "A"),
        ] as [(String, [UInt8], String)])
    func characterSets(_ name: String, _ bytes: [UInt8], _ text: String) throws {
        let message = try Message(Array("\(header)||||||\(name)\rPID|".utf8) + bytes)
        #expect(message.first("PID")?[1].text == text)
    }

    @Test(
        "a text that switches between sets (ISO 2022) is refused, not read as other signs",
        arguments: ["~ISO IR87", "ISO IR6~ISO IR87", "ASCII~ISO IR159", "ISO IR87", "UNICODE UTF-8~ISO IR87"])
    func switching(_ sets: String) throws {
        let header = #"MSH|^~\&|A|B|C|D|20260301||ADT^A31|1|P|2.5||||||"# + sets
        let switched = Array((header + "\rPID|1||1||\u{1B}$B;3ED\u{1B}(B^x\r").utf8)
        let error = #expect(throws: HL7Error.self) { try Message(switched) }
        #expect(error?.code == .characterSet)
        // Announced alone, it harms nothing.
        let plain = Array((header + "\rPID|1||1||Tamm^x\r").utf8)
        #expect(try Message(plain).first("PID")?[5][1][1].text == "Tamm")
    }

    @Test("loses a byte order mark and a whole frame around it")
    func wrapping() throws {
        #expect(try Message([0xEF, 0xBB, 0xBF] + Array(header.utf8)).count == 1)
        #expect(try Message([0x0B] + Array(header.utf8) + [0x1C, 0x0D]).header[12].text == "2.5.1")
        #expect(try Message(Array("\r\n\(header)".utf8)).count == 1)
    }

    @Test(
        "is refused with the reason when it is none",
        arguments: [
            ("", HL7Error.Code.empty), ("\r\n", .empty), ("PID|1", .noHeader), ("GET / HTTP/1.1\r\n", .noHeader),
            ("MS", .noHeader), ("MSH", .delimiters), ("MSH|", .delimiters), ("MSH|^", .delimiters),
            ("MSH|||||", .delimiters),
            ("MSH|^^^^|", .delimiters), ("MSH|^~A&|", .delimiters), ("MSHA^~\\&A", .delimiters),
            ("MSH|^~\\&#!|", .delimiters),
            ("MSH|^~õ&|", .delimiters), ("\(header)\rMSH|^~\\&|", .batch), ("FHS|^~\\&|\r\(header)", .batch),
            ("BHS|^~\\&|\r\(header)", .batch), ("\(header)\rpid|1", .segmentName), ("\(header)\rPI|1", .segmentName),
            ("\(header)\rtext", .segmentName), ("\(header)\rPID|\0", .controlCharacter),
            ("\(header)||||||UNICODE UTF-16", .characterSet),
            ("\(header)||||||ISO IR 999\rPID|õ", .characterSet), ("\(header)||||||8859/12\rPID|õ", .characterSet),
            ("\(header)||||||ASCII\rPID|õ", .encoding),
            ("\u{0B}\(header)\r", .unfinishedFrame), ("\u{0B}\(header)\u{1C}\rMSH", .unfinishedFrame),
        ])
    func refusals(_ text: String, _ code: HL7Error.Code) {
        do throws(HL7Error) {
            _ = try Message(Array(text.utf8))
            Testing.Issue.record("accepted")
        } catch {
            #expect(error.code == code)
            #expect(error.issue.refuses && error.issue.code == code.rawValue && error.issue.remedy != nil)
        }
    }

    @Test(
        "is refused when bytes do not fit the character set",
        arguments: [
            ("", [0xF5]), ("UNICODE UTF-8", [0xC3]), ("8859/1", [0x85]), ("8859/7", [0xAE]), ("", [0xFF, 0xFE]),
        ]
            as [(String, [UInt8])])
    func foreignBytes(_ name: String, _ bytes: [UInt8]) {
        do throws(HL7Error) {
            _ = try Message(Array("\(header)||||||\(name)\rPID|".utf8) + bytes)
            Testing.Issue.record("accepted")
        } catch { #expect(error.code == .encoding) }
    }

    @Test("UTF-16 is refused by its byte order mark or its NUL bytes")
    func utf16() {
        for mark in [[0xFF, 0xFE], [0xFE, 0xFF], []] as [[UInt8]] {
            #expect(throws: HL7Error.self) { try Message(mark + header.utf8.flatMap { [$0, 0] }) }
        }
    }

    @Test("is refused beyond each limit, and read at it")
    func limits() throws {
        let limits = MessageLimits(bytes: 200, segments: 3, fields: 20, parts: 4)
        func code(_ text: String) -> HL7Error.Code? {
            do throws(HL7Error) {
                _ = try Message(Array(text.utf8), limits: limits)
                return nil
            } catch { return error.code }
        }
        #expect(code("\(header)\rA01\rA02") == nil)
        #expect(code("\(header)\rA01\rA02\rA03") == .tooLarge)
        #expect(code(header + "\rPID" + String(repeating: "|", count: 19)) == nil)
        #expect(code(header + "\rPID" + String(repeating: "|", count: 20)) == .tooLarge)
        #expect(code(header + "\rPID|^^^^") == nil)
        #expect(code(header + "\rPID|^^~&&") == .tooLarge)
        #expect(code(header + String(repeating: " ", count: 200)) == .tooLarge)
    }

    @Test(
        "segments printed with CR are the message again",
        .enabled(if: Samples.areThere, "the shared samples are not here"))
    func roundTrip() throws {
        var read = 0
        for file in Samples.files() {
            guard let message = try? Message(try Samples.bytes(file)) else { continue }
            read += 1
            let printed = message.segments.flatMap { $0.bytes + [0x0D] }
            let again = try Message(printed)
            #expect(again.segments.map { Array($0.bytes) } == message.segments.map { Array($0.bytes) })
            for segment in message.segments {
                let first = segment.is("MSH") ? 2 : 1
                let fields =
                    segment.fieldCount < first ? [] : (first...segment.fieldCount).map { Array(segment[$0].bytes) }
                let joined = ([Array(segment.name.utf8)] + fields).joined(separator: [message.delimiters.field])
                #expect(Array(joined) == Array(segment.bytes))
            }
        }
        #expect(read >= 316)
    }
}
