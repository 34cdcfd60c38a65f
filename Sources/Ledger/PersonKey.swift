internal import RecordTypes
@_spi(KeyBytes) internal import Sealing

/// What the ledger does with one person's data key, or with the gateway's own when nobody is concerned.
struct PersonKey: Sendable {
    private let key: SealingKey
    /// Recognises the key without telling anything about it: 8 bytes.
    let check: [UInt8]

    static let checkLength = 8

    init(_ key: SealingKey) {
        self.key = key
        check = Array(BlindIndex(key: key, purpose: "ledger/check").value(of: []).prefix(Self.checkLength))
    }

    /// With a check that was derived from this very key before.
    init(_ key: SealingKey, check: [UInt8]) {
        self.key = key
        self.check = check
    }

    /// Tells keys apart in memory, without being one.
    static func digest(of key: SealingKey) -> Digest { .sha256(key.bytes) }

    /// Makes the tags of one year. Showing a year's tags, or even its key, shows no other year.
    func tags(inYear year: Int64) -> BlindIndex { BlindIndex(key: key, purpose: "ledger/tag/\(year)") }

    /// What makes the tags of one year, for the person herself.
    func tagKey(ofYear year: Int64) -> [UInt8] { tags(inYear: year).keyBytes }

    /// - Parameter previous: the entry's bytes of that name, which no other entry has. They bind the statement to its entry before the
    ///   entry has an index; the sealed opening, which has the salt, is bound to the index.
    func seal(statement: [UInt8], ofEntryWith previous: [UInt8]) -> [UInt8] {
        key.seal(statement, as: SealedPlace(table: "entry", column: "sealed_statement", row: previous))
    }

    /// What stands in the place of a destroyed statement: `00 ‖ SHA-256(statement)`, so that the entry's commitment can still be opened.
    func seal(digestOfDestroyed digest: Digest, ofEntryWith previous: [UInt8]) -> [UInt8] {
        seal(statement: [0] + digest.bytes, ofEntryWith: previous)
    }

    func seal(opening: SealedOpening, at index: UInt64) -> [UInt8] {
        key.seal(opening.bytes, as: Self.place("sealed_opening", index))
    }

    /// - Returns: an empty statement where it was destroyed.
    /// - Throws: `damaged` at the index.
    func open(_ entry: StoredEntry) throws(LedgerError) -> (statement: [UInt8], opening: SealedOpening) {
        let previous = LedgerEntry.previous(in: entry.entry)
        guard
            let statement = try? key.open(
                entry.statement, as: SealedPlace(table: "entry", column: "sealed_statement", row: previous)),
            let bytes = try? key.open(entry.opening, as: Self.place("sealed_opening", entry.index)),
            let opening = SealedOpening(bytes: bytes)
        else { throw LedgerError(.damaged, at: entry.index) }
        // No statement begins with a zero byte: it is what was left of one.
        guard statement.first == 0, let digest = Digest(statement.dropFirst()) else { return (statement, opening) }
        return ([], opening.ofDestroyed(statement: digest))
    }

    private static func place(_ column: String, _ index: UInt64) -> SealedPlace {
        SealedPlace(table: "entry", column: column, row: BigEndian.bytes(index))
    }
}

extension BlindIndex {
    private static let label = Array("HL1/tag".utf8)

    /// HMAC-SHA-256(K_person,year, "HL1/tag" ‖ counter), the first 16 bytes.
    func tag(counter: UInt64) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(Self.label.count + 8)
        message += Self.label
        BigEndian.append(counter, to: &message)
        return Array(value(of: message)[..<LedgerEntry.tagLength])
    }
}

extension Instant {
    var year: Int64 {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return CivilDate.fromDays(days).year
    }
}

/// What stands sealed beside a statement: `salt (32) ‖ envelope (36) ‖ blinded idempotency key (0 or 32)`.
struct SealedOpening: Hashable, Sendable {
    let salt: [UInt8]
    let envelope: Envelope
    let request: [UInt8]?
    /// The digest of the statement where that was destroyed; not part of ``bytes``.
    private(set) var destroyed: Digest?

    init(salt: [UInt8], envelope: Envelope, request: [UInt8]?) {
        self.salt = salt
        self.envelope = envelope
        self.request = request
    }

    init?(bytes: [UInt8]) {
        let fixed = CommitmentOpening.saltLength + Envelope.byteCount
        guard bytes.count == fixed || bytes.count == fixed + 32,
            let envelope = Envelope(bytes: bytes[CommitmentOpening.saltLength..<fixed])
        else { return nil }
        salt = Array(bytes[..<CommitmentOpening.saltLength])
        self.envelope = envelope
        request = bytes.count == fixed ? nil : Array(bytes[fixed...])
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(salt.count + Envelope.byteCount + (request?.count ?? 0))
        bytes += salt
        envelope.append(to: &bytes)
        if let request { bytes += request }
        return bytes
    }

    func commitment(to statement: [UInt8]) -> CommitmentOpening {
        CommitmentOpening(
            salt: salt, statementDigest: destroyed ?? .sha256(statement), envelopeDigest: .sha256(envelope.bytes))
    }

    func ofDestroyed(statement digest: Digest) -> SealedOpening {
        var opening = self
        opening.destroyed = digest
        return opening
    }
}
