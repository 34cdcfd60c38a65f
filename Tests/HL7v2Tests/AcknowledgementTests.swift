import HL7v2
import RecordTypes
import Testing

private let now = Instant(rfc3339: "2026-03-01T09:30:00.250Z")!

private func answer(
    _ header: String, _ outcome: Acknowledgement.Outcome? = nil, _ issues: [RecordTypes.Issue] = []
) throws -> Message {
    let read = MessageHeader(Array(header.utf8))
    let answer = try #require(
        Acknowledgement(
            to: read, outcome: outcome ?? .init(issues), issues: issues, controlID: "A1", time: now))
    return try Message(answer.bytes)
}

private let missing = RecordTypes.Issue(
    .error, "hl7-required-field", .required, "No | id.", at: .hl7(.init(segment: "PID", field: 3, component: 1)),
    rule: "HL7 v2 3.4.2.3", remedy: "Send it.")

@Suite("An acknowledgement")
struct AcknowledgementTests {
    @Test("of success swaps the parties and names the message")
    func success() throws {
        let answer = try answer(header, .accept)
        #expect(answer.header[3].text == "GATEWAY")
        #expect(answer.header[4].text == "ANKUR")
        #expect(answer.header[5].text == "LAB")
        #expect(answer.header[6].text == "HOSPITAL")
        #expect(answer.header[7].text == "20260301093000.250+0000")
        #expect(answer.header[9].wholeText == "ACK^R01^ACK")
        #expect(answer.header[10].text == "A1")
        #expect(answer.header[12].text == "2.5.1")
        #expect(answer.first("MSA")?[1].text == "AA")
        #expect(answer.first("MSA")?[2].text == "M1")
        #expect(answer.first("ERR") == nil)
        #expect(answer.bytes.last == 0x0D)
    }

    @Test("of an error says where, which condition, how bad, which rule, and what to do")
    func error() throws {
        let answer = try answer(header, nil, [missing])
        let err = try #require(answer.first("ERR"))
        #expect(answer.first("MSA")?[1].text == "AE")
        #expect(err[2].wholeText == "PID^1^3^1^1")
        #expect(err[3].wholeText == "101^Required field missing^HL70357")
        #expect(err[4].text == "E")
        #expect(err[5].text == "hl7-required-field")
        #expect(err[7].text == "rule: HL7 v2 3.4.2.3")
        #expect(err[8].text == "No | id. Send it.")
    }

    @Test("before 2.5 writes place and condition into ERR-1 and the text into MSA-3")
    func oldVersions() throws {
        let answer = try answer(header.replacing("2.5.1", with: "2.3"), nil, [missing])
        #expect(answer.first("ERR")?[1].wholeText == "PID^1^3^101&Required field missing&HL70357")
        #expect(answer.first("ERR")?.fieldCount == 1)
        #expect(answer.first("MSA")?[3].text == "No | id.")
        #expect(answer.header[9].wholeText == "ACK^R01")
    }

    @Test(
        "says by its code whether to send again",
        arguments: [
            ([], Acknowledgement.Outcome.accept), ([("x", .warning, .value)], .accept),
            ([("x", .error, .value)], .error),
            ([("hl7-unsupported-message-type", .error, .notSupported)], .reject),
            ([("hl7-unsupported-event", .error, .notSupported)], .reject),
            ([("hl7-processing-id", .error, .forbidden)], .reject),
            ([("hl7-unsupported-version", .error, .notSupported)], .reject),
            ([("x", .error, .throttled)], .reject),
            ([("x", .error, .value), ("hl7-unsupported-event", .error, .notSupported)], .reject),
            ([("hl7-unsupported-event", .warning, .notSupported)], .accept),
        ] as [([(String, RecordTypes.Issue.Severity, RecordTypes.Issue.Kind)], Acknowledgement.Outcome)])
    func outcomes(
        _ issues: [(String, RecordTypes.Issue.Severity, RecordTypes.Issue.Kind)], _ outcome: Acknowledgement.Outcome
    ) {
        #expect(Acknowledgement.Outcome(issues.map { RecordTypes.Issue($0.1, $0.0, $0.2, "m") }) == outcome)
    }

