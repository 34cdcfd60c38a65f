internal import JSONText
internal import RecordTypes
internal import TransparencyLog

/// That a closed shard's final checkpoint is what the shard after it has committed to in its first entry: all that a checker needs who
/// trusts the newer shard's key only.
struct ShardCommitment: Hashable, Sendable {
    /// The closed shard's number.
    let number: Int
    /// The final checkpoint, as it was signed and cosigned.
    let checkpoint: SignedNote
    /// The first entry of the shard after it.
    let link: ShardLink
    /// From that entry to the root of the newer shard's checkpoint.
    let proof: [MerkleHash]

    /// The final checkpoint, when everything fits.
    /// - Parameter newer: the newer shard's checkpoint, which the caller has verified.
    /// - Throws: ``TransparencyLogError`` for a proof that does not lead there or a signature that is none; ``LedgerError``
    ///   `malformedEvidence` for a link that says something else.
    func verified(in newer: Checkpoint) throws -> Checkpoint {
        try InclusionProof(index: 0, hashes: proof).check(leaf: link.leafHash, size: newer.size, root: newer.root)
        guard case .opens(let origin, let previous, let key) = ShardStatement(statement: link.statement),
            origin == newer.origin
        else { throw LedgerError(.malformedEvidence) }
        let final = try Checkpoint(verifying: checkpoint, logs: [key])
        guard final == previous else { throw LedgerError(.malformedEvidence) }
        return final
    }

    /// From what a log serves to anybody.
    /// - Parameters:
    ///   - number: the closed shard's.
    ///   - log: serves the closed shard below `shard/<number>/`.
    ///   - newer: the files of the shard after it, and the size of its checkpoint.
    static func read(
        _ number: Int, from log: some LogFiles, newer: (files: any LogFiles, size: UInt64)
    ) async throws -> ShardCommitment? {
        guard let note = try await ShardFiles(log, shard: number).file("checkpoint"),
            let link = try await log.file("shard/\(number + 1)/opening")
        else { return nil }
        let inclusion = try await EvidenceBundle.inclusion(of: 0, size: newer.size, newer.files)
        return ShardCommitment(
            number: number, checkpoint: try SignedNote(bytes: note), link: try ShardLink(bytes: link),
            proof: inclusion.hashes)
    }
}

extension ShardCommitment {
    /// As it stands in a ``CompletenessProof``.
    var json: JSONValue {
        .object([
            JSONMember(key: "checkpoint", value: .string(String(decoding: checkpoint.bytes, as: UTF8.self))),
            JSONMember(key: "link", value: .string(String(decoding: link.bytes, as: UTF8.self))),
            JSONMember(key: "number", value: .number(String(number))),
            JSONMember(key: "proof", value: .array(proof.map { .string($0.base64) })),
        ])
    }

    init?(json: JSONValue) {
        let hashes = json["proof"]?.arrayValue?.map { value in
            value.stringValue.flatMap { try? Base64.bytes($0.utf8) }.flatMap { try? MerkleHash($0) }
        }
        guard let note = json["checkpoint"]?.stringValue, let checkpoint = try? SignedNote(bytes: Array(note.utf8)),
            let text = json["link"]?.stringValue, let link = try? ShardLink(bytes: Array(text.utf8)),
            let number = json["number"]?.integerValue, number > 0, let hashes, !hashes.contains(nil)
        else { return nil }
        self.init(number: Int(number), checkpoint: checkpoint, link: link, proof: hashes.compactMap(\.self))
    }
}
