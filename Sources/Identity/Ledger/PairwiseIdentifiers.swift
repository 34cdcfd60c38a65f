import Crypto
public import RecordTypes

/// What one institution calls a person: another name at each, so that two institutions cannot join their lists.
///
/// The first 16 bytes of HMAC-SHA-256 over `institution ‖ 0 ‖ ledger identity`, in hexadecimal. Stable for one institution, whatever card
/// or number the person has; without the key nobody tells whose it is, nor whether two are of one person.
public struct PairwiseIdentifiers: Sendable {
    private let key: SymmetricKey

    /// The FHIR system of these identifiers.
    public static let system = "urn:ankur:pairwise"

    /// - Parameter secret: 32 bytes or more, used for nothing else; nil when there are fewer.
    public init?(secret: [UInt8]) {
        guard secret.count >= 32 else { return nil }
        key = SymmetricKey(data: secret)
    }

    public func identifier(of person: LedgerIdentity, for institution: InstitutionID) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("ankur/pairwise/v1".utf8) + [0])
        code.update(data: Array(institution.semantics.utf8) + [0])
        code.update(data: person.bytes)
        return Hex.text(code.finalize().prefix(16))
    }
}
