public import RecordTypes
public import TransparencyLog

/// A node's signed promise of inclusion, as a C2SP signed note of its acknowledgement key:
///
///     ankur/ack/v1
///     <origin>
///     <index>
///     <leaf hash, base64>
///     <time, milliseconds since 1970>
///
/// A promise that the log does not keep is evidence against it. The first line keeps it apart from checkpoints: no log may
/// have that origin.
public struct Acknowledgement: Hashable, Sendable {
    public let origin: String
    public let index: UInt64
    public let leafHash: Digest
    public let time: Instant

    static let label = "ankur/ack/v1"

    init(origin: String, index: UInt64, leafHash: Digest, time: Instant) {
        self.origin = origin
        self.index = index
        self.leafHash = leafHash
        self.time = time
    }

    var text: String {
        "\(Self.label)\n\(origin)\n\(index)\n\(Base64.text(leafHash.bytes))\n\(time.milliseconds)\n"
    }

    func signed(by signer: NoteSigner) throws(TransparencyLogError) -> [UInt8] {
        try SignedNote(text: text, signers: [signer]).bytes
    }

    /// Reads an acknowledgement that one of `keys` signed.
    /// - Throws: ``TransparencyLogError`` for the note and its signature, `malformedAcknowledgement` for its text.
    public init(verifying note: [UInt8], keys: [VerifierKey]) throws {
        let note = try SignedNote(bytes: note)
        _ = try note.verified(by: keys)
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 6, lines[0] == Self.label, let index = UInt64(lines[2]),
            let root = try? Base64.bytes(lines[3].utf8), let leafHash = Digest(root), let milliseconds = Int64(lines[4])
        else { throw LedgerError(.malformedAcknowledgement) }
        self.init(
            origin: lines[1], index: index, leafHash: leafHash, time: Instant(milliseconds: milliseconds))
        guard text.utf8.elementsEqual(note.text.utf8) else { throw LedgerError(.malformedAcknowledgement) }
    }
}
