public import AccessLog
import Identity
import RecordIndex
public import RecordTypes
public import Reporting

extension Gateway {
    /// The access log explained first, for whoever stands at the gateway's own machine: `ankur access-log explain`. Each page read of the log is logged
    /// as a question under the case number.
    /// - Parameter limit: events at most; newer ones first.
    /// - Returns: the report, what can be said of its completeness, and whether it was cut short.
    public func explainedReport(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, atConsoleBy operatorName: String,
        requestID: String, limit: Int
    ) async throws(GatewayError) -> (report: ExplainedReport, completeness: CompletenessStatement, isCut: Bool) {
        var query = query
        query.limit = 1_000
        var events: [LoggedAccess] = []
        var completeness: CompletenessStatement
        repeat {
            let page = try await accessReport(
                query, about: person, caseNumber: caseNumber, atConsoleBy: operatorName, requestID: requestID)
            events += page.events
            completeness = page.completeness
            query.cursor = page.next
        } while query.cursor != nil && events.count < limit
        var people: [PersonIdentifier: Set<LedgerIdentity>] = [:]
        for event in events.map(\.event) {
            if let reader = event.actor.person, let subject = event.subject {
                people[reader, default: []].insert(subject)
            }
        }
        var filings: [LedgerIdentity: [InstitutionID: [Instant]]] = [:]
        var lines: [ExplainedReport.Line] = []
        lines.reserveCapacity(events.count)
        for access in events {
            let event = access.event
            if let subject = event.subject, filings[subject] == nil {
                filings[subject] = try await GatewayError.unavailableIfFailing {
                    try await index.filings(about: subject)
                }
            }
            let filed = event.subject.flatMap { filings[$0] }.flatMap { all in
                event.actor.institution.flatMap { all[$0] }
            }
            let circumstances = Explanation.Circumstances(
                filed: filed ?? [], peopleLookedAt: event.actor.person.flatMap { people[$0]?.count } ?? 0)
            lines.append(
                ExplainedReport.Line(
                    row: AccessReportRow(event: event, ledgerIndex: access.index),
                    explanation: Explanation(of: event, in: circumstances)))
        }
        return (ExplainedReport(lines), completeness, query.cursor != nil)
    }
}
