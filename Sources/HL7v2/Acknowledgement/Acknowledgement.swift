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
        guard let code = Self.code(for: outcome, header: header) else { return nil }
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

    /// Original mode while MSH-15 and MSH-16 are empty. In enhanced mode one answer goes out: the accept acknowledgement if MSH-15 wants it,
    /// since durable storage is just what it states, else the application acknowledgement if MSH-16 does.
    private static func code(for outcome: Outcome, header: MessageHeader?) -> Code? {
        let commit: [Outcome: Code] = [.accept: .CA, .error: .CE, .reject: .CR]
        let application: [Outcome: Code] = [.accept: .AA, .error: .AE, .reject: .AR]
        guard let header, !(header.acceptAcknowledgement.isEmpty && header.applicationAcknowledgement.isEmpty) else {
            return application[outcome]
        }
        func wants(_ condition: [UInt8]) -> Bool {
            switch String(decoding: condition, as: UTF8.self).uppercased() {
            case "AL": true
            case "ER": outcome != .accept
            case "SU": outcome == .accept
            default: false
            }
        }
        if wants(header.acceptAcknowledgement) { return commit[outcome] }
        if wants(header.applicationAcknowledgement) { return application[outcome] }
        return nil
    }
}
