public import Ledger
public import RecordTypes

extension Gateway {
    /// The receipt of a citizen's own record: what she can hand to anyone to prove, offline, that it was anchored unaltered.
    public func proof(
        of id: RecordID, as keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> SubmissionStatus {
        let description = try await release(id, to: keeper.reader, as: .readRecord, requestID: requestID)
        return try await status(id, in: description.institution)
    }

    /// Everything that proves a citizen's own record to whoever has none of our software: the document, its statement and place on the
    /// log, against the first time-stamped checkpoint that covers it. Whoever may read the record may have its proof, a representative
    /// with the scope *records* too: a receipt and the evidence are decided by one rule.
    /// - Throws: `unavailable` when no published checkpoint covers the record in time.
    public func evidence(
        of id: RecordID, as keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> EvidenceBundle {
        let released = try await readSource(id, as: keeper.reader, requestID: requestID)
        let before = try await status(id, in: released.description.institution)
        guard let promise = before.promise else { throw GatewayError(.unavailable) }
        return try await GatewayError.unavailableIfFailing {
            try await ledger.waitForCheckpoint(covering: promise.index, within: patience)
            guard let receipt = try await ledger.receipt(index: promise.index) else { throw GatewayError(.unavailable) }
            let prefix = ledger.prefix(ofShardHolding: promise.index)
            return try await EvidenceBundle.make(
                receipt, statement: before.statement, payload: released.source.bytes,
                log: PublishedLog(ledger: ledger, anchors: anchors),
                vkey: try await ledger.staticFile("\(prefix)vkey"))
        }
    }

    /// A static file of the log: `checkpoint`, `tile/0/x001/234`, `tile/entries/000.p/12`, `vkey`, `shards`, and all of them of an earlier
    /// shard below `shard/1/`; nil when there is none.
    public func ledgerFile(_ path: String) async throws(GatewayError) -> [UInt8]? {
        try await GatewayError.unavailableIfFailing { try await ledger.staticFile(path) }
    }
}

/// The log as strangers see it, with the proofs of time over it.
struct PublishedLog: LogFiles {
    let ledger: Ledger
    let anchors: AnchorStore?

    func file(_ path: String) async throws -> [UInt8]? {
        path.contains("anchor/") ? try await anchors?.file(path) : try await ledger.staticFile(path)
    }
}
