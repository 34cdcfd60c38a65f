public import AccessLog
import Identity
import RecordIndex
public import RecordTypes

/// What Andmejälgija shows of the access log: who processed a person's data.
public struct UsagePage: Sendable {
    public let events: [LoggedAccess]
    /// All that match, whatever part of them this is.
    public let total: Int
}

extension Gateway {
    /// The uses of a person's data for the national citizen view (Andmejälgija, `findUsage`), newest first. The question is logged first, towards the
    /// person asked about, and is no use of its own: else asking would move what is asked for.
    ///
    /// The person's own looks are left out: nobody else processed anything.
    /// - Parameters:
    ///   - asker: on whose behalf, as the monitor says: the person, or somebody who may act for them.
    ///   - offset: how many of the newest are passed over.
    public func findUsage(
        of person: PersonIdentifier, from: Instant?, until: Instant?, offset: Int, limit: Int,
        by monitor: VerifiedInstitution, for asker: PersonIdentifier, requestID: String
    ) async throws(GatewayError) -> UsagePage {
        let subject = try identity(of: person)
        try await catchUpWithConsent()
        let isKnown = try await GatewayError.unavailableIfFailing { try await index.knows(subject) }
        let actor = AssertedActor(
            assertion: .usageMonitor, person: asker, name: nil, role: nil, purpose: .patientRequest, encounter: nil)
        let reader = Reader.institution(monitor, actor)
        let promise = try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: .released, actor: reader.actor,
                purpose: .patientRequest, encounter: nil, basis: "andmejalgija", subject: isKnown ? subject : nil,
                records: [], requestID: requestID), by: reader)
        try await catchUpWithConsent(before: promise)
        var query = AccessLogQuery(subject: subject, from: from, until: until, limit: 1_000)
        var total = 0
        var events: [LoggedAccess] = []
        repeat {
            let page = try await GatewayError.unavailableIfFailing { try await accessLog.events(matching: query) }
            for access in page.events where access.event.isUse(of: person) {
                if total >= offset, events.count < limit { events.append(access) }
                total += 1
            }
            query.cursor = page.next
        } while query.cursor != nil
        return UsagePage(events: events, total: total)
    }

    /// Since when uses are kept: the time of the oldest event; now, while there is none.
    public func usagePeriodStart() async throws(GatewayError) -> Instant {
        let oldest = try await GatewayError.unavailableIfFailing { try await accessLog.oldestEvent() }
        return oldest ?? clock()
    }

    /// Whether questions about uses can be answered now: the log has taken in what the ledger holds.
    public func answersUsageQuestions() async -> Bool {
        do {
            try await catchUpWithConsent()
            return true
        } catch {
            return false
        }
    }
}

extension AccessEvent {
    /// Whether somebody else than the person processed their data.
    fileprivate func isUse(of person: PersonIdentifier) -> Bool {
        switch actor.kind {
        case .citizen: actor.person != person
        case .institution: action != .readAccessLog
        case .official, .operatorConsole: true
        }
    }
}
