import Failpoints
import Identity
public import Ledger
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
    ///    ``finishPending()`` takes it from there at start, with the very code of step 2 on.
    /// 2. *sequenced* — the ledger entry, under a key derived from the record, so that a second try finds the first entry.
    ///    A crash leaves a record that is visible and provable; the submitter, who got no answer, sends again and gets the same promise.
    /// 3. acknowledged — this function returns.
    /// 4. *marked* — the store's row says sequenced, later anchored: lazily and in batches, because it can be derived from 1 and 2.
    ///
    /// - Throws: ``GatewayError`` with all faults for a document that is refused; `busy` and `unavailable` when it may be sent again.
    public func submit(
        _ source: SourceDocument, from institution: VerifiedInstitution
    ) async throws(GatewayError) -> Submission {
        let digest = Digest.of(source.bytes)
        let id = records.recordID(of: digest, from: institution.id)
        if let earlier = try await finishedSubmission(id, of: institution.id) { return earlier }

        let document = try await conformantDocument(source, digest: digest, id: id, from: institution)
        guard let patient = document.patient else { throw GatewayError(.conversionFailed) }
        let statement = Statement.record(document.document.description, patient: patient).bytes
        let store = try await GatewayError.unavailableIfFailing { try await stores.store(of: institution.id) }

        let put = try await GatewayError.unavailableIfFailing {
            try await store.putIfAbsent(document.document, statement: statement)
        }
        switch put {
        case .conflict:
            throw GatewayError(.documentConflict, issues: [.documentIDInUse])
        case .present(.erased):
            throw GatewayError(.documentRefused, issues: [.documentErased])
        case .present:
            guard let earlier = try await finishedSubmission(id, of: institution.id) else {
                throw GatewayError(.unavailable)
            }
            return earlier
        case .stored:
            let pending = PendingRecord(id: id, subject: document.document.description.subject, statement: statement)
            let promise = try await sequence(pending, of: institution.id)
            return Submission(id: id, isNew: true, promise: promise, issues: document.document.issues)
        }
    }

    /// Steps 2 and 4 for a record that is stored. Calling it again for the same record gives the same promise.
    func sequence(_ pending: PendingRecord, of institution: InstitutionID) async throws(GatewayError) -> LedgerPromise {
        let promise = try await GatewayError.unavailableIfFailing {
            try await ledger.append(
                LedgerDraft(
                    kind: .record, subject: pending.subject, submitter: SubmitterTag.of(institution),
                    statement: pending.statement, idempotencyKey: pending.id.ledgerKey))
        }
        marks.add(pending.id, of: institution, at: promise.index)
        return promise
    }

    /// What an earlier submission of the same bytes by the same institution led to, finished if a crash had left it pending; nil when there is none.
    func finishedSubmission(_ id: RecordID, of institution: InstitutionID) async throws(GatewayError) -> Submission? {
        try await GatewayError.unavailableIfFailing { () async throws -> Submission? in
            let store = try await stores.store(of: institution)
            guard let pending = try await store.pendingRecord(id) else { return nil }
            let promise = try await sequence(pending, of: institution)
            return Submission(id: id, isNew: false, promise: promise, issues: try await store.issues(of: id) ?? [])
        }
    }

    /// Finishes every submission that a crash left between storing and sequencing. Called at start, before a door opens.
    /// - Returns: how many were finished.
    public func finishPending() async throws(GatewayError) -> Int {
        try await GatewayError.unavailableIfFailing {
            var finished = 0
            for institution in try stores.allInstitutions() {
                let store = try await stores.store(of: institution)
                for pending in try await store.pending(limit: Int.max) {
                    _ = try await sequence(pending, of: institution)
                    finished += 1
                }
            }
            return finished
        }
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
