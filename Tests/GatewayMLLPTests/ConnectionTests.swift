import Gateway
import GatewayMLLP
import GatewayTLS
import GatewayTesting
import HL7v2
import NIOCore
import NIOPosix
import RecordTypes
import ServiceLifecycle
import Synchronization
import TestPKI
import Testing

@Suite("A connection", .timeLimit(.minutes(2)))
struct ConnectionTests {
    let door: TestDoor

    init() throws { door = try TestDoor() }

    private func limits(
        connections: Int = 10, message: Int = 1000, held: Int = 10_000, idle: TimeAmount = .minutes(5),
        messageTime: TimeAmount = .minutes(5), linger: TimeAmount = .milliseconds(50)
    ) -> MLLPLimits {
        MLLPLimits(
            connections: connections, messageSizeInBytes: message, heldBytes: held, idleTime: idle,
            messageTime: messageTime, lingerTime: linger)
    }

    @Test("two frames in one write get two answers, in order, and the second waits for the first")
    func pipelined() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say((1...20).flatMap { framed(message("M\($0)")) })
                for number in 1...20 {
                    #expect(try await line.acknowledgement()?.first("MSA")?[2].text == "M\(number)")
                }
            }
        }
        #expect(submissions.mostAtOnce == 1)
    }

    @Test("a message in single bytes is a message")
    func trickle() async throws {
        try await door.listening(submit: Submissions().submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                for byte in framed(message("M1")) { try await line.say([byte]) }
                #expect(try await line.verdict() == "AA")
            }
        }
    }

    @Test(
        "what is no frame is refused and ends the connection",
        arguments: [
            ("no start block", message("M1"), "AE 100"), ("a start block inside", "\u{0B}MSH|\u{0B}", "AE 100"),
            ("an end block inside", "\u{0B}\(message("M1"))\u{1C}OBX|2\r\u{1C}\r", "AE 100"),
            ("a tail after the frame", "\u{0B}\(message("M1"))\u{1C}\rOBX|2\r", "AE 100"),
            ("an empty frame", "\u{0B}\u{1C}\r", "AE 100"),
            ("too large", "\u{0B}" + message("M1") + String(repeating: "x", count: 2_000), "AE 104"),
        ])
    func broken(_ name: String, _ bytes: String, _ expected: String) async throws {
        let submissions = Submissions()
        let limits = limits()
        try await door.listening(limits: limits, submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say(bytes)
                #expect(try await line.verdict() == expected, "\(name)")
                #expect(try await line.verdict() == "closed", "\(name)")
            }
            let next = try await door.connected(to: port, as: door.institution) {
                try await $0.verdict(on: message("M2"))
            }
            #expect(next == "AA")
        }
        #expect(submissions.controlIDs == ["M2"])
    }

    @Test("a message too large is refused by its own control id")
    func tooLargeByName() async throws {
        // Ends when the sender goes, who must have had the time to send all of it.
        let limits = limits(linger: .minutes(1))
        try await door.listening(limits: limits, submit: Submissions().submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say("\u{0B}" + message("M1") + String(repeating: "x", count: 1_000_000))
                #expect(try await line.acknowledgement()?.first("MSA")?[2].text == "M1")
            }
        }
    }

    @Test("HTTP is told that it is not spoken here")
    func http() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say("POST /fhir HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")
                let answer = try await line.rest()
                #expect(answer.hasPrefix("HTTP/1.1 400 "))
                #expect(answer.hasSuffix("MLLP, not HTTP.\n"))
            }
        }
        #expect(submissions.controlIDs.isEmpty)
    }

    @Test("a message that does not end in time may be sent again, on another connection")
    func stalled() async throws {
        let submissions = Submissions()
        let limits = limits(messageTime: .milliseconds(30))
        try await door.listening(limits: limits, submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say("\u{0B}" + message("M1"))
                #expect(try await line.verdict() == "AR 207")
                #expect(try await line.verdict() == "closed")
            }
        }
        #expect(submissions.controlIDs.isEmpty)
    }

    @Test("a connection that begins no message is closed without a word")
    func idle() async throws {
        let limits = limits(idle: .milliseconds(200))
        try await door.listening(limits: limits, submit: Submissions().submit) { [door] port, _ async throws in
            let heard = try await door.connected(to: port, as: door.institution) { try await $0.rest() }
            #expect(heard.isEmpty)
        }
    }

    @Test("a peer that leaves in the middle of a message leaves nothing behind")
    func leaves() async throws {
        let submissions = Submissions()
        let limits = limits(held: 600)
        try await door.listening(limits: limits, submit: submissions.submit) { [door] port, _ async throws in
            for _ in 0..<10 {
                try await door.connected(to: port, as: door.institution) { line async throws in
                    try await line.say("\u{0B}" + message("M1") + String(repeating: "x", count: 300))
                }
            }
            // The room is given back once the server has seen them go.
            var verdict = ""
            while verdict != "AA" {
                verdict = try await door.connected(to: port, as: door.institution) {
                    try await $0.verdict(on: message("M2"))
                }
            }
        }
        #expect(Set(submissions.controlIDs) == ["M2"])
    }

    @Test("who sends more than there is room for is told to send again")
    func crowded() async throws {
        let submissions = Submissions()
        let limits = limits(held: 500)
        try await door.listening(limits: limits, submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say("\u{0B}" + message("M1") + String(repeating: "x", count: 700))
                #expect(try await line.verdict() == "AR 207")
                #expect(try await line.verdict() == "closed")
            }
        }
        #expect(submissions.controlIDs.isEmpty)
    }

    @Test("beyond the limit waits until one closes")
    func connectionLimit() async throws {
        let submissions = Submissions()
        let limits = limits(connections: 1)
        try await door.listening(limits: limits, submit: submissions.submit) { [door] port, _ async throws in
            let begun = Gate()
            async let other = {
                await begun.passed()
                return try await door.connected(to: port, as: door.institution) {
                    try await $0.verdict(on: message("other"))
                }
            }()
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: message("first")) == "AA")
                begun.open()
                for _ in 0..<50 { _ = try await line.verdict(on: message("more")) }
            }
            #expect(try await other == "AA")
        }
        #expect(submissions.controlIDs.last == "other")
    }
}

