public import Ledger
import RecordStore
public import RecordTypes

/// Where a submission stands, and how to prove it.
public struct SubmissionStatus: Sendable {
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Arrived; nothing durable yet. Only seen while the submitting request is still open.
        case received
        /// Durable in the institution's store.
        case stored
        /// Its ledger entry is durable too: acknowledged.
        case sequenced
        /// A published checkpoint covers the entry: the receipt proves it offline.
        case anchored
    }

    public let id: RecordID
    public let stage: Stage
    public let promise: LedgerPromise?
    /// From stage *anchored* on.
    public let receipt: LedgerReceipt?
    /// The statement that the entry commits to: what the holder shows together with the receipt.
    public let statement: [UInt8]
    public let issues: [Issue]
}

extension Gateway {
    /// The status of a submission for the institution that made it; to everybody else it does not exist.
    public func submissionStatus(
        _ id: RecordID, of institution: VerifiedInstitution
    ) async throws(GatewayError) -> SubmissionStatus {
        try await status(id, in: institution.id)
    }

    /// What was erased, record or person, does not exist either.
    func status(_ id: RecordID, in institution: InstitutionID) async throws(GatewayError) -> SubmissionStatus {
        guard let stored = try await storedSubmission(id, of: institution) else { throw GatewayError(.notFound) }
        do {
            let promise = try await ledger.promise(forKey: id.ledgerKey)
            var receipt: LedgerReceipt?
            if let promise { receipt = try await ledger.receipt(index: promise.index) }
            let stage: SubmissionStatus.Stage = promise == nil ? .stored : receipt == nil ? .sequenced : .anchored
            return SubmissionStatus(
                id: id, stage: stage, promise: promise, receipt: receipt, statement: stored.pending.statement,
                issues: stored.issues)
        } catch let error as LedgerError where error.code == .erased {
            throw GatewayError(.notFound, cause: error)
        } catch {
            throw GatewayError(.unavailable, cause: error)
        }
    }
}
