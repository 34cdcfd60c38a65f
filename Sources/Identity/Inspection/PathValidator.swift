public import RecordTypes

/// A plain validator of client-authentication paths by RFC 5280 §6.1, without any national profile.
///
/// The anchor's own extensions count as well: an operator who trusts a constrained authority trusts it within its constraints.
public struct PathValidator: Sendable {
    private let anchors: [ReadCertificate]
    private let intermediates: [ReadCertificate]
    private let evidence: RevocationEvidence?

    /// - Parameters:
    ///   - anchors: DER. A certificate that cannot be read is no anchor.
    ///   - intermediates: DER, in any order; one that cannot be read takes no part.
    ///   - evidence: nil where nobody asks about revocation.
    public init(anchors: [[UInt8]], intermediates: [[UInt8]], evidence: RevocationEvidence?) {
        self.anchors = anchors.compactMap { try? ReadCertificate(der: $0) }
        self.intermediates = intermediates.compactMap { try? ReadCertificate(der: $0) }
        self.evidence = evidence
    }

    public func inspect(_ der: [UInt8], now: Instant) -> PathInspection {
        do throws(RefusalReason) {
            return inspect(try ReadCertificate(der: der), now: now)
        } catch {
            return PathInspection(refused: error, leaf: nil)
        }
    }

    private func inspect(_ leaf: ReadCertificate, now: Instant) -> PathInspection {
        var rules: [any ChainRule] = [
            CertificateForm(), CriticalExtensions(), CryptographicStrength(), ValidAt(now), LeafIsNoAuthority(),
            IssuersAreAuthorities(), KeyIdentifiers(), ClientAuthentication(absence: .anyUse), NameConstraintRule(),
            PolicyProcessing(),
        ]
        if let evidence {
            rules.append(NotRevoked(evidence: evidence, includesAuthorities: evidence.coversAuthorities, now: now))
        }
        let search = PathSearch(anchors: anchors, intermediates: intermediates, rules: rules)
        return search.inspection(of: leaf)
    }
}

extension PathSearch {
    func inspection(of leaf: ReadCertificate) -> PathInspection {
        do throws(RefusalReason) {
            return PathInspection(of: try path(from: leaf), by: rules)
        } catch {
            guard let path = refusedPath(from: leaf) else { return PathInspection(refused: error, leaf: leaf) }
            return PathInspection(of: path, by: rules)
        }
    }
}
