import RecordTypes

/// What a log asks a witness to cosign, by C2SP tlog-witness:
///
///     old <size>
///     <base64 hash>…           the consistency proof, at most 63 hashes
///     <empty line>
///     <checkpoint: a signed note>
public struct AddCheckpointRequest: Hashable, Sendable {
    /// The size that the log believes the witness cosigned last; 0 when it does not know.
    public let oldSize: UInt64
    public let proof: ConsistencyProof
    public let checkpoint: SignedNote

    static let hashLimit = 63

    /// - Throws: `malformedRequest` when the proof has more than 63 hashes.
    public init(
        oldSize: UInt64, proof: ConsistencyProof, checkpoint: SignedNote
    ) throws(TransparencyLogError) {
        guard proof.hashes.count <= Self.hashLimit else { throw TransparencyLogError(.malformedRequest) }
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// Reads exactly what ``bytes`` prints.
    /// - Throws: `malformedRequest` or `malformedNumber` at the line from 1; what the note is refused with.
    public init(bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.limitInBytes else { throw TransparencyLogError(.noteTooLong, at: bytes.count) }
        var rest = bytes[...]
        var number = 0
        func nextLine() throws(TransparencyLogError) -> ArraySlice<UInt8> {
            number += 1
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                throw TransparencyLogError(.malformedRequest, at: number)
            }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        var line = try nextLine()
        guard line.starts(with: "old ".utf8) else { throw TransparencyLogError(.malformedRequest, at: number) }
        oldSize = try DecimalNumber.value(line.dropFirst(4), at: number)
        var hashes: [MerkleHash] = []
        while true {
            line = try nextLine()
            if line.isEmpty { break }
            guard hashes.count < Self.hashLimit, let bytes = try? Base64.bytes(line), let hash = try? MerkleHash(bytes)
            else { throw TransparencyLogError(.malformedRequest, at: number) }
            hashes.append(hash)
        }
        proof = ConsistencyProof(hashes: hashes)
        checkpoint = try SignedNote(bytes: Array(rest))
    }

    public var bytes: [UInt8] {
        var text = "old \(oldSize)\n"
        for hash in proof.hashes { text += hash.base64 + "\n" }
        return Array((text + "\n").utf8) + checkpoint.bytes
    }

    /// The body of an answer `409`, C2SP media type `text/x.tlog.size`: a decimal size and a newline.
    /// - Throws: `malformedNumber`.
    public static func size(inConflict body: [UInt8]) throws(TransparencyLogError) -> UInt64 {
        guard body.last == UInt8(ascii: "\n") else { throw TransparencyLogError(.malformedNumber, at: body.count) }
        return try DecimalNumber.value(body.dropLast(), at: 0)
    }
}
