import AccessLog
import Correspondence
import Crypto
import Foundation
import GRDB
import GatewayTesting
import Identity
import IdentityDirectory
import InstitutionRegister
import KeyStore
import Ledger
import Oversight
import RecordIndex
import RecordStore
import RecordTypes
import Sealing
import Statements
import Testing

@testable import Gateway

/// A whole gateway in a folder of its own: real ledger, stores and projections, a scripted converter, and a clock that tests hold.
final class GatewayHouse: Sendable {
    let folder: String
    let clock = ManualClock(Instant(seconds: 1_780_000_000))
    let converter = ScriptedConverter()
    private let masters: MasterKeys

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        masters = MasterKeys(master: try SealingKey(bytes: Array(repeating: 9, count: SealingKey.length)))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Everything that is open in one run.
    struct Open: Sendable {
        let gateway: Gateway
        let ledger: Ledger
        let projections: ProjectionRunner
        let accessLog: AccessLogProjection
        let index: RecordIndex
        let correspondence: Correspondence
        let caseFiles: CaseFiles
        let stores: RecordStores
        let keys: KeyStore
        let house: GatewayHouse
    }

    /// Opens as a start of the gateway does; what an earlier opening left is found again.
    func open(
        leastRefusal: Duration = .zero, patience: Duration = .seconds(60), ages: AgeLimits = .none
    ) async throws -> Open {
        let institutionKeys = try InstitutionKeys(directory: folder + "/institutions")
        let keys = try await KeyStore.open(
            path: folder + "/keys.sqlite", journal: folder + "/erasures.log", masters: masters,
            institutions: institutionKeys)
        let ledger = try await Ledger.open(
            path: folder + "/ledger.sqlite",
            keys: LedgerKeys.loadOrCreate(directory: folder + "/ledger-keys", origin: "log.example/test/2026"),
            gateway: masters.derived("ledger"), people: keys, pace: .zero, clock: clock.reading)
        let secrets = IdentitySecretFile(path: folder + "/identity.key")
        try secrets.createIfAbsent(first: [UInt8](repeating: 1, count: 32))
        let identities = try await IdentityDirectory.open(
            path: folder + "/identities.sqlite", secrets: secrets, key: masters.derived("identities"))
        let index = try await RecordIndex.open(
            path: folder + "/index.sqlite", keys: keys, indexKey: masters.derived("index"))
        let accessLog = try await AccessLogProjection.open(
            path: folder + "/access.sqlite", keys: keys, indexKey: masters.derived("access-log"))
        let correspondence = try await Correspondence.open(
            path: folder + "/correspondence.sqlite", keys: keys, indexKey: masters.derived("correspondence"),
            clock: clock.reading)
        let caseFiles = try await CaseFiles.open(
            path: folder + "/oversight.sqlite", keys: keys, indexKey: masters.derived("oversight"))
        // What stands beside the others in a gateway stands here, too: each sees every statement.
        let register = try await InstitutionRegister.open(
            path: folder + "/register.sqlite", key: masters.derived("register"))
        let projections = ProjectionRunner(
            ledger: ledger, projections: [index, accessLog, identities, correspondence, caseFiles, register])
        let stores = try RecordStores(directory: folder + "/stores", keys: keys, institutionKeys: institutionKeys)
        let gateway = Gateway(
            ledger: ledger, projections: projections, index: index, accessLog: accessLog,
            correspondence: correspondence, caseFiles: caseFiles, stores: stores, converter: converter,
            identities: identities,
            pairwise: try #require(PairwiseIdentifiers(secret: [UInt8](repeating: 3, count: 32))),
            records: RecordDerivation(key: SymmetricKey(data: [UInt8](repeating: 2, count: 32))), clock: clock.reading,
            leastRefusal: leastRefusal, patience: patience, ages: ages)
        return Open(
            gateway: gateway, ledger: ledger, projections: projections, accessLog: accessLog, index: index,
            correspondence: correspondence, caseFiles: caseFiles, stores: stores,
            keys: keys, house: self)
    }

    /// Opens, runs ledger and projections while `work` works, and stops them in good order.
    func running<Value: Sendable>(_ work: @escaping @Sendable (Open) async throws -> Value) async throws -> Value {
        try await open().running(work)
    }

    // MARK: Behind the gateway's back

