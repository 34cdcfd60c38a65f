import Consent
import Identity
import Ledger
public import RecordIndex
public import RecordTypes

/// Some of a person's records, newest first, and where the next ones start.
public struct RecordPage: Sendable {
    public let entries: [RegistryEntry]
    /// The place behind the last one; nil when there is nothing more for this reader.
    public let next: RecordPosition?

    public var records: [RecordDescription] { entries.map(\.description) }
}

extension Gateway {
    /// How many records one look lists at most, so that its event fits into one ledger statement.
    public static let pageLimit = 1_000

    /// The records of one person that this reader may see, newest first, one page. Hits are logged as a search, not as opened.
    ///
    /// An unknown person, one without records and one whose every record is restricted are one answer: the empty list, after the same
    /// durable steps. No total is given and nothing is counted that was filtered out; a page is full whatever was.
    /// - Parameters:
    ///   - position: where the page before ended; nil for the first.
    ///   - limit: records of the page, 1 to ``pageLimit``.
    public func search(
        patient: PersonIdentifier, after position: RecordPosition? = nil, limit: Int = 100, as reader: Reader,
        requestID: String
    ) async throws(GatewayError) -> RecordPage {
        try await search(
            of: try person(patient, askedBy: reader), after: position, limit: limit, as: reader, requestID: requestID
        ) { _ in true }
    }

    /// The same of whomever ``person(_:askedBy:)`` or ``owner(of:for:)`` names, and of what they may see only what `matches`: the event names those
    /// alone, as what was shown.
    public func search(
        of person: SearchedPerson, after position: RecordPosition? = nil, limit: Int = 100, as reader: Reader,
        requestID: String, where matches: (RegistryEntry) -> Bool
    ) async throws(GatewayError) -> RecordPage {
        let start = ContinuousClock.now
        let found = try await loggedSearch(
            .searchRecords, of: person, after: position, limit: limit, as: reader, requestID: requestID, where: matches)
        if found.entries.isEmpty { await holdBack(since: start) }
        return RecordPage(entries: found.entries, next: found.next)
    }

    /// A page of registry entries that may leave: decided, logged as `action`, and decided again by what stands before that on the ledger.
    func loggedSearch(
        _ action: AccessEvent.Action, of person: SearchedPerson, after position: RecordPosition?, limit: Int,
        as reader: Reader, requestID: String, where matches: (RegistryEntry) -> Bool = { _ in true }
    ) async throws(GatewayError) -> (entries: [RegistryEntry], next: RecordPosition?) {
        try await catchUpWithConsent()
        let now = clock()
        let subject = person.identity
        let limit = min(max(limit, 1), Self.pageLimit)
        let found = try await visible(
            to: try accessRequest(of: reader, at: now), of: subject, after: position, limit: limit, where: matches)
        let own = try ownIdentity(of: reader)
        let known = found.isAnything || own == subject
        let promise = try await log(
            AccessEvent(
                time: now, action: action,
                outcome: !found.entries.isEmpty
                    ? .released : found.isEmpty || found.isAnyPermitted ? .empty : .refused,
                actor: reader.actor, purpose: reader.purpose, encounter: reader.encounter, basis: nil,
                subject: known ? subject : nil, records: found.entries.map(\.description.id), requestID: requestID,
                reason: reader.reason),
            by: reader)
        try await catchUpWithConsent(before: promise)
        let rules = try await GatewayError.unavailableIfFailing { try await index.restrictions(of: subject) }
        let request = try accessRequest(of: reader, at: now)
        func isStillPermitted(_ entry: RegistryEntry) -> Bool {
            ConsentDecision.decide(request, on: entry.description, under: rules).isPermitted
        }
        // The next page starts even where its first record has been closed meanwhile: others may stand behind it.
        return (found.entries.filter(isStillPermitted), found.following == nil ? nil : found.entries.last?.position)
    }

    /// What there is of a person from some place on, and what of it a reader may see.
    private struct Visible {
        var entries: [RegistryEntry] = []
        /// The first of the next page, if there is one.
        var following: RegistryEntry?
        /// No record at all.
        var isEmpty = true
        /// A record, or a rule without one.
        var isAnything = false
        /// A record that the reader may see, whether it is what they search or not.
        var isAnyPermitted = false
    }

    private func visible(
        to request: AccessRequest, of subject: LedgerIdentity, after position: RecordPosition?, limit: Int,
        where matches: (RegistryEntry) -> Bool
    ) async throws(GatewayError) -> Visible {
        try await GatewayError.unavailableIfFailing {
            let rules = try await index.restrictions(of: subject)
            let hasRecords = try await index.hasRecords(subject)
            var visible = Visible(isEmpty: !hasRecords, isAnything: hasRecords || !rules.isEmpty)
            // Only what passes is opened: someone with thousands of closed records costs what someone without any costs.
            let filter = ConsentDecision.filter(request, under: rules)
            var place = position
            let batch = min(limit + 1, 256)
            while true {
                let entries = try await index.entries(of: subject, matching: filter, after: place, limit: batch)
                for entry in entries
                where ConsentDecision.decide(request, on: entry.description, under: rules).isPermitted {
                    visible.isAnyPermitted = true
                    guard matches(entry) else { continue }
                    guard visible.entries.count < limit else {
                        visible.following = entry
                        return visible
                    }
                    visible.entries.append(entry)
                }
                guard entries.count == batch, let last = entries.last else { return visible }
                place = last.position
            }
        }
    }

    /// A citizen's own records, newest first; logged as the citizen's own look.
    public func ownRecords(
        of citizen: VerifiedCitizen, after position: RecordPosition? = nil, limit: Int = 100, requestID: String
    ) async throws(GatewayError) -> RecordPage {
        try await ownRecords(of: .person(citizen), after: position, limit: limit, requestID: requestID)
    }

    public func ownRecords(
        of keeper: Keeper, after position: RecordPosition? = nil, limit: Int = 100, requestID: String
    ) async throws(GatewayError) -> RecordPage {
        try await search(
            patient: keeper.person, after: position, limit: limit, as: keeper.reader, requestID: requestID)
    }
}
