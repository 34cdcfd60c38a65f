import IdentityDirectory
import Ledger
import RecordTypes
import Statements

extension Gateway {
    /// Enters a statement on the ledger: the one way to its durable step.
    ///
    /// - Parameters:
    ///   - subject: whom it is about; nil when nobody is concerned.
    ///   - key: under which it is entered once and never again.
    /// - Throws: `invalidRequest` for what cannot be kept; `unavailable` when it could not be made durable.
    @discardableResult
    func enter(
        _ statement: Statement, about subject: LedgerIdentity?, by submitter: SubmitterTag, once key: Digest? = nil
    ) async throws(GatewayError) -> LedgerPromise {
        guard let bytes = statement.readableBytes(subject: subject) else {
            throw GatewayError(.invalidRequest, issues: [.cannotBeRecorded])
        }
        return try await GatewayError.unavailableIfFailing {
            // Whose identity this is becomes durable beside the entry; acknowledged is what is both.
            async let settled: Void = identities.settle(subject)
            let promise = try await ledger.append(
                LedgerDraft(
                    kind: statement.entryKind, subject: subject, submitter: submitter, statement: bytes,
                    idempotencyKey: key))
            try await settled
            return promise
        }
    }
}

extension Statement {
    /// The statement's bytes, once they have been read back as what they say; nil when they cannot be, or are too many for the ledger.
    ///
    /// A statement that is on the ledger and cannot be read stops every projection behind it, for good: one number that JSON rounds would
    /// do. So nothing is entered unread, whoever sent it.
    func readableBytes(subject: LedgerIdentity?) -> [UInt8]? {
        let bytes = bytes
        guard bytes.count <= LedgerDraft.statementLimitInBytes,
            (try? Statement(reading: bytes, subject: subject)) == self
        else { return nil }
        return bytes
    }
}

extension Issue {
    static let cannotBeRecorded = Issue(
        .error, "cannot-be-recorded", .tooLong, "The request cannot be recorded as it is, so it is not carried out.",
        rule: "Nothing happens that the ledger does not hold.",
        remedy: "Give shorter names and times within four-digit years.")
}
