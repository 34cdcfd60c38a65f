/// An HL7 instance identifier (II): a root OID or UUID and, where the root does not suffice, an extension.
public struct DocumentID: Hashable, Sendable {
    public let root: String
    public let `extension`: String?

    public init(root: String, extension: String?) {
        self.root = root
        self.extension = `extension`
    }
}

extension DocumentID: CustomStringConvertible {
    /// `root` or `root^extension`.
    public var description: String { `extension`.map { "\(root)^\($0)" } ?? root }
}

/// The gateway's own name of a record and of the submission that brought it: 32 lower-case hexadecimal digits.
///
/// Made by keyed derivation from (institution, source digest), so that the same bytes from the same institution always lead
/// to the same record and nobody else can compute it. It says nothing about person or content.
public struct RecordID: Hashable, Sendable, LosslessStringConvertible {
    public let bytes: [UInt8]

    public init?(_ text: String) {
        guard let bytes = Hex.bytes(text), bytes.count == 16, Hex.text(bytes) == text else { return nil }
        self.bytes = bytes
    }

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    public var description: String { Hex.text(bytes) }
}
