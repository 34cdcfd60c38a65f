import Consent
import Identity
import Ledger
import RecordIndex
public import RecordTypes
import Statements

/// The one enforcement point: every item that leaves was decided here, and every attempt was logged here first.
extension Gateway {
    /// Waits until the registry knows every consent change and every record that was durable when the request came in.
    func catchUpWithConsent() async throws(GatewayError) {
        try await inTime { try await projections.catchUp() }
    }

    /// Waits until everything on the ledger is projected: for commands that decide by what stands there.
    public func catchUp() async throws(GatewayError) { try await catchUpWithConsent() }

    /// Waits until the registry knows every consent change that stands before this entry on the ledger.
    ///
    /// A look is decided, logged, and then decided once more by what stands before it: a citizen who finds a look behind her restriction on
    /// the ledger must be able to rely on it that nothing was released. The event may then say more than was given, never less.
    func catchUpWithConsent(before promise: LedgerPromise) async throws(GatewayError) {
        try await inTime { try await projections.catchUp(through: promise.index) }
    }

    /// Waits no longer than ``patience``: a registry that cannot keep up makes a request try again, not wait for ever.
    private func inTime(
        _ wait: @escaping @Sendable () async throws -> Void
    ) async throws(GatewayError) {
        try await GatewayError.unavailableIfFailing {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await wait() }
                group.addTask {
                    try await Task.sleep(for: patience)
                    throw ProjectionsBehind()
                }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// What consent says about one record, by the rules that the registry holds now; nil when there is no record.
    ///
    /// Rules are looked up also then, of nobody, so that both ways do the same work.
    func decision(
        on description: RecordDescription?, for reader: Reader, at now: Instant
    ) async throws(GatewayError) -> ConsentDecision? {
        let rules = try await GatewayError.unavailableIfFailing {
            try await index.restrictions(of: description?.subject ?? nobody)
        }
        guard let description else { return nil }
        return ConsentDecision.decide(try accessRequest(of: reader, at: now), on: description, under: rules)
    }

    /// Returns when a look that brings nothing may be answered, so that its time does not say why. A caller who is gone is not waited for.
    func holdBack(since start: ContinuousClock.Instant) async {
        try? await Task.sleep(until: start + leastRefusal, clock: .continuous)
    }

    func accessRequest(of reader: Reader, at now: Instant) throws(GatewayError) -> AccessRequest {
        AccessRequest(
            reader: reader, readerIdentity: try ownIdentity(of: reader), purpose: reader.purpose, now: now, ages: ages)
    }

    /// The ledger identity of a reader who is a citizen, or of whom they act for.
    func ownIdentity(of reader: Reader) throws(GatewayError) -> LedgerIdentity? {
        switch reader {
        case .citizen(let citizen): try identity(of: citizen.person)
        case .representative(let representative): try identity(of: representative.mandate.principal)
        case .institution, .official: nil
        }
    }

    /// Makes the attempt durable in the access log. Nothing may be released before this returns.
    @discardableResult
    func log(_ event: AccessEvent, by reader: Reader?) async throws(GatewayError) -> LedgerPromise {
        let entered = try await hidden(event)
        return try await enter(.access(entered), about: entered.subject, by: submitter(of: reader))
    }

    private func submitter(of reader: Reader?) -> SubmitterTag {
        if case .institution(let institution, _) = reader { SubmitterTag.of(institution.id) } else { .gateway }
    }

    /// Puts on record that what an institution's store holds of a record no longer matches what was anchored.
    /// - Parameter subject: whose record it is; nil where that is not known any more.
    func report(
        damaged id: RecordID, in institution: InstitutionID, of subject: LedgerIdentity?
    ) async throws(GatewayError) {
        try await enter(
            .administration("payload-damaged", detail: id.description), about: subject,
            by: SubmitterTag.of(institution))
    }
}

/// The registry has not taken in what the ledger holds in the time that a request may wait.
struct ProjectionsBehind: Error {}

extension Reader {
    var purpose: PurposeOfUse {
        switch self {
        case .citizen: .patientRequest
        case .representative: .familyRequest
        case .institution(_, let actor): actor.purpose
        case .official: .audit
        }
    }

    /// Why the glass is broken; nothing is asked, and nothing kept, for any other purpose.
    var reason: String? {
        if case .institution(_, let actor) = self, actor.purpose == .breakTheGlass { actor.reason } else { nil }
    }

    var encounter: String? {
        if case .institution(_, let actor) = self { actor.encounter } else { nil }
    }

    /// The reader as the access log keeps it.
    var actor: AccessEvent.Actor {
        switch self {
        case .citizen(let citizen):
            AccessEvent.Actor(
                kind: .citizen, institution: nil, institutionName: nil, person: citizen.person,
                personName: citizen.fullName,
                role: nil, assertion: nil)
        case .representative(let representative):
            // Both people stand in the event: who acted here, for whom in its subject.
            AccessEvent.Actor(
                kind: .citizen, institution: nil, institutionName: nil, person: representative.citizen.person,
                personName: representative.citizen.fullName,
                role: representative.mandate.basis == .guardian ? "guardian" : "representative", assertion: nil)
        case .institution(let institution, let actor):
            AccessEvent.Actor(
                kind: .institution, institution: institution.id, institutionName: institution.name,
                person: actor.person,
                personName: actor.name, role: actor.role, assertion: actor.assertion,
                representedParty: actor.representedParty)
        case .official(let official):
            AccessEvent.Actor(
                kind: .official, institution: nil, institutionName: nil, person: official.citizen.person,
                personName: official.citizen.fullName, role: official.role.rawValue, assertion: nil)
        }
    }
}

extension VerifiedCitizen {
    /// Given name and surname, for people to read.
    public var fullName: String { "\(givenName) \(surname)" }
}

extension Issue {
    static let payloadDamaged = Issue(
        .fatal, "payload-damaged", .exception,
        "The stored document no longer matches what was anchored when it was submitted. It is not served.",
        rule: "A payload is compared with its anchored digest each time it leaves.",
        remedy: "The gateway's operator has been told; ask the institution that holds the original.")
}
