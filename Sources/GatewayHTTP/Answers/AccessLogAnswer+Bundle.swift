import AccessLog
import FHIR
import Gateway
import RecordTypes

extension AccessLogAnswer {
    /// The accesses as AuditEvents, newest first, and the statement of completeness as an OperationOutcome among them.
    ///
    /// - Parameter patient: how the person asked about is named; nil when many may be concerned.
    func searchset(patient: Reference?, next: String?, path: String) -> Bundle {
        var bundle = Bundle(type: .searchset)
        bundle.link = [Bundle.Link(relation: "self", url: path)]
        if let next { bundle.link.append(Bundle.Link(relation: "next", url: next)) }
        bundle.entry =
            events.map {
                Bundle.Entry(
                    resource: $0.auditEvent(patient: $0.event.subject == nil ? nil : patient).asAny,
                    search: Bundle.Entry.Search(mode: .match))
            } + [
                Bundle.Entry(
                    resource: OperationOutcome(issues: [completeness.issue]).asAny,
                    search: Bundle.Entry.Search(mode: .outcome))
            ]
        return bundle
    }
}

extension CompletenessStatement {
    /// What can be said about the answer, as FHIR says it: a warning when something is missing.
    var issue: RecordTypes.Issue {
        RecordTypes.Issue(
            isComplete ? .information : .warning, isComplete ? "answer-complete" : "answer-incomplete",
            isComplete ? .informational : .incomplete, sentences.joined(separator: " "))
    }
}
