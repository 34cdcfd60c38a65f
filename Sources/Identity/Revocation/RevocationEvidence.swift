public import RecordTypes

/// Answers and lists at hand, such as files: who is revoked according to them, and nobody is asked.
///
/// *Revoked* in one is revoked. *Good* takes at least one that may be relied on.
public struct RevocationEvidence: RevocationSource {
    public let answers: [OCSPResponse]
    public let lists: [RevocationList]
    public let limits: OCSPLimits
    /// Whether authorities between leaf and anchor must be covered, too.
    public let coversAuthorities: Bool
    let designated: [ReadCertificate]

    /// - Parameters:
    ///   - coversAuthorities: as with lists, which every authority publishes; an OCSP answer is about one certificate.
    ///   - responders: certificates of responders that the operator trusts beside those that issuers certify.
    public init(
        answers: [OCSPResponse], lists: [RevocationList], limits: OCSPLimits, coversAuthorities: Bool = false,
        responders: [AuthorityCertificate] = []
    ) {
        self.coversAuthorities = coversAuthorities
        self.answers = answers
        self.lists = lists
        self.limits = limits
        designated = responders.map(\.read)
    }

    /// Nothing at hand: nobody is covered.
    static var nothing: RevocationEvidence { RevocationEvidence(answers: [], lists: [], limits: .stored) }

    public var speaksOfAuthorities: Bool { coversAuthorities }

    public func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        guard let certificate = try? ReadCertificate(der: certificate), let issuer = try? ReadCertificate(der: issuer)
        else { return .unknown }
        return status(of: certificate, issuedBy: [issuer], now: now)
    }

    /// - Parameter issuers: the issuer, and authorities above it of the same name with keys that came before or after: they may sign
    ///   its lists (RFC 5280 §6.3.3 f).
    func status(
        of certificate: ReadCertificate, issuedBy issuers: [ReadCertificate], now: Instant
    ) -> RevocationStatus {
        guard let issuer = issuers.first else { return .unknown }
        var end: Instant?
        for answer in answers {
            switch try? answer.status(
                of: certificate, issuedBy: issuer, nonce: nil, designated: designated, limits: limits, now: now)
            {
            case .good(let until): end = max(end ?? until, until)
            case .revoked: return .revoked
            case .unknown, nil: continue
            }
        }
        for list in lists {
            guard list.covers(certificate), let until = issuers.lazy.compactMap({ list.end(for: $0, now: now) }).first
            else { continue }
            if list.lists(certificate) { return .revoked }
            guard !list.isDelta else { continue }
            end = max(end ?? until, until)
        }
        return end.map { .good(until: $0) } ?? .unknown
    }
}

/// The evidence held against a path: the leaf must be covered by it and, where asked for, every certificate below the anchor.
struct NotRevoked: ChainRule {
    let name = "revocation"
    let evidence: RevocationEvidence
    let includesAuthorities: Bool
    let now: Instant

    func refusal(of path: CertificatePath) -> RefusalReason? {
        for position in 0..<(path.count - 1) {
            let above = path.certificates[(position + 1)...]
            let issuers = above.filter { $0.subject == path.certificates[position].issuer }
            switch evidence.status(of: path.certificates[position], issuedBy: issuers, now: now) {
            case .good: continue
            case .revoked: return .revoked
            case .unknown:
                if position == 0 || includesAuthorities { return .revocationUnknown }
            }
        }
        return nil
    }
}
