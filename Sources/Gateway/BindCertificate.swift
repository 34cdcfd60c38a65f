public import Identity
import IdentityDirectory
import Ledger
public import RecordTypes
import Statements
import Synchronization

extension Gateway {
    /// The person's ledger identity, through every epoch and link.
    func identity(of person: PersonIdentifier) throws(GatewayError) -> LedgerIdentity {
        do { return try identities.identity(of: person) } catch { throw GatewayError(.unavailable, cause: error) }
    }

    /// Puts on the ledger that this certificate names this person, the first time that it is seen under the present epoch.
    ///
    /// Doors call it before they answer. Afterwards it costs a look into a set. A crash before the entry is durable leaves nothing;
    /// a process that has not seen the certificate yet asks the ledger, which gives the first entry's promise again.
    public func bindCertificate(of citizen: VerifiedCitizen) async throws(GatewayError) {
        let key = SeenBindings.Key(certificate: citizen.fingerprint, epoch: identities.epoch)
        guard !bound.contains(key) else { return }
        let subject = try identity(of: citizen.person)
        let binding = IdentityBinding.certificate(
            citizen.fingerprint, profile: citizen.profile, assurance: citizen.assurance, epoch: identities.epoch)
        try await enter(
            .identityBinding(binding, subject: subject), about: subject, by: .gateway,
            once: .of(
                Array("ankur/binding/v1".utf8) + citizen.fingerprint.digest.bytes + Array(String(identities.epoch).utf8)
                    + [0] + subject.bytes))
        bound.insert(key)
    }

    /// What this institution calls the person: another name at each.
    public func pairwiseIdentifier(
        of person: PersonIdentifier, for institution: InstitutionID
    ) throws(GatewayError) -> String {
        pairwise.identifier(of: try subject(person, at: institution), for: institution)
    }

    /// Under which names this reader knows people and records. Every door that an institution comes through has to ask.
    public func names(for reader: Reader) -> ReaderNames {
        if case .institution(let institution, _) = reader {
            pairwise.names(for: institution.id)
        } else {
            .own
        }
    }
}

/// Certificates whose binding is known to be on the ledger: bounded, and empty at start.
final class SeenBindings: Sendable {
    struct Key: Hashable {
        let certificate: CertificateFingerprint
        let epoch: Int
    }

    private let keys = Mutex<Set<Key>>([])
    private static let capacity = 100_000

    func contains(_ key: Key) -> Bool { keys.withLock { $0.contains(key) } }

    func insert(_ key: Key) {
        keys.withLock { keys in
            if keys.count >= Self.capacity { keys.removeAll(keepingCapacity: true) }
            keys.insert(key)
        }
    }
}
