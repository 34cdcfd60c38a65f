public import RecordTypes

/// An entry of the log, layout "HL1": 82 bytes, big-endian, nothing personal.
///
/// ```text
///  0  magic       4  "HL1" 00
///  4  kind        1  EntryKind
///  5  algorithm   1  1: SHA-256 commitment, and this layout
///  6  bucket      4  quarters of an hour since 1970; the exact time is in the envelope
/// 10  submitter   8  an organisation, or zeros for the gateway itself
/// 18  tag        16  keyed and unlinkable without the person's key; random when nobody is concerned
/// 34  previous   16  keyed tag of the version replaced; random when there is none, so that both look the same
/// 50  commitment 32  to statement and envelope, salted
/// ```
/// What later layouts add (signatures by submitters) follows the commitment and has another algorithm number.
public struct LedgerEntry: Hashable, Sendable {
    public let kind: EntryKind
    public let bucket: UInt32
    public let submitter: SubmitterTag
    /// 16 bytes.
    public let tag: [UInt8]
    /// 16 bytes.
    public let previous: [UInt8]
    public let commitment: Digest

    public static let byteCount = 82
    static let tagLength = 16
    private static let magic: [UInt8] = [0x48, 0x4C, 0x31, 0x00]
    private static let algorithm: UInt8 = 1

    init(
        kind: EntryKind, bucket: UInt32, submitter: SubmitterTag, tag: [UInt8], previous: [UInt8], commitment: Digest
    ) {
        precondition(tag.count == Self.tagLength && previous.count == Self.tagLength, "tags are ours and 16 bytes long")
        self.kind = kind
        self.bucket = bucket
        self.submitter = submitter
        self.tag = tag
        self.previous = previous
        self.commitment = commitment
    }

    /// Reads exactly what ``bytes`` prints.
    /// - Throws: `malformedEntry` at the byte that is not as the layout says.
    public init(bytes: [UInt8]) throws(LedgerError) {
        guard bytes.count == Self.byteCount else { throw LedgerError(.malformedEntry, at: UInt64(bytes.count)) }
        guard Array(bytes[0..<4]) == Self.magic else { throw LedgerError(.malformedEntry, at: 0) }
        guard let kind = EntryKind(rawValue: bytes[4]) else { throw LedgerError(.malformedEntry, at: 4) }
        guard bytes[5] == Self.algorithm else { throw LedgerError(.malformedEntry, at: 5) }
        guard let submitter = SubmitterTag(bytes[10..<18]), let commitment = Digest(bytes[50..<82]) else {
            throw LedgerError(.malformedEntry, at: 10)
        }
        self.kind = kind
        bucket = bytes[6..<10].reduce(0) { $0 << 8 | UInt32($1) }
        self.submitter = submitter
        tag = Array(bytes[18..<34])
        previous = Array(bytes[34..<50])
        self.commitment = commitment
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes += Self.magic
        bytes.append(kind.rawValue)
        bytes.append(Self.algorithm)
        BigEndian.append(bucket, to: &bytes)
        bytes += submitter.bytes
        bytes += tag
        bytes += previous
        bytes += commitment.bytes
        return bytes
    }

    /// The bytes of ``previous`` in an entry's, whatever the others say; none where it is too short.
    static func previous(in bytes: [UInt8]) -> [UInt8] { bytes.count == byteCount ? Array(bytes[34..<50]) : [] }

    /// The quarter of an hour that an exact time falls into.
    static func bucket(of time: Instant) -> UInt32 {
        UInt32(clamping: max(0, time.milliseconds) / 900_000)
    }
}

enum BigEndian {
    /// Sound: the integer's own bytes, copied before the closure ends.
    @inline(__always)
    static func append(_ value: some FixedWidthInteger & UnsignedInteger, to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    static func bytes(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8)
        append(value, to: &bytes)
        return bytes
    }

    static func value(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
