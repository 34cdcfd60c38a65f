public import RecordTypes

/// What the gateway knows of an entry besides its statement: 36 bytes, never shown to anyone but the person.
///
/// ```text
///  0  counter   8  the person's own count of entries, from 1; 0 when nobody is concerned
///  8  time      8  milliseconds since 1970
/// 16  identity 20  the person's ledger identity; random when nobody is concerned
/// ```
struct Envelope: Hashable, Sendable {
    let counter: UInt64
    let time: Instant
    let identity: [UInt8]

    static let byteCount = 36

    init(counter: UInt64, time: Instant, identity: [UInt8]) {
        self.counter = counter
        self.time = time
        self.identity = identity
    }

    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        counter = BigEndian.value(bytes.prefix(8))
        let milliseconds = BigEndian.value(bytes.dropFirst(8).prefix(8))
        guard milliseconds <= UInt64(Int64.max) else { return nil }
        time = Instant(milliseconds: Int64(milliseconds))
        identity = Array(bytes.dropFirst(16))
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    func append(to bytes: inout [UInt8]) {
        BigEndian.append(counter, to: &bytes)
        BigEndian.append(UInt64(max(0, time.milliseconds)), to: &bytes)
        bytes += identity
    }

    /// Nil when nobody is concerned.
    var subject: LedgerIdentity? { counter == 0 ? nil : LedgerIdentity(identity) }
}

/// What opens an entry's commitment: SHA-256("HL1/commit" ‖ salt ‖ SHA-256(statement) ‖ SHA-256(envelope)).
///
/// Statement and envelope have a digest each, so that the statement can be shown to a receipt's holder without the envelope.
public struct CommitmentOpening: Hashable, Sendable {
    /// 32 random bytes: without them nobody can try out statements against the log.
    public let salt: [UInt8]
    public let statementDigest: Digest
    public let envelopeDigest: Digest

    static let saltLength = 32
    static let byteCount = 96

    init(salt: [UInt8], statementDigest: Digest, envelopeDigest: Digest) {
        self.salt = salt
        self.statementDigest = statementDigest
        self.envelopeDigest = envelopeDigest
    }

    /// Reads `salt ‖ statement digest ‖ envelope digest`, the `extra` of a receipt; nil unless there are 96 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, let statement = Digest(bytes[32..<64]), let envelope = Digest(bytes[64...])
        else { return nil }
        salt = Array(bytes[..<32])
        statementDigest = statement
        envelopeDigest = envelope
    }

    public var bytes: [UInt8] { salt + statementDigest.bytes + envelopeDigest.bytes }

    public var commitment: Digest {
        var message: [UInt8] = []
        message.reserveCapacity(Self.label.count + Self.byteCount)
        message += Self.label
        message += salt
        message += statementDigest.bytes
        message += envelopeDigest.bytes
        return .sha256(message)
    }

    private static let label = Array("HL1/commit".utf8)
}
