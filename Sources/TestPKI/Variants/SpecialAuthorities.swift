import RecordTypes
import SwiftASN1
import X509

/// Authorities below the root of the test PKI that the trust profile names, each special in one respect.
struct SpecialAuthorities {
    /// Its time is over.
    let expired: TestAuthority
    /// nameConstraints: directory names below C=EE only.
    let constrained: TestAuthority
    /// On the root's list.
    let revoked: TestAuthority
    /// nameConstraints: everything but some names of each form.
    let excluding: TestAuthority
    /// policyConstraints requireExplicitPolicy 0 and inhibitAnyPolicy 0; certifies NCP+ alone.
    let explicit: TestAuthority
    /// cA FALSE.
    let noAuthority: TestAuthority
    /// No keyCertSign.
    let noSigner: TestAuthority
    /// basicConstraints that are not critical.
    let looseConstraints: TestAuthority
    /// extendedKeyUsage serverAuth only.
    let serverOnly: TestAuthority
    /// A critical extension that nobody knows.
    let strange: TestAuthority
    /// nameConstraints that are not critical.
    let looseNames: TestAuthority

    var all: [FurtherAuthority] {
        [
            ("expired-ca", expired), ("constrained-ca", constrained), ("revoked-ca", revoked),
            ("excluding-ca", excluding), ("explicit-ca", explicit), ("no-authority", noAuthority),
            ("no-signer", noSigner), ("loose-constraints", looseConstraints), ("server-only", serverOnly),
            ("strange-ca", strange), ("loose-names", looseNames),
        ].map { FurtherAuthority(name: $0.0, authority: $0.1) }
    }

    init(below root: TestAuthority, now: Instant) throws {
        func authority(
            _ name: String, _ change: (inout CertificateContents) throws -> Void
        ) throws -> TestAuthority {
            var contents = CertificateContents.authority("TEST \(name)", pathLength: 0, now: now)
            try change(&contents)
            return try TestAuthority(contents, below: root)
        }
        expired = try authority("ESTEID2015") {
            $0.notBefore = now.days(-4000)
            $0.notAfter = now.days(-10)
        }
        constrained = try authority("CONSTRAINED CA") {
            $0.policies = [.anyPolicy]
            $0.further = [try Self.onlyCountryEE(isCritical: true)]
        }
        looseNames = try authority("LOOSE NAMES CA") { $0.further = [try Self.onlyCountryEE(isCritical: false)] }
        revoked = try authority("REVOKED CA") { $0.policies = [.anyPolicy] }
        excluding = try authority("EXCLUDING CA") {
            $0.further = [
                try Certificate.Extension(
                    NameConstraints(permittedSubtrees: [], excludedSubtrees: Self.excluded), critical: true)
            ]
        }
        explicit = try authority("EXPLICIT CA") {
            $0.policies = [.ncpPlus]
            $0.further = [
                // SEQUENCE { [0] 0 }, and INTEGER 0.
                Certificate.Extension(oid: [2, 5, 29, 36], critical: true, value: [0x30, 0x03, 0x80, 0x01, 0x00]),
                Certificate.Extension(oid: [2, 5, 29, 54], critical: true, value: [0x02, 0x01, 0x00]),
            ]
        }
        noAuthority = try authority("NO AUTHORITY") { $0.constraints = .notCertificateAuthority }
        noSigner = try authority("NO SIGNER") { $0.usage = KeyUsage(digitalSignature: true, cRLSign: true) }
        looseConstraints = try authority("LOOSE CA") {
            $0.constraints = nil
            $0.further = [
                try Certificate.Extension(BasicConstraints.isCertificateAuthority(maxPathLength: 0), critical: false)
            ]
        }
        serverOnly = try authority("SERVER ONLY CA") { $0.purposes = [.serverAuth] }
        strange = try authority("STRANGE CA") {
            $0.further = [Certificate.Extension(oid: [2, 999, 7], critical: true, value: [0x05, 0x00])]
        }
    }

    private static func onlyCountryEE(isCritical: Bool) throws -> Certificate.Extension {
        let country = DistinguishedName([RelativeDistinguishedName(.text(.countryName, "EE"))])
        return try Certificate.Extension(
            NameConstraints(permittedSubtrees: [.directoryName(country)], excludedSubtrees: []), critical: isCritical)
    }

    private static let excluded: [GeneralName] = [
        .directoryName(DistinguishedName([RelativeDistinguishedName(.text(.organizationName, "Blocked"))])),
        .dnsName("blocked.example"), .rfc822Name("blocked.example"),
        .uniformResourceIdentifier("blocked.example"),
        .ipAddress(ASN1OctetString(contentBytes: [192, 0, 2, 0, 255, 255, 255, 0])),
    ]
}
