internal import RecordTypes
internal import Sealing
internal import TransparencyLog

/// `fsck`: from the stored entries to leaf hashes, tiles, roots, signed checkpoints; and from the sealed statements back to
/// commitments, tags, times, persons, counters and idempotency keys. One pass over the entries.
///
/// Memory grows with the number of persons and of signed checkpoints in one page, not with the log. May run beside a
/// running ledger: what is appended meanwhile is not looked at.
struct LedgerChecker: Sendable {
    let row: ShardRow
    let people: PeopleKeys
    let keys: LedgerKeys

    func check() async throws -> LedgerCheck {
        var scan = LedgerScan(people: people)
        let size = try await row.open.storage.size()
        for member in row.members {
            let check = ShardCheck(member, people: people, keys: keys.verifierKeys(of: member.shard))
            guard try await check.run(below: member.shard.end ?? size, &scan) else { break }
        }
        if try await !row.open.storage.misnumberedPeople().isEmpty { scan.report(.counter) }
        for position in try await row.open.storage.misfiledRequests() { scan.report(.idempotency, at: position) }
        return scan.result
    }
}

/// The part of `fsck` that one shard needs.
private struct ShardCheck {
    private let shard: Shard
    private let storage: any LedgerStorage
    private let people: PeopleKeys
    private let verifierKeys: [VerifierKey]

    private static let page = 1024

    init(_ member: ShardRow.Member, people: PeopleKeys, keys: [VerifierKey]) {
        shard = member.shard
        storage = member.storage
        self.people = people
        verifierKeys = keys
    }

    /// False when an entry is missing, so that what comes after it cannot be placed.
    /// - Parameter end: one beyond the position of the last entry.
    func run(below end: UInt64, _ scan: inout LedgerScan) async throws -> Bool {
        let tree = try await storage.tree()
        var signed = SignedPages(storage: storage)
        var edge = TileEdge()
        var frontier = Frontier()
        var isComplete = true
        try await compareRoot(of: frontier, &signed, &scan)
        while scan.result.entries < end, isComplete {
            let start = scan.result.entries
            let page: [StoredEntry]
            do {
                page = try await storage.entries(from: start, limit: Self.page).filter { $0.index < end }
            } catch let error as LedgerError {
                scan.report(.storage, at: error.place ?? start)
                isComplete = false
                break
            }
            guard !page.isEmpty, page[0].index == start else {
                scan.report(.entryMissing, at: start)
                isComplete = false
                break
            }
            let keys = try await people.keys(of: page)
            for entry in page {
                guard entry.index == scan.result.entries else { break }
                let hash = try await scan.leaf(of: entry) { try await leaf(inTileAt: entry.index - shard.start) }
                let key = keys[entry.keyCheck]
                if key == nil, try await isSealedAnyway(entry) { scan.report(.sealedStatement, at: entry.index) }
                scan.look(into: entry, key)
                compareLinks(entry, &scan)
                guard frontier.size < tree.size else { continue }
                frontier.append(hash)
                var full: [(TileID, Tile)] = []
                edge.append(hash) { id, tile in full.append((id, tile)) }
                for (id, tile) in full { try await compare(id, tile, &scan) }
                try await compareRoot(of: frontier, &signed, &scan)
            }
        }
        if frontier.size == tree.size {
            for (id, tile) in edge.partialTiles { try await compare(id, tile, &scan) }
            if frontier != tree.frontier || frontier.root != tree.root || edge.root != tree.root {
                scan.report(.treeHead, at: tree.size)
            }
        } else {
            scan.report(.treeHead, at: tree.size)
        }
        while let ahead = try await signed.next() { scan.report(.checkpointAhead, at: ahead.size) }
        try await comparePublished(&scan)
        return isComplete
    }

    /// What the shard shows of its first and last entry must open just these.
    private func compareLinks(_ entry: StoredEntry, _ scan: inout LedgerScan) {
        let shown = [
            entry.index == shard.start ? shard.opening : nil, entry.index + 1 == shard.end ? shard.closing : nil,
        ]
        for case let link? in shown where (try? ShardLink(bytes: link))?.entry != entry.entry {
            scan.report(.shardLink, at: entry.index)
        }
    }

    /// Whether an entry whose key check names no key opens with its person's key, or with nobody's, all the same: then it is not erased,
    /// and the check was altered.
    private func isSealedAnyway(_ entry: StoredEntry) async throws -> Bool {
        try await people.keys(of: [entry]).values.contains { (try? $0.open(entry)) != nil }
    }

    private func compare(_ id: TileID, _ tile: Tile, _ scan: inout LedgerScan) async throws {
        let first = id.index << UInt64(id.level * 8 + 8)
        guard let stored = try await storage.tile(level: id.level, index: id.index) else {
            return scan.report(.tileMissing, at: first)
        }
        // Wider when the log has grown meanwhile.
        if !stored.starts(with: tile.bytes) { scan.report(.tile, at: first) }
    }

    private func leaf(inTileAt index: UInt64) async throws -> MerkleHash? {
        let width = UInt64(TileID.fullWidth)
        let bytes = try await storage.tile(level: 0, index: index / width) ?? []
        let start = Int(index % width) * MerkleHash.byteCount
        return bytes.count < start + MerkleHash.byteCount
            ? nil : try MerkleHash(bytes[start..<start + MerkleHash.byteCount])
    }

    /// Signed checkpoints of just this size, if any.
    private func compareRoot(
        of frontier: Frontier, _ signed: inout SignedPages, _ scan: inout LedgerScan
    ) async throws {
        guard let checkpoint = try await signed.next(ofSize: frontier.size) else { return }
        scan.result.checkpoints += 1
        let root = frontier.root
        if checkpoint.root != root { scan.report(.checkpointRoot, at: checkpoint.size) }
        do {
            let note = try Checkpoint(verifying: SignedNote(bytes: checkpoint.note), logs: verifierKeys)
            if note.root != root || note.size != checkpoint.size { scan.report(.checkpointRoot, at: checkpoint.size) }
        } catch {
            scan.report(.checkpointSignature, at: checkpoint.size)
        }
    }

    private func comparePublished(_ scan: inout LedgerScan) async throws {
        guard let published = try await storage.published() else { return }
        let signed = try await storage.signed(from: published.size, limit: 1).first
        // Witnesses have added their lines; text and log signature are what was signed.
        guard let signed, signed.size == published.size, signed.root == published.root,
            let shown = try? SignedNote(bytes: published.note), let kept = try? SignedNote(bytes: signed.note),
            shown.text == kept.text, shown.signatures.starts(with: kept.signatures)
        else { return scan.report(.published, at: published.size) }
    }
}

/// The signed checkpoints by size, fetched page by page.
private struct SignedPages {
    let storage: any LedgerStorage
    private var page: ArraySlice<StoredCheckpoint> = []
    private var from: UInt64 = 0
    private var isAtEnd = false

    init(storage: any LedgerStorage) { self.storage = storage }

    mutating func next(ofSize size: UInt64) async throws -> StoredCheckpoint? {
        try await fill()
        return page.first?.size == size ? page.popFirst() : nil
    }

    mutating func next() async throws -> StoredCheckpoint? {
        try await fill()
        return page.popFirst()
    }

    private mutating func fill() async throws {
        guard page.isEmpty, !isAtEnd else { return }
        let fetched = try await storage.signed(from: from, limit: 256)
        isAtEnd = fetched.count < 256
        if let last = fetched.last { from = last.size + 1 }
        page = fetched[...]
    }
}
