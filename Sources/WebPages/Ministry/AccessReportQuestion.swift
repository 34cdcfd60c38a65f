/// An official's question to the access log, as typed: the form shows it again, the answer repeats it.
public struct AccessReportQuestion: Hashable, Sendable {
    public var caseNumber: String
    public var person: String
    public var professional: String
    public var institution: String
    /// `2026-03-01`.
    public var from: String
    public var until: String
    /// An outcome's code; empty for any.
    public var outcome: String
    /// A code of v3-ActReason; empty for any.
    public var purpose: String
    /// An act's code, or ``readers``; empty for any.
    public var action: String

    /// The act that means: what the ministry and operators read of the log.
    public static let readers = "readers"

    public init(
        caseNumber: String = "", person: String = "", professional: String = "", institution: String = "",
        from: String = "",
        until: String = "", outcome: String = "", purpose: String = "", action: String = ""
    ) {
        self.caseNumber = caseNumber
        self.person = person
        self.professional = professional
        self.institution = institution
        self.from = from
        self.until = until
        self.outcome = outcome
        self.purpose = purpose
        self.action = action
    }

    var fields: [(name: FieldName, value: String)] {
        [
            (.caseNumber, caseNumber), (.person, person), (.professional, professional), (.institution, institution),
            (.from, from), (.until, until), (.outcome, outcome), (.purpose, purpose), (.action, action),
        ]
    }

    func label(of name: FieldName, _ words: Words) -> String {
        switch name {
        case .caseNumber: words.report.caseNumber
        case .person: words.report.person
        case .professional: words.report.professional
        case .institution: words.report.institution
        case .from: words.report.from
        case .until: words.report.until
        case .outcome: words.report.outcome
        case .purpose: words.report.purpose
        case .action: words.report.action
        default: name.rawValue
        }
    }
}
