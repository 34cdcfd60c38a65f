import AccessLog
import Consent
import Ledger
import RecordIndex
import RecordStore
public import RecordTypes
import Statements

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
    /// - Throws: `notFound`; `unavailable` when the access could not be logged (then nothing was read); `payloadDamaged` when the
    ///   stored bytes no longer match the anchored digest.
    public func read(
        _ id: RecordID, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> ReleasedRecord {
        let description = try await release(id, to: reader, as: .readRecord, requestID: requestID)
        let parts = try await intact(description) { store -> BundleParts? in
            guard let parts = try await store.parts(of: id), Digest.of(parts.bytes) == description.bundleDigest else {
                return nil
            }
            return parts
        }
        return ReleasedRecord(description: description, parts: parts)
    }

    /// One record exactly as it was submitted.
    public func readSource(
        _ id: RecordID, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> ReleasedSource {
        let description = try await release(id, to: reader, as: .readSource, requestID: requestID)
        let source = try await intact(description) { store -> SourceDocument? in
            guard let source = try await store.source(of: id), Digest.of(source.bytes) == description.sourceDigest
            else { return nil }
            return source
        }
        return ReleasedSource(description: description, source: source)
    }

    /// Decides about one record and logs the attempt, whatever the decision; returns only when the reader may have it.
    func release(
        _ id: RecordID, to reader: Reader, as action: AccessEvent.Action, requestID: String
    ) async throws(GatewayError) -> RecordDescription {
        try await catchUpWithConsent()
        let now = clock()
        let description = try await GatewayError.unavailableIfFailing { try await index.description(of: id) }
        let decision = try await decision(on: description, for: reader, at: now)
        let outcome: AccessEvent.Outcome = decision.map { $0.isPermitted ? .released : .refused } ?? .notFound
        try await log(
            AccessEvent(
                time: now, action: action, outcome: outcome, actor: reader.actor, purpose: reader.purpose,
                encounter: reader.encounter, basis: decision?.rule.rawValue, subject: description?.subject,
                records: [id],
                requestID: requestID), by: reader)
        guard let description, outcome == .released else { throw GatewayError(.notFound) }
        return description
    }

    /// Reads from the record's store and compares; damage is put on the ledger and never served.
    private func intact<Payload: Sendable>(
        _ description: RecordDescription, _ read: (any RecordStore) async throws -> Payload?
    ) async throws(GatewayError) -> Payload {
        let payload: Payload?
        do {
            payload = try await read(try await stores.store(of: description.institution))
        } catch RecordStoreError.storedPayloadDamaged {
            payload = nil
        } catch RecordStoreError.keyErased {
            // A restored backup brought the content back, but not its key: to every reader it is gone.
            throw GatewayError(.notFound)
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
        guard let payload else {
            try await report(damaged: description)
            throw GatewayError(.payloadDamaged, issues: [.payloadDamaged])
        }
        return payload
    }
}
