import Gateway
import RecordTypes

/// What a refusal means over MLLP: its issues, from whose kinds `ErrorCondition` takes ERR-3 and with it AE or AR.
extension GatewayError {
    /// Refusals first, because an acknowledgement names a limited number. At least one issue refuses.
    var issuesForSender: [Issue] {
        let own = issues.filter(\.refuses) + issues.filter { !$0.refuses }
        switch code {
        case .documentRefused, .invalidRequest, .notPermitted:
            return own.contains(where: \.refuses) ? own : [.notAccepted] + own
        case .documentConflict:
            // ERR-3 205: a key that exists already.
            return [.keyInUse(own.first)]
        case .conversionFailed: return own.contains(where: \.refuses) ? own : [.notConverted] + own
        case .busy, .unavailable, .payloadDamaged, .notFound: return [.sendAgain]
        }
    }

    /// A fault of the gateway's, not of the message.
    var isOurs: Bool {
        switch code {
        case .documentRefused, .documentConflict, .invalidRequest, .notPermitted: false
        case .busy, .unavailable, .conversionFailed, .payloadDamaged, .notFound: true
        }
    }
}

extension Issue {
    /// ERR-3 207.
    static let sendAgain = Issue(
        .error, "unavailable", .throttled, "The gateway cannot do this durably at the moment.",
        remedy: "Send the same message again later.")

    static let notConverted = Issue(
        .error, "conversion-failed", .exception, "The message could not be converted.",
        remedy: "Do not send it again unchanged; report it to the gateway's operator with MSH-10 of this answer.")

    static let notAccepted = Issue(
        .error, "document-refused", .processing, "The message was refused.",
        remedy: "Do not send it again unchanged; report it to the gateway's operator with MSH-10 of this answer.")

    static func keyInUse(_ issue: Issue?) -> Issue {
        var issue =
            issue
            ?? Issue(
                .error, "document-id-in-use", .duplicate,
                "Another document of this institution carries the same identifier and other content.")
        issue.severity = .error
        issue.kind = .duplicate
        return issue
    }
}
