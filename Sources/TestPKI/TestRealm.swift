import Foundation
public import RecordTypes

/// A folder in which a gateway can run for a demonstration, a test or a measurement: test PKI, trust profile and configuration.
///
/// ```
/// DIR/ankur.yaml      every port is 0: the gateway says which it got
/// DIR/pki/            root.pem, trust.yaml, server.pem, institution-90000015.pem + .key, citizen-jaak.pem + .key, …
/// DIR/pki/variants/   on request: certificates good and refused, by the names of ``CertificateVariants``
/// DIR/data/           made by the gateway
/// ```
public struct TestRealm: Sendable {
    public let folder: String

    /// Opens a folder made earlier, or makes it: its keys are made anew, on this machine, and never leave it.
    /// - Parameters:
    ///   - profiles: the folder of the profile set.
    ///   - institutions: made besides ``TestInstitution/all``.
    ///   - variants: whether to make the table of certificates that a gateway must judge rightly, too.
    ///   - extra: further lines for the configuration file.
    public init(
        folder: String, profiles: String, now: Instant, institutions: [TestInstitution] = [], variants: Bool = false,
        extra: String = ""
    ) throws {
        self.folder = folder
        guard !FileManager.default.fileExists(atPath: configurationPath) else { return }
        let pki = try TestPKI.make(now: now)
        if variants { try CertificateVariants(of: pki).write(to: pkiFolder) } else { try pki.write(to: pkiFolder) }
        for institution in institutions { try pki.issue(to: institution).write(to: pkiFolder) }
        let yaml = """
            # A realm for trying things out. Made by Ankur; nothing real belongs here.
            mode: test
            data: data
            profiles: \(profiles)
            listeners:
              providers: {port: 0}
              mllp: {port: 0}
              citizens: {port: 0}
              portal: {port: 0}
              ministry: {port: 0}
              public: {port: 0}
              operations: {port: 0}
            tls:
              certificate: pki/server.pem
              key: pki/server.key
            trust: pki/trust.yaml
            officials:
              \(pki.official.fingerprint): supervisor
            ledger:
              origin: log.test.invalid/ankur
              publicEntries: true
            \(extra)

            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: configurationPath), options: .atomic)
    }

    public var configurationPath: String { folder + "/ankur.yaml" }
    public var pkiFolder: String { folder + "/pki" }
    public var dataFolder: String { folder + "/data" }
    /// The root above the server's certificate: what clients trust.
    public var trustRootPath: String { pkiFolder + "/root.pem" }

    public func certificatePath(_ name: String) -> String { "\(pkiFolder)/\(name).pem" }
    public func keyPath(_ name: String) -> String { "\(pkiFolder)/\(name).key" }
}
