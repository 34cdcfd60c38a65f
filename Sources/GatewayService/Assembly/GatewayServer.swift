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
/// At `SIGTERM` or `SIGINT` all doors stop accepting and finish what they have begun; then workers, then the ledger end.
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
        let profiles = try ProfileSet(directory: configuration.profiles)
        let settings = WorkerSettings(
            profiles: configuration.profiles, acceptLocalIdentifiers: configuration.acceptLocalIdentifiers,
            isProduction: configuration.mode == .production, limits: configuration.workerLimits)
        let pool = WorkerPool(
            WorkerCommand(settings: settings), profiles: profiles.digest, converterVersion: Converter.version,
            size: configuration.workers)
        let folder = DataFolder(path: configuration.data)
        let embedded = try await EmbeddedGateway.open(
            folder, origin: configuration.ledger.origin, converter: ConversionWorkers(pool),
            publication: try configuration.ledger.publication(logger: logger), ages: configuration.ages,
            terms: configuration.terms, clock: clock)
        try await pool.warmUp()
        if await !pool.census.filtersSystemCalls {
            logger.warning("this kernel offers no system call filter; workers keep their other limits")
        }

        let addresses = BoundAddresses()
        let startUp = StartUp(awaiting: Set(configuration.listeners.keys))
        let doors = try Doors(
            configuration: configuration, gateway: embedded.gateway, sessions: embedded.sessions,
            people: Self.people(profiles),
            forms: FormTokens(key: SymmetricKey(size: .bits256)), addresses: addresses, startUp: startUp, clock: clock,
            logger: logger)
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
            },
            ready: {
                logger.notice("ready")
                try await ready(addresses.texts)
            })
        let console = ConsoleService(folder: folder, gateway: embedded.gateway, logger: logger)
        let messages = MessageService(
            settings: configuration.messages, correspondence: embedded.correspondence,
            webhookKey: try configuration.messages.webhook.map { try Self.key(inFile: $0.keyFile) } ?? [],
            clock: clock, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [LedgerService(gateway: embedded), WorkerService(pool: pool), console, messages, doorsService],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Duration.seconds(30)
        try await ServiceGroup(configuration: group).run()
    }

    /// A key of at least sixteen bytes, as it stands in the file; a line's end is no part of it.
    private static func key(inFile path: String) throws -> [UInt8] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))).filter { $0 != 0x0A && $0 != 0x0D }
        guard bytes.count >= 16 else { throw WebhookKeyTooShort(path: path) }
        return bytes
    }

    private static func people(_ profiles: ProfileSet) -> PersonLookup {
        { system, value in try? profiles.personSystem(uri: system)?.identifier(value) }
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
