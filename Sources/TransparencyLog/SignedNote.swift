import RecordTypes

/// A text with signatures, by C2SP signed-note v1.0.0:
///
///     <text, each line ended>
///     <empty line: the last one of the note>
///     — <key name> <base64 of: key id (4) ‖ signature>
///
/// Parsing and printing are exact inverses. A parsed note is not a verified one: see ``verified(by:)``.
public struct SignedNote: Hashable, Sendable {
    /// With its final newline; without the empty line.
    public let text: String
    public private(set) var signatures: [NoteSignature]

    public static let limitInBytes = 1_000_000
    public static let signatureLimit = 64

    /// - Throws: `badSignature` when a signer cannot sign, and what a text that cannot stand in a note is refused with.
    public init(text: String, signers: [NoteSigner]) throws(TransparencyLogError) {
        try Self.check(text: text.utf8)
        self.text = text
        signatures = []
        for signer in signers { signatures.append(try signer.signature(over: Array(text.utf8))) }
    }

    /// - Throws: `noteTooLong`, `noteNotUTF8`, `noteControlCharacter`, `noteTextIncomplete`, `noteUnsigned`,
    ///   `malformedSignatureLine` or `malformedBase64` (both at the line, from 1), `tooManySignatures`.
    public init(bytes: [UInt8]) throws(TransparencyLogError) {
        guard bytes.count <= Self.limitInBytes else { throw TransparencyLogError(.noteTooLong, at: bytes.count) }
        let newline = UInt8(ascii: "\n")
        var end = bytes.count - 1
        guard end >= 0, bytes[end] == newline else { throw TransparencyLogError(.noteTextIncomplete, at: bytes.count) }
        // The last empty line: the newline that follows a newline.
        while end > 0, !(bytes[end] == newline && bytes[end - 1] == newline) { end -= 1 }
        guard end > 0 else { throw TransparencyLogError(.noteUnsigned) }
        try Self.check(text: bytes[..<end])
        guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
            throw TransparencyLogError(.noteNotUTF8)
        }
        let lines = bytes[(end + 1)...].dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard end + 1 < bytes.count else { throw TransparencyLogError(.noteUnsigned) }
        guard lines.count <= Self.signatureLimit else {
            throw TransparencyLogError(.tooManySignatures, at: lines.count)
        }
        var number = bytes[...end].count { $0 == newline }
        self.text = text
        signatures = []
        for line in lines {
            number += 1
            signatures.append(try NoteSignature(line: line, number: number))
        }
    }

    public var bytes: [UInt8] {
        var bytes = Array(text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        for signature in signatures { signature.append(to: &bytes) }
        return bytes
    }

    /// Adds signatures made elsewhere, such as a witness's.
    /// - Throws: `tooManySignatures`.
    public mutating func add(_ more: [NoteSignature]) throws(TransparencyLogError) {
        guard signatures.count + more.count <= Self.signatureLimit else {
            throw TransparencyLogError(.tooManySignatures)
        }
        signatures += more
    }

    /// Takes out what this key signed, so that a newer cosignature can stand in its place.
    public mutating func removeSignatures(by key: VerifierKey) { signatures.removeAll { key.isNamed(by: $0) } }

    /// The keys among `keys` whose signatures this note carries.
    ///
    /// A signature by an unknown (name, key id) says nothing and is ignored, even when one half matches. A known key whose
    /// signature fails refuses the whole note.
    /// - Throws: `badSignature`; `noKnownSignature` when no known key signed.
    public func verified(by keys: [VerifierKey]) throws(TransparencyLogError) -> [VerifierKey] {
        var verified: [VerifierKey] = []
        let bytes = Array(text.utf8)
        for signature in signatures {
            guard
                let key = keys.first(where: { $0.isNamed(by: signature) }),
                !verified.contains(key)
            else { continue }
            guard key.verifies(signature.bytes, over: bytes) else { throw TransparencyLogError(.badSignature) }
            verified.append(key)
        }
        guard !verified.isEmpty else { throw TransparencyLogError(.noKnownSignature) }
        return verified
    }

    public static func == (left: SignedNote, right: SignedNote) -> Bool { left.bytes == right.bytes }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

    /// What no note's text may hold: control characters, or no final newline.
    static func check(text: some Collection<UInt8>) throws(TransparencyLogError) {
        var last: UInt8 = 0
        var line = 1
        for byte in text {
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte < 0x20 || byte == 0x7F {
                throw TransparencyLogError(.noteControlCharacter, at: line)
            }
            last = byte
        }
        guard last == UInt8(ascii: "\n") else { throw TransparencyLogError(.noteTextIncomplete, at: line) }
    }
}

/// One signature line of a note.
public struct NoteSignature: Hashable, Sendable {
    public let name: String
    public let keyID: UInt32
    /// What follows the key id: 64 bytes for Ed25519.
    public let bytes: [UInt8]

    init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    private static let dash: [UInt8] = Array("— ".utf8)

    init(line: ArraySlice<UInt8>, number: Int) throws(TransparencyLogError) {
        let refusal = TransparencyLogError(.malformedSignatureLine, at: number)
        guard line.starts(with: Self.dash) else { throw refusal }
        let parts = line.dropFirst(Self.dash.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            (try? KeyName.check(name)) != nil, let decoded = try? Base64.bytes(parts[1]), decoded.count > 4
        else { throw refusal }
        self.name = name
        keyID = decoded[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(decoded[4...])
    }

    func append(to note: inout [UInt8]) {
        note.append(contentsOf: Self.dash)
        note.append(contentsOf: name.utf8)
        note.append(UInt8(ascii: " "))
        let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
        Base64.append(id + bytes, to: &note)
        note.append(UInt8(ascii: "\n"))
    }
}
