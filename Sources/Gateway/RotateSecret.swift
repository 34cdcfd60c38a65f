import IdentityDirectory
import Ledger
import RecordTypes
import Statements

extension Gateway {
    /// Puts a rotation of the identity secret on the ledger.
    public func noteSecretRotation(to epoch: Int, people: Int) async throws(GatewayError) {
        try await enter(
            .administration("identity-secret-rotated", detail: "epoch \(epoch), \(people) people"), about: nil,
            by: .gateway)
    }

    /// Goes through the whole ledger and makes sure that everyone concerned is in the directory of identities.
    /// - Returns: how many are not, because no statement says their number.
    public func listEverybody() async throws -> Int {
        var listed = try await identities.allIdentities()
        var missing: Set<LedgerIdentity> = []
        var from: UInt64 = 0
        let size = await ledger.size
        while from < size {
            let statements = try await ledger.statements(from: from, limit: 512)
            guard let last = statements.last else { break }
            from = last.index + 1
            for projected in statements {
                guard let subject = projected.subject, !listed.contains(subject), !projected.statement.isEmpty else {
                    continue
                }
                if try await list(subject, from: projected) {
                    listed.insert(subject)
                    missing.remove(subject)
                } else {
                    missing.insert(subject)
                }
            }
        }
        return missing.count
    }

    /// Whether a statement says whose identity this is; then it is settled.
    private func list(_ identity: LedgerIdentity, from projected: ProjectedStatement) async throws -> Bool {
        switch try Statement(reading: projected.statement, subject: identity) {
        case .record(let description, let patient):
            guard try subject(patient, at: description.institution) == identity else { return false }
        case .access(let event):
            guard let person = event.actor.person, try self.identity(of: person) == identity else { return false }
        case .mandate(let mandate, _):
            guard try self.identity(of: mandate.principal) == identity else { return false }
        case .inquiry(let inquiry, _):
            guard try self.identity(of: inquiry.person) == identity else { return false }
        case .consent, .identityBinding, .preferences, .inquiryAnswer, .oversight, .hiding,
            .administration:
            return false
        }
        try await identities.settle(identity)
        return true
    }
}
