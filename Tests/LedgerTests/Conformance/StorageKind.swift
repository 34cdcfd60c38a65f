import Foundation
import ReplicatedDatabase
import Testing

@testable import Ledger

/// The engines that a ledger can be kept in, as far as they are here.
enum StorageKind: String, CaseIterable, Sendable {
    case memory
    case sqlite
    case postgresql

    /// PostgreSQL is looked at where the trait is built in and a pair of servers is named: `.ci/postgresql start DIR` prints what
    /// `ANKUR_TEST_POSTGRESQL` must hold.
    static var available: [StorageKind] { allCases.filter { $0 != .postgresql || server != nil } }

    static var server: String? {
        #if PostgreSQL
            ProcessInfo.processInfo.environment["ANKUR_TEST_POSTGRESQL"].flatMap { $0.isEmpty ? nil : $0 }
        #else
            nil
        #endif
    }

    static let missing: Comment =
        "build with --traits PostgreSQL and let ANKUR_TEST_POSTGRESQL name servers: .ci/postgresql start DIR"
}

/// A place for one test's ledger, empty at first and gone afterwards.
final class StoragePlace: Sendable {
    let kind: StorageKind
    private let directory: String
    private let memory = InMemoryLedgerStorage()
    /// The PostgreSQL schema of this test alone.
    private let schema = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")

    init(_ kind: StorageKind) async throws {
        self.kind = kind
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        #if PostgreSQL
            if kind == .postgresql { try await Self.command("CREATE SCHEMA \(schema)") }
        #endif
    }

    /// Schemas are left to whoever stops the servers: nothing may wait in a deinit.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var connectionString: String { "\(StorageKind.server ?? "") options='-c search_path=\(schema)'" }

    /// As another process, or the same one after a restart, opens it.
    func open(leaseTerm: Duration = .milliseconds(500)) async throws -> any ClaimedStorage {
        switch kind {
        case .memory: return memory
        case .sqlite: return try await SQLiteLedgerStorage.open(path: directory + "/ledger.sqlite")
        case .postgresql:
            #if PostgreSQL
                return try await PostgreSQLLedgerStorage.open(
                    connectionString: connectionString, patience: .seconds(60), leaseTerm: leaseTerm)
            #else
                throw LedgerError(.builtWithoutPostgreSQL)
            #endif
        }
    }

    #if PostgreSQL
        private static func command(_ sql: String) async throws {
            let database = try await ReplicatedDatabase.open(
                connectionString: StorageKind.server ?? "", readers: 1, patience: .seconds(60))
            _ = try await database.write { try $0.command(sql).changedCount }
            await database.close()
        }

        /// Runs SQL in this place.
        func tamper(_ sql: String) async throws {
            let database = try await ReplicatedDatabase.open(
                connectionString: connectionString, readers: 1, patience: .seconds(60))
            _ = try await database.write { try $0.command(sql).changedCount }
            await database.close()
        }
    #endif
}

extension Fingerprint: ExpressibleByArrayLiteral {
    package init(arrayLiteral bytes: UInt8...) { self.init(bytes) }
}
