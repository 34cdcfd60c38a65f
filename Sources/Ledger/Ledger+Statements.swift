public import RecordTypes

extension Ledger {
    /// The number of durable entries, as this process has seen it.
    public var size: UInt64 { get async { sequencer.sequenced.value } }

    /// Statements from an index on, opened, in order; empty statements where the person's key was erased.
    /// - Throws: `damaged` at the index of what does not open.
    public func statements(from index: UInt64, limit: Int) async throws -> [ProjectedStatement] {
        let entries = try await storage.entries(from: index, limit: limit)
        let keys = try await people.keys(of: entries)
        var statements: [ProjectedStatement] = []
        statements.reserveCapacity(entries.count)
        for entry in entries {
            guard entry.index == index + UInt64(statements.count) else {
                throw LedgerError(.entryMissing, at: index + UInt64(statements.count))
            }
            statements.append(try Self.project(entry, keys[entry.keyCheck]))
        }
        return statements
    }

    private static func project(_ entry: StoredEntry, _ key: PersonKey?) throws -> ProjectedStatement {
        let layout = try LedgerEntry(bytes: entry.entry)
        guard let key else {
            return ProjectedStatement(
                index: entry.index, kind: layout.kind, time: Instant(seconds: Int64(layout.bucket) * 900), subject: nil,
                counter: entry.person?.counter ?? 0, statement: [])
        }
        let (statement, opening) = try key.open(entry)
        return ProjectedStatement(
            index: entry.index, kind: layout.kind, time: opening.envelope.time, subject: opening.envelope.subject,
            counter: opening.envelope.counter, statement: statement)
    }

    /// Returns once an entry at `index` or beyond is durable.
    func waitForEntry(at index: UInt64) async throws { try await sequencer.sequenced.wait(for: index + 1) }
}
