import Conversion
import Crypto
import DocumentWorkers
import Foundation
import Gateway
import GatewayHTTP
import GatewayMLLP
import GatewayTLS
import Identity
import Ledger
import LogHTTP
public import Logging
import Profiles
public import RecordTypes
import ServiceLifecycle
import UnixSignals

/// A gateway as a service: everything that the configuration says, assembled, started in order and drained in order.
///
/// 1. the data folder is locked, databases and keys are opened;
/// 2. a worker proves that documents can be converted with the profile set;
/// 3. ledger and projections run; submissions that a crash left unfinished are finished;
/// 4. the doors listen; those that require certificates first prove that nobody comes in without one.
///
/// At `SIGHUP` the profile set is read anew (``ProfileReload``). At `SIGTERM` or `SIGINT` all doors stop accepting and finish what they have begun; then workers, then the ledger end.
public struct GatewayServer: Sendable {
    private let configuration: GatewayConfiguration
    private let metrics: PrometheusMetrics
    private let clock: @Sendable () -> Instant
    private let logger: Logger

    public init(
        _ configuration: GatewayConfiguration, metrics: PrometheusMetrics, clock: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        self.configuration = configuration
        self.metrics = metrics
        self.clock = clock
        self.logger = logger
    }

    /// Runs until told to stop.
    /// - Parameter ready: called once, with the address of every listener, when all of them serve.
    public func run(
        ready: @escaping @Sendable ([GatewayConfiguration.ListenerName: String]) async throws -> Void
    ) async throws {
        let folder = configuration.folder
        try DataFolderLock.makeFolder(folder)
        try folder.requireSecretInToken()
        let profiles = try openProfiles(folder)
        let settings = WorkerSettings(
            profiles: profiles.compiledFile, acceptLocalIdentifiers: configuration.acceptLocalIdentifiers,
            isProduction: configuration.mode == .production, limits: configuration.workerLimits)
        let pool = WorkerPool(
            WorkerCommand(settings: settings), profiles: profiles.set.digest, converterVersion: Converter.version,
            size: configuration.workers)
        let embedded = try await EmbeddedGateway.open(
            folder, origin: configuration.ledger.origin, converter: ConversionWorkers(pool),
            publication: try configuration.ledger.publication(logger: logger),
            mirrors: configuration.ledger.mirrors.values.map { HTTPLogFiles(url: $0) }, ages: configuration.ages,
            terms: configuration.terms, caseTerms: configuration.caseTerms, openingHours: configuration.openingHours,
            clock: clock)
        try await pool.warmUp()
        if await !pool.census.filtersSystemCalls {
            logger.warning("this kernel offers no system call filter; workers keep their other limits")
        }

        let inForce = ProfilesInForce(profiles.set)
        let addresses = BoundAddresses()
        let startUp = StartUp(awaiting: Set(configuration.listeners.keys))
        let doors = try Doors(
            configuration: configuration, embedded: embedded,
            people: { try? inForce.set.personSystem(uri: $0)?.identifier($1) },
            forms: FormTokens(key: SymmetricKey(size: .bits256)), addresses: addresses, startUp: startUp, clock: clock,
            logger: logger)
        await doors.trust.begin()
        let exposition = Exposition(metrics: metrics, pool: pool)
        let doorsService = DoorsService(
            operations: doors.operations(exposition), doors: try doors.others(), startUp: startUp,
            recover: { [logger] in
                let finished = try await embedded.gateway.finishPending { institution, error in
                    logger.error(
                        "a store cannot be swept now; its unfinished submissions wait",
                        metadata: ["institution": "\(institution)", "cause": "\(type(of: error))"])
                }
                if finished > 0 {
                    logger.notice("finished submissions of an earlier run", metadata: ["count": "\(finished)"])
                }
                try await embedded.projections.catchUp()
                try await embedded.gateway.announceKeys()
            },
            ready: {
                logger.notice("ready")
                try await ready(addresses.texts)
            })
        let reload = ProfileReload(
            directory: configuration.profiles, cache: folder.profiles, pool: pool, current: inForce, logger: logger)
        let console = ConsoleService(folder: folder, embedded: embedded, logger: logger)
        let messages = MessageService(
            settings: configuration.messages, correspondence: embedded.correspondence,
            webhookKey: try configuration.messages.webhook.map { try Self.key(inFile: $0.keyFile) } ?? [],
            clock: clock, logger: logger)
        var services: [any Service] = [
            LedgerService(gateway: embedded, logger: logger), WorkerService(pool: pool),
            ProfileReloadService(reload: reload),
            doors.trust, console, messages, doorsService,
        ]
        if let settings = configuration.ledger.anchors {
            services.append(AnchorService(settings: settings, gateway: embedded, clock: clock, logger: logger))
        }
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Duration.seconds(30)
        try await ServiceGroup(configuration: group).run()
    }

    /// Maps the compiled set where it is made of the sources as they are; compiles it otherwise, and says so.
    private func openProfiles(_ folder: DataFolder) throws -> OpenedProfiles {
        let start = ContinuousClock.now
        let opened = try OpenedProfiles(configuration.profiles, cache: folder.profiles)
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        logger.notice(
            "profile set \(opened.origin)",
            metadata: [
                "digest": "\(opened.set.digest)", "file": "\(opened.compiledFile)",
                "milliseconds": "\((milliseconds * 1000).rounded() / 1000)",
            ])
        return opened
    }

    /// A key of at least sixteen bytes, as it stands in the file; a line's end is no part of it.
    private static func key(inFile path: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))).filter { $0 != 0x0A && $0 != 0x0D }
        guard bytes.count >= 16 else { throw WebhookKeyTooShort(path: path) }
        return bytes
    }
}

struct WebhookKeyTooShort: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) holds no key of at least 16 bytes" }
}

/// What `/metrics` shows: what the program counted, what the workers do, what the system says of the process.
struct Exposition: Sendable {
    let metrics: PrometheusMetrics
    let pool: WorkerPool

    func text() async -> String {
        let families = WorkerMetrics.families(await pool.census) + ProcessMetrics.families()
        return metrics.text + families.map(\.text).joined()
    }
}
