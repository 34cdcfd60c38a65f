public import Crypto
public import RecordTypes

/// Makes the gateway's names of records, from a held key: the same bytes of the same institution always get the same name,
/// and nobody without the key can tell which.
public struct RecordDerivation: Sendable {
    private let key: SymmetricKey

    public init(key: SymmetricKey) { self.key = key }

    /// The record that `source` of `institution` is, or will be.
    public func recordID(of sourceDigest: Digest, from institution: InstitutionID) -> RecordID {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Array("ankur/record-id/v1\0".utf8))
        hmac.update(data: Array(institution.semantics.utf8))
        hmac.update(data: [0])
        hmac.update(data: sourceDigest.bytes)
        let code = Array(hmac.finalize().prefix(16))
        guard let id = RecordID(bytes: code) else { preconditionFailure("an HMAC prefix has 16 bytes") }
        return id
    }
}

extension RecordID {
    /// Under which the ledger takes the record's entry once and never again.
    var ledgerKey: Digest { Digest.of(Array("ankur/record/v1\0".utf8) + bytes) }
}

extension Digest {
    /// SHA-256.
    static func of(_ bytes: [UInt8]) -> Digest {
        guard let digest = Digest(SHA256.hash(data: bytes)) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }
}
