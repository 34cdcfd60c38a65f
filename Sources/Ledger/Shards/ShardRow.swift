internal import TransparencyLog

/// All shards of a storage, each with its own view of it.
struct ShardRow: Sendable {
    struct Member: Sendable {
        let shard: Shard
        let storage: any LedgerStorage
    }

    /// Takes no entries any more, the oldest first.
    let closed: [Member]
    /// The newest.
    let open: Member

    /// - Parameter origin: of a storage that no log has claimed.
    init(of storage: any LedgerStorage, origin: String, verifierKey: VerifierKey) async throws {
        var members = try await storage.shards().map { Member(shard: $0, storage: storage.view(of: $0)) }
        let newest = members.popLast()
        closed = members
        open =
            newest
            ?? Member(
                shard: Shard(number: 1, origin: origin, verifierKey: verifierKey.text, start: 0), storage: storage)
    }

    var members: [Member] { closed + [open] }

    /// The shard that has the entry at a position, or will have it.
    func member(holding position: UInt64) -> Member {
        closed.first { $0.shard.holds(position) } ?? open
    }

    func member(number: Int) -> Member? { members.first { $0.shard.number == number } }

    /// The position below which each entry is covered by a published checkpoint of its shard.
    func anchored() async throws -> UInt64 {
        for member in closed {
            let size = try await member.storage.published()?.size ?? 0
            if size < member.shard.size ?? 0 { return member.shard.start + size }
        }
        return open.shard.start + (try await open.storage.published()?.size ?? 0)
    }

    /// Whether a checkpoint is signed, and not shown for want of a quorum.
    func waitsForWitnesses() async throws -> Bool {
        for member in members {
            guard let signed = try await member.storage.latestSigned() else { continue }
            if try await signed.size > member.storage.published()?.size ?? 0 { return true }
        }
        return false
    }

    /// `shards`: one line a shard, `<number> <origin> <position of the first entry> <size, or - while open> <verifier key>`.
    var list: [UInt8] {
        Array(
            members.map(\.shard).map {
                "\($0.number) \($0.origin) \($0.start) \($0.size.map { String($0) } ?? "-") \($0.verifierKey)\n"
            }.joined().utf8)
    }
}

/// A line of the file `shards`.
struct ShardListLine: Hashable, Sendable {
    let number: Int
    let start: UInt64
    /// Nil while it takes entries.
    let size: UInt64?
    let key: VerifierKey

    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, let number = Int(words[0]), let start = UInt64(words[2]),
            let key = try? VerifierKey(words[4]), key.name == words[1], words[3] == "-" || UInt64(words[3]) != nil
        else { return nil }
        self.number = number
        self.start = start
        size = UInt64(words[3])
        self.key = key
    }

    /// Whether the lines are all shards from the first one on, each where the one before it ends.
    static func isWholeRow(_ lines: [ShardListLine]) -> Bool {
        var next: UInt64? = 0
        for (position, line) in lines.enumerated() {
            guard line.number == position + 1, let start = next, line.start == start else { return false }
            next = line.size.flatMap { size in
                let (end, over) = start.addingReportingOverflow(size)
                return over ? nil : end
            }
        }
        return true
    }

    /// The lines of a file, or nil where one of them is none.
    static func lines(_ bytes: [UInt8]) -> [ShardListLine]? {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
            String(validating: line, as: UTF8.self).flatMap { ShardListLine($0) }
        }
        return lines.contains(nil) ? nil : lines.compactMap(\.self)
    }
}

/// A path below `shard/<number>/`.
struct ShardPath: Hashable, Sendable {
    let number: Int
    let rest: String

    /// Nil for any other path.
    init?(_ path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "shard", let number = Int(parts[1]), number > 0, String(number) == parts[1]
        else { return nil }
        self.number = number
        rest = String(parts[2])
    }
}
