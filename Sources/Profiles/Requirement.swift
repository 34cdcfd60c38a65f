public import RecordTypes

/// One rule that a document must meet, and what its absence costs.
public struct Requirement: Hashable, Sendable {
    /// `header.id`, `header.patient.birthTime`, `section.allergies`, or an HL7 v2 field: `PID-3`.
    public let element: String
    public let severity: Issue.Severity
    /// The stable code of the issue.
    public let code: String
    public let message: String
    public let remedy: String
    /// The clause of the standard and the profile line: `CDA R2 4.2.1.3; profiles/core/conformance.tsv:7`.
    public let rule: String

    public init(element: String, severity: Issue.Severity, code: String, message: String, remedy: String, rule: String)
    {
        self.element = element
        self.severity = severity
        self.code = code
        self.message = message
        self.remedy = remedy
        self.rule = rule
    }

    /// The finding that this requirement is not met.
    public func issue(at place: Issue.Place) -> Issue {
        Issue(severity, code, .required, message, at: place, rule: rule, remedy: remedy)
    }
}

/// `conformance.tsv`: what documents must hold, for one type of document or for all of a family (`cda`, `hl7v2`).
struct Conformance {
    static let columns = ["applies-to", "element", "severity", "code", "message", "remedy", "clause"]

    private var requirements: [String: [Requirement]] = [:]

    mutating func add(_ row: ProfileRow, documentTypes: Set<String>) throws(ProfileFault) {
        let appliesTo = try row.required("applies-to")
        guard appliesTo == "cda" || appliesTo == "hl7v2" || documentTypes.contains(appliesTo) else {
            throw row.fault(.invalidCell, "\(appliesTo) is neither cda nor hl7v2 nor the id of a document type")
        }
        let clause = row.optional("clause").map { $0 + "; " } ?? ""
        let requirement = Requirement(
            element: try row.required("element"), severity: try row.word("severity", as: Issue.Severity.self),
            code: try row.required("code"), message: try row.required("message"), remedy: try row.required("remedy"),
            rule: clause + row.citation)
        if requirements[appliesTo, default: []].contains(where: { $0.element == requirement.element }) {
            throw row.fault(.conflict, "\(requirement.element) has a rule for \(appliesTo) already")
        }
        requirements[appliesTo, default: []].append(requirement)
    }

    /// The rules of the family, each replaced by the type's own rule about the same element where there is one.
    func requirements(family: String, type: DocumentType?) -> [Requirement] {
        let own = type.flatMap { requirements[$0.id] } ?? []
        let replaced = Set(own.map(\.element))
        return (requirements[family] ?? []).filter { !replaced.contains($0.element) } + own
    }
}