    @Test(
        "follows MSH-15 and MSH-16 in enhanced mode",
        arguments: [
            ("AL", "NE", Acknowledgement.Outcome.accept, "CA"), ("AL", "AL", .error, "CE"), ("AL", "", .reject, "CR"),
            ("NE", "AL", .accept, "AA"), ("ER", "AL", .accept, "AA"), ("ER", "NE", .error, "CE"),
            ("ER", "NE", .accept, nil),
            ("SU", "NE", .accept, "CA"), ("SU", "NE", .error, nil), ("NE", "NE", .error, nil), ("", "AL", .error, "AE"),
            ("", "", .reject, "AR"),
        ] as [(String, String, Acknowledgement.Outcome, String?)])
    func enhancedMode(_ accept: String, _ application: String, _ outcome: Acknowledgement.Outcome, _ code: String?) {
        let read = MessageHeader(Array("\(header)|||\(accept)|\(application)".utf8))
        let answer = Acknowledgement(to: read, outcome: outcome, issues: [], controlID: "A1", time: now)
        #expect(answer?.code.rawValue == code)
    }

    @Test(
        "names every answer in the order in which it goes out",
        arguments: [
            ("AL", "AL", Acknowledgement.Outcome.accept, ["CA", "AA"]), ("SU", "SU", .accept, ["CA", "AA"]),
            ("AL", "ER", .accept, ["CA"]), ("AL", "AL", .error, ["CE"]), ("SU", "ER", .error, ["AE"]),
            ("ER", "AL", .reject, ["CR"]), ("NE", "NE", .accept, []), ("", "", .accept, ["AA"]),
        ] as [(String, String, Acknowledgement.Outcome, [String])])
    func answers(_ accept: String, _ application: String, _ outcome: Acknowledgement.Outcome, _ codes: [String]) {
        let read = MessageHeader(Array("\(header)|||\(accept)|\(application)".utf8))
        let answers = Acknowledgement.answers(
            to: read, outcome: outcome, issues: [missing], controlIDs: { "A1" }, time: now)
        #expect(answers.map(\.code.rawValue) == codes)
        let one = Acknowledgement.answers(
            to: read, outcome: outcome, issues: [missing], isOne: true, controlIDs: { "A1" }, time: now)
        #expect(one.map(\.code.rawValue) == Array(codes.prefix(1)))
    }

    @Test("to a message without a header is an answer all the same")
    func noHeader() throws {
        let answer = try answer("hello", nil, [missing])
        #expect(answer.first("MSA")?[1].text == "AE")
        #expect(answer.first("MSA")?[2].isEmpty == true)
    }

    @Test("echoes at most 199 bytes of a control id, and no control character")
    func echo() throws {
        let long = String(repeating: "X", count: 3_000)
        #expect(
            try answer(header.replacing("|M1|", with: "|\(long)|"), .accept).first("MSA")?[2].text?.utf8.count == 199)
        let hostile = try answer(header.replacing("|M1|", with: "|a\u{0B}b\u{1C}c|"), .accept)
        #expect(hostile.first("MSA")?[2].text == "a?b?c")
        #expect(hostile.count == 2)
    }

    @Test("keeps an escape in a control id as it was, and stays one message")
    func escapedControlID() throws {
        let answer = try answer(header.replacing("|M1|", with: #"|a\X0D\MSH|"#), .accept)
        #expect(answer.count == 2)
        #expect(Array(answer.first("MSA")?[2].bytes ?? []) == Array(#"a\X0D\MSH"#.utf8))
    }

    @Test("uses the delimiters and the character set of the message")
    func delimitersAndCharacterSet() throws {
        let other = "MSH$*%!?$LAB$H$G$A$20260301$$ADT*A01$M2$P$2.5$$$$$$8859/1"
        let issue = RecordTypes.Issue(.error, "x", .value, "õun $ ei sobi")
        let answer = try answer(other, nil, [issue])
        #expect(answer.delimiters.field == UInt8(ascii: "$"))
        #expect(answer.characterSet == .iso8859(1))
        #expect(answer.first("ERR")?[8].text == "õun $ ei sobi")
    }

    @Test("names at most 500 findings, and then their number")
    func manyFindings() throws {
        let answer = try answer(header, nil, Array(repeating: missing, count: 700))
        #expect(answer.all("ERR").count == 501)
        #expect(answer.all("ERR").last?[8].text?.hasPrefix("700 findings") == true)
    }

    @Test("never traps on any header: mutations of one")
    func mutatedHeaders() {
        var mutator = Mutator(seed: 5)
        for _ in 0..<3_000 {
            let bytes = mutator.mutated(Array("\(header)|||AL|NE||8859/1".utf8))
            if let answer = Acknowledgement(
                to: MessageHeader(bytes), outcome: .error, issues: [missing], controlID: "1", time: now)
            {
                #expect(!answer.bytes.contains(0x0B) && !answer.bytes.contains(0x1C))
            }
        }
    }
}
