internal import JSONText
internal import RecordTypes
public import TransparencyLog

/// Everything that the log holds about one person, for that person: it proves that nothing of it was left out.
///
/// Every entry about a person commits to the person's own count, 1, 2, 3 …; the last entry here is a statement of completeness that the
/// gateway entered for this proof. A missing entry, the last before the statement included, is a gap in the count. The keys of the tags
/// let the person find her entries in any mirror, without the gateway, and also find that more than these carry her tags.
///
/// A file of canonical JSON:
///
/// ```text
/// {"checkpoint": a signed note, "entries": [{"entry": base64, "envelope": base64, "index": n, "proof": [base64 …], "salt": base64,
///   "statement": text} …], "kind": "completeness", "tagKeys": {"2026": hexadecimal …}, "v": 1}
/// ```
///
/// Where entries are in earlier shards, too, `v` is 2: each of those has a member `"shard": n`, and `"earlier"` holds, from the shard
/// before the newest one back to the first that has entries, what leads to its final checkpoint:
/// `{"checkpoint": a signed note, "link": what opens the first entry of the next shard, "number": n, "proof": [base64 …]}`.
///
/// What was deleted by the rule of retention has an empty `statement` and a `statementDigest` (hexadecimal): that the entry is the person's,
/// its count and its time are proven all the same.
///
/// It is as private as the records themselves: whoever has the keys of the tags can tell the person's entries on the log.
public struct CompletenessProof: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        /// The number of an earlier shard; nil in the checkpoint's own.
        var shard: Int? = nil
        let index: UInt64
        let entry: [UInt8]
        let statement: [UInt8]
        let salt: [UInt8]
        let envelope: [UInt8]
        /// From the leaf to the checkpoint's root.
        let proof: [MerkleHash]
        /// The statement's digest where the statement itself was deleted by rule and is empty here.
        var destroyed: Digest? = nil
    }

    /// In the order of the count.
    let items: [Item]
    /// By year: what HMAC-SHA-256 makes the tags of that year with.
    let tagKeys: [Int64: [UInt8]]
    /// Covers every entry of its shard.
    let checkpoint: SignedNote
    /// The shards before, the newest first.
    let earlier: [ShardCommitment]

    public var count: Int { items.count }

    public static let limitInBytes = 1 << 28

    // MARK: The file

    public var bytes: [UInt8] {
        func text(_ bytes: [UInt8]) -> JSONValue { .string(Base64.text(bytes)) }
        var members = [
            JSONMember(key: "checkpoint", value: .string(String(decoding: checkpoint.bytes, as: UTF8.self))),
            JSONMember(
                key: "entries",
                value: .array(
                    items.map { item in
                        .object(
                            [
                                JSONMember(key: "entry", value: text(item.entry)),
                                JSONMember(key: "envelope", value: text(item.envelope)),
                                JSONMember(key: "index", value: .number(String(item.index))),
                                JSONMember(key: "proof", value: .array(item.proof.map { text($0.bytes) })),
                                JSONMember(key: "salt", value: text(item.salt)),
                                JSONMember(
                                    key: "statement", value: .string(String(decoding: item.statement, as: UTF8.self))),
                            ]
                                + (item.destroyed.map { [JSONMember(key: "statementDigest", value: .string($0.hex))] }
                                    ?? [])
                                + (item.shard.map { [JSONMember(key: "shard", value: .number(String($0)))] } ?? []))
                    })),
            JSONMember(key: "kind", value: .string("completeness")),
            JSONMember(
                key: "tagKeys",
                value: .object(
                    tagKeys.sorted { $0.key < $1.key }.map {
                        JSONMember(key: String($0.key), value: .string(Hex.text($0.value)))
                    })),
            JSONMember(key: "v", value: .number(earlier.isEmpty ? "1" : "2")),
        ]
        if !earlier.isEmpty { members.append(JSONMember(key: "earlier", value: .array(earlier.map(\.json)))) }
        return JSONValue.object(members).canonicalBytes
    }

    /// Reads exactly what ``bytes`` prints.
    /// - Throws: `malformedEvidence` at the entry, counted from 0, where one is meant.
    public init(bytes: [UInt8]) throws(LedgerError) {
        guard let json = try? JSONValue(parsing: bytes), let version = json["v"]?.integerValue,
            version == 1 || version == 2, json["kind"]?.stringValue == "completeness",
            let note = json["checkpoint"]?.stringValue,
            let checkpoint = try? SignedNote(bytes: Array(note.utf8)), let keys = json["tagKeys"]?.objectValue,
            let entries = json["entries"]?.arrayValue
        else { throw LedgerError(.malformedEvidence) }
        var earlier: [ShardCommitment] = []
        for value in version == 2 ? json["earlier"]?.arrayValue ?? [] : [] {
            guard let commitment = ShardCommitment(json: value) else { throw LedgerError(.malformedEvidence) }
            earlier.append(commitment)
        }
        var tagKeys: [Int64: [UInt8]] = [:]
        for member in keys {
            guard let year = Int64(member.key), let key = member.value.stringValue.flatMap({ Hex.bytes($0) }),
                key.count == 32
            else { throw LedgerError(.malformedEvidence) }
            tagKeys[year] = key
        }
        var items: [Item] = []
        items.reserveCapacity(entries.count)
        for (position, value) in entries.enumerated() {
            func bytes(_ value: JSONValue?) -> [UInt8]? {
                value?.stringValue.flatMap { try? Base64.bytes($0.utf8) }
            }
            let hashes = value["proof"]?.arrayValue?.map { hash in bytes(hash).flatMap { try? MerkleHash($0) } }
            guard let index = value["index"]?.integerValue, index >= 0, let entry = bytes(value["entry"]),
                let envelope = bytes(value["envelope"]), let salt = bytes(value["salt"]),
                let statement = value["statement"]?.stringValue, let hashes, !hashes.contains(nil)
            else { throw LedgerError(.malformedEvidence, at: UInt64(position)) }
            items.append(
                Item(
                    shard: version == 2 ? value["shard"]?.integerValue.map { Int($0) } : nil, index: UInt64(index),
                    entry: entry, statement: Array(statement.utf8), salt: salt,
                    envelope: envelope,
                    proof: hashes.compactMap(\.self),
                    destroyed: statement.isEmpty
                        ? value["statementDigest"]?.stringValue.flatMap { Digest(hex: $0) } : nil))
        }
        self.init(items: items, tagKeys: tagKeys, checkpoint: checkpoint, earlier: earlier)
        guard self.bytes == bytes else { throw LedgerError(.malformedEvidence) }
    }

    init(items: [Item], tagKeys: [Int64: [UInt8]], checkpoint: SignedNote, earlier: [ShardCommitment] = []) {
        self.earlier = earlier
        self.items = items
        self.tagKeys = tagKeys
        self.checkpoint = checkpoint
    }
}

