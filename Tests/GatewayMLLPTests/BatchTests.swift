import Gateway
import GatewayMLLP
import GatewayTesting
import HL7v2
import RecordTypes
import Synchronization
import Testing

@Suite("Batches over MLLP", .timeLimit(.minutes(2)))
struct BatchTests {
    let door: TestDoor

    init() throws { door = try TestDoor() }

    @Test("each message of a batch is filed by itself and has its own acknowledgement, in the batch's envelope")
    func batch() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let text = "BHS|^~\\&|LAB|HOSPITAL|GATEWAY|ANKUR|2026||||B1\r\(message("M1"))\(message("M2"))BTS|2\r"
                try await line.say(framed(text))
                let answer = MessageBatch(try #require(try await line.frame()))
                #expect(answer.isEnveloped)
                let answers = try answer.messages.map { try Message($0) }
                #expect(answers.map { $0.first("MSA")?[1].text ?? "" } == ["AA", "AA"])
                #expect(answers.map { $0.first("MSA")?[2].text ?? "" } == ["M1", "M2"])
                #expect(answer.issues.isEmpty)
                // The connection goes on.
                #expect(try await line.verdict(on: message("M3")) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2", "M3"])
        #expect(submissions.mostAtOnce == 1)
    }

    @Test("an acknowledgement in a batch is passed over")
    func acknowledgementInside() async throws {
        let submissions = Submissions(.failure(GatewayError(.busy)))
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let acknowledgement = "MSH|^~\\&|LAB|H|G|A|2026||ACK^R01|A1|P|2.5\rMSA|AA|1\r"
                try await line.say(framed("BHS|^~\\&\r" + message("M1") + acknowledgement + message("M2")))
                let answers = try MessageBatch(try #require(try await line.frame())).messages.map { try Message($0) }
                #expect(answers.map { $0.first("MSA")?[1].text } == ["AR", "AR"])
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2"])
    }

    @Test("a frame without envelope is one message, whatever stands in it, and is handed in whole")
    func noEnvelope() async throws {
        let whole = message("M1") + message("M2") + "BTS|2\r"
        let sizes = Mutex<[Int]>([])
        let submissions = Submissions()
        try await door.listening { source, institution async throws(GatewayError) in
            sizes.withLock { $0.append(source.bytes.count) }
            return try await submissions.submit(source, institution)
        } _: { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: whole) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M1"])
        #expect(sizes.withLock { $0 } == [whole.utf8.count])
    }

    @Test("a batch beyond the limit is to be sent in smaller ones, and nothing of it is filed")
    func tooLong() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let batch = "BHS|^~\\&\r" + String(repeating: "MSH|\r", count: 1_001)
                #expect(try await line.verdict(on: batch) == "AR 207")
                // The connection goes on.
                #expect(try await line.verdict(on: message("M2")) == "AA")
            }
        }
        #expect(submissions.controlIDs == ["M2"])
    }

    @Test("lines that belong to no message refuse the batch, whether a message lost them or not")
    func strayLines() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                for batch in [
                    "BHS|^~\\&\r\(message("M1"))OBX|1|TX|T||text\nBTS|\nmore|||F\rBTS|1\r",
                    "BHS|^~\\&\rPID|1\r\(message("M1"))BTS|1\r", "FHS|^~\\&\r\(message("M1"))FTS|1\rOBX|1\r",
                ] {
                    #expect(try await line.verdict(on: batch).hasPrefix("AE 100"))
                }
            }
        }
        #expect(submissions.controlIDs.isEmpty)
    }

    @Test("a certificate that expires inside a batch ends it: nothing more is filed, and nothing answered")
    func expires() async throws {
        let submissions = Submissions(before: { [door] id in
            if id == "M2" { door.clock.advance(by: .seconds(4 * 365 * 86_400)) }
        })
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let batch = "BHS|^~\\&\r\(message("M1"))\(message("M2"))\(message("M3"))\(message("M4"))BTS|4\r"
                #expect(try await line.verdict(on: batch) == "closed")
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2"])
        #expect(door.log.text.contains("certificate-expired"))
    }

    @Test("the findings that an answer names are shared among the messages of a batch")
    func boundedAnswer() async throws {
        let finding = RecordTypes.Issue(.warning, "hl7-x", .value, "x")
        let submissions = Submissions(.success(Array(repeating: finding, count: 600)))
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let messages = (1...100).map { message("M\($0)") }.joined()
                try await line.say(framed("BHS|^~\\&\r\(messages)BTS|100\r"))
                let answers = try MessageBatch(try #require(try await line.frame())).messages.map { try Message($0) }
                #expect(answers.count == 100)
                #expect(answers.allSatisfy { $0.all("ERR").count == 6 })
            }
        }
    }

    @Test("a batch without any message is an error")
    func emptyBatch() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: "BHS|^~\\&|LAB\rBTS|0\r").hasPrefix("AE"))
            }
        }
        #expect(submissions.controlIDs.isEmpty)
    }
}
