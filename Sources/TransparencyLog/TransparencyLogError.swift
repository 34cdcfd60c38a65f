/// What is wrong with an input of the log formats, and where.
///
/// Two errors are equal when code and place are; the place in our source is for logs.
public struct TransparencyLogError: Error, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // Words
        case malformedBase64 = "malformed-base64"
        case malformedNumber = "malformed-number"
        case wrongHashLength = "wrong-hash-length"
        // Tiles and bundles
        case malformedPath = "malformed-path"
        case malformedTile = "malformed-tile"
        case malformedBundle = "malformed-bundle"
        case entryTooLong = "entry-too-long"
        case malformedFrontier = "malformed-frontier"
        // Signed notes
        case noteTooLong = "note-too-long"
        case noteNotUTF8 = "note-not-utf8"
        case noteControlCharacter = "note-control-character"
        case noteTextIncomplete = "note-text-incomplete"
        case noteUnsigned = "note-unsigned"
        case malformedSignatureLine = "malformed-signature-line"
        case tooManySignatures = "too-many-signatures"
        case malformedKeyName = "malformed-key-name"
        case malformedKey = "malformed-key"
        case unsupportedKeyType = "unsupported-key-type"
        case keyIDMismatch = "key-id-mismatch"
        case noKnownSignature = "no-known-signature"
        case badSignature = "bad-signature"
        // Checkpoints
        case malformedCheckpoint = "malformed-checkpoint"
        case wrongEmptyRoot = "wrong-empty-root"
        case wrongOrigin = "wrong-origin"
        // Policies and witnesses
        case malformedPolicy = "malformed-policy"
        case duplicateName = "duplicate-name"
        case duplicateKey = "duplicate-key"
        case unknownName = "unknown-name"
        case quorumNotMet = "quorum-not-met"
        case malformedRequest = "malformed-request"
        // Proofs
        case malformedProof = "malformed-proof"
        case indexBeyondSize = "index-beyond-size"
        case sizesOutOfOrder = "sizes-out-of-order"
        case wrongProofLength = "wrong-proof-length"
        case rootMismatch = "root-mismatch"
    }

    public let code: Code
    /// One-based line of a text, zero-based byte of a binary input or of a one-line text; nil where the whole is meant.
    public let place: Int?
    let file: String
    let line: Int

    init(_ code: Code, at place: Int? = nil, file: String = #fileID, line: Int = #line) {
        self.code = code
        self.place = place
        self.file = file
        self.line = line
    }
}

extension TransparencyLogError: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.place == right.place }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(place)
    }
}

extension TransparencyLogError: CustomStringConvertible {
    public var description: String { place.map { "\(code.rawValue) at \($0)" } ?? code.rawValue }
}

extension TransparencyLogError: CustomDebugStringConvertible {
    public var debugDescription: String { "\(description) (\(file):\(line))" }
}
