import SwiftASN1
import X509

/// The policies of a certificate as a set: order says nothing (ESTEID2018 and ESTEID2025 differ in it).
struct CertificatePolicies {
    /// Nil when there is no certificatePolicies extension.
    ///
    /// ```
    /// certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, … OPTIONAL }
    /// ```
    static func of(_ certificate: Certificate) throws(RefusalReason) -> Set<PolicyIdentifier>? {
        guard let found = certificate.extensions[oid: extensionID] else { return nil }
        guard let policies = try? read(found.value) else { throw .unparsable }
        return policies
    }

    static let extensionID: ASN1ObjectIdentifier = [2, 5, 29, 32]

    private static func read(_ value: ArraySlice<UInt8>) throws -> Set<PolicyIdentifier>? {
        var policies: Set<PolicyIdentifier> = []
        var entries = try DER.parse(value).children()
        while let entry = entries.next() {
            var parts = try entry.children()
            let identifier = try parts.following()
            guard identifier.identifier == .objectIdentifier,
                let policy = PolicyIdentifier(octets: try identifier.octets())
            else {
                throw RefusalReason.unparsable
            }
            policies.insert(policy)
        }
        guard !policies.isEmpty else { throw RefusalReason.unparsable }
        return policies
    }
}

/// Policies that the trust profile asks of this issuing authority, and document types of its own generation only.
///
/// A policy that the authority's own certificate does not list counts for nothing, unless it lists anyPolicy or none at all.
/// anyPolicy in an authority proves nothing by itself.
struct PoliciesOfTheIssuer: ChainRule {
    let name = "policies of the issuer"
    let profile: TrustProfile

    func refusal(of path: CertificatePath) -> RefusalReason? {
        guard let issuer = profile.issuer(path.issuer) else { return .issuerNotAllowed }
        do throws(RefusalReason) {
            let said = try CertificatePolicies.of(path.leaf) ?? []
            if !profile.isTest, said.contains(where: \.isOfExampleArc) { return .testPolicy }
            var effective = said
            if issuer.listsPolicies, let permitted = try CertificatePolicies.of(path[1]), !permitted.contains(.any) {
                effective.formIntersection(permitted)
            }
            guard issuer.requiredPolicies.isSubset(of: effective) else { return .requiredPolicyMissing }
            guard !issuer.documentTypes.isEmpty else { return nil }
            guard said.isDisjoint(with: typesOfOthers(than: issuer)) else { return .wrongGeneration }
            guard !issuer.documentTypes.isDisjoint(with: effective) else { return .documentType }
            return nil
        } catch {
            return error
        }
    }

    private func typesOfOthers(than issuer: IssuingAuthority) -> Set<PolicyIdentifier> {
        profile.issuers.reduce(into: Set()) { $0.formUnion($1.documentTypes) }.subtracting(issuer.documentTypes)
    }
}
