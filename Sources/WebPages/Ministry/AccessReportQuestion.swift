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

    public init(
        caseNumber: String = "", person: String = "", professional: String = "", institution: String = "",
        from: String = "",
        until: String = "", outcome: String = ""
    ) {
        self.caseNumber = caseNumber
        self.person = person
        self.professional = professional
        self.institution = institution
        self.from = from
        self.until = until
        self.outcome = outcome
    }

    var fields: [(name: FieldName, value: String)] {
        [
            (.caseNumber, caseNumber), (.person, person), (.professional, professional), (.institution, institution),
            (.from, from), (.until, until), (.outcome, outcome),
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
        default: name.rawValue
        }
    }
}
