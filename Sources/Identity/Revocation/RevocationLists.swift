public import RecordTypes
import Synchronization

/// Revocation lists that somebody keeps up to date: who is revoked according to them, end entities and authorities alike.
///
/// A certificate without a list that covers it and is in time is *unknown*, which refuses it. Lists are verified each time they are
/// asked, against the very issuer in question: whoever hands them in need not be trusted.
public final class RevocationLists: RevocationSource {
    private let lists: Mutex<[RevocationList]>

    public init(_ lists: [RevocationList] = []) { self.lists = Mutex(lists) }

    /// Uses these lists and no others from now on. Verdicts made before are for `CertificateJudge/forgetVerdicts()` to forget.
    /// - Returns: whether they are others than before.
    @discardableResult public func replace(by new: [RevocationList]) -> Bool {
        lists.withLock { lists in
            defer { lists = new }
            return lists.map(\.der) != new.map(\.der)
        }
    }

    public var speaksOfAuthorities: Bool { true }

    public func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        let evidence = RevocationEvidence(
            answers: [], lists: lists.withLock { $0 }, limits: .gateway, coversAuthorities: true)
        return await evidence.status(of: certificate, issuedBy: issuer, now: now)
    }
}

/// Several sources, each of which must say *good*; *revoked* in one is revoked.
public struct EveryRevocationSource: RevocationSource {
    private let sources: [any RevocationSource]

    public init(_ sources: [any RevocationSource]) { self.sources = sources }

    public var speaksOfAuthorities: Bool { sources.contains { $0.speaksOfAuthorities } }

    public func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        await status(of: certificate, issuedBy: issuer, now: now, from: sources)
    }

    public func status(ofAuthority certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async
        -> RevocationStatus
    {
        await status(of: certificate, issuedBy: issuer, now: now, from: sources.filter(\.speaksOfAuthorities))
    }

    private func status(
        of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant, from sources: [any RevocationSource]
    ) async -> RevocationStatus {
        var end: Instant?
        var isUnknown = sources.isEmpty
        for source in sources {
            switch await source.status(of: certificate, issuedBy: issuer, now: now) {
            case .revoked: return .revoked
            case .good(let until): end = min(end ?? until, until)
            case .unknown: isUnknown = true
            }
        }
        guard let end, !isUnknown else { return .unknown }
        return .good(until: end)
    }
}
