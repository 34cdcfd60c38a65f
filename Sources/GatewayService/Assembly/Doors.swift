import Gateway
import GatewayHTTP
import GatewayMLLP
import GatewayTLS
import Identity
import InstitutionRegister
import Ledger
import Logging
import Metrics
import PortalSessions
import RecordTypes
import ReportSigning
import ServiceLifecycle

/// The listeners of a configuration, each with its own TLS context and judge, made but not yet listening.
struct Doors: Sendable {
    private let configuration: GatewayConfiguration
    private let gateway: Gateway
    private let sessions: PortalSessions
    private let anchors: AnchorStore
    private let people: PersonLookup
    private let forms: FormTokens
    private let addresses: BoundAddresses
    private let startUp: StartUp
    private let clock: @Sendable () -> Instant
    private let logger: Logger
    private let institutions: CertificateJudge
    private let persons: CertificateJudge
    private let register: RegisteredSubjects
    private let listed: InstitutionRegister
    private let actorTokens: ActorTokenVerifier
    /// Keeps what the doors trust in step with the files.
    let trust: TrustWatch

    /// - Throws: what is wrong with a trust profile.
    init(
        configuration: GatewayConfiguration, embedded: EmbeddedGateway, people: @escaping PersonLookup,
        forms: FormTokens,
        addresses: BoundAddresses, startUp: StartUp, clock: @escaping @Sendable () -> Instant, logger: Logger
    ) throws {
        self.configuration = configuration
        gateway = embedded.gateway
        sessions = embedded.sessions
        anchors = embedded.anchors
        self.people = people
        self.forms = forms
        self.addresses = addresses
        self.startUp = startUp
        self.clock = clock
        self.logger = logger
        let realm: TrustProfile.Realm = configuration.mode == .test ? .test : .production
        let lists = configuration.revocation.flatMap { $0.lists.isEmpty ? nil : RevocationLists() }
        var sources: [any RevocationSource] = []
        if let lists { sources.append(lists) }
        if let settings = configuration.revocation, settings.ocsp != nil {
            sources.append(OCSPResponders(settings, logger: logger))
        }
        let revocation = sources.isEmpty ? nil : EveryRevocationSource(sources)
        let freshness = Duration.seconds(configuration.revocation?.freshnessInSeconds ?? 300)
        let register = RegisteredSubjects(embedded.register, isRequired: configuration.requiresRegistration)
        self.register = register
        listed = embedded.register
        actorTokens = ActorTokenVerifier(keys: { register.signingKeys(of: $0) }, journal: embedded.tokenJournal)
        institutions = try CertificateJudge(
            profile: TrustProfile(contentsOfFile: configuration.trust.institutions, realm: realm),
            revocation: revocation, register: register, freshness: freshness)
        persons = try CertificateJudge(
            profile: TrustProfile(contentsOfFile: configuration.trust.people, realm: realm),
            officials: configuration.officials, revocation: revocation, register: register, freshness: freshness)
        trust = TrustWatch(
            judged: [
                .init(judge: institutions, profile: configuration.trust.institutions, realm: realm),
                .init(judge: persons, profile: configuration.trust.people, realm: realm),
            ],
            lists: lists.map { lists in
                let settings = configuration.revocation
                return (
                    lists, RevocationListFiles(places: settings?.lists ?? []),
                    .seconds(settings?.refreshInSeconds ?? 60)
                )
            }, serverFiles: [configuration.tls.certificate, configuration.tls.key], logger: logger)
    }

    /// Health and metrics, without TLS, on loopback only.
    func operations(_ exposition: Exposition) -> any Service {
        let door = HTTPDoor.operations(
            settings(.operations),
            state: OperationsState(isReady: { startUp.isReady }, metrics: { await exposition.text() }))
        return listener(.operations, door, tls: nil)
    }

    /// Every other door that the configuration opens.
    func others() throws -> [any Service] {
        try GatewayConfiguration.ListenerName.allCases.compactMap { name in
            guard name != .operations, configuration.listeners[name] != nil else { return nil }
            return try door(name)
        }
    }

    private func door(_ name: GatewayConfiguration.ListenerName) throws -> (any Service)? {
        switch name {
        case .providers:
            let tls = try tls(name, .required(judge: institutions, door: .institution))
            let door = HTTPDoor.providers(settings(name), gateway: gateway, judge: institutions, people: people)
            return listener(name, door, tls: tls)
        case .citizens:
            let tls = try tls(name, .required(judge: persons, door: .citizen))
            let door = HTTPDoor.citizens(
                settings(name), gateway: gateway, judge: persons, forms: forms, people: people)
            return listener(name, door, tls: tls)
        case .portal: return try portal()
        case .ministry:
            let tls = try tls(name, .required(judge: persons, door: .official))
            let (gateway, listed) = (gateway, listed)
            let door = HTTPDoor.ministry(
                settings(name), gateway: gateway, judge: persons, forms: forms, people: people,
                register: { caseNumber, official, requestID throws(GatewayError) in
                    try await gateway.administrationLog(
                        of: listed, caseNumber: caseNumber, as: official, requestID: requestID)
                }, staff: { gateway.listedStaff(listed) },
                seal: try ReportSeal(folder: DataFolder(path: configuration.data).keys))
            return listener(name, door, tls: tls)
        case .public:
            let door = HTTPDoor.publicLedger(
                settings(name), gateway: gateway,
                portal: configuration.publicBase[.portal] ?? configuration.publicBase[.citizens],
                servesEntries: configuration.ledger.publicEntries, anchors: anchors)
            return listener(name, door, tls: try tls(name, .notRequested))
        case .mllp: return messages(tls: try tls(name, .required(judge: institutions, door: .institution)))
        case .operations: return nil
        }
    }

