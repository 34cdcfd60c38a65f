import Crypto
import RecordTypes
import SwiftASN1
import X509

/// What goes into one certificate: begun as a good one, then changed in the one respect that a variant is about.
struct CertificateContents {
    var subject: DistinguishedName
    var key: Certificate.PrivateKey = .p384()
    var notBefore: Instant
    var notAfter: Instant
    var constraints: BasicConstraints? = .notCertificateAuthority
    var usage: KeyUsage? = KeyUsage(digitalSignature: true, keyAgreement: true)
    var purposes: [ExtendedKeyUsage.Usage] = [.clientAuth]
    var purposesAreCritical = false
    var policies: [ASN1ObjectIdentifier] = []
    var alternativeNames: [GeneralName] = []
    var further: [Certificate.Extension] = []

    init(_ attributes: [RelativeDistinguishedName.Attribute], from notBefore: Instant, to notAfter: Instant) {
        subject = DistinguishedName(attributes.map { RelativeDistinguishedName($0) })
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    func extensions(issuerKey: Certificate.PublicKey) throws -> Certificate.Extensions {
        var extensions = Certificate.Extensions()
        if let constraints { try extensions.append(Certificate.Extension(constraints, critical: true)) }
        if let usage { try extensions.append(Certificate.Extension(usage, critical: true)) }
        if !purposes.isEmpty {
            try extensions.append(Certificate.Extension(ExtendedKeyUsage(purposes), critical: purposesAreCritical))
        }
        if !policies.isEmpty { try extensions.append(Certificate.Extension(policies: policies)) }
        if !alternativeNames.isEmpty {
            try extensions.append(Certificate.Extension(SubjectAlternativeNames(alternativeNames), critical: false))
        }
        try extensions.append(Certificate.Extension(SubjectKeyIdentifier(hash: key.publicKey), critical: false))
        let issuer = SubjectKeyIdentifier(hash: issuerKey).keyIdentifier
        try extensions.append(Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: issuer), critical: false))
        for other in further { try extensions.append(other) }
        return extensions
    }
}

extension Certificate.PrivateKey {
    static func p256() -> Certificate.PrivateKey { Certificate.PrivateKey(P256.Signing.PrivateKey()) }
    static func p384() -> Certificate.PrivateKey { Certificate.PrivateKey(P384.Signing.PrivateKey()) }
    static func p521() -> Certificate.PrivateKey { Certificate.PrivateKey(P521.Signing.PrivateKey()) }
}

extension Certificate.Extension {
    /// certificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER }, not critical.
    init(policies: [ASN1ObjectIdentifier]) throws {
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            for policy in policies {
                try coder.appendConstructedNode(identifier: .sequence) { try $0.serialize(policy) }
            }
        }
        self.init(oid: [2, 5, 29, 32], critical: false, value: coder.serializedBytes[...])
    }
}
