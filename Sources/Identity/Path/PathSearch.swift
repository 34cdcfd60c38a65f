import X509

/// Looks for a path from one certificate to an anchor that keeps every rule (RFC 4158, RFC 5280 §6.1).
///
/// Depth first, bounded in length and in signatures verified, so that no heap of cross-signed authorities makes it run on.
struct PathSearch: Sendable {
    let anchors: [ReadCertificate]
    let intermediates: [ReadCertificate]
    let rules: [any ChainRule]

    /// Certificates in a path, leaf and anchor included.
    static let longestPath = 16
    /// Signatures verified in one search.
    static let mostSignatures = 160

    /// The first path that keeps every rule.
    ///
    /// - Throws: the reason of the first whole path that broke a rule; without any whole path, why none could be built.
    func path(from leaf: ReadCertificate) throws(RefusalReason) -> CertificatePath {
        var walk = Walk(search: self)
        if let path = walk.extend([leaf]) { return path }
        throw walk.reason(for: leaf)
    }

    /// The whole path whose refusal was thrown, for whoever wants to see each rule's word on it; nil when there was none.
    func refusedPath(from leaf: ReadCertificate) -> CertificatePath? {
        var walk = Walk(search: self)
        return walk.extend([leaf]) ?? walk.firstWhole
    }

    private struct Walk {
        let search: PathSearch
        var signatures = 0
        var refusal: RefusalReason?
        var firstWhole: CertificatePath?
        var sawForgery = false
        var isExhausted = false

        mutating func extend(_ path: [ReadCertificate]) -> CertificatePath? {
            guard path.count < PathSearch.longestPath else {
                isExhausted = true
                return nil
            }
            let last = path[path.count - 1]
            for anchor in search.anchors where isIssuer(anchor, of: last, on: path) {
                let whole = CertificatePath(certificates: path + [anchor])
                guard let reason = search.rules.firstRefusal(of: whole) else { return whole }
                if refusal == nil {
                    refusal = reason
                    firstWhole = whole
                }
            }
            for intermediate in search.intermediates where isIssuer(intermediate, of: last, on: path) {
                if let found = extend(path + [intermediate]) { return found }
            }
            return nil
        }

        private mutating func isIssuer(
            _ candidate: ReadCertificate, of certificate: ReadCertificate, on path: [ReadCertificate]
        ) -> Bool {
            guard candidate.subject == certificate.issuer else { return false }
            // RFC 4158 §2.4.2: no certificate twice, and no other one of the same name and key.
            let isRepeated = path.contains {
                $0 == candidate
                    || ($0.subject == candidate.subject && $0.certificate.publicKey == candidate.certificate.publicKey)
            }
            guard !isRepeated else { return false }
            guard signatures < PathSearch.mostSignatures else {
                isExhausted = true
                return false
            }
            signatures += 1
            guard certificate.isSigned(by: candidate) else {
                sawForgery = true
                return false
            }
            return true
        }

        func reason(for leaf: ReadCertificate) -> RefusalReason {
            if let refusal { return refusal }
            if isExhausted { return .pathTooLong }
            if leaf.isSelfIssued { return .selfSigned }
            return sawForgery ? .badSignature : .unknownIssuer
        }
    }
}

extension [any ChainRule] {
    func firstRefusal(of path: CertificatePath) -> RefusalReason? {
        for rule in self {
            if let reason = rule.refusal(of: path) { return reason }
        }
        return nil
    }
}
