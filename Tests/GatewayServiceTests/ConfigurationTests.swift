import DocumentWorkers
import Foundation
import GatewayService
import RecordTypes
import Testing
import TokenSecrets

@Suite struct ConfigurationTests {
    private static let whole = """
        mode: test
        data: data
        profiles: /srv/profiles
        trust: trust.yaml
        tls:
          certificate: tls/chain.pem
          key: tls/key.pem
        ledger:
          origin: log.example.ee/ankur
        listeners:
          providers: {address: 127.0.0.1, port: 8443}
          mllp:
            port: 2575
        officials:
          \(String(repeating: "ab", count: 32)): analyst
        """

    private func read(
        _ yaml: String, environment: [String: String] = [:]
    ) throws(ConfigurationError) -> GatewayConfiguration {
        try GatewayConfiguration(
            yaml: yaml, file: "gateway.yaml", folder: "/etc/ankur", environment: environment, cores: 2)
    }

    private func faults(_ yaml: String, environment: [String: String] = [:]) -> [String] {
        do {
            _ = try read(yaml, environment: environment)
            return []
        } catch {
            return error.faults.map { $0.text(file: error.file) }
        }
    }

    @Test("paths are relative to the file, what is not said has its default")
    func defaults() throws {
        let configuration = try read(Self.whole)
        #expect(configuration.mode == .test)
        #expect(configuration.data == "/etc/ankur/data")
        #expect(configuration.profiles == "/srv/profiles")
        #expect(configuration.tls.key == "/etc/ankur/tls/key.pem")
        #expect(configuration.trust.people == "/etc/ankur/trust.yaml")
        #expect(configuration.listeners[.providers] == .init(address: "127.0.0.1", port: 8443))
        #expect(configuration.listeners[.mllp] == .init(address: "127.0.0.1", port: 2575))
        #expect(configuration.listeners[.citizens] == nil)
        #expect(configuration.listeners[.operations]?.address == "127.0.0.1")
        #expect(configuration.workers.concurrent == 2)
        #expect(configuration.officials.values.map(\.rawValue) == ["analyst"])
        #expect(!configuration.acceptLocalIdentifiers)
    }

    @Test("a token for the identity secret and folders for stores are read, with paths relative to the file")
    func keeping() throws {
        let yaml = Self.whole.replacing(
            "data: data",
            with:
                "data: data\nidentity: {token: {module: /usr/lib/m.so, label: ankur, pinFile: pin}}\nstores: {north: n}"
        )
        let folder = try read(yaml).folder
        let token = String(describing: folder.identityToken)
        for word in ["\"/usr/lib/m.so\"", "\"ankur\"", "\"/etc/ankur/pin\"", "\"ankur-identity\""] {
            #expect(token.contains(word), "\(token)")
        }
        #expect(folder.storeFolders == ["north": "/etc/ankur/n"])
        #expect(try read(Self.whole).folder.identityToken == nil)
    }

    @Test("the environment overrides single keys, case and underscores aside")
    func overrides() throws {
        let configuration = try read(
            Self.whole,
            environment: [
                "ANKUR__LISTENERS__PROVIDERS__PORT": "0", "ANKUR__LISTENERS__PUBLIC__PORT": "81",
                "ANKUR__PATIENTS__ACCEPT_LOCAL_IDENTIFIERS": "true", "ANKUR__LEDGER__PUBLICENTRIES": "true",
                "PATH": "/bin",
            ])
        #expect(configuration.listeners[.providers]?.port == 0)
        #expect(configuration.listeners[.public]?.port == 81)
        #expect(configuration.acceptLocalIdentifiers)
        #expect(configuration.ledger.publicEntries)
    }

