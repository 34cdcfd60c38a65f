import Crypto
import Identity
import RecordTypes

/// Patients who are known by a number of the sending institution alone: `<root>|<extension>` under ``PersonIdentifier/Scheme/local``.
extension Gateway {
    /// Whose record a document is, as the ledger knows them.
    ///
    /// A number of the sender's own names a person at the sender and nowhere else: two hospitals that both call their numbers `MRN` do not
    /// thereby speak of one person. So the institution is part of such a person's name.
    func subject(_ patient: PersonIdentifier, at institution: InstitutionID) throws(GatewayError) -> LedgerIdentity {
        guard patient.scheme == .local else { return try identity(of: patient) }
        let name = RecordTypes.Digest.of(Array(institution.semantics.utf8) + [0] + Array(patient.number.utf8)).hex
        guard let own = PersonIdentifier(scheme: .local, country: patient.country, number: name) else {
            preconditionFailure("64 hexadecimal digits are a number")
        }
        return try identity(of: own)
    }
}

extension PersonIdentifier {
    private var localParts: (root: Substring, extension: Substring)? {
        guard scheme == .local, let bar = number.lastIndex(of: "|") else { return nil }
        return (number[..<bar], number[number.index(after: bar)...])
    }

    /// Whether this is an OID without an extension: the name of a numbering, under which every patient would be the same one.
    var namesNobody: Bool {
        guard let (root, `extension`) = localParts else { return false }
        return `extension`.isEmpty && root.utf8.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= 48 && $0 <= 57) }
    }

    /// What a FHIR `Identifier.value` says for this person: the number, or for a UUID that stands alone its URN.
    var identifierValue: String {
        guard let (root, `extension`) = localParts else { return number }
        return `extension`.isEmpty ? "urn:uuid:\(root.lowercased())" : String(`extension`)
    }
}

extension DocumentHeader {
    /// The patients, without those identifiers that name nobody.
    var namedPatients: [PersonIdentifier] { patients.filter { !$0.namesNobody } }
}
