import DocumentWorkers
import Foundation
import Gateway
import Identity
import RecordTypes

extension GatewayConfiguration {
    /// Reads a file, lets the environment override single keys, and checks everything that can be known without starting.
    ///
    /// - Parameters:
    ///   - environment: `ANKUR__LISTENERS__PROVIDERS__PORT=0` overrides `listeners.providers.port`; its value is YAML.
    ///   - cores: how many documents are converted at the same time when the file does not say.
    /// - Throws: ``ConfigurationError`` with every fault.
    public init(contentsOfFile path: String, environment: [String: String], cores: Int) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path), let yaml = String(validating: data, as: UTF8.self)
        else {
            throw ConfigurationError(
                file: path,
                faults: [.init(.line(0), key: "", problem: "cannot be read", remedy: "name a UTF-8 file you may read")])
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try self.init(yaml: yaml, file: path, folder: folder, environment: environment, cores: cores)
    }

    /// - Parameters:
    ///   - file: for faults.
    ///   - folder: what relative paths are relative to.
    public init(
        yaml: String, file: String, folder: String, environment: [String: String], cores: Int
    ) throws(ConfigurationError) {
        var faults: [ConfigurationFault] = []
        var root: ConfigurationNode
        do {
            root = try ConfigurationNode(yaml: yaml)
        } catch {
            throw ConfigurationError(file: file, faults: [error])
        }
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("ANKUR__") {
            do {
                let node = try ConfigurationNode(yaml: value.isEmpty ? "''" : value, at: .environment(name))
                let keys = name.dropFirst("ANKUR__".count).components(separatedBy: "__").map { $0.lowercased() }
                root.set(node, at: keys[...])
            } catch {
                faults.append(error)
            }
        }
        var section = ConfigurationSection(root, key: "", place: .line(1))
        let configuration = GatewayConfiguration(reading: &section, folder: folder, cores: cores)
        faults += section.faults
        guard let configuration, faults.isEmpty else {
            throw ConfigurationError(file: file, faults: faults)
        }
        self = configuration
    }

    private init?(reading root: inout ConfigurationSection, folder: String, cores: Int) {
        func path(_ text: String?) -> String? {
            text.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
        }
        let mode: Mode? = root.choice("mode", required: "write test or production")
        let data = path(root.text("data", required: "name the folder of databases and keys"))
        let profiles = path(root.text("profiles", required: "name the folder of the profile set"))
        let listeners = Self.listeners(&root)
        let publicBase = Self.publicBase(&root, listeners: listeners, mode: mode)

        var tls = root.section("tls")
        let certificate = path(tls.text("certificate", required: "name the PEM file of the server's certificate chain"))
        let key = path(tls.text("key", required: "name the PEM file of the server's private key"))
        tls.finish()
        root.adopt(tls)

        let trust = Self.trust(&root)
        let revocation = Self.revocation(&root, folder: folder)
        let officials = Self.officials(&root)
        let front = Self.front(&root)
        var registry = root.section("registry")
        let requiresRegistration = registry.flag("required", default: mode == .production)
        registry.finish()
        root.adopt(registry)

        var ledger = root.section("ledger")
        let origin = ledger.text("origin", required: "give the log's name, such as log.example.ee/ankur")
        if let origin, !origin.isOrigin {
            ledger.refuse("origin", "is no log name", "write a host and path without schema, spaces or plus signs")
        }
        let publicEntries = ledger.flag("publicEntries", default: false)
        let policy = path(ledger.text("policy"))
        let postgreSQL = path(ledger.text("postgresql"))
        var witnesses = ledger.section("witnesses")
        let timeout = witnesses.integer("timeoutMilliseconds", in: 50...30_000, default: 1000)
        witnesses.finish()
        ledger.adopt(witnesses)
        let anchors = Self.anchors(&ledger, path: path)
        let mirrors = Self.mirrors(&ledger)
        ledger.finish()
        root.adopt(ledger)

        var patients = root.section("patients")
        let acceptLocal = patients.flag("acceptLocalIdentifiers", default: false)
        patients.finish()
        root.adopt(patients)

        let messages = Self.messages(&root, mode: mode, path: path)
        let ages = Self.ages(&root)
        let terms = Self.terms(&root)
        let (caseTerms, openingHours) = Self.oversight(&root)
        let identityToken = Self.identityToken(&root, path: path)
        let storeFolders = Self.storeFolders(&root, path: path)
        let workers = Self.workers(&root, cores: cores)
        let limits = Self.limits(&root)
        root.finish()

        guard let mode, let data, let profiles, let certificate, let key, let trust, let origin else { return nil }
        self.init(
            mode: mode, data: data, profiles: profiles, listeners: listeners,
            tls: ServerFiles(certificate: certificate, key: key),
            trust: TrustFiles(
                institutions: path(trust.institutions) ?? "", people: path(trust.people) ?? ""),
            ledger: LedgerSettings(
                origin: origin, publicEntries: publicEntries, policy: policy, witnessTimeout: .milliseconds(timeout),
                postgreSQL: postgreSQL, anchors: anchors, mirrors: mirrors))
        self.publicBase = publicBase
        self.revocation = revocation
        self.officials = officials
        self.requiresRegistration = requiresRegistration
        self.front = front
        self.workers = workers
        self.workerLimits = limits
        self.acceptLocalIdentifiers = acceptLocal
        self.messages = messages
        self.ages = ages
        self.terms = terms
        self.caseTerms = caseTerms
        self.identityToken = identityToken
        self.storeFolders = storeFolders
        self.openingHours = openingHours
    }

    private static func listeners(_ root: inout ConfigurationSection) -> [ListenerName: Listener] {
        var listeners: [ListenerName: Listener] = [:]
        var section = root.section("listeners")
        for name in ListenerName.allCases {
            guard section.keys.contains(where: { $0.isSameKey(as: name.rawValue) }) else {
                // Without a health check and metrics nobody can run a gateway; the other doors may stay closed.
                if name == .operations { listeners[name] = Listener(address: "127.0.0.1", port: 0) }
                _ = section.node(name.rawValue)
                continue
            }
            var one = section.section(name.rawValue)
            let address = one.text("address") ?? "127.0.0.1"
            if name == .operations, !address.isLoopback {
                one.refuse(
                    "address", "is not a loopback address", "use 127.0.0.1 or ::1: this door asks nobody who they are")
            }
            if !address.isAddress { one.refuse("address", "is no IP address", "write an IPv4 or IPv6 address") }
            listeners[name] = Listener(address: address, port: one.integer("port", in: 0...65_535, default: 0))
            one.finish()
            section.adopt(one)
        }
        section.finish()
        root.adopt(section)
        return listeners
    }

    private static func publicBase(
        _ root: inout ConfigurationSection, listeners: [ListenerName: Listener], mode: Mode?
    ) -> [ListenerName: String] {
        let doors = listeners.keys.filter { $0 != .mllp && $0 != .operations }.sorted { $0.rawValue < $1.rawValue }
        let remedy = "write a URL such as https://records.example.ee, without a slash at its end"
        guard let node = root.node("publicBase") else {
            if mode == .production { root.refuse("publicBase", "is missing", remedy) }
            return [:]
        }
        var bases: [ListenerName: String] = [:]
        if case .scalar(let text) = node.content {
            if !text.isBaseURL { root.refuse("publicBase", "is no base URL", remedy) }
            if doors.contains(.portal), !text.isOriginURL {
                root.refuse("publicBase", Self.noOrigin, Self.originRemedy)
            }
            for door in doors { bases[door] = text }
            return bases
        }
        var section = root.section("publicBase")
        for door in ListenerName.allCases where door != .mllp && door != .operations {
            let text = section.text(door.rawValue, required: mode == .production && doors.contains(door) ? remedy : nil)
            guard let text else { continue }
            if !text.isBaseURL { section.refuse(door.rawValue, "is no base URL", remedy) }
            if door == .portal, !text.isOriginURL { section.refuse(door.rawValue, Self.noOrigin, Self.originRemedy) }
            bases[door] = text
        }
        section.finish()
        root.adopt(section)
        return bases
    }

    /// What cards sign is the origin, as a browser writes it (web-eid system architecture; RFC 6454 §6.2).
    private static let noOrigin = "is no origin for the portal"
    private static let originRemedy =
        "write https://host or https://host:port in lower case, without a path: Web eID cards sign it"

    private static func trust(_ root: inout ConfigurationSection) -> TrustFiles? {
        let remedy = "name a trust profile file, or one each under trust.institutions and trust.people"
        guard let node = root.node("trust") else {
            root.refuse("trust", "is missing", remedy)
            return nil
        }
        if case .scalar(let file) = node.content {
            if file.isEmpty { root.refuse("trust", "is empty", remedy) }
            return TrustFiles(institutions: file, people: file)
        }
        var section = root.section("trust")
        let institutions = section.text("institutions", required: remedy)
        let people = section.text("people", required: remedy)
        section.finish()
        root.adopt(section)
        guard let institutions, let people else { return nil }
        return TrustFiles(institutions: institutions, people: people)
    }

    /// `revocation: {ocsp: certificate, lists: [crl/ee.crl, "http://…/ee.crl"], graceInSeconds: 0}`; absent: nobody is asked.
    private static func revocation(_ root: inout ConfigurationSection, folder: String) -> RevocationSettings? {
        var section = root.section("revocation")
        guard !section.keys.isEmpty else {
            root.adopt(section)
            return nil
        }
        let lists = section.texts("lists").map { text in
            text.hasPrefix("/") || text.hasPrefix("http://") ? text : folder + "/" + text
        }
        let hasOCSP = section.keys.contains { $0.isSameKey(as: "ocsp") }
        let ocsp: RevocationSettings.OCSP? =
            lists.isEmpty || hasOCSP
            ? section.choice(
                "ocsp", required: "write certificate: the responder that each certificate names is asked; or name lists"
            )
            : nil
        if !lists.isEmpty, !hasOCSP { _ = section.node("ocsp") }
        let refresh = section.integer("refreshInSeconds", in: 1...86_400, default: 60)
        let freshness = section.integer("freshnessInSeconds", in: 1...3600, default: 300)
        let longest = Int(OCSPResponders.longestGrace.components.seconds)
        let grace = section.integer("graceInSeconds", in: 0...longest, default: 0)
        let requiresNonce = section.flag("requiresNonce", default: false)
        section.finish()
        root.adopt(section)
        guard ocsp != nil || !lists.isEmpty else { return nil }
        return RevocationSettings(
            ocsp: ocsp, lists: lists, refreshInSeconds: refresh, freshnessInSeconds: freshness, graceInSeconds: grace,
            requiresNonce: requiresNonce)
    }

    private static func officials(_ root: inout ConfigurationSection) -> [CertificateFingerprint: VerifiedOfficial.Role]
    {
        var officials: [CertificateFingerprint: VerifiedOfficial.Role] = [:]
        var section = root.section("officials")
        for text in section.keys {
            // Whatever stands here may be a person's code: the fault names the line, not the key.
            guard let fingerprint = CertificateFingerprint(text) else {
                _ = section.node(text)
                root.refuse(
                    "officials", "has a key that is no certificate fingerprint",
                    "name people by the SHA-256 fingerprint of their certificate, 64 hexadecimal digits")
                continue
            }
            let role: VerifiedOfficial.Role? = section.choice(text, required: "write the role after the fingerprint")
            guard let role else { continue }
            if officials.updateValue(role, forKey: fingerprint) != nil {
                section.refuse(text, "stands here twice", "give each certificate one role")
            }
        }
        root.adopt(section)
        return officials
    }

    /// `front: {<fingerprint>: terminating-proxy | security-server}`; absent: nobody speaks for anybody.
    private static func front(_ root: inout ConfigurationSection) -> FrontPeers {
        var peers: [CertificateFingerprint: FrontPeer] = [:]
        var section = root.section("front")
        for text in section.keys {
            guard let fingerprint = CertificateFingerprint(text) else {
                _ = section.node(text)
                root.refuse(
                    "front", "has a key that is no certificate fingerprint",
                    "name proxies and security servers by the SHA-256 fingerprint of their certificate")
                continue
            }
            let peer: FrontPeer? = section.choice(text, required: "write what it is after the fingerprint")
            guard let peer else { continue }
            if peers.updateValue(peer, forKey: fingerprint) != nil {
                section.refuse(text, "stands here twice", "say once what each certificate may do")
            }
        }
        root.adopt(section)
        return FrontPeers(peers)
    }

    private static func workers(_ root: inout ConfigurationSection, cores: Int) -> WorkerPoolSize {
        var section = root.section("workers")
        let size = WorkerPoolSize(
            concurrent: section.integer("concurrent", in: 1...256, default: max(1, cores)),
            processes: section.integer("processes", in: 2...1024, default: 32),
            queue: section.integer("queue", in: 1...100_000, default: 256),
            queuePerInstitution: section.integer("queuePerInstitution", in: 1...100_000, default: 128),
            patience: .seconds(section.integer("patienceSeconds", in: 1...60, default: 8)))
        section.finish()
        root.adopt(section)
        return size
    }

    private static func limits(_ root: inout ConfigurationSection) -> WorkerLimits {
        let standard = WorkerLimits()
        var section = root.section("limits")
        let limits = WorkerLimits(
            answerBytes: section.integer("bundleBytes", in: 1024...1_073_741_824, default: standard.answerBytes),
            memoryBytes: section.integer("workerMemoryMiB", in: 128...65_536, default: standard.memoryBytes >> 20)
                << 20,
            cpuSeconds: section.integer("workerSeconds", in: 1...600, default: standard.cpuSeconds),
            wallClock: .seconds(section.integer("workerSeconds", in: 1...600, default: standard.cpuSeconds)),
            documentsPerProcess: section.integer(
                "documentsPerWorker", in: 1...1_000_000, default: standard.documentsPerProcess))
        section.finish()
        root.adopt(section)
        return limits
    }
}

extension String {
    var isLoopback: Bool { hasPrefix("127.") || self == "::1" }

    fileprivate var isAddress: Bool {
        var v4 = in_addr()
        var v6 = in6_addr()
        return unsafe inet_pton(AF_INET, self, &v4) == 1 || inet_pton(AF_INET6, self, &v6) == 1
    }

    /// `https://host[:port][/path]` without a slash at the end.
    var isBaseURL: Bool {
        guard !hasSuffix("/"), let url = URLComponents(string: self) else { return false }
        return url.scheme == "https" && url.host?.isEmpty == false && url.query == nil && url.fragment == nil
            && url.user == nil
    }

    /// A base URL in the form of an origin: lower case, ASCII, no path, no default port.
    fileprivate var isOriginURL: Bool {
        guard let url = URLComponents(string: self) else { return false }
        return url.path.isEmpty && url.port != 443 && utf8.allSatisfy { $0 < 128 && !(65...90).contains($0) }
    }

    /// What C2SP signed-note allows as a key name, and tlog-checkpoint asks of an origin.
    fileprivate var isOrigin: Bool {
        !isEmpty && !contains("://") && !contains("+") && unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }
}
