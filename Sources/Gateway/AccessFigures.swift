public import AccessLog
import Ledger
public import RecordTypes
public import Reporting

/// Counts of accesses with small numbers taken out.
public struct AccessFigures: Sendable {
    public let counts: AccessCounts
    public let completeness: CompletenessStatement
}

extension Gateway {
    /// How many accesses there were, by institution and outcome: for every role, because nobody is in it. Counted from the events' facts; no
    /// statement is opened.
    ///
    /// A question about one person or one professional is no statistics: it wants the right to read the log.
    public func accessFigures(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, as overseer: Overseer,
        requestID: String
    ) async throws(GatewayError) -> AccessFigures {
        var asked = query
        if let person { asked.subject = try identity(of: person) }
        let isAboutSomebody = asked.subject != nil || asked.professional != nil
        let promise = try await admit(
            overseer, to: isAboutSomebody ? .readLog : .statistics, caseNumber: caseNumber,
            about: try await knownSubject(asked.subject), requestID: requestID)
        try await catchUpWithConsent(before: promise)
        let bound = asked
        return try await GatewayError.unavailableIfFailing {
            let scanned = try await accessLog.facts(matching: bound)
            return AccessFigures(
                counts: AccessCounts(scanned.facts, institutions: scanned.institutions),
                completeness: try await accessLog.completeness(of: bound, ledgerSize: promise.index + 1))
        }
    }

    /// The gateway's clock, for whoever shows what is overdue.
    public var now: Instant { clock() }
}
