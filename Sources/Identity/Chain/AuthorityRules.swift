import X509

/// The certificate above the leaf must be an issuing authority of the trust profile, bit for bit.
struct IssuedByKnownAuthority: ChainRule {
    let authorities: Set<Certificate>

    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason? {
        guard chain.count >= 2 else { return .selfSigned }
        return authorities.contains(chain[1]) ? nil : .issuerNotAllowed
    }
}

/// Every certificate above the leaf is a CA that may sign certificates, within its path length (RFC 5280 §6.1.4 k–n).
///
/// The library checks basic constraints as well but not key usage, and tolerates version 1.
struct IssuersAreAuthorities: ChainRule {
    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason? {
        var authoritiesBelow = 0
        for issuer in chain.dropFirst() {
            guard issuer.version == .v3,
                case .some(.some(.isCertificateAuthority(let pathLength))) = try? issuer.extensions.basicConstraints
            else { return .issuerNotAuthority }
            if let pathLength, pathLength < authoritiesBelow { return .issuerNotAuthority }
            if let usage = issuer.extensions[oid: .X509ExtensionID.keyUsage] {
                guard let usage = try? KeyUsage(usage), usage.keyCertSign else { return .issuerNotAuthority }
            }
            if issuer.issuer != issuer.subject { authoritiesBelow += 1 }
        }
        return nil
    }
}

/// CA:FALSE, absent or said, and no keyCertSign or cRLSign in whoever knocks.
struct LeafIsNoAuthority: ChainRule {
    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason? {
        do {
            if case .some(.isCertificateAuthority) = try chain.leaf.extensions.basicConstraints {
                return .leafIsAuthority
            }
            // Its absence is for ClientAuthentication to refuse.
            guard let usage = try chain.leaf.extensions.keyUsage else { return nil }
            return usage.keyCertSign || usage.cRLSign ? .leafIsAuthority : nil
        } catch {
            return .unparsable
        }
    }
}
