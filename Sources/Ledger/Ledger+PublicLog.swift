internal import TransparencyLog

extension Ledger {
    /// The position below which every entry is covered by a published checkpoint of its shard.
    public var anchoredSize: UInt64 { get async { anchored.value } }

    /// The newest published checkpoint of the shard that takes entries, or of another: a signed note. Nil before the first.
    public func checkpoint(ofShard number: Int? = nil) async throws -> [UInt8]? {
        try await (number.flatMap { row.member(number: $0) } ?? row.open).storage.published()?.note
    }

    /// A file of the static log: `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`, `vkey`. The same of any shard below
    /// `shard/<number>/`, besides its links `opening` and `closing`; and `shards`, the list of them.
    ///
    /// Nil for a path that is none, and for what no published checkpoint covers.
    public func staticFile(_ path: String) async throws -> [UInt8]? {
        let row = row
        if path == "shards" { return row.list }
        guard let inShard = ShardPath(path) else { return try await file(path, of: row.open) }
        guard let member = row.member(number: inShard.number) else { return nil }
        return try await file(inShard.rest, of: member)
    }

    private func file(_ path: String, of member: ShardRow.Member) async throws -> [UInt8]? {
        if path == "vkey", !member.shard.isClosed {
            return Array(keys.signers.map { "\($0.verifierKey.text)\n" }.joined().utf8)
        }
        return try await LogReader(storage: member.storage).file(path, of: member.shard)
    }

    /// Where the shard that has an entry is served, below the log's prefix: nothing for the newest, `shard/<number>/` for others.
    public func prefix(ofShardHolding position: UInt64) -> String {
        let row = row
        let number = row.member(holding: position).shard.number
        return number == row.open.shard.number ? "" : "shard/\(number)/"
    }

    /// Returns once a published checkpoint covers the entry at `index`.
    /// - Throws: `notInTime` after `limit`, `stopped` when the ledger stops first.
    public func waitForCheckpoint(covering index: UInt64, within limit: Duration? = nil) async throws {
        guard let limit else { return try await anchored.wait(for: index + 1) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.anchored.wait(for: index + 1) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw LedgerError(.notInTime, at: index)
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// The proof that the entry at `index` is in the log, for the holder of its statement; nil until a checkpoint covers it.
    ///
    /// Without an opening (see ``LedgerReceipt/withoutOpening``) where the person's key was erased.
    ///
    /// - Parameter position: counted along all shards; the receipt's own index counts in the entry's.
    public func receipt(index position: UInt64) async throws -> LedgerReceipt? {
        let inForce = inForce
        let member = inForce.row.member(holding: position)
        let index = position - member.shard.start
        guard let published = try await member.storage.published(), index < published.size else { return nil }
        let entry = try await entry(at: position)
        let plan = try InclusionProof.plan(index: index, size: published.size)
        let cache = member.shard.number == inForce.row.open.shard.number ? inForce.tiles : nil
        let hashes = try await LogReader(storage: member.storage, cache: cache).hashes(plan, inLogOf: published.size)
        var opening: CommitmentOpening?
        do {
            let (statement, sealed) = try await open(entry)
            opening = sealed.commitment(to: statement)
        } catch let error as LedgerError where error.code == .erased {
            opening = nil
        }
        return LedgerReceipt(
            entry: entry.entry,
            proof: TlogProof(
                extra: opening?.bytes, inclusion: InclusionProof(index: index, hashes: hashes),
                checkpoint: try SignedNote(bytes: published.note)))
    }

    /// Writes the published log into a folder: `tile/…`, `vkey`, and last `checkpoint`; closed shards below `shard/<number>/`.
    /// - Throws: `exportFailed`.
    public func export(to directory: String) async throws { try await LogExport(row: row).write(to: directory) }

    /// As ``export(to:)``, from the storage of a gateway that may be stopped. Needs no key.
    public static func export(_ place: LedgerPlace, to directory: String) async throws {
        let storage = try await place.openReadOnly()
        guard let text = try await storage.verifierKey(), let key = try? VerifierKey(text) else {
            throw LedgerError(.exportFailed)
        }
        try await LogExport(row: ShardRow(of: storage, origin: key.name, verifierKey: key)).write(to: directory)
    }

    /// As ``export(_:to:)``, embedded.
    public static func export(path: String, to directory: String) async throws {
        try await export(.embedded(path: path), to: directory)
    }

    /// Derives everything anew from the stored entries and names each defect. Reads all; changes nothing.
    public func fsck() async throws -> LedgerCheck {
        try await LedgerChecker(row: row, people: people, keys: keys).check()
    }
}
