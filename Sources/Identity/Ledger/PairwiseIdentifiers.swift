import Crypto
public import RecordTypes

/// What institutions call people and records: another name at each, so that two institutions cannot join their lists.
///
/// One key for each institution, derived from a held one: HMAC-SHA-256 over `purpose ‖ 0 ‖ institution`. Whoever lacks it cannot tell
/// whose a name is, nor whether two institutions' names are of one person or one record.
public struct PairwiseIdentifiers: Sendable {
    private let key: SymmetricKey

    /// The FHIR system of a person's name at one institution.
    public static let system = "urn:ankur:pairwise"

    /// - Parameter secret: 32 bytes or more, used for nothing else; nil when there are fewer.
    public init?(secret: [UInt8]) {
        guard secret.count >= 32 else { return nil }
        key = SymmetricKey(data: secret)
    }

    /// The names that this institution uses. Costs three HMACs.
    public func names(for institution: InstitutionID) -> ReaderNames {
        func derived(_ purpose: String) -> SymmetricKey {
            var code = HMAC<SHA256>(key: key)
            code.update(data: Array("ankur/pairwise/\(purpose)/v2".utf8) + [0])
            code.update(data: Array(institution.semantics.utf8))
            return SymmetricKey(data: code.finalize())
        }
        return ReaderNames(
            institution: institution, person: derived("person"), record: derived("record"), version: derived("version"))
    }

    /// What the institution calls the person: 40 hexadecimal digits, the same whatever card or number they have.
    public func identifier(of person: LedgerIdentity, for institution: InstitutionID) -> String {
        guard let identifier = names(for: institution).identifier(of: person) else {
            preconditionFailure("an institution's names have keys")
        }
        return identifier
    }
}
