import X509

/// The certificate above the leaf must be an issuing authority of the trust profile, bit for bit.
struct IssuedByKnownAuthority: ChainRule {
    let name = "issuing authority"
    let authorities: Set<[UInt8]>

    func refusal(of path: CertificatePath) -> RefusalReason? {
        authorities.contains(path.issuer.der) ? nil : .issuerNotAllowed
    }
}

/// Every certificate above the leaf is a CA that may sign certificates, within its path length (RFC 5280 §6.1.4 k–n).
struct IssuersAreAuthorities: ChainRule {
    let name = "authorities"

    func refusal(of path: CertificatePath) -> RefusalReason? {
        var authoritiesBelow = 0
        for read in path.certificates.dropFirst() {
            let issuer = read.certificate
            guard issuer.version == .v3,
                case .authority(let pathLength)? = try? AuthorityClaim(of: issuer),
                issuer.extensions[oid: .X509ExtensionID.basicConstraints]?.critical == true
            else { return .issuerNotAuthority }
            if let pathLength, pathLength < authoritiesBelow { return .issuerNotAuthority }
            if let usage = issuer.extensions[oid: .X509ExtensionID.keyUsage] {
                guard let usage = try? KeyUsage(usage), usage.keyCertSign else { return .issuerNotAuthority }
            }
            if !read.isSelfIssued { authoritiesBelow += 1 }
        }
        return nil
    }
}

/// CA:FALSE, absent or said, and no keyCertSign or cRLSign in whoever knocks.
struct LeafIsNoAuthority: ChainRule {
    let name = "end entity"

    func refusal(of path: CertificatePath) -> RefusalReason? {
        do {
            if case .authority = try AuthorityClaim(of: path.leaf) { return .leafIsAuthority }
            // Its absence is for ClientAuthentication to refuse.
            guard let usage = try path.leaf.extensions.keyUsage else { return nil }
            return usage.keyCertSign || usage.cRLSign ? .leafIsAuthority : nil
        } catch {
            return .unparsable
        }
    }
}
