public import RecordTypes
internal import TransparencyLog

extension Ledger {
    /// What a person's next statement of completeness has to say: the newest published checkpoint, and the person's count in it.
    /// - Throws: `notInTime` before the first checkpoint.
    public func lastCountStatement(of subject: LedgerIdentity) async throws -> LastCountStatement {
        guard let note = try await checkpoint() else { throw LedgerError(.notInTime) }
        let checkpoint = try Checkpoint(text: SignedNote(bytes: note).text)
        var count: UInt64 = 0
        try await forEachEntry(of: subject) { entry in if entry.index < checkpoint.size { count += 1 } }
        return LastCountStatement(
            origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, lastCounter: count)
    }

    /// Everything about a person up to the entry at `last`, which is the person's statement of completeness, once a published checkpoint
    /// covers it.
    /// - Throws: `erased` when the person's key is gone; `notInTime` while no checkpoint covers the statement.
    /// - Complexity: all the person's entries are in memory.
    public func completeness(of subject: LedgerIdentity, through last: UInt64) async throws -> CompletenessProof {
        guard let note = try await checkpoint() else { throw LedgerError(.notInTime) }
        let signed = try SignedNote(bytes: note)
        let checkpoint = try Checkpoint(text: signed.text)
        guard last < checkpoint.size else { throw LedgerError(.notInTime, at: last) }
        var entries: [StoredEntry] = []
        try await forEachEntry(of: subject) { if $0.index <= last { entries.append($0) } }
        let keys = try await people.keys(of: entries)
        var items: [CompletenessProof.Item] = []
        var tagKeys: [Int64: [UInt8]] = [:]
        for entry in entries {
            guard let key = keys[entry.keyCheck] else { throw LedgerError(.erased, at: entry.index) }
            let (statement, opening) = try key.open(entry)
            let plan = try InclusionProof.plan(index: entry.index, size: checkpoint.size)
            items.append(
                CompletenessProof.Item(
                    index: entry.index, entry: entry.entry, statement: statement, salt: opening.salt,
                    envelope: opening.envelope.bytes,
                    proof: try await LogReader(storage: storage).hashes(plan, inLogOf: checkpoint.size)))
            let year = opening.envelope.time.year
            if tagKeys[year] == nil { tagKeys[year] = key.tagKey(ofYear: year) }
        }
        return CompletenessProof(items: items, tagKeys: tagKeys, checkpoint: signed)
    }

    private func forEachEntry(of subject: LedgerIdentity, _ body: (StoredEntry) -> Void) async throws {
        let blind = people.blind(subject)
        var after: UInt64 = 0
        while true {
            let page = try await storage.entries(ofPerson: blind, after: after, limit: 1024)
            guard let last = page.last?.person?.counter else { return }
            for entry in page { body(entry) }
            after = last
        }
    }
}
