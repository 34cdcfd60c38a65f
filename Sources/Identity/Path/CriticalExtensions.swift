import SwiftASN1
import X509

/// Extensions marked critical are ones that a rule here enforces (RFC 5280 §6.1.4 o, §6.1.5 f).
///
/// Those that RFC 5280 wants never critical (key identifiers, authority information) are refused when they are.
struct CriticalExtensions: ChainRule {
    let name = "critical extensions"

    static let enforced: Set<ASN1ObjectIdentifier> = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
        .X509ExtensionID.nameConstraints, .X509ExtensionID.subjectAlternativeName, CertificatePolicies.extensionID,
        PolicyExtensions.mappings, PolicyExtensions.constraints, PolicyExtensions.inhibitAnyPolicy,
    ]

    func refusal(of path: CertificatePath) -> RefusalReason? {
        let isStrange = path.contains { certificate in
            certificate.extensions.contains { $0.critical && !Self.enforced.contains($0.oid) }
        }
        return isStrange ? .unknownCriticalExtension : nil
    }
}
