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

/// An authority of the trust profile that stands there for the sake of one rule: its list and its certificate are written with the rest.
struct FurtherAuthority: Sendable {
    /// Name of its files: `constrained-ca`.
    let name: String
    let authority: TestAuthority
}

/// The table of certificates, good and refused, over one ``TestPKI`` and further authorities, each special in one respect.
///
/// Those that only a revocation list tells from good ones stand apart, in ``revoked``: without ``revocationLists()`` they are good.
public struct CertificateVariants: Sendable {
    public let pki: TestPKI
    public let all: [CertificateVariant]
    /// Refused where the lists are looked at.
    public let revoked: [CertificateVariant]
    let further: [FurtherAuthority]
    private let revokedAuthority: TestAuthority

    /// - Complexity: about 150 key pairs, three of them RSA, which take a second or two.
    public init(of pki: TestPKI) throws {
        self.pki = pki
        let special = try SpecialAuthorities(below: pki.root, now: pki.now)
        further = special.all
        var table = VariantTable(pki: pki)
        try table.addAccepted()
        try table.addOutOfTime(expiredAuthority: special.expired)
        try table.addWrongUsage()
        try table.addWronglyTrusted(constrainedAuthority: special.constrained)
        try table.addWeak()
        try table.addWronglyEncoded()
        try table.addExcludedNames(by: special.excluding)
        try table.addPolicies(by: special.explicit)
        try table.addBelowFaultyAuthorities(special)
        try table.addWrongSubjects()
        try table.addWrongRoles()
        all = table.variants

        revokedAuthority = special.revoked
        var lists = VariantTable(pki: pki)
        try lists.addRevoked(below: revokedAuthority)
        revoked = lists.variants
    }

    /// ``TestPKI/trustProfileYAML`` with the further authorities.
    public var trustProfileYAML: String {
        pki.trustProfileYAML
            + further.map { one in
                """
                  - name: ee-test-\(one.name)
                    certificate: \(one.name).pem
                    role: citizen
                    identifiers: [{prefix: PNOEE, digits: 11}]

                """
            }.joined()
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
        ].merging(try further.map { ($0.name, try list($0.authority)) }) { $1 }
    }

    /// Names of the lists that ``write(to:)`` writes as `crl/NAME.crl`.
    public var listNames: [String] {
        ["root", "citizen-ca", "citizen-ca-2018", "seal-ca"] + further.map(\.name)
    }

    /// Writes the PKI, the further authorities and the `trust.yaml` for all of them into a folder.
    public func writeTrust(to directory: String) throws {
        try pki.write(to: directory)
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        for one in further {
            try TestPKI.write(one.authority.certificatePEM, to: folder.appendingPathComponent("\(one.name).pem"))
        }
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
