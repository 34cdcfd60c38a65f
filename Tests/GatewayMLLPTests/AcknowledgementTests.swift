import Gateway
import GatewayMLLP
import HL7v2
import RecordTypes
import Testing

private func issue(_ code: String, _ kind: RecordTypes.Issue.Kind, _ severity: RecordTypes.Issue.Severity = .error)
    -> RecordTypes.Issue
{
    RecordTypes.Issue(severity, code, kind, "A finding.")
}

private typealias Row = (String, Result<[RecordTypes.Issue], GatewayError>, String)

private let rows: [Row] = [
    ("durable", .success([]), "AA"),
    ("durable with a warning", .success([issue("w", .value, .warning)]), "AA 102"),
    ("refused", .failure(GatewayError(.documentRefused, issues: [issue("r", .required)])), "AE 101"),
    (
        "refused, the refusal told first",
        .failure(GatewayError(.documentRefused, issues: [issue("w", .value, .warning), issue("r", .required)])),
        "AE 101,102"
    ),
    ("refused without a reason", .failure(GatewayError(.documentRefused)), "AE 199"),
    (
        "unsupported type",
        .failure(GatewayError(.documentRefused, issues: [issue("hl7-unsupported-message-type", .notSupported)])),
        "AR 200"
    ),
    (
        "unsupported event",
        .failure(GatewayError(.documentRefused, issues: [issue("hl7-unsupported-event", .notSupported)])), "AR 201"
    ),
    (
        "not for production",
        .failure(GatewayError(.documentRefused, issues: [issue("hl7-processing-id", .forbidden)])), "AR 202"
    ),
    (
        "unsupported version",
        .failure(GatewayError(.documentRefused, issues: [issue("hl7-unsupported-version", .notSupported)])), "AR 203"
    ),
    (
        "another institution's", .failure(GatewayError(.documentRefused, issues: [issue("custodian", .security)])),
        "AE 199"
    ),
    ("identifier in use", .failure(GatewayError(.documentConflict, issues: [issue("c", .conflict)])), "AE 205"),
    ("identifier in use, no more said", .failure(GatewayError(.documentConflict)), "AE 205"),
    ("conversion crashed", .failure(GatewayError(.conversionFailed)), "AE 199"),
    (
        "conversion timed out", .failure(GatewayError(.conversionFailed, issues: [issue("t", .timeout)])), "AE 199"
    ),
    ("busy", .failure(GatewayError(.busy)), "AR 207"),
    ("not durable", .failure(GatewayError(.unavailable)), "AR 207"),
    ("damaged", .failure(GatewayError(.payloadDamaged)), "AR 207"),
]

@Suite("Acknowledgements over MLLP", .timeLimit(.minutes(2)))
struct AcknowledgementTests {
    let door: TestDoor

    init() throws { door = try TestDoor() }

    @Test("MSA-1 and ERR-3 say what became of the message", arguments: rows.indices)
    func outcomes(_ row: Int) async throws {
        let (name, outcome, expected) = rows[row]
        let submissions = Submissions(outcome)
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            let verdict = try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.verdict(on: message("M1"))
            }
            #expect(verdict == expected, "\(name)")
        }
        #expect(submissions.controlIDs == ["M1"])
        #expect(submissions.institutions.map(\.semantics) == ["NTREE-90000015"])
    }

    @Test("the answer names the message and has an id of its own")
    func echo() async throws {
        try await door.listening(submit: Submissions().submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say(framed(message("M7")))
                let answer = try #require(try await line.acknowledgement())
                #expect(answer.first("MSA")?[2].text == "M7")
                #expect(answer.header[5].text == "LAB")
                #expect(answer.header[10].text?.utf8.count == 20)
            }
        }
    }

    @Test("what is filed is what was sent, byte for byte")
    func sameBytes() async throws {
        let sent = Array("MSH|^~\\&|LAB|H|G|A|2026||ORU^R01|M1|P|2.5\rOBX|1|ST|x||\u{00}\u{FE}\r\n".utf8) + [0xFF]
        try await door.listening(submit: { source, _ async throws(GatewayError) in
            #expect(source.bytes == sent)
            #expect(source.format == .hl7v2)
            return []
        }) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say([0x0B] + sent + [0x1C, 0x0D])
                #expect(try await line.verdict() == "AA")
            }
        }
    }

    @Test("enhanced mode gets the one answer it asks for, or none")
    func enhancedMode() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: message("M1", accept: "AL", application: "NE")) == "CA")
                #expect(try await line.verdict(on: message("M2", accept: "NE", application: "AL")) == "AA")
                try await line.say(framed(message("M3", accept: "NE", application: "NE")))
                #expect(try await line.verdict(on: message("M4")) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2", "M3", "M4"])
    }

    @Test(
        "in enhanced mode the application acknowledgement follows the accept acknowledgement, as a message of its own")
    func bothAcknowledgements() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say(framed(message("M1", accept: "AL", application: "AL")))
                let accept = try #require(try await line.acknowledgement())
                let application = try #require(try await line.acknowledgement())
                #expect(accept.first("MSA")?[1].text == "CA")
                #expect(application.first("MSA")?[1].text == "AA")
                #expect(accept.first("MSA")?[2].text == "M1" && application.first("MSA")?[2].text == "M1")
                #expect(accept.header[10].text != application.header[10].text)
                #expect(try await line.verdict(on: message("M2", accept: "ER", application: "SU")) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2"])
    }

    @Test("what was not accepted gets no application acknowledgement", arguments: ["AL", "ER"])
    func refusedInEnhancedMode(_ accept: String) async throws {
        let refusal = GatewayError(.documentRefused, issues: [issue("hl7-required-field", .required, .error)])
        try await door.listening(submit: Submissions(.failure(refusal)).submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: message("M1", accept: accept, application: "AL")) == "CE 101")
                #expect(try await line.verdict(on: message("M2", accept: "NE", application: "ER")) == "AE 101")
            }
        }
    }

    @Test("an acknowledgement is neither filed nor acknowledged", arguments: ["ACK", "ACK^R01^ACK", "MCF"])
    func acknowledgementOfAcknowledgement(_ type: String) async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say(framed(message("A1").replacing("ORU^R01^ORU_R01", with: type)))
                #expect(try await line.verdict(on: message("M1")) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M1"])
    }

    @Test("a message without MSH is refused by the converter's findings")
    func noHeader() async throws {
        let refusal = GatewayError(.documentRefused, issues: [issue("hl7-no-header", .structure, .fatal)])
        try await door.listening(submit: Submissions(.failure(refusal)).submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: "PID|1\r") == "AE 100")
            }
        }
    }

    @Test("no log line quotes a message")
    func quietLogs() async throws {
        let outcomes: [Result<[RecordTypes.Issue], GatewayError>] = [
            .success([]), .failure(GatewayError(.unavailable)), .failure(GatewayError(.documentRefused)),
        ]
        for outcome in outcomes {
            try await door.listening(submit: Submissions(outcome).submit) { [door] port, _ async throws in
                try await door.connected(to: port, as: door.institution) { line async throws in
                    _ = try await line.verdict(on: message("38001085718") + "PID|1||38001085718||PROOVI^PEETER\r")
                    try await line.say("38001085718")
                    _ = try await line.rest()
                }
            }
        }
        #expect(door.log.text.contains("AA") && door.log.text.contains("unavailable"))
        #expect(!door.log.text.contains("38001085718"))
        #expect(!door.log.text.contains("PROOVI"))
    }
}
