import ActorTokens
import Foundation
import JSONText
public import RecordTypes

/// A folder in which a gateway can run for a demonstration, a test or a measurement: test PKI, trust profile and configuration.
///
/// ```
/// DIR/ankur.yaml      every port is 0: the gateway says which it got
/// DIR/pki/            root.pem, trust.yaml, server.pem, institution-90000015.pem + .key, citizen-jaak.pem + .key, …
/// DIR/pki/variants/   on request: certificates good and refused, by the names of ``CertificateVariants``
/// DIR/pki/            institution-90000015.token.key: signs its actor tokens; maarika.actor: who acts for it in demonstrations
/// DIR/register.json   the institutions with their certificates and keys, for `ankur registry load`
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
        var entries = try TestInstitution.all.map { try registered($0, pki.institution($0)) }
        for institution in institutions {
            let credential = try pki.issue(to: institution)
            try credential.write(to: pkiFolder)
            entries.append(try registered(institution, credential))
        }
        let register = JSONValue.object([JSONMember(key: "institutions", value: .array(entries))])
        try Data(register.bytes + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: registerPath))
        try TestPKI.write(
            TestPerson.maarika.serialNumber + "\n", to: URL(fileURLWithPath: actorPath), readableBy: 0o600)
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

    /// Makes the institution's signing key and says how it is registered.
    private func registered(_ institution: TestInstitution, _ credential: Credential) throws -> JSONValue {
        let key = ActorSigningKey()
        try TestPKI.write(key.pem, to: URL(fileURLWithPath: tokenKeyPath(credential.name)), readableBy: 0o600)
        return .object([
            JSONMember(key: "id", value: .string(institution.identifier)),
            JSONMember(key: "name", value: .string(institution.name)),
            JSONMember(key: "certificates", value: .array([.string(credential.fingerprint.description)])),
            JSONMember(key: "keys", value: key.publicKeySet),
        ])
    }

    public var configurationPath: String { folder + "/ankur.yaml" }
    public var pkiFolder: String { folder + "/pki" }
    public var dataFolder: String { folder + "/data" }
    /// The root above the server's certificate: what clients trust.
    public var trustRootPath: String { pkiFolder + "/root.pem" }

    public func certificatePath(_ name: String) -> String { "\(pkiFolder)/\(name).pem" }
    /// What signs an institution's actor tokens.
    public func tokenKeyPath(_ name: String) -> String { "\(pkiFolder)/\(name).token.key" }
    /// The identifier of the doctor who acts for the hospitals.
    public var actorPath: String { "\(pkiFolder)/maarika.actor" }
    /// For `ankur registry load`.
    public var registerPath: String { folder + "/register.json" }

    public func keyPath(_ name: String) -> String { "\(pkiFolder)/\(name).key" }
}
