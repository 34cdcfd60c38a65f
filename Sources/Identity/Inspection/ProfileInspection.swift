public import RecordTypes

/// A certificate judged by a trust profile, with everything that a person needs to see why.
public struct ProfileInspection: Sendable {
    public let path: PathInspection
    public let subject: SubjectInspection
    /// Name of the issuing authority's part of the profile: `ee-esteid2025`.
    public let profile: String?

    /// - Parameter evidence: answers and lists at hand; without, a profile that requires revocation refuses.
    public init(of der: [UInt8], by profile: TrustProfile, evidence: RevocationEvidence?, now: Instant) {
        let verification = ChainVerification(profile: profile)
        do throws(RefusalReason) {
            let outcome = try verification.verify(der, now: now)
            var rules = verification.search(at: now).rules
            if profile.revocation == .required || evidence != nil {
                let evidence = evidence ?? .nothing
                rules.append(NotRevoked(evidence: evidence, includesAuthorities: evidence.coversAuthorities, now: now))
            }
            path = PathInspection(of: outcome.path, by: rules)
            self.profile = outcome.issuer.name
            subject = Self.subject(of: outcome, der)
        } catch {
            let leaf = try? ReadCertificate(der: der)
            let refused = leaf.flatMap { verification.search(at: now).refusedPath(from: $0) }
            if let refused, error != .selfSigned {
                path = PathInspection(of: refused, by: verification.search(at: now).rules)
            } else {
                path = PathInspection(refused: error, leaf: leaf)
            }
            self.profile = nil
            subject = SubjectInspection(refused: error)
        }
    }

    /// - Parameter revocation: what was found out about revocation by whoever asks its source.
    init(of der: [UInt8], by profile: TrustProfile, revocation: PathInspection.Finding, now: Instant) {
        let plain = ProfileInspection(of: der, by: profile, evidence: .nothing, now: now)
        path = plain.path.replacing(revocation)
        subject = plain.subject
        self.profile = plain.profile
    }

    private static func subject(of outcome: ChainVerification.Outcome, _ der: [UInt8]) -> SubjectInspection {
        do throws(RefusalReason) {
            switch try VouchedSubject(
                of: outcome, fingerprint: CertificateFingerprint(of: der), expires: outcome.path.end)
            {
            case .person(let citizen):
                return SubjectInspection(
                    kind: .person, identifier: citizen.person.semantics, surname: citizen.surname,
                    givenName: citizen.givenName, organization: nil, reason: nil)
            case .institution(let institution):
                return SubjectInspection(
                    kind: .institution, identifier: institution.id.semantics, surname: nil, givenName: nil,
                    organization: institution.name, reason: nil)
            }
        } catch {
            return SubjectInspection(refused: error)
        }
    }
}
