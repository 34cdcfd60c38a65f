import DemoDocuments
import GatewayClient
import JSONText
import TestPKI
import Testing

/// HL7 v2 over MLLP in TLS, and everything that is not quite that.
@Suite("MLLP")
struct MLLPTests {
    @Test("a good message is AA, and by then it is there, provable, and its citizen can read it")
    func good() async throws {
        let gateway = try await SharedGateway.running
        let message = TestDocument.oru("MLLP-1").bytes
        let answer = try await send([message], to: gateway)[0]
        #expect(answer.code == "AA", "\(answer.text)")
        #expect(answer.control == "MLLP-1")
        let client = try gateway.client(Holder.southHospital)
        let again = try await client.submit(message, "application/hl7-v2", to: gateway.process)
        #expect(again.status == 200, "over HTTP the same bytes are known")
        let promise = try Acknowledged(again)
        _ = try await gateway.process.anchored(promise.record, as: client)
        let source = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/Binary/\(promise.record)"))
        #expect(source.body == message)
        try await client.shutdown()
    }

    @Test("the demonstration's message, twice on one connection: AA and AA, one record")
    func duplicate() async throws {
        let gateway = try await SharedGateway.running
        let answers = try await send([DemoDocument.oru, DemoDocument.oru], to: gateway)
        #expect(answers.map(\.code) == ["AA", "AA"], "\(answers.map(\.text))")
    }

    struct Faulty: Sendable, CustomStringConvertible {
        let description: String
        let message: String
        let codes: [String]
        /// ERR-3 codes of which one must be there; empty where the message is too broken for an ERR.
        let errors: [String]

        init(_ description: String, _ message: String, _ codes: [String], _ errors: [String] = []) {
            self.description = description
            self.message = message
            self.codes = codes
            self.errors = errors
        }
    }

    private static let contentFaults = ["100", "101", "102", "103", "104", "105", "198", "199", "204", "205", "207"]

    static let faulty: [Faulty] = [
        Faulty(
            "a code with a wrong check digit", TestDocument.oru("MLLP-F1", patientCode: "38001085719"), ["AE"],
            contentFaults),
        Faulty("no patient id", TestDocument.oru("MLLP-F2", patientCode: ""), ["AE"], contentFaults),
        Faulty(
            "no PID at all",
            TestDocument.oru("MLLP-F3").split(separator: "\r").filter { !$0.hasPrefix("PID") }.map { $0 + "\r" }
                .joined(), ["AE"], contentFaults),
        Faulty(
            "two national ids",
            TestDocument.oru("MLLP-F4").replacing(
                "^NI|", with: "^NI~60001017869^^^EE&1.3.6.1.4.1.28284.6.2.2.1&ISO^NI|"), ["AE"], contentFaults),
        Faulty("another institution's MSH-4", TestDocument.oru("MLLP-F5", sending: "90000015"), ["AE"], contentFaults),
        Faulty("an unknown event", TestDocument.oru("MLLP-F6", type: "ZZZ^Z99"), ["AR"], ["200", "201"]),
        Faulty(
            "an unknown version", TestDocument.oru("MLLP-F7").replacing("|2.5.1|", with: "|9.9|"), ["AR", "AE"],
            ["203"] + contentFaults),
        Faulty("no MSH-10", TestDocument.oru(""), ["AE", "AR"]),
        Faulty("no MSH", "PID|1||38001085718\r", ["AE", "AR"]),
    ]

    @Test("a fault is AE or AR with an ERR that decides about resending", arguments: faulty)
    func fault(_ faulty: Faulty) async throws {
        let gateway = try await SharedGateway.running
        let answer: Acknowledgement
        do {
            answer = try await send([faulty.message.bytes], to: gateway)[0]
        } catch MLLPSender.Failure.closedWithoutAcknowledgement {
            // What is no message may be answered by hanging up.
            #expect(!faulty.message.hasPrefix("MSH"))
            return
        }
        #expect(faulty.codes.contains(answer.code), "\(answer.text)")
        if !faulty.errors.isEmpty { #expect(answer.errors.contains { faulty.errors.contains($0) }, "\(answer.text)") }
        #expect(!answer.text.contains("3800108571"), "an answer quotes no patient")
        #expect(
            try await send([TestDocument.oru("MLLP-AFTER-\(faulty.codes[0])").bytes], to: gateway)[0].code == "AA",
            "the next is served")
    }

    @Test("who asks for a commit acknowledgement gets one: CA and CE, as durable and as decided as AA and AE")
    func enhancedMode() async throws {
        let gateway = try await SharedGateway.running
        let messages = [TestDocument.oru("MLLP-E1"), TestDocument.oru("MLLP-E2", patientCode: "38001085719")].map {
            $0.replacing("|2.5.1||||||", with: "|2.5.1|||AL|NE||").bytes
        }
        #expect(try await send(messages, to: gateway).map(\.code) == ["CA", "CE"])
        let client = try gateway.client(Holder.southHospital)
        #expect(try await client.submit(messages[0], "application/hl7-v2", to: gateway.process).status == 200)
        try await client.shutdown()
    }

