import SwiftASN1
import X509

/// Made to log in with: keyUsage digitalSignature and extendedKeyUsage clientAuth, both present, critical or not.
///
/// An authority that limits itself by an extendedKeyUsage of its own must include clientAuth, as ESTEID2018 does.
struct ClientAuthentication: ChainRule {
    var enforced: [ASN1ObjectIdentifier] { [.X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage] }

    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason? {
        do {
            guard let usage = try chain.leaf.extensions.keyUsage else { return .keyUsage }
            guard usage.digitalSignature else { return usage.nonRepudiation ? .signingCertificate : .keyUsage }
            guard let purposes = try chain.leaf.extensions.extendedKeyUsage, purposes.contains(.clientAuth) else {
                return .extendedKeyUsage
            }
            for issuer in chain.dropFirst() {
                guard let purposes = try issuer.extensions.extendedKeyUsage else { continue }
                guard purposes.contains(.clientAuth) || purposes.contains(.any) else { return .extendedKeyUsage }
            }
            return nil
        } catch {
            return .unparsable
        }
    }
}
