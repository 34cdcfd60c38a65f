public import RecordTypes

/// The answer to a message: MSH, MSA and an ERR for each finding.
///
/// | MSA-1 | ERR-3 | the sender |
/// |---|---|---|
/// | AA, CA | – or findings short of a refusal | is done: the message is durable |
/// | AE, CE | 100–104, 198, 199, 204, 205 | corrects the content, does not resend unchanged |
/// | AR, CR | 200–203 | does not resend: type, event, processing id or version is not supported |
/// | AR, CR | 206, 207 | resends later |
public struct Acknowledgement: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case accept
        case error
        case reject

        /// What the findings come to: a condition that rejects outweighs faults in the content.
        public init(_ issues: [Issue]) {
            let refusing = issues.filter(\.refuses)
            self = refusing.isEmpty ? .accept : refusing.contains { ErrorCondition($0).rejects } ? .reject : .error
        }
    }

    /// HL7 table 0008.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case AA, AE, AR, CA, CE, CR
    }

    public let code: Code
    /// The message without frame; each segment ends with CR.
    public let bytes: [UInt8]

    /// No answer names more findings, unless told otherwise; the last one says how many there are.
    public static let mostFindings = 500

    /// The first of the answers that the sender asked for.
    ///
    /// - Parameters:
    ///   - header: of the message that is answered; nil when not even that could be read.
    ///   - controlID: MSH-10 of the answer.
    ///   - time: MSH-7 of the answer.
    ///   - mostFindings: how many findings it names at most.
    /// - Returns: nil when the sender asked, in MSH-15 and MSH-16, for no answer to this outcome.
    public init?(
        to header: MessageHeader?, outcome: Outcome, issues: [Issue], controlID: String, time: Instant,
        mostFindings: Int = Acknowledgement.mostFindings
    ) {
        guard let code = Self.codes(for: outcome, header: header).first else { return nil }
        self.init(
            code, to: header, issues: issues, controlID: controlID, time: time, mostFindings: mostFindings)
    }

    /// All answers that the sender asked for, in the order in which they go out, each a message of its own: the application
    /// acknowledgement of original mode, or in enhanced mode the accept acknowledgement and, behind it, the application acknowledgement.
    ///
    /// Findings stand in the last answer: where two go out, the first one says only that the message is durable.
    /// - Parameters:
    ///   - isOne: whether only the first is wanted, as for the messages of a batch.
    ///   - controlIDs: MSH-10 of each, asked for once an answer.
    public static func answers(
        to header: MessageHeader?, outcome: Outcome, issues: [Issue], isOne: Bool = false, controlIDs: () -> String,
        time: Instant, mostFindings: Int = Acknowledgement.mostFindings
    ) -> [Acknowledgement] {
        let codes = codes(for: outcome, header: header).prefix(isOne ? 1 : 2)
        return codes.enumerated().map { position, code in
            Acknowledgement(
                code, to: header, issues: position == codes.count - 1 ? issues : [], controlID: controlIDs(),
                time: time,
                mostFindings: mostFindings)
        }
    }

    private init(
        _ code: Code, to header: MessageHeader?, issues: [Issue], controlID: String, time: Instant, mostFindings: Int
    ) {
        self.code = code
        var writer = AcknowledgementWriter(header: header)
        writer.writeMSH(controlID: controlID, time: time)
        writer.writeMSA(code: code, issues: issues)
        for issue in issues.prefix(mostFindings) { writer.writeERR(issue) }
        if issues.count > mostFindings {
            writer.writeERR(
                Issue(
                    .information, "hl7-more-findings", .informational,
                    "\(issues.count) findings in all; not all are shown."))
        }
        bytes = writer.bytes
    }

    /// Original mode while MSH-15 and MSH-16 are empty: the application acknowledgement. In enhanced mode (2.9.2.2) the accept
    /// acknowledgement if MSH-15 wants it, which states durable storage or refuses; behind CA the application acknowledgement if MSH-16 wants
    /// one. What was not accepted is not handed to the application, so that nothing follows CE and CR.
    private static func codes(for outcome: Outcome, header: MessageHeader?) -> [Code] {
        let commit: Code =
            switch outcome {
            case .accept: .CA
            case .error: .CE
            case .reject: .CR
            }
        let application: Code =
            switch outcome {
            case .accept: .AA
            case .error: .AE
            case .reject: .AR
            }
        guard let header, !(header.acceptAcknowledgement.isEmpty && header.applicationAcknowledgement.isEmpty) else {
            return [application]
        }
        func wants(_ condition: [UInt8]) -> Bool {
            switch String(decoding: condition, as: UTF8.self).uppercased() {
            case "AL": true
            case "ER": outcome != .accept
            case "SU": outcome == .accept
            default: false
            }
        }
        let wantsApplication = wants(header.applicationAcknowledgement)
        guard wants(header.acceptAcknowledgement) else { return wantsApplication ? [application] : [] }
        return outcome == .accept && wantsApplication ? [commit, application] : [commit]
    }
}