    @Test("two frames in one write get two answers in order; bytes between frames are no message")
    func pipelined() async throws {
        let gateway = try await SharedGateway.running
        let frames = Self.frame(TestDocument.oru("MLLP-P1").bytes) + Self.frame(TestDocument.oru("MLLP-P2").bytes)
        let heard = try await gateway.conversation("mllp", as: Holder.southHospital).say([frames], limit: .seconds(30))
        { $0.count { $0 == 0x1C } == 2 }
        let answers = Self.answers(heard.bytes)
        #expect(answers.map(\.code) == ["AA", "AA"])
        #expect(answers.map(\.control) == ["MLLP-P1", "MLLP-P2"])
    }

    @Test("a frame in three pieces is a frame")
    func pieces() async throws {
        let gateway = try await SharedGateway.running
        let frame = Self.frame(TestDocument.oru("MLLP-PIECES").bytes)
        let parts = [Array(frame[..<40]), Array(frame[40..<(frame.count - 1)]), [0x0D]]
        let heard = try await gateway.conversation("mllp", as: Holder.southHospital).say(parts, limit: .seconds(30)) {
            $0.contains(0x1C)
        }
        #expect(Self.answers(heard.bytes).map(\.code) == ["AA"])
    }

    struct Broken: Sendable, CustomStringConvertible {
        let description: String
        let bytes: [UInt8]
        init(_ description: String, _ bytes: [UInt8]) {
            self.description = description
            self.bytes = bytes
        }
    }

    static let broken: [Broken] = [
        Broken("HTTP", Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
        Broken("no start block", TestDocument.oru("MLLP-NOSTART").bytes + [0x1C, 0x0D]),
        Broken("an empty frame", [0x0B, 0x1C, 0x0D]),
        Broken("all byte values", [0x0B] + (0...255).map { UInt8($0) } + [0x1C, 0x0D]),
        Broken(
            "a frame smuggled in a field",
            frame(cut(TestDocument.oru("MLLP-OUTER"), before: "38001085718"))
                + frame(TestDocument.oru("MLLP-INNER", about: .maarika, sending: "90000015").bytes)),
        Broken("an MSH-10 of 100 kB", frame(TestDocument.oru(String(repeating: "C", count: 100_000)).bytes)),
        Broken(
            "broken UTF-8",
            frame(
                cut(TestDocument.oru("MLLP-UTF8"), before: "Potassium") + [0xFF]
                    + TestDocument.oru("MLLP-UTF8").suffix(60).utf8)),
        Broken(
            "UTF-16", frame(TestDocument.oru("MLLP-UTF16").utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })),
    ]

    /// What stands before the first `word`.
    private static func cut(_ message: String, before word: String) -> [UInt8] {
        message.firstRange(of: word).map { Array(message[..<$0.lowerBound].utf8) } ?? []
    }

    @Test("what is no message is never AA, and costs no one else an answer", arguments: broken)
    func noMessage(_ broken: Broken) async throws {
        let gateway = try await SharedGateway.running
        let heard = try await gateway.conversation("mllp", as: Holder.southHospital).say(
            [broken.bytes], limit: .seconds(3)
        ) { _ in false }
        let answers = Self.answers(heard.bytes)
        #expect(answers.allSatisfy { $0.code != "AA" && $0.code != "CA" }, "\(heard.text.prefix(500))")
        #expect(heard.bytes.count < 20_000, "what was sent is not echoed whole")
        #expect(!heard.text.contains("HTTP/1.1 200"))
        let control = "MLLP-NEXT-\(broken.description.count)"
        #expect(try await send([TestDocument.oru(control).bytes], to: gateway)[0].code == "AA")
    }

    @Test("nobody and a citizen are not listened to", arguments: [nil, Holder.citizen, "variants/inst_expired"])
    func strangers(_ holder: String?) async throws {
        let gateway = try await SharedGateway.running
        let frame = Self.frame(TestDocument.oru("MLLP-STRANGER").bytes)
        let heard = try? await gateway.conversation("mllp", as: holder).say([frame], limit: .seconds(10)) {
            $0.contains(0x1C)
        }
        #expect(heard.map { Self.answers($0.bytes).allSatisfy { $0.code != "AA" } } ?? true)
    }

    private static func frame(_ message: [UInt8]) -> [UInt8] { [0x0B] + message + [0x1C, 0x0D] }

    // MARK: Acknowledgements

    struct Acknowledgement: Sendable {
        let text: String

        private func field(_ segment: String, _ number: Int) -> String {
            let found = text.split(separator: "\r").first { $0.hasPrefix(segment + "|") }
            let fields = found?.split(separator: "|", omittingEmptySubsequences: false) ?? []
            return fields.count > number ? String(fields[number]) : ""
        }

        var code: String { field("MSA", 1) }
        var control: String { field("MSA", 2) }
        /// ERR-3 of every ERR, its first component.
        var errors: [String] {
            text.split(separator: "\r").filter { $0.hasPrefix("ERR|") }.compactMap { segment in
                let fields = segment.split(separator: "|", omittingEmptySubsequences: false)
                return fields.count > 3 ? fields[3].split(separator: "^").first.map(String.init) : nil
            }
        }
    }

    static func answers(_ bytes: [UInt8]) -> [Acknowledgement] {
        bytes.split(separator: 0x0B).map {
            Acknowledgement(text: String(decoding: $0.prefix { $0 != 0x1C }, as: UTF8.self))
        }
    }

    private func send(_ messages: [[UInt8]], to gateway: RunningGateway) async throws -> [Acknowledgement] {
        try await gateway.sender(as: Holder.southHospital).send(messages).map {
            Acknowledgement(text: String(decoding: $0, as: UTF8.self))
        }
    }
}
