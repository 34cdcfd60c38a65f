import HL7v2
import RecordTypes
import Testing

private let first = #"MSH|^~\&|LAB|A|||20260301||ADT^A01|M1|P|2.5"#
private let second = #"MSH|^~\&|LAB|A|||20260301||ADT^A03|M2|P|2.5"#
private let pid = "PID|1||1"

@Suite("A batch")
struct MessageBatchTests {
    @Test(
        "holds its messages in order, with or without envelopes and frames",
        arguments: [
            ("\(first)\r\(pid)\r", 1, false), ("\(first)\r\(pid)\r\(second)\r\(pid)", 2, false),
            ("\(first)\n\(pid)\n\(second)\n\(pid)\n", 2, false), ("\(first)\r\n\(second)\r\n", 2, false),
            ("FHS|^~\\&|X\rBHS|^~\\&|X\r\(first)\r\(pid)\r\(second)\rBTS|2\rFTS|1\r", 2, true),
            ("BHS|^~\\&|X\r\(first)\rBTS|1\rBHS|^~\\&|X\r\(second)\rBTS|1\r", 2, true),
            ("\u{FEFF}\(first)\r\(second)\r", 2, false),
            ("\u{0B}\(first)\r\u{1C}\r\u{0B}\(second)\r\u{1C}\r", 2, false),
            ("\(first)\rMSH|^~\r\(second)\r", 3, false), ("FHS|^~\\&|X\rFTS|0\r", 0, true), ("", 0, false),
            ("PID|1\r", 0, false), ("MSH\rMSH\r", 0, false), ("\r\n \tBHS|^~\\&\r \(first)\r", 1, true),
            ("\(first)\rMSH\r\(second)\r", 2, false),
            ("\(first)\rMSH#^~\\&#X\r", 2, false), ("BHS|^~\\&\r\(first)\rMSH#^~\\&#X\r", 1, true),
            ("BHS|^~\\&\r\(first)\rBTS|1\rBHS#^~\\&\rMSH#^~\\&#X\rBTS#1\r", 2, true),
            ("BHS|^~\\&\r\(first)\rBTS\r", 1, true),
        ])
    func messages(_ text: String, _ count: Int, _ isEnveloped: Bool) {
        let batch = MessageBatch(Array(text.utf8))
        #expect(batch.messages.count == count)
        #expect(batch.isEnveloped == isEnveloped)
        #expect(batch.messages.allSatisfy { $0.starts(with: Array("MSH".utf8)) })
        #expect(batch.firstLines.count == count)
    }

    @Test("gives each message all of its lines and nothing of its neighbours")
    func bytes() throws {
        let batch = MessageBatch(Array("BHS|^~\\&\r\(first)\r\(pid)\r\(second)\r\(pid)\rBTS|2\r".utf8))
        let messages = try batch.messages.map { try Message($0) }
        #expect(messages.map { $0.header[10].text } == ["M1", "M2"])
        #expect(messages.map(\.count) == [2, 2])
        #expect(batch.firstLines == [2, 4])
        #expect(batch.issues.isEmpty)
    }

    @Test(
        "cuts a message only where an envelope of its own kind says so",
        arguments: [
            "BTS: see below", "BTS-2 later", "FTS^1", "BHS#^~", "FHS: old", "MSH.1", "MSH#^~\\&#X", "MSH", "BHS", "FHS",
        ])
    func noCut(_ line: String) throws {
        let whole = "\(first)\rOBX|1|TX|T||text\n\(line)\nmore|||F\r"
        let batch = MessageBatch(Array("BHS|^~\\&\r\(whole)BTS|1\r".utf8))
        #expect(batch.messages == [Array(whole.utf8)])
        #expect(batch.issues.isEmpty)
    }

