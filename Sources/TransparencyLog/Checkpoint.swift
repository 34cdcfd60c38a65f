import RecordTypes

/// What a log says about itself, by C2SP tlog-checkpoint v1.0.0: the text that its key, and witnesses, sign.
///
///     <origin>
///     <size, decimal>
///     <root, base64>
///     [<extension line>…]
public struct Checkpoint: Hashable, Sendable {
    /// Names the log; its key has the same name.
    public let origin: String
    public let size: UInt64
    public let root: MerkleHash
    /// Not recommended by the standard; kept as they are read.
    public let extensions: [String]

    /// - Throws: `malformedKeyName` when the origin cannot be a key's name.
    public init(origin: String, size: UInt64, root: MerkleHash) throws(TransparencyLogError) {
        try KeyName.check(origin)
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads a note's text.
    /// - Throws: `malformedCheckpoint`, `malformedNumber`, `wrongEmptyRoot` (size 0 with the root of something), at the line
    ///   from 1; what no note may hold.
    public init(text: some StringProtocol) throws(TransparencyLogError) {
        try SignedNote.check(text: text.utf8)
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 4, lines[lines.count - 1].isEmpty else {
            throw TransparencyLogError(.malformedCheckpoint, at: lines.count)
        }
        guard let origin = String(validating: lines[0], as: UTF8.self), !origin.isEmpty else {
            throw TransparencyLogError(.malformedCheckpoint, at: 1)
        }
        size = try DecimalNumber.value(lines[1], at: 2)
        guard let bytes = try? Base64.bytes(lines[2]), let root = try? MerkleHash(bytes) else {
            throw TransparencyLogError(.malformedCheckpoint, at: 3)
        }
        guard size > 0 || root == .emptyRoot else { throw TransparencyLogError(.wrongEmptyRoot, at: 3) }
        self.origin = origin
        self.root = root
        var extensions: [String] = []
        for number in 3..<lines.count - 1 {
            guard !lines[number].isEmpty, let line = String(validating: lines[number], as: UTF8.self) else {
                throw TransparencyLogError(.malformedCheckpoint, at: number + 1)
            }
            extensions.append(line)
        }
        self.extensions = extensions
    }

    public var text: String {
        var text = "\(origin)\n\(size)\n\(root.base64)\n"
        for line in extensions { text += line + "\n" }
        return text
    }
}
