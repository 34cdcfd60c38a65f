import Identity
import IdentityDirectory
public import Ledger
public import RecordTypes
import Statements
import TransparencyLog

/// A person's own identity as the ledger holds it: what ties certificates and numbers to it, and the keys to check that.
public struct OwnIdentity: Sendable {
    public struct Entry: Sendable {
        public let binding: IdentityBinding
        public let evidence: OwnEntry
    }

    /// Oldest first.
    public let entries: [Entry]
    /// The person's tag keys of those years in which there are entries: one shows no other.
    public let years: [(year: Int64, tagKey: [UInt8])]
    /// The log's verifier key, as text.
    public let verifierKey: String
}

extension Gateway {
    /// How many bindings a person is shown at most; the newest.
    public static let bindingLimit = 200

    /// The citizen's own bindings. The look is logged before anything is given.
    public func ownIdentity(
        of citizen: VerifiedCitizen, requestID: String
    ) async throws(GatewayError) -> OwnIdentity {
        let reader = Reader.citizen(citizen)
        let subject = try identity(of: citizen.person)
        let promise = try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: .released, actor: reader.actor, purpose: reader.purpose,
                encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID), by: reader)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing {
            var entries: [OwnIdentity.Entry] = []
            var years: [Int64: [UInt8]] = [:]
            for index in try await identities.bindings(of: subject).suffix(Self.bindingLimit) {
                let evidence = try await ledger.ownEntry(at: index)
                guard
                    case .identityBinding(let binding, _) = try Statement(reading: evidence.statement, subject: subject)
                else { continue }
                entries.append(OwnIdentity.Entry(binding: binding, evidence: evidence))
                if years[evidence.year] == nil {
                    years[evidence.year] = try await ledger.tagKey(of: subject, inYear: evidence.year)
                }
            }
            return OwnIdentity(
                entries: entries, years: years.sorted { $0.key < $1.key }.map { (year: $0.key, tagKey: $0.value) },
                verifierKey: ledger.verifierKey.text)
        }
    }
}
