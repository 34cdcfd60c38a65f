internal import JSONText
internal import RecordTypes
public import TransparencyLog

/// An entry that links two shards, with what opens it, for everybody: nothing in it is secret.
///
/// A file of canonical JSON, `shard/<number>/opening` and `shard/<number>/closing` of a log:
///
/// ```text
/// {"entry": base64, "envelopeDigest": hexadecimal, "salt": base64, "statement": text, "v": 1}
/// ```
public struct ShardLink: Hashable, Sendable {
    /// As it stands in the log.
    public let entry: [UInt8]
    public let statement: [UInt8]
    let salt: [UInt8]
    let envelopeDigest: Digest

    init(entry: [UInt8], statement: [UInt8], opening: CommitmentOpening) {
        self.entry = entry
        self.statement = statement
        salt = opening.salt
        envelopeDigest = opening.envelopeDigest
    }

    /// Reads exactly what ``bytes`` prints, and only where the statement is what the entry commits to.
    /// - Throws: `malformedEvidence`.
    public init(bytes: [UInt8]) throws(LedgerError) {
        func base64(_ value: JSONValue?) -> [UInt8]? { value?.stringValue.flatMap { try? Base64.bytes($0.utf8) } }
        guard let json = try? JSONValue(parsing: bytes), json["v"]?.integerValue == 1,
            let entry = base64(json["entry"]), let salt = base64(json["salt"]),
            salt.count == CommitmentOpening.saltLength, let statement = json["statement"]?.stringValue,
            let envelope = (json["envelopeDigest"]?.stringValue).flatMap({ Digest(hex: $0) }),
            let layout = try? LedgerEntry(bytes: entry), layout.kind == .shardLink
        else { throw LedgerError(.malformedEvidence) }
        let opening = CommitmentOpening(
            salt: salt, statementDigest: .sha256(Array(statement.utf8)), envelopeDigest: envelope)
        guard opening.commitment == layout.commitment else { throw LedgerError(.malformedEvidence) }
        self.init(entry: entry, statement: Array(statement.utf8), opening: opening)
        guard self.bytes == bytes else { throw LedgerError(.malformedEvidence) }
    }

    public var bytes: [UInt8] {
        JSONValue.object([
            JSONMember(key: "entry", value: .string(Base64.text(entry))),
            JSONMember(key: "envelopeDigest", value: .string("\(envelopeDigest)")),
            JSONMember(key: "salt", value: .string(Base64.text(salt))),
            JSONMember(key: "statement", value: .string(String(decoding: statement, as: UTF8.self))),
            JSONMember(key: "v", value: .number("1")),
        ]).canonicalBytes
    }

    var leafHash: MerkleHash { .leaf(entry) }
}

/// What the entry that links two shards says: canonical JSON.
///
/// ```text
/// {"closes": origin, "kind": "shard-link", "next": {"key": verifier key, "origin": origin}, "v": 1}
/// {"kind": "shard-link", "opens": origin, "previous": {"checkpoint": text, "key": verifier key}, "v": 1}
/// ```
///
/// The text is the final checkpoint's without its signatures: origin, size and root, which the witnesses' cosignatures are over, too.
public enum ShardStatement: Hashable, Sendable {
    /// The last entry of a shard.
    case closes(origin: String, next: VerifierKey)
    /// The first entry of a shard.
    case opens(origin: String, previous: Checkpoint, key: VerifierKey)

    static let kind = "shard-link"

    var bytes: [UInt8] {
        var members = [
            JSONMember(key: "kind", value: .string(Self.kind)), JSONMember(key: "v", value: .number("1")),
        ]
        switch self {
        case .closes(let origin, let next):
            members.append(JSONMember(key: "closes", value: .string(origin)))
            members.append(
                JSONMember(
                    key: "next",
                    value: .object([
                        JSONMember(key: "key", value: .string(next.text)),
                        JSONMember(key: "origin", value: .string(next.name)),
                    ])))
        case .opens(let origin, let previous, let key):
            members.append(JSONMember(key: "opens", value: .string(origin)))
            members.append(
                JSONMember(
                    key: "previous",
                    value: .object([
                        JSONMember(
                            key: "checkpoint", value: .string(previous.text)),
                        JSONMember(key: "key", value: .string(key.text)),
                    ])))
        }
        return JSONValue.object(members).canonicalBytes
    }

    /// Nil for any other statement.
    init?(statement: [UInt8]) {
        guard let json = try? JSONValue(parsing: statement), json["kind"]?.stringValue == Self.kind else { return nil }
        if let origin = json["closes"]?.stringValue,
            let key = (json["next"]?["key"]?.stringValue).flatMap({ try? VerifierKey($0) })
        {
            self = .closes(origin: origin, next: key)
        } else if let origin = json["opens"]?.stringValue, let previous = json["previous"],
            let text = previous["checkpoint"]?.stringValue, let checkpoint = try? Checkpoint(text: text),
            let key = (previous["key"]?.stringValue).flatMap({ try? VerifierKey($0) })
        {
            self = .opens(origin: origin, previous: checkpoint, key: key)
        } else {
            return nil
        }
        guard bytes == statement else { return nil }
    }
}
