import AccessLog
import Identity
public import Ledger
import Oversight
public import RecordTypes

/// Everything that a court needs of a case: each look and each step with its place on the public log.
public struct CaseEvidence: Sendable {
    public let file: CaseFile
    /// By the position on the ledger: the looks first, then the steps.
    public let proofs: [(index: UInt64, bundle: EvidenceBundle)]
    public let caseNumber: String
    public let made: Instant
}

extension Gateway {
    /// The evidence of a case. What was asked is logged, towards the person too.
    /// - Throws: `notFound` where there is no such case; `unavailable` when no published checkpoint covers its last step in time.
    public func caseEvidence(
        _ id: CaseID, caseNumber: String, as overseer: Overseer, requestID: String
    ) async throws(GatewayError) -> CaseEvidence {
        try await catchUpWithConsent()
        let found = try await GatewayError.unavailableIfFailing { try await caseFiles.file(id) }
        try await admit(overseer, to: .evidence, caseNumber: caseNumber, about: found?.subject, requestID: requestID)
        let file = try await readCase(id)
        return try await GatewayError.unavailableIfFailing {
            let positions = file.looks.map(\.index) + (try await caseFiles.positions(of: id))
            if let last = positions.max() { try await ledger.waitForCheckpoint(covering: last, within: patience) }
            let log = PublishedLog(ledger: ledger, anchors: anchors)
            let vkey = try await ledger.staticFile("vkey")
            var proofs: [(index: UInt64, bundle: EvidenceBundle)] = []
            for index in positions {
                guard let receipt = try await ledger.receipt(index: index),
                    let statement = try await ledger.statements(from: index, limit: 1).first
                else { throw GatewayError(.unavailable) }
                proofs.append(
                    (
                        index,
                        try await EvidenceBundle.make(receipt, statement: statement.statement, log: log, vkey: vkey)
                    ))
            }
            return CaseEvidence(file: file, proofs: proofs, caseNumber: caseNumber, made: clock())
        }
    }
}
