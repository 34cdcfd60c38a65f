import AccessLog
import Consent
import Failpoints
import Ledger
public import RecordIndex
import RecordStore
public import RecordTypes

/// A record that may leave: logged, decided and compared with what was anchored.
public struct ReleasedRecord: Sendable {
    public let description: RecordDescription
    public let parts: BundleParts
}

/// Original bytes that may leave.
public struct ReleasedSource: Sendable {
    public let description: RecordDescription
    public let source: SourceDocument
}

extension Gateway {
    /// One record as normalised FHIR.
    ///
    /// What is unknown, what is restricted and what is another person's are one answer: `notFound`, after the same durable steps.
    /// - Throws: `notFound`; `unavailable` when the access could not be logged (then no store was asked); `payloadDamaged` when the
    ///   stored bytes no longer match the anchored digest.
    public func read(
        _ id: RecordID, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> ReleasedRecord {
        let description = try await release(id, to: reader, as: .readRecord, requestID: requestID)
        return ReleasedRecord(description: description, parts: try await intactParts(description))
    }

    /// The normalised content of a record that may leave.
    func intactParts(_ description: RecordDescription) async throws(GatewayError) -> BundleParts {
        try await intact(description) { store -> BundleParts? in
            guard let parts = try await store.parts(of: description.id),
                Digest.of(parts.bytes) == description.bundleDigest
            else { return nil }
            return parts
        }
    }

    /// One record exactly as it was submitted.
    public func readSource(
        _ id: RecordID, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> ReleasedSource {
        let description = try await release(id, to: reader, as: .readSource, requestID: requestID)
        return ReleasedSource(description: description, source: try await intactSource(description))
    }

    /// The original bytes of a record that may leave.
    func intactSource(_ description: RecordDescription) async throws(GatewayError) -> SourceDocument {
        try await intact(description) { store -> SourceDocument? in
            guard let source = try await store.source(of: description.id),
                Digest.of(source.bytes) == description.sourceDigest
            else { return nil }
            return source
        }
    }

    /// What the registry says of one record: what it is and where it comes from, without its content.
    public func readEntry(
        _ id: RecordID, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> RegistryEntry {
        let description = try await release(id, to: reader, as: .readEntry, requestID: requestID)
        let entry = try await GatewayError.unavailableIfFailing { try await index.entry(of: id) }
        guard let entry, entry.description == description else { throw GatewayError(.notFound) }
        return entry
    }

    /// Decides about one record and logs the attempt, whatever the decision; returns only when the reader may have it.
    ///
    /// 1. decided; 2. the attempt is durable on the ledger: a crash before leaves nothing, a crash after leaves a look that brought nothing;
    /// 3. decided again by every rule that stands before that entry. Only then may a store be asked.
    func release(
        _ id: RecordID, to reader: Reader, as action: AccessEvent.Action, requestID: String
    ) async throws(GatewayError) -> RecordDescription {
        let start = ContinuousClock.now
        try await catchUpWithConsent()
        let now = clock()
        let description = try await GatewayError.unavailableIfFailing { try await index.description(of: id) }
        let decided = try await decision(on: description, for: reader, at: now)
        let outcome: AccessEvent.Outcome = decided.map { $0.isPermitted ? .released : .refused } ?? .notFound
        let promise = try await log(
            AccessEvent(
                time: now, action: action, outcome: outcome, actor: reader.actor, purpose: reader.purpose,
                encounter: reader.encounter, basis: decided?.rule.rawValue, subject: description?.subject,
                records: [id], requestID: requestID, reason: reader.reason), by: reader)
        try await catchUpWithConsent(before: promise)
        let again = try await decision(on: description, for: reader, at: now)
        guard let description, let decided, decided.isPermitted, let again, again.isPermitted else {
            await holdBack(since: start)
            throw GatewayError(.notFound)
        }
        try await GatewayError.unavailableIfFailing { try Failpoints.before(.readRelease) }
        return description
    }

    /// Reads from the record's store and compares; damage is put on the ledger and never served.
    /// - Parameter read: gives nil for what is not there or is not what was anchored.
    private func intact<Payload: Sendable>(
        _ description: RecordDescription, _ read: (any RecordStore) async throws -> Payload?
    ) async throws(GatewayError) -> Payload {
        var payload: Payload?
        do {
            let store = try await stores.store(of: description.institution)
            payload = try await read(store)
            // What was erased is no damage: to every reader it is gone.
            if payload == nil, try await store.status(of: description.id) == .erased { throw GatewayError(.notFound) }
            try Failpoints.after(.readRelease)
        } catch RecordStoreError.storedPayloadDamaged {
            payload = nil
        } catch RecordStoreError.keyErased {
            // A restored backup brought the content back, but not its key.
            throw GatewayError(.notFound)
        } catch let error as GatewayError {
            throw error
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
        guard let payload else {
            // Where looks at this person's records may be hidden, a count of theirs would tell of one.
            let mayBeHidden = try await GatewayError.unavailableIfFailing {
                try await accessLog.hasOrderInForce(about: description.subject, at: clock())
            }
            try await report(
                damaged: description.id, in: description.institution, of: mayBeHidden ? nil : description.subject)
            throw GatewayError(.payloadDamaged, issues: [.payloadDamaged])
        }
        return payload
    }
}
