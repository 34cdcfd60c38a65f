internal import RecordTypes

extension Ledger {
    /// Destroys the statements of these looks: entry, commitment, count and time stay and can still be proven; what was said is gone. What was
    /// destroyed or erased before is passed over, so that doing it again changes nothing.
    ///
    /// One transaction for all of them. Backups and copies of the file keep what they had.
    /// - Parameter indices: of entries of kind *access*; nothing else can be destroyed.
    /// - Returns: how many were destroyed now.
    /// - Throws: `notDestroyable` at the first that is no look.
    @discardableResult
    public func destroyLooks(at indices: some Collection<UInt64> & Sendable) async throws -> Int {
        var sealed: [UInt64: [UInt8]] = [:]
        for index in indices {
            let entry = try await entry(at: index)
            guard try LedgerEntry(bytes: entry.entry).kind == .access else {
                throw LedgerError(.notDestroyable, at: index)
            }
            guard let key = try await people.keys(of: [entry])[entry.keyCheck] else { continue }
            let (statement, opening) = try key.open(entry)
            guard opening.destroyed == nil else { continue }
            sealed[index] = key.seal(
                digestOfDestroyed: .sha256(statement), ofEntryWith: LedgerEntry.previous(in: entry.entry))
        }
        if !sealed.isEmpty { try await storage.replaceStatements(sealed) }
        return sealed.count
    }

    /// Once all is destroyed: no former statement is left in the engine's own log either. PostgreSQL keeps old rows until `VACUUM`.
    /// - Throws: while somebody still reads what was before; it is tried again.
    public func forgetDestroyed() async throws { try await storage.forgetReplaced() }
}
