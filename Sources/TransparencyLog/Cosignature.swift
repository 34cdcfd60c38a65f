/// A cosigner's word on a checkpoint, by C2SP tlog-cosignature v1 (signature type 0x04): "as of this time, the largest tree of
/// this log that I have seen, consistent with all before it, has this root".
///
///     signature bytes:  time (8, big-endian) ‖ Ed25519 (64)
///     signed message:   cosignature/v1 ⏎ time <decimal> ⏎ <the whole note text>
public struct Cosignature: Hashable, Sendable {
    public let key: VerifierKey
    /// POSIX seconds, at most 2^63 − 1.
    public let time: UInt64

    static let byteCount = 72

    /// The time that a signature's first bytes name; nil when it is none of this type.
    static func time(of signature: [UInt8]) -> UInt64? {
        guard signature.count == byteCount else { return nil }
        let time = signature[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        return time <= UInt64(Int64.max) ? time : nil
    }

    static func message(time: UInt64, text: [UInt8]) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n".utf8) + text }
}

extension SignedNote {
    /// The verified cosignatures by `keys`, one a key: its latest.
    ///
    /// Signatures by other keys are ignored.
    /// - Throws: `badSignature` when one by a known key fails.
    public func cosignatures(by keys: [VerifierKey]) throws(TransparencyLogError) -> [Cosignature] {
        var found: [Cosignature] = []
        let bytes = Array(text.utf8)
        for signature in signatures {
            guard let key = keys.first(where: { $0.algorithm == .cosignature && $0.isNamed(by: signature) }) else {
                continue
            }
            guard key.verifies(signature.bytes, over: bytes), let time = Cosignature.time(of: signature.bytes) else {
                throw TransparencyLogError(.badSignature)
            }
            let cosignature = Cosignature(key: key, time: time)
            if let known = found.firstIndex(where: { $0.key == key }) {
                if found[known].time < time { found[known] = cosignature }
            } else {
                found.append(cosignature)
            }
        }
        return found
    }

    /// The signature lines by this key, as they stand.
    public func signatures(by key: VerifierKey) -> [NoteSignature] { signatures.filter { key.isNamed(by: $0) } }
}

extension NoteSignature {
    /// Reads signature lines alone, as a witness answers with them.
    /// - Throws: `malformedSignatureLine` at the line from 1, `tooManySignatures`.
    public static func lines(_ bytes: [UInt8]) throws(TransparencyLogError) -> [NoteSignature] {
        let newline = UInt8(ascii: "\n")
        guard bytes.last == newline else { throw TransparencyLogError(.malformedSignatureLine, at: 1) }
        let lines = bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard lines.count <= SignedNote.signatureLimit else { throw TransparencyLogError(.tooManySignatures) }
        var signatures: [NoteSignature] = []
        for (position, line) in lines.enumerated() {
            signatures.append(try NoteSignature(line: line, number: position + 1))
        }
        return signatures
    }

    /// The line with its newline, as it stands on a note.
    public var line: [UInt8] {
        var line: [UInt8] = []
        append(to: &line)
        return line
    }
}
