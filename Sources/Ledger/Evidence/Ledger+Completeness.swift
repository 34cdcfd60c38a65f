public import RecordTypes
internal import TransparencyLog

extension Ledger {
    /// What a person's next statement of completeness has to say: the newest published checkpoint, and the person's count in it.
    /// - Throws: `notInTime` before the first checkpoint.
    public func lastCountStatement(of subject: LedgerIdentity) async throws -> LastCountStatement {
        let open = row.open
        guard let note = try await open.storage.published()?.note else { throw LedgerError(.notInTime) }
        let checkpoint = try Checkpoint(text: SignedNote(bytes: note).text)
        var count: UInt64 = 0
        let end = open.shard.start + checkpoint.size
        try await forEachEntry(of: subject) { entry in if entry.index < end { count += 1 } }
        return LastCountStatement(
            origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, lastCounter: count)
    }

    /// Everything about a person up to the entry at `last`, which is the person's statement of completeness, once a published checkpoint
    /// covers it.
    /// - Throws: `erased` when the person's key is gone; `notInTime` while no checkpoint covers the statement.
    /// - Complexity: all the person's entries are in memory.
    public func completeness(of subject: LedgerIdentity, through last: UInt64) async throws -> CompletenessProof {
        let row = row
        let home = row.member(holding: last)
        guard let note = try await home.storage.published()?.note else { throw LedgerError(.notInTime) }
        let signed = try SignedNote(bytes: note)
        let checkpoint = try Checkpoint(text: signed.text)
        guard last - home.shard.start < checkpoint.size else { throw LedgerError(.notInTime, at: last) }
        var entries: [StoredEntry] = []
        try await forEachEntry(of: subject) { if $0.index <= last { entries.append($0) } }
        let keys = try await people.keys(of: entries)
        let first = entries.first.map { row.member(holding: $0.index).shard.number } ?? home.shard.number
        let (earlier, sizes) = try await commitments(in: row, from: first, to: home, sizeAtHome: checkpoint.size)
        var items: [CompletenessProof.Item] = []
        var tagKeys: [Int64: [UInt8]] = [:]
        for entry in entries {
            guard let key = keys[entry.keyCheck] else { throw LedgerError(.erased, at: entry.index) }
            let (statement, opening) = try key.open(entry)
            let member = row.member(holding: entry.index)
            let (index, size) = (entry.index - member.shard.start, sizes[member.shard.number] ?? 0)
            let plan = try InclusionProof.plan(index: index, size: size)
            items.append(
                CompletenessProof.Item(
                    shard: member.shard.number == home.shard.number ? nil : member.shard.number, index: index,
                    entry: entry.entry, statement: statement, salt: opening.salt, envelope: opening.envelope.bytes,
                    proof: try await LogReader(storage: member.storage).hashes(plan, inLogOf: size),
                    destroyed: opening.destroyed))
            let year = opening.envelope.time.year
            if tagKeys[year] == nil { tagKeys[year] = key.tagKey(ofYear: year) }
        }
        return CompletenessProof(items: items, tagKeys: tagKeys, checkpoint: signed, earlier: earlier)
    }

    /// What leads from a shard's checkpoint back to the final one of shard `first`, and the size of each by number.
    private func commitments(
        in row: ShardRow, from first: Int, to home: ShardRow.Member, sizeAtHome: UInt64
    ) async throws -> ([ShardCommitment], [Int: UInt64]) {
        var sizes = [home.shard.number: sizeAtHome]
        var commitments: [ShardCommitment] = []
        var (newer, newerSize) = (home, sizeAtHome)
        while newer.shard.number > first, let member = row.member(number: newer.shard.number - 1) {
            guard let final = try await member.storage.published(), final.size == member.shard.size else {
                throw LedgerError(.notInTime, at: member.shard.end)
            }
            let plan = try InclusionProof.plan(index: 0, size: newerSize)
            commitments.append(
                ShardCommitment(
                    number: member.shard.number, checkpoint: try SignedNote(bytes: final.note),
                    link: try ShardLink(bytes: newer.shard.opening ?? []),
                    proof: try await LogReader(storage: newer.storage).hashes(plan, inLogOf: newerSize)))
            sizes[member.shard.number] = final.size
            (newer, newerSize) = (member, final.size)
        }
        return (commitments, sizes)
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