    /// Citizens by Web eID: TLS asks for no certificate, sessions say who comes.
    private func portal() throws -> any Service {
        let listener = configuration.listeners[.portal] ?? GatewayConfiguration.Listener(address: "127.0.0.1", port: 0)
        let tls = try tls(.portal, .notRequested)
        let hasCertificateDoor = configuration.listeners[.citizens] != nil
        let door = PortalDoor(
            settings(.portal), gateway: gateway, judge: persons, forms: forms, sessions: sessions,
            logInRevocation: configuration.revocation?.logIn.map { .required($0) } ?? .none,
            people: people
        ) { [addresses, base = configuration.publicBase[.citizens]] in
            hasCertificateDoor ? base ?? addresses.base(of: .citizens) : nil
        }
        return NamedDoor(
            name: .portal,
            listener: door.listener(host: listener.address, port: listener.port, tls: tls, logger: logger) { port in
                await opened(.portal, port: port, tls: tls)
            })
    }

    private func settings(_ name: GatewayConfiguration.ListenerName) -> DoorSettings {
        let configured = configuration.publicBase[name]
        return DoorSettings(
            name: name.rawValue, publicBase: { [addresses] in configured ?? addresses.base(of: name) }, clock: clock,
            acceptsDevelopmentHeaders: configuration.mode == .test,
            actorTokens: name == .providers ? actorTokens : nil, register: register, front: configuration.front,
            messages: configuration.messages.channels, isEncrypted: name != .operations)
    }

    private func tls(
        _ name: GatewayConfiguration.ListenerName, _ clients: ServerTLS.ClientCertificates
    ) throws -> ServerTLS {
        let tls = try ServerTLS(
            certificateFile: configuration.tls.certificate, keyFile: configuration.tls.key, clientCertificates: clients,
            front: configuration.front, clock: clock
        ) { [logger] fingerprint, reason in
            logger.info(
                "handshake refused",
                metadata: [
                    "listener": .string(name.rawValue), "reason": .string(reason.rawValue),
                    "certificate": .string(fingerprint.description),
                ])
            Counter(
                label: "tls_refused_certificates",
                dimensions: [("listener", name.rawValue), ("reason", reason.rawValue)]
            ).increment()
        }
        trust.adopt(tls)
        return tls
    }

    private func listener<Visitor>(
        _ name: GatewayConfiguration.ListenerName, _ door: HTTPDoor<Visitor>, tls: ServerTLS?
    ) -> any Service {
        let listener = configuration.listeners[name] ?? GatewayConfiguration.Listener(address: "127.0.0.1", port: 0)
        let application = door.listener(host: listener.address, port: listener.port, tls: tls, logger: logger) { port in
            await opened(name, port: port, tls: tls)
        }
        return NamedDoor(name: name, listener: application)
    }

    private func messages(tls: ServerTLS) -> any Service {
        let listener = configuration.listeners[.mllp] ?? GatewayConfiguration.Listener(address: "127.0.0.1", port: 0)
        let door = MLLPListener(
            host: listener.address, port: listener.port, tls: tls, judge: institutions, gateway: gateway, clock: clock,
            logger: logger
        ) { port in
            await opened(.mllp, port: port, tls: tls)
        }
        return NamedDoor(name: .mllp, listener: door)
    }

    /// A listener is bound, and has not yet handled a request. One that requires certificates proves it now; if it lets an
    /// anonymous client in, it never handles one: this does not return until the gateway ends.
    private func opened(_ name: GatewayConfiguration.ListenerName, port: Int, tls: ServerTLS?) async {
        let address = configuration.listeners[name]?.address ?? "127.0.0.1"
        addresses.note(name, address: address, port: port)
        do {
            if let tls, case .required = tls.clientCertificates {
                try await ServerTLS.refusesAnonymousClients(host: address.reachable, port: port)
            }
            logger.notice("listening", metadata: ["listener": "\(name.rawValue)", "port": "\(port)"])
            startUp.listenerIsUp(name)
        } catch {
            logger.critical(
                "a listener must not serve", metadata: ["listener": "\(name.rawValue)", "error": "\(error)"])
            startUp.fail(ListenerFailure(name: name, cause: error))
            try? await gracefulShutdown()
        }
    }
}

extension String {
    /// Where to reach a listener on this machine that is bound to all its addresses.
    fileprivate var reachable: String {
        switch self {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: self
        }
    }
}