    @Test(
        "reports an envelope that does not end",
        arguments: [
            ("BHS|^~\\&\r\(first)\r", true), ("FHS|^~\\&\rBHS|^~\\&\r\(first)\rBTS|1\r", true),
            ("BHS|^~\\&\r\(first)\rBTS|1\r", false), ("\(first)\r\(second)\r", false),
        ])
    func missingTrailer(_ text: String, _ isCut: Bool) {
        let codes = MessageBatch(Array(text.utf8)).issues.map(\.code)
        #expect(codes == (isCut ? [MessageBatch.countCode] : []))
    }

    @Test("reports the lines behind a trailer that cuts a message")
    func cut() {
        let batch = MessageBatch(Array("BHS|^~\\&\r\(first)\rOBX|1|TX|T||text\nBTS|\nmore|||F\rBTS|1\r".utf8))
        #expect(batch.hasStrayLines)
    }

    @Test("is split up to its limit and no further", arguments: [(1, true), (2, true), (3, false), (4, false)])
    func limit(_ limit: Int, _ exceeds: Bool) {
        let batch = MessageBatch(Array("BHS|\rMSH|\rMSH|\rMSH|\r".utf8), limit: limit)
        #expect(batch.messages.count == min(limit, 3))
        #expect(batch.exceedsLimit == exceeds)
        #expect(!MessageBatch(Array(String(repeating: "MSH|\r", count: 5_000).utf8)).exceedsLimit)
    }

    @Test("has one finding of each kind, however often it is there")
    func boundedFindings() {
        let text = String(repeating: "BHS|\rMSH|\rBTS|9\rstray\r", count: 1_000)
        #expect(MessageBatch(Array(text.utf8)).issues.map(\.code) == ["hl7-batch-count", "hl7-batch-stray-line"])
    }

    @Test(
        "in an envelope is told by its first line",
        arguments: [
            ("BHS|^~\\&\r", true), ("FHS|", true), ("\u{FEFF}BHS|", true), ("\r\n \tBHS|", true),
            (String(repeating: "\r", count: 200) + "BHS|", true), ("BHS", false), ("BHSA|", false), ("BTS|1", false),
            (first, false), ("\(first)\rBHS|^~\\&\r", false), ("", false),
        ])
    func enveloped(_ text: String, _ isEnveloped: Bool) {
        #expect(MessageBatch.beginsEnveloped(Array(text.utf8)) == isEnveloped)
    }

    @Test(
        "tells what its envelopes do not agree with",
        arguments: [
            ("BHS|^~\\&\r\(first)\rBTS|2\r", "hl7-batch-count BTS[1]-1"),
            ("FHS|^~\\&\rBHS|^~\\&\r\(first)\rBTS|1\rFTS|3\r", "hl7-batch-count FTS[1]-1"),
            ("BHS|^~\\&\r\(first)\rBTS|1\rBHS|^~\\&\rBTS|1\r", "hl7-batch-count BTS[2]-1"),
            ("BHS|^~\\&\rBTS|0\r", "hl7-batch-empty"), ("text\r\(first)\r", "hl7-batch-stray-line"),
            ("\(first)\rBTS|99999999999999999999\r", "hl7-batch-count BTS[1]-1"),
        ])
    func findings(_ text: String, _ expected: String) {
        let issues = MessageBatch(Array(text.utf8)).issues
        let found = issues.map { issue in
            if case .hl7(let place) = issue.place { "\(issue.code) \(place.text)" } else { issue.code }
        }
        #expect(found == [expected])
        #expect(issues.allSatisfy { !$0.refuses && $0.remedy != nil })
    }

    @Test(
        "is told from other content by its beginning",
        arguments: [
            (first, true), ("\u{FEFF}\(first)", true), ("\u{0B}\(first)", true), ("\r\n\(first)", true),
            ("FHS|^~\\&", true), ("BHS#", true), ("BTS|1", false), ("PID|1", false), ("<ClinicalDocument/>", false),
            ("MSHA", false), ("MS", false), ("", false), ("{\"resourceType\":\"Bundle\"}", false),
        ])
    func beginning(_ text: String, _ isMessage: Bool) {
        #expect(MessageBatch.begins(Array(text.utf8)) == isMessage)
    }