/// What the gateway enters on the log for a proof of completeness, and what the proof's last entry must be: the newest checkpoint, and
/// the person's last count in it.
public struct LastCountStatement: Hashable, Sendable {
    public let origin: String
    public let size: UInt64
    public let root: MerkleHash
    /// How many entries about the person the checkpoint covers.
    public let lastCounter: UInt64

    /// What an `administration` statement is called that says this.
    public static let name = "completeness"

    public init(origin: String, size: UInt64, root: MerkleHash, lastCounter: UInt64) {
        self.origin = origin
        self.size = size
        self.root = root
        self.lastCounter = lastCounter
    }

    /// `<origin> <size> <root, base64> <last counter>`.
    public var detail: String { "\(origin) \(size) \(root.base64) \(lastCounter)" }

    /// Reads exactly what ``detail`` prints.
    init?(detail: String) {
        let words = detail.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let size = UInt64(words[1]), let counter = UInt64(words[3]),
            let root = (try? Base64.bytes(words[2].utf8)).flatMap({ try? MerkleHash($0) })
        else { return nil }
        self.init(origin: String(words[0]), size: size, root: root, lastCounter: counter)
        guard self.detail == detail else { return nil }
    }

    /// The statement in an entry's bytes; nil for any other.
    init?(statement: [UInt8]) {
        guard let json = try? JSONValue(parsing: statement), json["kind"]?.stringValue == "administration",
            json["what"]?.stringValue == Self.name, let detail = json["detail"]?.stringValue
        else { return nil }
        self.init(detail: detail)
    }
}
