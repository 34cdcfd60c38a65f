/// MLLP (HL7 v2 transport, release 1) as a state machine: bytes in, messages out. It knows no socket.
///
/// ```
/// VT (0x0B)  message  FS (0x1C)  CR (0x0D)
/// ```
///
/// Line ends between frames are passed over; anything else there is not MLLP. After ``Action/close(_:)`` every further byte is ignored.
/// It holds at most one message, and never more than the limit.
public struct MLLPFraming: Sendable {
    public enum Action: Hashable, Sendable {
        /// A whole message, without its frame.
        case message([UInt8])
        /// What was sent is not MLLP, or is too much. ``MLLPFraming/unfinished`` is what had arrived.
        case close(MLLPError)
    }

    public static let startBlock: UInt8 = 0x0B
    public static let endBlock: UInt8 = 0x1C
    private static let cr: UInt8 = 0x0D
    private static let lf: UInt8 = 0x0A

    private enum State {
        case between
        case inside
        /// FS has come; CR must follow.
        case ending
        case closed
    }

    private let limit: Int
    private var state = State.between
    private var message: [UInt8] = []

    /// - Parameter limit: the most bytes of a message.
    public init(limit: Int) { self.limit = limit }

    /// The message that is being received, as far as it has come: enough of it names the control id for a refusal.
    public var unfinished: [UInt8] { message }

    /// Whether a message has begun and not ended.
    public var isInsideMessage: Bool { state == .inside || state == .ending }

    /// Takes what a read gave, whole frames, parts of frames or several, and says what to do, in order.
    ///
    /// A message whose end block is followed, in the same read, by what is no frame is not delivered: it was cut short by an end block
    /// inside a field.
    public mutating func receive(_ bytes: [UInt8]) -> [Action] {
        var actions: [Action] = []
        var at = 0
        while at < bytes.count, state != .closed {
            switch state {
            case .between:
                let byte = bytes[at]
                if byte == Self.startBlock {
                    state = .inside
                } else if byte != Self.cr, byte != Self.lf {
                    actions.append(close(Self.isHTTP(bytes[at...]) ? .httpRequest : .missingStartBlock))
                }
                at += 1
            case .inside:
                let end = bytes[at...].firstIndex { $0 == Self.endBlock || $0 == Self.startBlock } ?? bytes.count
                guard message.count + end - at <= limit else {
                    message += bytes[at..<(at + limit - message.count)]
                    actions.append(close(.messageTooLarge(limit: limit)))
                    break
                }
                message += bytes[at..<end]
                at = end
                guard at < bytes.count else { break }
                if bytes[at] == Self.startBlock {
                    actions.append(close(.startBlockInsideMessage))
                } else {
                    state = .ending
                }
                at += 1
            case .ending:
                guard bytes[at] == Self.cr else {
                    actions.append(close(.endBlockInsideMessage))
                    break
                }
                at += 1
                actions.append(ended(followedBy: bytes[at...]))
            case .closed: break
            }
        }
        return actions
    }

    /// The peer has closed its side.
    /// - Returns: what remains to be done; nothing between frames.
    public mutating func receiveEnd() -> [Action] { isInsideMessage ? [close(.missingEndBlock)] : [] }

    private mutating func ended(followedBy rest: ArraySlice<UInt8>) -> Action {
        guard !message.isEmpty else { return close(.emptyMessage) }
        if let next = rest.first(where: { $0 != Self.cr && $0 != Self.lf }), next != Self.startBlock {
            return close(.endBlockInsideMessage)
        }
        defer { message = [] }
        state = .between
        return .message(message)
    }

    private mutating func close(_ error: MLLPError) -> Action {
        state = .closed
        return .close(error)
    }

    /// A request line of HTTP, told by its method; as much of it as has come.
    private static func isHTTP(_ bytes: ArraySlice<UInt8>) -> Bool {
        ["GET ", "PUT ", "POST ", "HEAD ", "DELETE ", "OPTIONS ", "CONNECT ", "TRACE ", "PATCH ", "PRI "].contains {
            method in
            bytes.starts(with: Array(method.utf8))
        }
    }
}

/// Why a connection does not speak MLLP, or must not go on.
public enum MLLPError: Error, Hashable, Sendable {
    case missingStartBlock
    case httpRequest
    /// VT inside a message: the end of the message before it was lost.
    case startBlockInsideMessage
    /// FS inside a message, or bytes that belong to no frame after FS CR.
    case endBlockInsideMessage
    case missingEndBlock
    case emptyMessage
    case messageTooLarge(limit: Int)

    /// A stable word for logs and counters.
    public var code: String {
        switch self {
        case .missingStartBlock: "missing-start-block"
        case .httpRequest: "http-request"
        case .startBlockInsideMessage: "start-block-inside-message"
        case .endBlockInsideMessage: "end-block-inside-message"
        case .missingEndBlock: "missing-end-block"
        case .emptyMessage: "empty-message"
        case .messageTooLarge: "message-too-large"
        }
    }
}
