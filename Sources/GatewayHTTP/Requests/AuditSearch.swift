import AccessLog
import RecordTypes
import WebPages

/// The parameters that every AuditEvent search has: period, page size, place of the page.
struct AuditSearch: Sendable {
    var query: AccessLogQuery
    /// The `date` parameters as they were given, percent-encoded, for the link to the next page.
    let dateText: String

    init(_ fields: FormFields) throws {
        let dates = fields[all: "date"]
        guard !dates.isEmpty, !dates.contains("") else {
            throw HTTPFault.badRequest(
                .parameterMissing("date", remedy: "IHE ITI-81 asks for a period: date=ge2026-01-01."))
        }
        let period = try DatePeriod(dates.flatMap { $0.split(separator: ",").map(String.init) })
        query = AccessLogQuery(from: period.from, until: period.until)
        dateText = dates.map { URLText.encode($0) }.joined(separator: "&date=")
        if let count = fields["_count"] {
            guard let limit = Int(count), limit > 0 else {
                throw HTTPFault.badRequest(.parameterInvalid("_count", remedy: "Give a number from 1 to 1000."))
            }
            query.limit = min(limit, 1000)
        }
        if let text = fields["cursor"] {
            guard let cursor = AccessLogCursor(text) else {
                throw HTTPFault.badRequest(.cursorForeign)
            }
            query.cursor = cursor
        }
    }
}