    /// One statement to a database of the folder, while nothing has it open.
    func alter(_ file: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: "\(folder)/\(file)", configuration: .patient)
        try queue.write { try $0.execute(sql: sql) }
    }

    private func store(of institution: VerifiedInstitution) -> String { "\(folder)/stores/\(institution.id).sqlite" }

    /// Flips one bit in a blob of an institution's file, as a bad disk would.
    func flip(_ column: String, of table: String, in institution: VerifiedInstitution, byte: Int = 20) throws {
        let queue = try DatabaseQueue(path: store(of: institution), configuration: .patient)
        try queue.write { database in
            let old = try #require(try Data.fetchOne(database, sql: "SELECT \(column) FROM \(table) LIMIT 1"))
            var bytes = Array(old)
            bytes[byte] ^= 1
            try database.execute(
                sql: "UPDATE \(table) SET \(column) = ? WHERE \(column) = ?", arguments: [Data(bytes), old])
            #expect(database.changesCount == 1)
        }
        try queue.close()
    }

    func execute(_ sql: String, in institution: VerifiedInstitution) throws {
        let queue = try DatabaseQueue(path: store(of: institution), configuration: .patient)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Puts something that is no database in the place of an institution's.
    func ruin(_ institution: VerifiedInstitution) throws {
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store(of: institution) + end) }
        try Data(repeating: 0x55, count: 8192).write(to: URL(fileURLWithPath: store(of: institution)))
    }
}

extension GatewayHouse.Open {
    func running<Value: Sendable>(
        _ work: @escaping @Sendable (GatewayHouse.Open) async throws -> Value
    ) async throws -> Value {
        try await running(withProjections: true, work)
    }

    /// With a ledger that takes everything and a registry that stands still.
    func runningWithoutProjections<Value: Sendable>(
        _ work: @escaping @Sendable (GatewayHouse.Open) async throws -> Value
    ) async throws -> Value {
        try await running(withProjections: false, work)
    }

    private func running<Value: Sendable>(
        withProjections: Bool, _ work: @escaping @Sendable (GatewayHouse.Open) async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await ledger.run()
                return nil
            }
            if withProjections {
                group.addTask {
                    try await projections.run()
                    return nil
                }
            }
            group.addTask { try await work(self) }
            var value: Value?
            while let result = await group.nextResult() {
                switch result {
                case .success(let done?):
                    value = done
                    group.cancelAll()
                case .success(nil): continue
                case .failure(let error):
                    // After the work is done, being cancelled is how the loops end.
                    if value == nil { throw error }
                }
            }
            return try #require(value)
        }
    }

    /// Tells the converter what it will find, and submits.
    func submit(
        _ paper: Paper, from institution: VerifiedInstitution = People.hospital
    ) async throws(GatewayError) -> Submission {
        house.converter.learn(paper)
        return try await gateway.submit(paper.source, from: institution)
    }

    /// What the ledger holds from an index on, opened.
    func entries(from index: UInt64 = 0) async throws -> [(
        projected: ProjectedStatement, statement: Statements.Statement
    )] {
        try await ledger.statements(from: index, limit: 10_000).map { projected in
            (projected, try Statements.Statement(reading: projected.statement, subject: projected.subject))
        }
    }

    /// The accesses from an index on.
    func accesses(from index: UInt64 = 0) async throws -> [AccessEvent] {
        try await entries(from: index).compactMap { entry in
            if case .access(let event) = entry.statement { event } else { nil }
        }
    }

    /// The entry itself, as the public log has it.
    func entry(at index: UInt64) async throws -> LedgerEntry {
        try await ledger.waitForCheckpoint(covering: index)
        return try LedgerEntry(bytes: try #require(try await ledger.receipt(index: index)).entry)
    }

    func status(of id: RecordID, in institution: VerifiedInstitution = People.hospital) async throws -> StoredStatus? {
        try await stores.store(of: institution.id).status(of: id)
    }

    /// The name that these bytes have, or would have.
    func id(of paper: Paper, from institution: VerifiedInstitution = People.hospital) -> RecordID {
        gateway.records.recordID(of: .of(paper.source.bytes), from: institution.id)
    }
}

/// The code and the issues' codes of the error that `work` ends with; nil when it succeeds.
func refusal(_ work: () async throws -> some Any) async throws -> Refusal? {
    do {
        _ = try await work()
        return nil
    } catch let error as GatewayError {
        return Refusal(error.code, error.issues.map(\.code))
    }
}

struct Refusal: Equatable, CustomStringConvertible {
    let code: GatewayError.Code
    let issues: [String]

    init(_ code: GatewayError.Code, _ issues: [String] = []) {
        self.code = code
        self.issues = issues
    }

    var description: String { "\(code) \(issues)" }
}

extension Configuration {
    /// Waits for one who is just closing the same file.
    fileprivate static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
