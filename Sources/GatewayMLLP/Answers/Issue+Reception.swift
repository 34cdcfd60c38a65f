import HL7v2
import NIOCore
import RecordTypes

/// What is wrong with how a message was sent. What arrived of it is not filed.
extension Issue {
    static func reception(_ fault: ReceptionFault, limits: MLLPLimits) -> Issue {
        switch fault {
        case .framing(let error): framing(error)
        // Nothing is wrong with the content, as far as is known: ERR-3 207, send again.
        case .stalled:
            Issue(
                .error, "mllp-stalled", .throttled, "The rest of the message did not come in time.",
                rule: "at most \(limits.messageTime.nanoseconds / 1_000_000_000) seconds from start block to end block",
                remedy: "Send the whole message again, and end its frame with FS CR.")
        case .crowded:
            Issue(
                .error, "mllp-crowded", .throttled, "The gateway is receiving as much as it has room for.",
                remedy: "Send the same message again later.")
        }
    }

    private static func framing(_ error: MLLPError) -> Issue {
        let (kind, message, remedy): (Kind, String, String) =
            switch error {
            case .missingStartBlock, .httpRequest:
                (.structure, "What came is no MLLP frame.", "Begin the frame with VT.")
            case .startBlockInsideMessage:
                (.structure, "A start block stands inside a message.", "End each frame with FS CR before the next one.")
            case .endBlockInsideMessage:
                (
                    .structure, "An end block stands inside a message, or is not followed by CR.",
                    "Send FS only at the end of a frame, and CR after it."
                )
            case .missingEndBlock:
                (.structure, "The connection ended inside a message.", "End the frame with FS CR.")
            case .emptyMessage: (.structure, "The frame is empty.", "Send one message in each frame.")
            case .messageTooLarge(let limit):
                (.tooLong, "The message is larger than \(limit) bytes.", "Send fewer or shorter parts in a message.")
            }
        return Issue(.fatal, "mllp-\(error.code)", kind, message, rule: "HL7 v2 MLLP 1", remedy: remedy)
    }
}
