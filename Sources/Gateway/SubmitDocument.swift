import Failpoints
import Identity
public import Ledger
import RecordIndex
import RecordStore
public import RecordTypes
import Statements

/// What a provider gets for a document that is durable: its name, the ledger's signed promise, and every finding short of a refusal.
public struct Submission: Sendable {
    public let id: RecordID
    /// False when the same bytes had been submitted before: the promise is the first one.
    public let isNew: Bool
    public let promise: LedgerPromise
    public let issues: [Issue]
}

extension Gateway {
    /// Files a document: converts it apart from this process, checks what came back, stores it in the institution's own store and commits it
    /// on the ledger. Returns only when payload and ledger entry are durable.
    ///
    /// The order of durable effects, and what a crash after each leaves:
    /// 1. *stored* — payload, resources and statement in the institution's store, marked pending. A crash leaves a record nobody can see;
    ///    ``finishPending(passingOver:)`` takes it from there at start, with the very code of step 2 on; where the ledger only took
    ///    nothing just then, ``finishStragglers(atMost:)`` does so while running.
    /// 2. *sequenced* — the ledger entry, under a key derived from the record, so that a second try finds the first entry.
    ///    A crash leaves a record that is visible and provable; the submitter, who got no answer, sends again and gets the same promise.
    /// 3. acknowledged — this function returns.
    /// 4. *marked* — the store's row says sequenced, later anchored: lazily and in batches, because it can be derived from 1 and 2.
    ///
    /// - Parameter actor: who the institution says is acting; nil when the request names nobody, and the operator whom a message names is
    ///   taken. Kept with the record as asserted.
    /// - Throws: ``GatewayError`` with all faults for a document that is refused; `busy` and `unavailable` when it may be sent again.
    public func submit(
        _ source: SourceDocument, from institution: VerifiedInstitution, assertedBy actor: AssertedActor? = nil
    ) async throws(GatewayError) -> Submission {
        let digest = Digest.of(source.bytes)
        let id = records.recordID(of: digest, from: institution.id)
        if let earlier = try await finishedSubmission(id, of: institution.id) { return try acknowledged(earlier) }

        let checked = try await conformantDocument(source, digest: digest, id: id, from: institution, actor: actor)
        let description = checked.document.description
        let statement = Statement.record(description, patient: checked.patient)
        guard let bytes = statement.readableBytes(subject: description.subject) else {
            throw GatewayError(.documentRefused, issues: [.cannotBeRecorded])
        }
        let put = try await GatewayError.unavailableIfFailing {
            try await stores.store(of: institution.id).putIfAbsent(checked.document, statement: bytes)
        }
        switch put {
        case .conflict:
            throw GatewayError(.documentConflict, issues: [.documentIDInUse])
        case .present:
            // It is there, and yet there is nothing of it to finish: it was erased.
            guard let earlier = try await finishedSubmission(id, of: institution.id) else {
                throw GatewayError(.documentRefused, issues: [.documentErased])
            }
            return try acknowledged(earlier)
        case .stored:
            let pending = PendingRecord(id: id, subject: description.subject, statement: bytes)
            let promise = try await sequence(pending, of: institution.id)
            return try acknowledged(
                Submission(id: id, isNew: true, promise: promise, issues: checked.document.issues))
        }
    }

    /// Steps 2 and 4 for a record that is stored. Calling it again for the same record gives the same promise.
    /// - Throws: `documentRefused` for a record whose person was erased; `unavailable`.
    func sequence(_ pending: PendingRecord, of institution: InstitutionID) async throws(GatewayError) -> LedgerPromise {
        let promise: LedgerPromise
        do {
            promise = try await ledger.append(
                LedgerDraft(
                    kind: .record, subject: pending.subject, submitter: SubmitterTag.of(institution),
                    statement: pending.statement, idempotencyKey: pending.id.ledgerKey))
        } catch let error as LedgerError where error.code == .erased {
            throw GatewayError(.documentRefused, issues: [.documentErased], cause: error)
        } catch {
            stragglers.add(Stragglers.Straggler(id: pending.id, institution: institution))
            throw GatewayError(.unavailable, cause: error)
        }
        marks.add(pending.id, of: institution, at: promise.index)
        return promise
    }

    /// What an earlier submission of the same bytes by the same institution led to, finished if a crash had left it pending; nil when there
    /// is none, and when it was erased.
    func finishedSubmission(_ id: RecordID, of institution: InstitutionID) async throws(GatewayError) -> Submission? {
        guard let stored = try await storedSubmission(id, of: institution) else { return nil }
        let promise = try await sequence(stored.pending, of: institution)
        return Submission(id: id, isNew: false, promise: promise, issues: stored.issues)
    }

    /// What the institution's own store holds of a submission; nil when there is none, and when it was erased.
    /// - Throws: `payloadDamaged`, which is put on the ledger first; `unavailable`.
    func storedSubmission(
        _ id: RecordID, of institution: InstitutionID
    ) async throws(GatewayError) -> (pending: PendingRecord, issues: [Issue])? {
        do {
            guard let store = try await stores.existingStore(of: institution),
                let pending = try await store.pendingRecord(id)
            else { return nil }
            return (pending, try await store.issues(of: id) ?? [])
        } catch RecordStoreError.keyErased {
            return nil
        } catch RecordStoreError.storedPayloadDamaged {
            let subject = try await GatewayError.unavailableIfFailing { try await index.description(of: id)?.subject }
            try await report(damaged: id, in: institution, of: subject)
            throw GatewayError(.payloadDamaged, issues: [.payloadDamaged])
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
    }

    /// The answer's last step before it leaves; by now nothing can be lost any more.
    private func acknowledged(_ submission: Submission) throws(GatewayError) -> Submission {
        do {
            try Failpoints.before(.submissionAcknowledge)
            try Failpoints.after(.submissionAcknowledge)
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
        return submission
    }
}

extension Issue {
    static let documentErased = Issue(
        .error, "document-erased", .businessRule, "This document was submitted before and has been erased since.",
        rule: "Erasing a record's key erases the record everywhere.", remedy: "Do not send it again.")

    static let documentIDInUse = Issue(
        .error, "document-id-in-use", .conflict,
        "Another document of this institution carries the same identifier and other content.",
        rule: "CDA R2 4.2.1.5: a document identifier names one document for ever",
        remedy: "Send a new version under a new id, with the same setId and the next versionNumber.")
}
