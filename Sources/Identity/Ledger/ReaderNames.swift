import Crypto
import CryptoExtras
public import RecordTypes

/// Names as one reader knows them: keyed permutations, so that a name leads back without a table, and any other sequence of as many digits
/// leads to something that does not exist, with the same work.
///
/// ```
/// record name = AES-256-block(record key, record id)                              16 bytes
/// identifier  = four Feistel rounds of HMAC-SHA-256(person key, round ‖ half)      20 bytes: a permutation of ledger identities
/// versionId   = HMAC-SHA-256(version key, digest of the Bundle)                     first 8 bytes
/// ```
/// Each input is one block of its own, never a chain of them: that two names are equal says that they are of one thing, and nothing else.
/// Citizens and officials use the ledger's own names (``own``), and so does an institution for what it has filed itself: they stand in the
/// statements and receipts with which each proves what is theirs, and no other institution ever sees them.
public struct ReaderNames: Sendable {
    private struct Keys: Sendable {
        let institution: InstitutionID
        let person: SymmetricKey
        let record: SymmetricKey
        let version: SymmetricKey
    }

    private let keys: Keys?

    /// The names that stand in ledger statements.
    public static let own = ReaderNames(keys: nil)

    private init(keys: Keys?) { self.keys = keys }

    init(institution: InstitutionID, person: SymmetricKey, record: SymmetricKey, version: SymmetricKey) {
        keys = Keys(institution: institution, person: person, record: record, version: version)
    }

    /// What the reader calls the record.
    /// - Parameter author: the institution that has filed it; nil for one of which nothing is known any more.
    public func name(of record: RecordID, filedBy author: InstitutionID?) -> RecordName {
        var block = record.bytes
        if let keys, keys.institution != author {
            // Throws for keys and blocks of other sizes alone.
            guard (try? AES.permute(&block, key: keys.record)) != nil else { preconditionFailure("16 bytes, 32 bytes") }
        }
        guard let name = RecordName(bytes: block) else { preconditionFailure("a block has 16 bytes") }
        return name
    }

    /// What the ledger calls what the reader may call so: what the reader has filed, and what others have. Of the former only that counts
    /// which the reader has really filed; else it is the latter, or nothing that exists.
    public func candidates(_ name: RecordName) -> (own: RecordID, others: RecordID) {
        var block = name.bytes
        if let keys {
            guard (try? AES.inversePermute(&block, key: keys.record)) != nil else {
                preconditionFailure("16 bytes, 32 bytes")
            }
        }
        guard let own = RecordID(bytes: name.bytes), let others = RecordID(bytes: block) else {
            preconditionFailure("a block has 16 bytes")
        }
        return (own, others)
    }

    /// FHIR's `versionId` of a record with this Bundle: 16 hexadecimal digits.
    public func version(_ bundle: RecordTypes.Digest, filedBy author: InstitutionID?) -> String {
        guard let keys, keys.institution != author else { return String(bundle.hex.prefix(16)) }
        return Hex.text(HMAC<SHA256>.authenticationCode(for: bundle.bytes, using: keys.version).prefix(8))
    }

    /// What the reader calls the person: 40 hexadecimal digits; nil where the reader uses national numbers alone.
    public func identifier(of person: LedgerIdentity) -> String? {
        guard let keys else { return nil }
        var (left, right) = (Array(person.bytes.prefix(10)), Array(person.bytes.suffix(10)))
        for round in UInt8(0)..<4 { (left, right) = (right, Self.mix(left, right, round, keys.person)) }
        return Hex.text(left + right)
    }

    /// Whom the reader calls so: somebody, or nobody whom the ledger knows; nil for what ``identifier(of:)`` never writes.
    public func person(identified identifier: String) -> LedgerIdentity? {
        guard let keys, let bytes = Hex.bytes(identifier), bytes.count == 20, Hex.text(bytes) == identifier else {
            return nil
        }
        var (left, right) = (Array(bytes.prefix(10)), Array(bytes.suffix(10)))
        for round in (UInt8(0)..<4).reversed() { (left, right) = (Self.mix(right, left, round, keys.person), left) }
        return LedgerIdentity(left + right)
    }

    /// One half, changed by the other.
    private static func mix(_ half: [UInt8], _ other: [UInt8], _ round: UInt8, _ key: SymmetricKey) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: [round] + other, using: key)
        return zip(half, code).map { $0 ^ $1 }
    }
}

extension RecordDescription {
    /// What a reader with these names calls the record.
    public func name(_ names: ReaderNames) -> RecordName { names.name(of: id, filedBy: institution) }
}
