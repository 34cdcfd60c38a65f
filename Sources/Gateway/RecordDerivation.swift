public import Crypto
public import RecordTypes

/// Makes the gateway's names of records, from a held key: the same bytes of the same institution always get the same name,
/// and nobody without the key can tell which.
public struct RecordDerivation: Sendable {
    private let key: SymmetricKey

    public init(key: SymmetricKey) { self.key = key }

    /// The record that `source` of `institution` is, or will be.
    public func recordID(of sourceDigest: RecordTypes.Digest, from institution: InstitutionID) -> RecordID {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Array("ankur/record-id/v1\0".utf8))
        hmac.update(data: Array(institution.semantics.utf8))
        hmac.update(data: [0])
        hmac.update(data: sourceDigest.bytes)
        let code = Array(hmac.finalize().prefix(16))
        guard let id = RecordID(bytes: code) else { preconditionFailure("an HMAC prefix has 16 bytes") }
        return id
    }

    /// 16 bytes that name a summary made now of these records of this person: another moment, reader's view or person, another name.
    func summaryName(
        of person: LedgerIdentity, _ ids: [RecordID], for reader: Reader, at now: Instant
    ) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Array("ankur/summary/v1\0".utf8))
        hmac.update(data: Array(reader.holder.utf8) + [0])
        hmac.update(data: person.bytes)
        hmac.update(data: Array(now.description.utf8))
        for id in ids { hmac.update(data: id.bytes) }
        return Array(hmac.finalize().prefix(16))
    }

    /// For links to the next page of a search.
    var cursors: SearchCursors {
        SearchCursors(
            key: SymmetricKey(
                data: HMAC<SHA256>.authenticationCode(for: Array("ankur/search-cursor-key/v1".utf8), using: key)))
    }

    /// A ledger identity that no person has.
    var nobody: LedgerIdentity {
        let code = HMAC<SHA256>.authenticationCode(for: Array("ankur/nobody/v1".utf8), using: key)
        guard let identity = LedgerIdentity(code.prefix(20)) else { preconditionFailure("an HMAC prefix has 20 bytes") }
        return identity
    }
}

extension RecordID {
    /// Under which the ledger takes the record's entry once and never again.
    var ledgerKey: RecordTypes.Digest { .of(Array("ankur/record/v1\0".utf8) + bytes) }
}

extension RecordTypes.Digest {
    /// SHA-256.
    static func of(_ bytes: [UInt8]) -> RecordTypes.Digest {
        guard let digest = RecordTypes.Digest(SHA256.hash(data: bytes)) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