    @Test("a message about several patients comes apart into one for each, numbered from the second on")
    func patients() throws {
        let text = "\(first)\rEVN|A01\rPID|1||1\rPV1|1|I\rPID|2||2\rPV1|1|O\r"
        let parts = try MessageBatch.partedByPatient(Array(text.utf8)).map { try Message($0) }
        #expect(parts.map { $0.header[10].text } == ["M1", "M1-2"])
        #expect(parts.map { $0.first("PID")?[3].text } == ["1", "2"])
        #expect(parts.map { $0.first("PV1")?[2].text } == ["I", "O"])
        #expect(parts.allSatisfy { $0.all("EVN").count == 1 })
        #expect(MessageBatch.partedByPatient(Array("\(first)\r\(pid)".utf8)) == [Array("\(first)\r\(pid)".utf8)])
        #expect(MessageBatch.partedByPatient([0x41]) == [[0x41]])
    }

    @Test(
        "a message of any other type stays whole, whatever PID it repeats",
        arguments: ["OML^O21", "VXU^V04", "MDM^T02", "SIU^S12", "BAR^P01", "ACK", ""])
    func inseparable(_ type: String) {
        let text = "\(first.replacing("ADT^A01", with: type))\rPID|1||1\rPID|2||2\r"
        #expect(MessageBatch.partedByPatient(Array(text.utf8)) == [Array(text.utf8)])
        for separable in ["ORU^R01", "ADT^A08", "BAR^P02"] {
            let other = text.replacing("||\(type)|M1", with: "||\(separable)|M1")
            #expect(MessageBatch.partedByPatient(Array(other.utf8)).count == 2)
        }
    }

    @Test("is answered in kind: envelopes with sender and receiver changed, and the control id that is answered")
    func answer() throws {
        let time = try #require(Instant(rfc3339: "2026-03-01T09:30:00Z"))
        let text = "FHS|^~\\&|A|B|C|D|1|||F|F1\rBHS|^~\\&|A|B|C|D|1|||N|B1\r\(first)\rBTS|1\rFTS|1\r"
        let batch = MessageBatch(Array(text.utf8))
        let acknowledgement = try #require(
            Acknowledgement(
                to: MessageHeader(batch.messages[0]), outcome: .accept, issues: [], controlID: "X1", time: time))
        let answer = String(
            decoding: batch.answer(with: [acknowledgement], controlID: "Y1", time: time), as: UTF8.self)
        let lines = answer.split(separator: "\r").map(String.init)
        #expect(lines.map { String($0.prefix(3)) } == ["FHS", "BHS", "MSH", "MSA", "BTS", "FTS"])
        #expect(lines[1].hasPrefix("BHS|^~\\&|C|D|A|B|2026") && lines[1].hasSuffix("|Y1|B1"))
        #expect(lines[3] == "MSA|AA|M1")
        #expect(lines[4] == "BTS|1")
        #expect(MessageBatch(Array(answer.utf8)).messages.count == 1)
    }

    @Test("never traps on random lines")
    func randomLines() {
        var random = Randomness(seed: 11)
        let pieces = [
            "MSH|^~\\&|", "MSH", "BHS|", "FHS|^", "BTS|9", "FTS|", "PID|1", "\r", "\n", "\u{0B}", "\u{1C}", "|", "^",
        ]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let batch = MessageBatch(Array(text.utf8))
            #expect(batch.messages.count == batch.firstLines.count)
            for message in batch.messages {
                #expect(message.starts(with: "MSH".utf8))
                #expect(!MessageBatch.partedByPatient(message).isEmpty)
            }
            #expect(batch.isEnveloped == !batch.answer(with: [], controlID: "1", time: Instant(seconds: 0)).isEmpty)
        }
    }
}
