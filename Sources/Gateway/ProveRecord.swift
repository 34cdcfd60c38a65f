import Ledger
public import RecordTypes

extension Gateway {
    /// The receipt of a citizen's own record: what she can hand to anyone to prove, offline, that it was anchored unaltered.
    public func proof(
        of id: RecordID, as keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> SubmissionStatus {
        let description = try await release(id, to: keeper.reader, as: .readRecord, requestID: requestID)
        return try await status(id, in: description.institution)
    }

    /// A static file of the log: `checkpoint`, `tile/0/x001/234`, `tile/entries/000.p/12`, `vkey`; nil when there is none.
    public func ledgerFile(_ path: String) async throws(GatewayError) -> [UInt8]? {
        try await GatewayError.unavailableIfFailing { try await ledger.staticFile(path) }
    }
}
