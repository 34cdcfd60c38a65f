import HL7v2

/// What a connection hands over to be answered, one at a time.
enum Arrival: Hashable, Sendable {
    /// A whole message, without its frame.
    case message([UInt8])
    /// The connection ends with this one. `beginning` is what had arrived of the message, as far as its header can reach.
    case fault(ReceptionFault, beginning: [UInt8])
}

/// Why a connection takes nothing more.
enum ReceptionFault: Hashable, Sendable {
    case framing(MLLPError)
    /// A message began and did not end in time.
    case stalled
    /// All connections together hold as much as the gateway has room for.
    case crowded

    /// A stable word for logs and counters.
    var code: String {
        switch self {
        case .framing(let error): error.code
        case .stalled: "stalled"
        case .crowded: "crowded"
        }
    }
}

/// What goes back for one ``Arrival``.
struct Answer: Hashable, Sendable {
    /// As they go over the wire; none where the sender wants no answer.
    let bytes: [UInt8]
    /// Whether the connection ends with it.
    let closes: Bool

    /// An acknowledgement in its frame.
    static func framed(_ message: [UInt8], closes: Bool = false) -> Answer {
        Answer(bytes: [MLLPFraming.startBlock] + message + [MLLPFraming.endBlock, 0x0D], closes: closes)
    }

    /// Several, each in a frame of its own, in order.
    static func framed(_ messages: [[UInt8]]) -> Answer {
        Answer(bytes: messages.flatMap { framed($0).bytes }, closes: false)
    }

    static let none = Answer(bytes: [], closes: false)
    static let close = Answer(bytes: [], closes: true)
}