@Suite("A certificate at the message door", .timeLimit(.minutes(2)))
struct CertificateTests {
    let door: TestDoor

    init() throws { door = try TestDoor() }

    @Test("is required, of an institution, and nobody without one is served")
    func required() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            for credential in [nil, door.pki.citizen(.jaak), door.pki.official] {
                let verdict = try? await door.connected(to: port, as: credential) {
                    try await $0.verdict(on: message("M1"))
                }
                #expect(verdict == nil || verdict == "closed")
            }
            await #expect(throws: Never.self) { try await ServerTLS.refusesAnonymousClients(port: port) }
        }
        #expect(submissions.controlIDs.isEmpty)
    }

    @Test("that expires between two messages ends the connection, unanswered and unfiled")
    func expires() async throws {
        let submissions = Submissions()
        try await door.listening(submit: submissions.submit) { [door] port, _ async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: message("M1")) == "AA")
                door.clock.advance(by: .seconds(4 * 365 * 86_400))
                #expect(try await line.verdict(on: message("M2")) == "closed")
            }
        }
        #expect(submissions.controlIDs == ["M1"])
        #expect(door.log.text.contains("certificate-expired"))
    }
}

@Suite("At shutdown", .timeLimit(.minutes(2)))
struct ShutdownTests {
    let door: TestDoor

    init() throws { door = try TestDoor() }

    @Test("the message in hand is filed and answered, the next one is not begun, and the connection ends")
    func finishesMessage() async throws {
        let begun = Gate()
        let release = Gate()
        let submissions = Submissions(before: { _ in
            begun.open()
            await release.passed()
        })
        try await door.listening(submit: submissions.submit) { [door] port, service async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                try await line.say(framed(message("M1")) + framed(message("M2")))
                await begun.passed()
                await service.triggerGracefulShutdown()
                // Accepting ends before the message does.
                while (try? await door.connected(to: port, as: door.institution, { _ in })) != nil {}
                release.open()
                #expect(try await line.verdict() == "AA")
                #expect(try await line.verdict() == "closed")
            }
        }
        #expect(submissions.controlIDs == ["M1"])
    }

    @Test("an idle connection is closed at once, and so is one in the middle of a message")
    func closesIdle() async throws {
        try await door.listening(submit: Submissions().submit) { [door] port, service async throws in
            try await door.connected(to: port, as: door.institution) { line async throws in
                #expect(try await line.verdict(on: message("M1")) == "AA")
                try await line.say("\u{0B}MSH|")
                await service.triggerGracefulShutdown()
                let heard = try await line.rest()
                #expect(heard.isEmpty)
            }
        }
    }

    @Test("connections that come while accepting ends are closed, whether anybody took them up or not")
    func storm() async throws {
        for _ in 0..<20 {
            let storm = Mutex<Task<Int, Never>?>(nil)
            try await door.listening(submit: Submissions().submit) { port, service async throws in
                storm.withLock { $0 = Task { await connectUntilRefused(port: port, atOnce: 8) } }
                await service.triggerGracefulShutdown()
            }
            // Ends only when every connection that was made has been closed from the other side.
            #expect(await storm.withLock { $0 }?.value != nil)
        }
    }
}

/// Connects again and again, several at once, until nobody listens; waits for the end of each connection.
private func connectUntilRefused(port: Int, atOnce: Int) async -> Int {
    await withTaskGroup(of: Int.self) { group in
        for _ in 0..<atOnce {
            group.addTask {
                var made = 0
                while let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: port).get()
                {
                    made += 1
                    try? await channel.closeFuture.get()
                }
                return made
            }
        }
        return await group.reduce(0, +)
    }
}
