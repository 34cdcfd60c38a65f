import HL7v2
import Testing

@testable import GatewayMLLP

private let frame: [UInt8] = [0x0B, 1, 2, 0x1C, 0x0D]

@Suite("A conversation without its socket")
struct ConversationTests {
    @Test("hands over one message at a time and reads nothing meanwhile")
    func oneAtATime() {
        var conversation = Conversation(messageLimit: 10)
        #expect(conversation.next() == .awaitMessage)
        conversation.receive(frame + frame + [0x0B, 9])
        #expect(conversation.heldBytes == 5)
        #expect(conversation.next() == .handOver(.message([1, 2])))
        #expect(conversation.next() == .awaitAnswer)
        #expect(!conversation.wantsBytes)
        #expect(conversation.heldBytes == 5)
        conversation.answered(closes: false)
        #expect(conversation.next() == .handOver(.message([1, 2])))
        conversation.answered(closes: false)
        #expect(conversation.next() == .awaitRestOfMessage)
        #expect(conversation.wantsBytes)
        #expect(conversation.heldBytes == 1)
    }

    @Test("answers what came whole before what came broken")
    func brokenAfterWhole() {
        var conversation = Conversation(messageLimit: 10)
        conversation.receive(frame + [0x0B, 7, 0x0B])
        #expect(conversation.next() == .handOver(.message([1, 2])))
        conversation.answered(closes: false)
        #expect(
            conversation.next() == .handOver(.fault(.framing(.startBlockInsideMessage), beginning: [7])))
        conversation.answered(closes: true)
        #expect(conversation.next() == .end(refused: true))
        conversation.receive(frame)
        #expect(conversation.next() == .end(refused: true))
        #expect(conversation.heldBytes == 0)
    }

    @Test("ends without a word when no message begins in time, with one when it does not end")
    func time() {
        var idle = Conversation(messageLimit: 10)
        idle.timeIsUp()
        #expect(idle.next() == .end(refused: false))
        var stalled = Conversation(messageLimit: 10)
        stalled.receive([0x0B, 1])
        stalled.timeIsUp()
        #expect(stalled.next() == .handOver(.fault(.stalled, beginning: [1])))
    }

    @Test("time does not run while an answer is due")
    func timeWhileAnswering() {
        var conversation = Conversation(messageLimit: 10)
        conversation.receive(frame)
        _ = conversation.next()
        conversation.timeIsUp()
        #expect(conversation.next() == .awaitAnswer)
        conversation.answered(closes: false)
        #expect(conversation.next() == .awaitMessage)
    }

    @Test("drained, answers what is in hand and begins nothing")
    func drain() {
        var conversation = Conversation(messageLimit: 10)
        conversation.receive(frame + frame)
        _ = conversation.next()
        conversation.drain()
        #expect(conversation.next() == .awaitAnswer)
        conversation.answered(closes: false)
        #expect(conversation.next() == .end(refused: false))
        var idle = Conversation(messageLimit: 10)
        idle.drain()
        #expect(idle.next() == .end(refused: false))
    }

    @Test("without room keeps only what the refusal needs")
    func room() {
        var conversation = Conversation(messageLimit: 100_000)
        conversation.receive(frame + [0x0B] + [UInt8](repeating: 7, count: 50_000))
        conversation.runOutOfRoom()
        #expect(
            conversation.next() == .handOver(.fault(.crowded, beginning: [UInt8](repeating: 7, count: 4096))))
        #expect(conversation.heldBytes == 4096)
    }

    @Test("whatever comes, hands over nothing after a fault and never holds more than one read beyond the limit")
    func anyBytes() {
        var random = SystemRandomNumberGenerator()
        let alphabet: [UInt8] = [0x0B, 0x0B, 0x1C, 0x1C, 0x0D, 0x0D, 0x0A, 1, 2, 3]
        for _ in 0..<2_000 {
            var conversation = Conversation(messageLimit: 5)
            var hasFaulted = false
            for _ in 0..<10 {
                let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
                if conversation.wantsBytes { conversation.receive(bytes) }
                #expect(conversation.heldBytes <= 5 + 12)
                if case .handOver(let arrival) = conversation.next() {
                    #expect(!hasFaulted)
                    if case .fault = arrival { hasFaulted = true }
                    conversation.answered(closes: hasFaulted)
                }
            }
        }
    }

    @Test("room is given back, and never more taken than there is")
    func receptionRoom() {
        let room = ReceptionRoom(limit: 10)
        #expect(room.change(by: 10))
        #expect(!room.change(by: 1))
        #expect(room.change(by: -4))
        #expect(room.change(by: 4))
        #expect(room.heldBytes == 10)
    }
}
