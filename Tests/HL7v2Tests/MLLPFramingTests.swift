import HL7v2
import Testing

private let vt: UInt8 = 0x0B
private let fs: UInt8 = 0x1C
private let cr: UInt8 = 0x0D

@Suite("MLLP framing")
struct MLLPFramingTests {
    @Test("one frame, two frames in one read, and line ends between them")
    func frames() {
        var framing = MLLPFraming(limit: 10)
        #expect(framing.receive([vt, 1, 2, fs, cr]) == [.message([1, 2])])
        #expect(framing.receive([vt, 3, fs, cr, cr, 0x0A, vt, 4, fs, cr]) == [.message([3]), .message([4])])
        #expect(framing.receive([cr]) == [])
        #expect(framing.receiveEnd() == [])
        #expect(!framing.isInsideMessage)
    }

    @Test(
        "a broken frame closes the connection",
        arguments: [
            ("no start block", [0x41], MLLPError.missingStartBlock),
            ("one byte over the limit", [vt, 0x41, 0x42, 0x43], .messageTooLarge(limit: 2)),
            ("an HTTP request", Array("GET / HTTP/1.1\r\n".utf8), .httpRequest),
            ("an HTTP upload", Array("POST /x HTTP/1.1\r\n".utf8), .httpRequest),
            ("a TLS hello", [0x16, 0x03, 0x01], .missingStartBlock),
            ("a start block inside", [vt, 0x41, vt], .startBlockInsideMessage),
            ("three start blocks", [vt, vt, vt], .startBlockInsideMessage),
            ("an end block without CR", [vt, 0x41, fs, 0x42], .endBlockInsideMessage),
            ("an end block and another", [vt, 0x41, fs, fs, cr], .endBlockInsideMessage),
            ("nothing inside", [vt, fs, cr], .emptyMessage),
            ("a tail after FS CR", [vt, 0x41, fs, cr, 0x42], .endBlockInsideMessage),
        ] as [(String, [UInt8], MLLPError)])
    func brokenFrames(_ name: String, _ bytes: [UInt8], _ expected: MLLPError) {
        var framing = MLLPFraming(limit: 2)
        #expect(framing.receive(bytes) == [.close(expected)])
        #expect(framing.receive([vt, 1, fs, cr]) == [], "closed is closed")
    }

    @Test("the peer's end inside a message is a missing end block")
    func missingEnd() {
        var framing = MLLPFraming(limit: 10)
        #expect(framing.receive([vt, 1]) == [])
        #expect(framing.isInsideMessage)
        #expect(framing.receiveEnd() == [.close(.missingEndBlock)])
    }

    @Test("what arrived of a message that is too large is kept, and no more")
    func unfinished() {
        var framing = MLLPFraming(limit: 4)
        #expect(framing.receive([vt, 1, 2, 3]) == [])
        #expect(framing.receive([4, 5, 6]) == [.close(.messageTooLarge(limit: 4))])
        #expect(framing.unfinished == [1, 2, 3, 4])
    }

    @Test("a message of just the limit passes")
    func limit() {
        var framing = MLLPFraming(limit: 2)
        #expect(framing.receive([vt, 1, 2, fs, cr]) == [.message([1, 2])])
    }

    @Test("valid frames come out the same however TCP cuts them")
    func anyCut() {
        var random = Randomness(seed: 42)
        for _ in 0..<500 {
            let messages = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 1...30, using: &random)).map { _ in UInt8.random(in: 32...255, using: &random) }
            }
            var stream = messages.flatMap { [vt] + $0 + [fs, cr] }
            var framing = MLLPFraming(limit: 30)
            var received: [MLLPFraming.Action] = []
            while !stream.isEmpty {
                let count = Int.random(in: 1...stream.count, using: &random)
                received += framing.receive(Array(stream.prefix(count)))
                stream.removeFirst(count)
            }
            #expect(received == messages.map { .message($0) })
        }
    }

    /// The same rules, one byte at a time, without any run or look-ahead.
    struct SlowFraming {
        var inside = false
        var ending = false
        var closed = false
        var message: [UInt8] = []
        let limit: Int

        mutating func receive(_ byte: UInt8) -> MLLPFraming.Action? {
            if closed { return nil }
            func close(_ error: MLLPError) -> MLLPFraming.Action {
                closed = true
                return .close(error)
            }
            if ending {
                guard byte == cr else { return close(.endBlockInsideMessage) }
                ending = false
                inside = false
                defer { message = [] }
                return message.isEmpty ? close(.emptyMessage) : .message(message)
            }
            if inside {
                if byte == vt { return close(.startBlockInsideMessage) }
                if byte == fs {
                    ending = true
                    return nil
                }
                if message.count == limit { return close(.messageTooLarge(limit: limit)) }
                message.append(byte)
                return nil
            }
            if byte == vt {
                inside = true
                return nil
            }
            return byte == cr || byte == 0x0A ? nil : close(.missingStartBlock)
        }
    }

    @Test("any bytes give what the slow twin gives, byte by byte")
    func slowTwin() {
        var random = Randomness(seed: 99)
        let alphabet: [UInt8] = [vt, vt, fs, fs, cr, cr, 0x0A, 1, 2, 3]
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            var framing = MLLPFraming(limit: 5)
            var slow = SlowFraming(limit: 5)
            #expect(bytes.flatMap { framing.receive([$0]) } == bytes.compactMap { slow.receive($0) })
        }
    }
}
