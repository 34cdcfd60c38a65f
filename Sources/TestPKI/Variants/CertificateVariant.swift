import Foundation
import RecordTypes
import X509

/// One certificate that a gateway must judge rightly, and the judgement.
public struct CertificateVariant: Sendable {
    public enum Door: String, Sendable {
        case citizen
        case institution
    }

    public enum Expectation: Hashable, Sendable {
        /// Accepted, as this identifier and no other.
        case accepted(as: String)
        /// Refused, with this stable reason code.
        case refused(String)
    }

    /// `dup_serial`.
    public let name: String
    /// What is special about it, in one line.
    public let summary: String
    public let door: Door
    public let expectation: Expectation
    public let credential: Credential
}

/// The table of certificates, good and refused, over one ``TestPKI`` and two authorities more: one expired, one with a name constraint.
///
/// Those that only a revocation list tells from good ones stand apart, in ``revoked``: without ``revocationLists()`` they are good.
public struct CertificateVariants: Sendable {
    public let pki: TestPKI
    public let all: [CertificateVariant]
    /// Refused where the lists are looked at.
    public let revoked: [CertificateVariant]
    let revokedAuthority: TestAuthority
    let expiredAuthority: TestAuthority
    let constrainedAuthority: TestAuthority

    /// - Complexity: about seventy key pairs, three of them RSA, which take a second or two.
    public init(of pki: TestPKI) throws {
        self.pki = pki
        var expired = CertificateContents.authority("TEST ESTEID2015", pathLength: 0, now: pki.now)
        expired.notBefore = pki.now.days(-4000)
        expired.notAfter = pki.now.days(-10)
        expiredAuthority = try TestAuthority(expired, below: pki.root)
        var constrained = CertificateContents.authority("TEST CONSTRAINED CA", pathLength: 0, now: pki.now)
        constrained.policies = [.anyPolicy]
        constrained.further = [try Self.onlyCountryEE]
        constrainedAuthority = try TestAuthority(constrained, below: pki.root)

        var table = VariantTable(pki: pki)
        try table.addAccepted()
        try table.addOutOfTime(expiredAuthority: expiredAuthority)
        try table.addWrongUsage()
        try table.addWronglyTrusted(constrainedAuthority: constrainedAuthority)
        try table.addWeak()
        try table.addWrongSubjects()
        try table.addWrongRoles()
        all = table.variants

        var withdrawn = CertificateContents.authority("TEST REVOKED CA", pathLength: 0, now: pki.now)
        withdrawn.policies = [.anyPolicy]
        revokedAuthority = try TestAuthority(withdrawn, below: pki.root)
        var lists = VariantTable(pki: pki)
        try lists.addRevoked(below: revokedAuthority)
        revoked = lists.variants
    }

    /// nameConstraints, critical: permitted directoryName C=EE.
    private static var onlyCountryEE: Certificate.Extension {
        get throws {
            let country = DistinguishedName([RelativeDistinguishedName(.text(.countryName, "EE"))])
            return try Certificate.Extension(
                NameConstraints(permittedSubtrees: [.directoryName(country)], excludedSubtrees: []), critical: true)
        }
    }

    /// ``TestPKI/trustProfileYAML`` with the two further authorities.
    public var trustProfileYAML: String {
        pki.trustProfileYAML + """
              - name: ee-test-expired-ca
                certificate: expired-ca.pem
                role: citizen
                identifiers: [{prefix: PNOEE, digits: 11}]
              - name: ee-test-constrained-ca
                certificate: constrained-ca.pem
                role: citizen
                identifiers: [{prefix: PNOEE, digits: 11}]
              - name: ee-test-revoked-ca
                certificate: revoked-ca.pem
                role: citizen
                identifiers: [{prefix: PNOEE, digits: 11}]

            """
    }

    /// The variant of that name.
    public func named(_ name: String) -> CertificateVariant? { (all + revoked).first { $0.name == name } }

    /// A list (DER) of each authority that issues variants, by a name for its file: in time for a day from now on.
    public func revocationLists() throws -> [String: [UInt8]] {
        let until = pki.now.days(1)
        func list(_ authority: TestAuthority, _ names: [String: RevocationReason] = [:]) throws -> [UInt8] {
            let entries = names.sorted { $0.key < $1.key }.compactMap { name, reason in
                named(name).map { ($0.credential.certificate, reason) }
            }
            return try authority.revocationList(of: entries, thisUpdate: pki.now, nextUpdate: until)
        }
        return [
            "root": try pki.root.revocationList(
                of: [(revokedAuthority.certificate, .caCompromise)], thisUpdate: pki.now, nextUpdate: until),
            "citizen-ca": try list(
                pki.citizenAuthority, ["revoked": .keyCompromise, "suspended": .certificateHold]),
            "citizen-ca-2018": try list(pki.olderCitizenAuthority),
            "seal-ca": try list(pki.sealAuthority, ["inst_revoked": .cessationOfOperation]),
            "constrained-ca": try list(constrainedAuthority), "revoked-ca": try list(revokedAuthority),
        ]
    }

    /// Writes the PKI, the two authorities and the `trust.yaml` for all of them into a folder.
    public func writeTrust(to directory: String) throws {
        try pki.write(to: directory)
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        try TestPKI.write(expiredAuthority.certificatePEM, to: folder.appendingPathComponent("expired-ca.pem"))
        try TestPKI.write(constrainedAuthority.certificatePEM, to: folder.appendingPathComponent("constrained-ca.pem"))
        try TestPKI.write(revokedAuthority.certificatePEM, to: folder.appendingPathComponent("revoked-ca.pem"))
        try TestPKI.write(trustProfileYAML, to: folder.appendingPathComponent("trust.yaml"))
    }

    /// Writes the lists as `crl/NAME.crl`, and each variant as `variants/NAME.pem` and `.key`.
    public func write(to directory: String) throws {
        try writeTrust(to: directory)
        let variants = URL(fileURLWithPath: directory, isDirectory: true).appendingPathComponent(
            "variants", isDirectory: true)
        try FileManager.default.createDirectory(at: variants, withIntermediateDirectories: true)
        let lists = URL(fileURLWithPath: directory, isDirectory: true).appendingPathComponent("crl", isDirectory: true)
        try FileManager.default.createDirectory(at: lists, withIntermediateDirectories: true)
        for (name, list) in try revocationLists() {
            try Data(list).write(to: lists.appendingPathComponent("\(name).crl"), options: .atomic)
        }
        for variant in all + revoked { try variant.credential.write(to: variants.path) }
    }
}