    @Test(
        "a wrong key is named with its line",
        arguments: [
            ("mode: test", "mode: live", "gateway.yaml:1: mode: "),
            ("data: data\n", "", "gateway.yaml:1: data: is missing"),
            ("  key: tls/key.pem\n", "", "gateway.yaml:5: tls.key: is missing"),
            ("  key: tls/key.pem", "  keys: tls/key.pem", "gateway.yaml:7: tls.keys: is no key of this section"),
            ("port: 2575", "port: 70000", "gateway.yaml:13: listeners.mllp.port: is no number in range"),
            ("port: 2575", "port: many", "gateway.yaml:13: listeners.mllp.port: is no number in range"),
            ("port: 2575", "port: 1\n  fax: {port: 3}", "gateway.yaml:14: listeners.fax: is no key"),
            (
                "port: 2575", "port: 1\n  operations: {address: 0.0.0.0}",
                "listeners.operations.address: is not a loopback"
            ),
            ("127.0.0.1", "localhost", "gateway.yaml:11: listeners.providers.address: is no IP address"),
            ("log.example.ee/ankur", "https://log.example.ee", "gateway.yaml:9: ledger.origin: is no log name"),
            ("analyst", "minister", "gateway.yaml:15: officials."),
            ("trust: trust.yaml", "trust: {people: a}", "trust.institutions: is missing"),
            ("trust: trust.yaml", "publicBase: http://x\ntrust: t", "gateway.yaml:4: publicBase: is no base URL"),
            ("trust: trust.yaml", "publicBase: {portal: https://x.ee/p}\ntrust: t", "publicBase.portal: is no origin"),
            ("trust: trust.yaml", "publicBase: {portal: https://X.ee}\ntrust: t", "publicBase.portal: is no origin"),
            (
                "trust: trust.yaml", "publicBase: {portal: https://x.ee:443}\ntrust: t",
                "publicBase.portal: is no origin"
            ),
            ("tls:", "tls: yes", "gateway.yaml:"),
            ("data: data", "data: [a]", "gateway.yaml:2: data: is no single value"),
            ("data: data", "data: data\ndata: other", "gateway.yaml:"),
            ("mode: test", "mode: 'test", "gateway.yaml:"),
            ("data: data", "data: data\nrevocation: {ocsp: never}", "gateway.yaml:3: revocation.ocsp: "),
            (
                "data: data", "data: data\nidentity: {token: {module: /m.so, label: a}}",
                "gateway.yaml:3: identity.token.pinFile: is missing"
            ),
            (
                "data: data", "data: data\nidentity: {token: {module: /m.so, label: a, pin: 1234, pinFile: p}}",
                "gateway.yaml:3: identity.token.pin: is no key"
            ),
            (
                "data: data", "data: data\nrevocation: {graceInSeconds: 5}",
                "gateway.yaml:3: revocation.ocsp: is missing"
            ),
            (
                "data: data", "data: data\nrevocation: {ocsp: certificate, graceInSeconds: 3601}",
                "gateway.yaml:3: revocation.graceInSeconds: "
            ),
        ])
    func wrong(_ text: String, _ replacement: String, _ expected: String) throws {
        let range = try #require(Self.whole.range(of: text))
        let found = faults(Self.whole.replacingCharacters(in: range, with: replacement))
        #expect(found.contains { $0.contains(expected) }, "\(found)")
    }

    @Test("all faults are told, not only the first")
    func all() {
        let found = faults("mode: maybe\nlisteners:\n  mllp:\n    port: x\nsurprise: 1\n")
        #expect(found.count >= 8)
        #expect(found.contains { $0.contains("surprise: is no key") })
    }

    @Test(
        "a fault of the environment names the variable",
        arguments: [
            ("ANKUR__LISTENERS__MLLP__PORT", "no"), ("ANKUR__NO_SUCH__KEY", "1"), ("ANKUR__MODE", "[1"),
            ("ANKUR__DATA", ""),
        ])
    func environmentFaults(_ name: String, _ value: String) {
        #expect(faults(Self.whole, environment: [name: value]).contains { $0.hasPrefix("\(name): ") })
    }

    @Test("a person's code where a fingerprint belongs is refused and not repeated")
    func peopleByCode() {
        let yaml = Self.whole.replacingOccurrences(of: String(repeating: "ab", count: 32), with: "38001085718")
        let found = faults(yaml)
        #expect(found.count == 1)
        #expect(found.first?.contains("no certificate fingerprint") == true)
        #expect(!found.joined().contains("38001085718"))
    }

    @Test("production needs a public base for every door it opens")
    func production() {
        let yaml = Self.whole.replacingOccurrences(of: "mode: test", with: "mode: production")
        #expect(faults(yaml).contains { $0.contains("publicBase: is missing") })
        #expect(faults(yaml + "\npublicBase: https://records.example.ee\n").isEmpty)
        #expect(
            faults(yaml + "\npublicBase: {public: https://a.example.ee}\n").contains {
                $0.contains("publicBase.providers")
            })
    }

    @Test("random text is refused or read, and never traps")
    func noise() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("abz:-{}[]'\"#&*!|>%@ \n\t0129é")
        for _ in 0..<500 {
            let text = String(
                (0..<Int.random(in: 0...80, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
            #expect(!faults(text).isEmpty, "no such text names what a configuration must: \(text.debugDescription)")
        }
    }
}
