import SwiftASN1
import X509

/// Made to log in with: keyUsage digitalSignature and extendedKeyUsage clientAuth, critical or not.
///
/// An authority that limits itself by an extendedKeyUsage of its own must include clientAuth, as ESTEID2018 does.
struct ClientAuthentication: ChainRule {
    /// What an absent extension says.
    enum Absence: Sendable {
        /// Nothing: each extension must be there, and anyExtendedKeyUsage does not do. For people and institutions.
        case refused
        /// An absent extendedKeyUsage: any use. keyUsage must be there. For authorities whose profile says so.
        case anyPurpose
        /// Any use, as RFC 5280 §4.2.1.3 and §4.2.1.12 have it. For a plain path.
        case anyUse
    }

    let name = "client authentication"
    let absence: Absence

    init(absence: Absence = .refused) { self.absence = absence }

    func refusal(of path: CertificatePath) -> RefusalReason? {
        do {
            if let usage = try path.leaf.extensions.keyUsage {
                guard usage.digitalSignature else { return usage.nonRepudiation ? .signingCertificate : .keyUsage }
            } else if absence != .anyUse {
                return .keyUsage
            }
            if let purposes = try path.leaf.extensions.extendedKeyUsage {
                let isFit = purposes.contains(.clientAuth) || (absence == .anyUse && purposes.contains(.any))
                guard isFit else { return .extendedKeyUsage }
            } else if absence == .refused {
                return .extendedKeyUsage
            }
            for issuer in path.dropFirst() {
                guard let purposes = try issuer.extensions.extendedKeyUsage else { continue }
                guard purposes.contains(.clientAuth) || purposes.contains(.any) else { return .extendedKeyUsage }
            }
            return nil
        } catch {
            return .unparsable
        }
    }
}

/// ``ClientAuthentication`` as the profile of the issuing authority asks for it.
struct ClientAuthenticationOfTheIssuer: ChainRule {
    let name = "client authentication"
    let profile: TrustProfile

    func refusal(of path: CertificatePath) -> RefusalReason? {
        let isOptional = profile.issuer(path.issuer)?.extendedKeyUsage == .optional
        return ClientAuthentication(absence: isOptional ? .anyPurpose : .refused).refusal(of: path)
    }
}
