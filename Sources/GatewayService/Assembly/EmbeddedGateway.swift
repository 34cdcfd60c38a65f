import AccessLog
import Correspondence
import Crypto
public import Gateway
import Identity
import IdentityDirectory
public import InstitutionRegister
import KeyStore
public import Ledger
import Oversight
import PortalSessions
import RecordIndex
import RecordStore
public import RecordTypes
public import Reporting
@_spi(KeyBytes) import Sealing

/// The gateway's use cases over one data folder: SQLite databases, key files, one ledger.
///
/// Opening holds the folder's lock. Nothing moves until ``run()`` runs: it sequences, projects and marks.
public struct EmbeddedGateway: Sendable {
    public let gateway: Gateway
    public let ledger: Ledger
    /// Challenges and sessions of the portal.
    let sessions: PortalSessions
    public let register: InstitutionRegister
    /// Where uses of actor tokens are written down.
    let tokenJournal: TokenJournalFile
    let projections: ProjectionRunner
    let anchors: AnchorStore
    let correspondence: Correspondence
    let folder: DataFolder
    private let lock: DataFolderLock

    /// Opens everything in the order in which it depends on one another: keys, ledger, projections, stores.
    ///
    /// - Parameters:
    ///   - origin: the log's name; a folder that belongs to another log is refused.
    ///   - converter: used by submissions only.
    ///   - publication: who must cosign a checkpoint before it is published.
    ///   - mirrors: whose checkpoints are looked at before anything is signed.
    public static func open(
        _ folder: DataFolder, origin: String, converter: any DocumentConverting,
        publication: Ledger.Publication = .unwitnessed, mirrors: [any LogFiles] = [], ages: AgeLimits = .none,
        terms: CitizenTerms = CitizenTerms(), caseTerms: CaseTerms = CaseTerms(),
        openingHours: OpeningHours = OpeningHours(), clock: @escaping @Sendable () -> Instant
    ) async throws -> EmbeddedGateway {
        let lock = try DataFolderLock(folder)
        let masters = try MasterKeys.create(directory: folder.keys)
        let institutionKeys = try InstitutionKeys(directory: folder.institutionKeys)
        let place = try folder.ledgerPlace()
        let keys =
            switch place {
            case .embedded:
                try await KeyStore.open(
                    path: folder.keyDatabase, journal: folder.erasures, masters: masters, institutions: institutionKeys)
            case .replicated(let connectionString):
                // With the ledger, or one gateway could not open what another has sealed.
                try await KeyStore.open(
                    replicated: connectionString, journal: folder.erasures, masters: masters,
                    institutions: institutionKeys)
            }
        let identities = try await folder.openIdentities(masters: masters)
        let ledger = try await Ledger.open(
            place, keys: LedgerKeys.loadOrCreate(directory: folder.keys, origin: origin),
            gateway: masters.derived("ledger"), people: keys, publication: publication, mirrors: mirrors,
            clock: clock)
        let index = try await RecordIndex.open(path: folder.index, keys: keys, indexKey: masters.derived("index"))
        let accessLog = try await AccessLogProjection.open(
            path: folder.accessLog, keys: keys, indexKey: masters.derived("access-log"))
        let register = try await InstitutionRegister.open(path: folder.register, key: masters.derived("register"))
        let tokenJournal = try TokenJournalFile(
            path: folder.tokens, key: masters.derived("actor-tokens"), now: clock())
        let correspondence = try await Correspondence.open(
            path: folder.correspondence, keys: keys, indexKey: masters.derived("correspondence"), clock: clock)
        let caseFiles = try await CaseFiles.open(
            path: folder.oversight, keys: keys, indexKey: masters.derived("oversight"), terms: caseTerms)
        let projections = ProjectionRunner(
            ledger: ledger, projections: [index, accessLog, identities, register, correspondence, caseFiles])
        let stores = try RecordStores(
            directory: folder.stores, folders: folder.storeFolders, keys: keys, institutionKeys: institutionKeys
        ) { register.institution($0)?.store }
        let anchors = try await AnchorStore.open(shards: ledger.shards, path: folder.anchors(ofShard:))
        let gateway = Gateway(
            ledger: ledger, projections: projections, index: index, accessLog: accessLog,
            correspondence: correspondence, caseFiles: caseFiles, stores: stores,
            converter: converter,
            identities: identities, pairwise: try PairwiseIdentifiers.of(masters),
            records: RecordDerivation(key: SymmetricKey(data: masters.derived("record-id").bytes)), clock: clock,
            ages: ages, terms: terms, anchors: anchors, openingHours: openingHours)
        let sessions = try await PortalSessions.open(
            path: folder.portal, key: masters.derived("portal"), random: SecureRandom.bytes)
        return EmbeddedGateway(
            gateway: gateway, ledger: ledger, sessions: sessions, register: register, tokenJournal: tokenJournal,
            projections: projections, anchors: anchors, correspondence: correspondence, folder: folder,
            lock: lock)
    }

    /// Runs ledger, projections and marks until cancelled; the ledger stops last, after what it took is published.
    /// - Parameter report: told why something that is due cannot be done now (``Gateway/markAnchored(every:report:)``).
    /// - Throws: whatever makes going on pointless.
    func run(report: @escaping @Sendable (GatewayError) -> Void = { _ in }) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await ledger.run() }
            group.addTask { try await projections.run() }
            group.addTask { try await gateway.markAnchored(every: .milliseconds(250), report: report) }
            // The first to end ends all: by cancellation from above, or by a failure, which is thrown.
            do {
                try await group.next()
            } catch  where error.isCancellation {}
            group.cancelAll()
            while let ended = await group.nextResult() { try ended.ignoringCancellation() }
        }
    }

    /// Runs while `work` does; for commands that need the gateway once.
    public func running<Value: Sendable>(
        _ work: @escaping @Sendable (Gateway) async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup { group in
            group.addTask { () async throws -> Value? in
                try await run()
                return nil
            }
            group.addTask { try await work(gateway) }
            while let ended = try await group.next() {
                guard let value = ended else { continue }
                group.cancelAll()
                while let rest = await group.nextResult() { _ = try rest.ignoringCancellation() }
                return value
            }
            throw CancellationError()
        }
    }
}

extension Result where Failure == any Error {
    /// Ending because one was cancelled is no failure.
    fileprivate func ignoringCancellation() throws {
        if case .failure(let error) = self, !error.isCancellation { throw error }
    }
}

extension Error {
    /// Whether this is a cancellation, also where the ledger gives it as the cause of its own error.
    fileprivate var isCancellation: Bool {
        self is CancellationError || (self as? LedgerError)?.cause?.isCancellation == true
    }
}
