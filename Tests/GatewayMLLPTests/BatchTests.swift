import Gateway
import GatewayMLLP
import HL7v2
import RecordTypes
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

    @Test("several messages in one frame are a batch without envelope; an acknowledgement among them is passed over")
    func implicitBatch() async throws {
        let submissions = Submissions(.failure(GatewayError(.busy)))
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                let acknowledgement = "MSH|^~\\&|LAB|H|G|A|2026||ACK^R01|A1|P|2.5\rMSA|AA|1\r"
                try await line.say(framed(message("M1") + acknowledgement + message("M2")))
                let answer = MessageBatch(try #require(try await line.frame()))
                #expect(!answer.isEnveloped)
                let answers = try answer.messages.map { try Message($0) }
                #expect(answers.map { $0.first("MSA")?[1].text } == ["AR", "AR"])
            }
        }
        #expect(submissions.controlIDs == ["M1", "M2"])
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
