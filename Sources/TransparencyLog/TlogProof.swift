import RecordTypes

/// An inclusion proof that verifies offline, by C2SP tlog-proof (`.tlog-proof`):
///
///     c2sp.org/tlog-proof@v1
///     [extra <base64>]
///     index <decimal>
///     <hash, base64>…            leaf sibling first
///     <empty line>
///     <checkpoint: a signed note, verbatim>
public struct TlogProof: Hashable, Sendable {
    /// Not authenticated by the proof; its meaning is the log's own. Nil when there is no such line.
    public let extra: [UInt8]?
    public let inclusion: InclusionProof
    public let checkpoint: SignedNote

    public init(extra: [UInt8]?, inclusion: InclusionProof, checkpoint: SignedNote) {
        self.extra = extra
        self.inclusion = inclusion
        self.checkpoint = checkpoint
    }

    private static let magic = "c2sp.org/tlog-proof@v1"
    /// More hashes than a log of 2^63 entries needs are no proof.
    private static let hashLimit = 63

    /// Reads exactly what ``bytes`` prints.
    /// - Throws: `malformedProof` or `malformedNumber` at the line from 1, or what the checkpoint note is refused with.
    public init(bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.limitInBytes else { throw TransparencyLogError(.noteTooLong, at: bytes.count) }
        var rest = bytes[...]
        var number = 0
        func nextLine() throws(TransparencyLogError) -> ArraySlice<UInt8> {
            number += 1
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                throw TransparencyLogError(.malformedProof, at: number)
            }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        guard try nextLine().elementsEqual(Self.magic.utf8) else { throw TransparencyLogError(.malformedProof, at: 1) }
        var line = try nextLine()
        var extra: [UInt8]?
        if line.starts(with: "extra ".utf8) {
            guard let bytes = try? Base64.bytes(line.dropFirst(6)), !bytes.isEmpty else {
                throw TransparencyLogError(.malformedProof, at: number)
            }
            extra = bytes
            line = try nextLine()
        }
        guard line.starts(with: "index ".utf8) else { throw TransparencyLogError(.malformedProof, at: number) }
        let index = try DecimalNumber.value(line.dropFirst(6), at: number)
        var hashes: [MerkleHash] = []
        while true {
            line = try nextLine()
            if line.isEmpty { break }
            guard hashes.count < Self.hashLimit, let bytes = try? Base64.bytes(line), let hash = try? MerkleHash(bytes)
            else {
                throw TransparencyLogError(.malformedProof, at: number)
            }
            hashes.append(hash)
        }
        self.extra = extra
        inclusion = InclusionProof(index: index, hashes: hashes)
        checkpoint = try SignedNote(bytes: Array(rest))
    }

    public var bytes: [UInt8] {
        var text = Self.magic + "\n"
        if let extra { text += "extra \(Base64.text(extra))\n" }
        text += "index \(inclusion.index)\n"
        for hash in inclusion.hashes { text += hash.base64 + "\n" }
        text += "\n"
        return Array(text.utf8) + checkpoint.bytes
    }

    /// Checks offline that the log with this key holds `leaf` at this index, and gives the checkpoint that says so.
    /// - Throws: the first check that fails: the log's signature, its origin, the proof.
    public func verify(leaf: MerkleHash, log: VerifierKey) throws(TransparencyLogError) -> Checkpoint {
        let checkpoint = try Checkpoint(verifying: self.checkpoint, log: log)
        try inclusion.check(leaf: leaf, size: checkpoint.size, root: checkpoint.root)
        return checkpoint
    }

    /// Checks offline that a log of the policy holds `leaf` at this index, by a checkpoint that a quorum cosigned.
    /// - Throws: the first check that fails: ``TlogPolicy/check(_:at:age:)``, the proof.
    public func verify(
        leaf: MerkleHash, policy: TlogPolicy
    ) throws(TransparencyLogError) -> (checkpoint: Checkpoint, cosignatures: [Cosignature]) {
        let result = try policy.check(checkpoint)
        try inclusion.check(leaf: leaf, size: result.checkpoint.size, root: result.checkpoint.root)
        return result
    }
}
