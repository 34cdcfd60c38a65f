public import AccessLog
import Identity
import Ledger
import RecordIndex
public import RecordTypes

/// A page of the access log, and what can be said about its completeness.
public struct AccessLogAnswer: Sendable {
    public let events: [LoggedAccess]
    /// Where the next page starts; nil at the end.
    public let next: AccessLogCursor?
    public let completeness: CompletenessStatement
}

extension Gateway {
    /// Who looked at the citizen's records, refused attempts included, newest first. The look at the log is logged first and is part of the answer.
    /// - Parameter query: filters; its subject is replaced by the citizen.
    public func whoHasRead(
        _ query: AccessLogQuery, as citizen: VerifiedCitizen, requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        try await whoHasRead(query, as: .person(citizen), requestID: requestID)
    }

    /// The same for the person or somebody who may see their log.
    public func whoHasRead(
        _ query: AccessLogQuery, as keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        let subject = try identity(of: keeper.person)
        let reader = keeper.reader
        try await catchUpWithConsent()
        let mayRead = mayAct(.log, keeper, at: clock())
        var own = query
        own.subject = subject
        let event = AccessEvent(
            time: clock(), action: .readAccessLog, outcome: mayRead ? .released : .refused, actor: reader.actor,
            purpose: reader.purpose, encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID)
        guard mayRead else {
            try await log(event, by: reader)
            throw GatewayError(.notFound)
        }
        return try await answer(own, afterLogging: event, by: reader)
    }

    /// The whole log of a person in one answer, newest first; the look at it is logged once, and stands in the person's next answer.
    public func wholeLog(
        of keeper: Keeper, limit: Int, requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        let first = try await whoHasRead(AccessLogQuery(limit: 1_000), as: keeper, requestID: requestID)
        var events = first.events
        var query = AccessLogQuery(subject: try identity(of: keeper.person), limit: 1_000, cursor: first.next)
        while query.cursor != nil, events.count < limit {
            let page = try await GatewayError.unavailableIfFailing { try await accessLog.events(matching: query) }
            events += page.events
            query.cursor = page.next
        }
        return AccessLogAnswer(events: events, next: query.cursor, completeness: first.completeness)
    }

    /// The access log for an official, who must give a case number. The query is logged first, towards the person asked about.
    /// - Throws: `invalidRequest` without a case number; `notPermitted` for a role without the right.
    public func accessReport(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, as official: VerifiedOfficial,
        requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        try await accessReport(
            query, about: person, caseNumber: caseNumber, as: .official(official), requestID: requestID)
    }

    /// The same for whoever stands at the gateway's own machine: `ankur access-log query`.
    /// - Parameter operatorName: the machine's account name, kept with the event.
    public func accessReport(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, atConsoleBy operatorName: String,
        requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        try await accessReport(
            query, about: person, caseNumber: caseNumber, as: .console(operatorName), requestID: requestID)
    }

    /// One page of the log, and what can be said of its completeness.
    public func accessReport(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, as overseer: Overseer,
        requestID: String
    ) async throws(GatewayError) -> AccessLogAnswer {
        let (asked, promise) = try await admitted(query, about: person, caseNumber, overseer, requestID)
        return try await answer(asked, after: promise)
    }

    /// The whole of what matches, page by page as it is read. The question is logged once, here; nothing is read before.
    public func beginReport(
        _ query: AccessLogQuery, about person: PersonIdentifier?, caseNumber: String, as overseer: Overseer,
        requestID: String
    ) async throws(GatewayError) -> WholeReport {
        var (asked, promise) = try await admitted(query, about: person, caseNumber, overseer, requestID)
        asked.limit = 1_000
        let first = try await answer(asked, after: promise)
        asked.cursor = first.next
        return WholeReport(
            completeness: first.completeness, pages: ReportPages(log: accessLog, first: first.events, query: asked))
    }

    private func admitted(
        _ query: AccessLogQuery, about person: PersonIdentifier?, _ caseNumber: String, _ overseer: Overseer,
        _ requestID: String
    ) async throws(GatewayError) -> (query: AccessLogQuery, promise: LedgerPromise) {
        var asked = query
        if let person { asked.subject = try identity(of: person) }
        asked.asker = try ownIdentity(of: overseer)
        let right: MinistryRight = asked.isAboutReaders ? .readReaders : .readLog
        let promise = try await admit(
            overseer, to: right, caseNumber: caseNumber, about: try await knownSubject(asked.subject),
            requestID: requestID)
        return (asked, promise)
    }

    func checked(caseNumber: String) throws(GatewayError) -> String {
        let bytes = caseNumber.utf8
        let blank = bytes.allSatisfy { $0 == 32 || $0 == 9 }
        guard !blank, bytes.count <= 200, !bytes.contains(where: { $0 < 32 || $0 == 127 }) else {
            throw GatewayError(.invalidRequest, issues: [.caseNumberMissing])
        }
        return caseNumber
    }

    /// A subject the registry knows; a person it has never heard of gets a random tag on the ledger, like nobody.
    func knownSubject(_ subject: LedgerIdentity?) async throws(GatewayError) -> LedgerIdentity? {
        guard let subject else { return nil }
        try await catchUpWithConsent()
        return try await GatewayError.unavailableIfFailing {
            let known = try await index.knows(subject)
            return known ? subject : nil
        }
    }

    private func answer(
        _ query: AccessLogQuery, afterLogging event: AccessEvent, by reader: Reader?
    ) async throws(GatewayError) -> AccessLogAnswer {
        try await answer(query, after: try await log(event, by: reader))
    }

    private func answer(
        _ query: AccessLogQuery, after promise: LedgerPromise
    ) async throws(GatewayError) -> AccessLogAnswer {
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing {
            let page = try await accessLog.events(matching: query)
            let completeness = try await accessLog.completeness(of: query, ledgerSize: promise.index + 1)
            return AccessLogAnswer(events: page.events, next: page.next, completeness: completeness)
        }
    }
}

/// A long report that has begun.
public struct WholeReport: Sendable {
    public let completeness: CompletenessStatement
    public let pages: ReportPages
}

/// The events of a long report, up to a thousand at a time, newest first.
public struct ReportPages: Sendable {
    private let log: AccessLogProjection
    private var first: [LoggedAccess]?
    private var query: AccessLogQuery

    init(log: AccessLogProjection, first: [LoggedAccess], query: AccessLogQuery) {
        self.log = log
        self.first = first
        self.query = query
    }

    /// Nil at the end.
    public mutating func next() async throws -> [LoggedAccess]? {
        if let events = first {
            first = nil
            return events
        }
        guard query.cursor != nil else { return nil }
        let page = try await log.events(matching: query)
        query.cursor = page.next
        return page.events
    }
}

extension AccessLogQuery {
    /// Whether it asks who reads logs.
    var isAboutReaders: Bool { !kinds.isEmpty && kinds.isSubset(of: [.official, .operatorConsole]) }
}

extension Issue {
    static let caseNumberMissing = Issue(
        .error, "case-number-missing", .required, "The access log is read under a case number.",
        at: .expression("case"), rule: "Everything the ministry does is itself logged.",
        remedy: "Give the number of the case, 1 to 200 characters on one line.")
}
