import HL7v2

/// One connection without its socket: bytes come in, messages are handed over one at a time, each answered before the next.
///
/// After every event, ``next()`` says what to do.
struct Conversation {
    enum Step: Hashable, Sendable {
        case handOver(Arrival)
        /// An answer is due; nothing is read until it is there.
        case awaitAnswer
        case awaitMessage
        case awaitRestOfMessage
        /// Hang up once the last answer is written; a sender that was `refused` gets time to read it.
        case end(refused: Bool)
    }

    private enum State {
        case open
        /// Whatever still comes is not looked at.
        case refusing(ReceptionFault)
        case ended(refused: Bool)
    }

    /// No header that is answered reaches further.
    private static let longestBeginning = 4096

    private var framing: MLLPFraming
    private var state = State.open
    /// Whole messages that came in one read with the one being answered.
    private var waiting: [[UInt8]] = []
    private var sizeInHand: Int?
    private var isDraining = false

    init(messageLimit: Int) { framing = MLLPFraming(limit: messageLimit) }

    /// Bytes held for this connection, with the message that is being answered.
    var heldBytes: Int {
        waiting.reduce((sizeInHand ?? 0) + framing.unfinished.count) { $0 + $1.count }
    }

    /// Whether more may be read. A sender that does not wait for answers waits in its own buffers.
    var wantsBytes: Bool {
        switch state {
        case .open: sizeInHand == nil
        // Read and thrown away, so that the reset does not overtake the answer.
        case .ended: true
        case .refusing: false
        }
    }

    mutating func receive(_ bytes: [UInt8]) {
        guard case .open = state else { return }
        take(framing.receive(bytes))
    }

    /// The peer has closed its side.
    mutating func receiveEnd() {
        guard case .open = state else { return }
        take(framing.receiveEnd())
    }

    /// What ``next()`` had awaited has not come in time.
    mutating func timeIsUp() {
        guard case .open = state, sizeInHand == nil else { return }
        state = framing.isInsideMessage ? .refusing(.stalled) : .ended(refused: false)
    }

    /// There is no room for what came: what has not been handed over is dropped, unanswered or refused.
    mutating func runOutOfRoom() {
        guard case .open = state else { return }
        waiting = []
        state = .refusing(.crowded)
    }

    /// The gateway ends: the message in hand is answered, no other is begun.
    mutating func drain() {
        isDraining = true
        waiting = []
    }

    mutating func answered(closes: Bool) {
        sizeInHand = nil
        guard closes else { return }
        waiting = []
        state = .ended(refused: true)
    }

    mutating func next() -> Step {
        if case .ended(let refused) = state { return .end(refused: refused) }
        if sizeInHand != nil { return .awaitAnswer }
        if isDraining {
            state = .ended(refused: false)
            return .end(refused: false)
        }
        if !waiting.isEmpty {
            let message = waiting.removeFirst()
            sizeInHand = message.count
            return .handOver(.message(message))
        }
        if case .refusing(let fault) = state {
            let beginning = Array(framing.unfinished.prefix(Self.longestBeginning))
            framing = MLLPFraming(limit: 0)
            sizeInHand = beginning.count
            return .handOver(.fault(fault, beginning: beginning))
        }
        return framing.isInsideMessage ? .awaitRestOfMessage : .awaitMessage
    }

    private mutating func take(_ actions: [MLLPFraming.Action]) {
        for action in actions {
            switch action {
            case .message(let message): waiting.append(message)
            case .close(let error): state = .refusing(.framing(error))
            }
        }
    }
}
