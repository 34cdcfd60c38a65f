#if PostgreSQL
    import Foundation
    import RecordTypes
    import ReplicatedDatabase
    import Synchronization
    import Testing
    import TransparencyLog

    @testable import Ledger

    /// Servers that are misconfigured, killed, promoted, and silent at the worst moment.
    @Suite("PostgreSQL servers", .serialized, .enabled(if: ServerPair.isInstalled, ServerPair.missing))
    struct PostgreSQLServerTests {
        private func withPair<Value>(_ work: (ServerPair) async throws -> Value) async throws -> Value {
            let pair = try ServerPair()
            do {
                let value = try await work(pair)
                try pair.stop()
                return value
            } catch {
                try pair.stop()
                throw error
            }
        }

        private static func open(_ connectionString: String, patience: Duration = .seconds(20)) async throws
            -> PostgreSQLLedgerStorage
        {
            try await PostgreSQLLedgerStorage.open(
                connectionString: connectionString, patience: patience, leaseTerm: .seconds(1))
        }

        private static func refusal(_ connectionString: String) async throws -> String {
            do {
                try await open(connectionString, patience: .seconds(5)).close()
                return "opened"
            } catch let error as PostgreSQLError {
                return error.description
            }
        }

        @Test("without synchronous replication nothing starts, and the setting is named")
        func refusesToStart() async throws {
            try await withPair { pair in
                let connection = pair.connectionString
                try await Self.open(connection).close()
                for value in ["off", "local", "remote_write"] {
                    let said = try await Self.refusal(connection + " options='-c synchronous_commit=\(value)'")
                    #expect(said.contains("synchronous_commit is \(value)"))
                }
                try await Self.open(connection + " options='-c synchronous_commit=remote_apply'").close()
                try pair.psql("CREATE ROLE plain LOGIN; GRANT ALL ON SCHEMA public TO plain")
                let plain = connection.replacing("user=postgres", with: "user=plain")
                #expect(try await Self.refusal(plain).contains("GRANT pg_read_all_stats"))
                try pair.psql("GRANT pg_read_all_stats TO plain")
                // Its tables belong to another user, but its settings pass.
                #expect(try await Self.refusal(plain).contains("refused (42501)"))

                try pair.psql("ALTER SYSTEM SET synchronous_standby_names = ''")
                try pair.psql("SELECT pg_reload_conf()")
                #expect(try await Self.refusal(connection).contains("synchronous_standby_names is empty"))
                try pair.psql("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (elsewhere)'")
                try pair.psql("SELECT pg_reload_conf()")
                #expect(try await Self.refusal(connection).contains("no such standby is connected"))
                #expect(try await Self.refusal("host=127.0.0.1 port=1 user=postgres").contains("cannot be reached"))
            }
        }

        @Test("a server whose replication is switched off while a ledger runs takes nothing more")
        func switchedOff() async throws {
            try await withPair { pair in
                let house = try LedgerHouse()
                let ledger = try await house.open(on: Self.open(pair.connectionString))
                try await LedgerHouse.running(ledger) { ledger throws in
                    _ = try await ledger.append(.test(1, key: 1))
                    let names = try pair.psql("SHOW synchronous_standby_names")
                    try pair.psql("ALTER SYSTEM SET synchronous_standby_names = ''")
                    try pair.psql("SELECT pg_reload_conf()")
                    await #expect(throws: LedgerError(.storageUnavailable)) {
                        // The reload reaches a session between two of its statements.
                        for _ in 0..<50 { _ = try await ledger.append(.test(2)) }
                    }
                    try pair.psql("ALTER SYSTEM SET synchronous_standby_names = '\(names)'")
                    try pair.psql("SELECT pg_reload_conf()")
                    let again = try await Self.insisting { try await ledger.append(.test(3, key: 3)) }
                    #expect(again.index > 0)
                }
            }
        }

        /// Tries again while the ledger says that trying again may help.
        static func insisting<Value: Sendable>(
            for limit: Duration = .seconds(60), _ work: () async throws -> Value
        ) async throws -> Value {
            let end = ContinuousClock.now + limit
            while true {
                do {
                    return try await work()
                } catch let error as LedgerError
                    where [.storageUnavailable, .outcomeUnknown].contains(error.code) && ContinuousClock.now < end
                {
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }

        @Test("while the standby is dead nobody is acknowledged; when it is back the log goes on")
        func standbyDies() async throws {
            try await withPair { pair in
                let house = try LedgerHouse()
                let ledger = try await house.open(on: Self.open(pair.connectionString, patience: .seconds(2)))
                try await LedgerHouse.running(ledger) { ledger throws in
                    _ = try await ledger.append(.test(1, key: 1))
                    try pair.killStandby()
                    await #expect(throws: LedgerError.self) { _ = try await ledger.append(.test(2, key: 2)) }
                    try pair.restartStandby()
                    let promise = try await Self.insisting { try await ledger.append(.test(2, key: 2)) }
                    #expect(promise.index == 1, "what was unknown is there once")
                    #expect(try await Self.insisting { try await ledger.append(.test(3, key: 3)) }.index == 2)
                    try await ledger.waitForCheckpoint(covering: 2)
                    #expect(try await ledger.fsck().defects.isEmpty)
                }
            }
        }

        @Test(
            "a commit whose confirmation is lost is looked up: stored once, acknowledged once",
            arguments: ["terminate", "cancel"])
        func ambiguousCommit(_ end: String) async throws {
            try await withPair { pair in
                let house = try LedgerHouse()
                let ledger = try await house.open(on: Self.open(pair.connectionString))
                try await LedgerHouse.running(ledger) { ledger throws in
                    _ = try await ledger.append(.test(1, subject: 1, key: 1))
                    try await ledger.waitForCheckpoint(covering: 0)
                    // The commit is durable on the primary and waits for the standby. Its session is ended, or its wait cut short: then
                    // PostgreSQL says COMMIT, with a warning.
                    try pair.holdStandby()
                    async let promise = ledger.append(.test(2, subject: 1, key: 2))
                    var struck = 0
                    while struck == 0 {
                        let count = try pair.psql(
                            """
                            SELECT count(pg_\(end)_backend(pid)) FROM pg_stat_activity
                            WHERE application_name = 'ankur' AND wait_event = 'SyncRep'
                            """)
                        struck = Int(count) ?? 0
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    try await Task.sleep(for: .milliseconds(200))
                    #expect(await ledger.size == 1, "nobody is told before the standby has it")
                    try pair.releaseStandby()
                    let first = try await promise
                    #expect(first.index == 1)
                    #expect(try await Self.insisting { try await ledger.append(.test(2, subject: 1, key: 2)) } == first)
                    #expect(
                        try await Self.insisting { try await ledger.append(.test(3, subject: 1, key: 3)) }.index == 2)
                    try await ledger.waitForCheckpoint(covering: 2)
                    #expect(try await ledger.fsck().defects.isEmpty)
                }
            }
        }

        @Test("a session that ends before its commit has stored nothing, and that is certain")
        func lostBeforeCommit() async throws {
            try await withPair { pair in
                let storage = try await Self.open(pair.connectionString)
                await #expect(throws: PostgreSQLError.self) {
                    try await storage.sequence(.test(1), for: .test(people: [1])) { _ in
                        try pair.psql(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ankur'")
                        return [.test(0, person: 1, counter: 1)]
                    }
                }
                #expect(try await !storage.contains(batch: .test(1)))
                #expect(try await storage.size() == 0)
                try await storage.sequence(.test(1), for: .test(people: [1])) { state in
                    #expect(state.next == 0)
                    return [.test(0, person: 1, counter: 1)]
                }
                await storage.close()
            }
        }

        @Test("a node that stalls inside its transaction is ended by the server, and another one goes on")
        func stalledNode() async throws {
            try await withPair { pair in
                let stalled = try await Self.open(pair.connectionString, patience: .seconds(3))
                let other = try await Self.open(pair.connectionString, patience: .seconds(20))
                let isInside = Mutex(false)
                let lost = Task {
                    try await stalled.sequence(.test(1), for: .test()) { _ in
                        isInside.withLock { $0 = true }
                        // As a stopped process does: longer than the server waits.
                        Thread.sleep(forTimeInterval: 6)
                        return [.test(0, salt: 1)]
                    }
                }
                while !isInside.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
                try await other.sequence(.test(2), for: .test()) { _ in [.test(0, salt: 2)] }
                await #expect(throws: PostgreSQLError.self) { try await lost.value }
                #expect(try await !stalled.contains(batch: .test(1)))
                #expect(try await stalled.entries(from: 0, limit: 9) == [StoredEntry.test(0, salt: 2).withoutTime])
            }
        }

        @Test(
            "a killed primary: two nodes lose no acknowledged entry, double none, and sign one root a size",
            .timeLimit(.minutes(10)))
        func failover() async throws {
            let rounds = ProcessInfo.processInfo.environment["ANKUR_FAILOVER_ROUNDS"].flatMap { Int($0) } ?? 2
            try await withPair { pair in
                let house = try LedgerHouse()
                let ledgers = [
                    try await house.open(on: Self.open(pair.connectionString)),
                    try await house.open(on: Self.open(pair.connectionString)),
                ]
                let load = FailoverLoad()
                try await LedgerHouse.running(ledgers[0]) { first in
                    try await LedgerHouse.running(ledgers[1]) { second in
                        try await load.run(on: [first, second], rounds: rounds) {
                            try pair.killPrimary()
                            try pair.promote()
                        }
                    }
                }
                let storage = try await Self.open(pair.connectionString)
                try await Self.inspect(
                    house.open(on: storage), storage, load.acknowledged.withLock { $0 },
                    load.checkpoints.withLock { $0 })
            }
        }

        /// Eight clients on two nodes, and one who reads the public checkpoint of each.
        final class FailoverLoad: Sendable {
            let acknowledged = Mutex<[Int: LedgerPromise]>([:])
            let checkpoints = Mutex<[[UInt8]]>([])
            private let isOver = Mutex(false)

            func run(
                on ledgers: [Ledger], rounds: Int, _ strike: @escaping @Sendable () throws -> Void
            ) async throws {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for client in 0..<8 {
                        group.addTask { try await self.append(to: ledgers[client % ledgers.count], from: client) }
                    }
                    for ledger in ledgers { group.addTask { try await self.watch(ledger) } }
                    group.addTask {
                        for _ in 0..<rounds {
                            try await self.waitForMore(200)
                            try strike()
                        }
                        try await self.waitForMore(100)
                        self.isOver.withLock { $0 = true }
                    }
                    try await group.waitForAll()
                }
                let last = acknowledged.withLock { $0.values.map(\.index).max() ?? 0 }
                try await ledgers[0].waitForCheckpoint(covering: last)
            }

            private func append(to ledger: Ledger, from client: Int) async throws {
                var number = client
                while !isOver.withLock({ $0 }) {
                    let draft = LedgerDraft.test(number, subject: number % 5, key: number)
                    let promise = try await PostgreSQLServerTests.insisting { try await ledger.append(draft) }
                    acknowledged.withLock { $0[number] = promise }
                    number += 8
                }
            }

            private func watch(_ ledger: Ledger) async throws {
                while !isOver.withLock({ $0 }) {
                    if let note = try await ledger.checkpoint() { checkpoints.withLock { $0.append(note) } }
                    try await Task.sleep(for: .milliseconds(30))
                }
            }

            private func waitForMore(_ count: Int) async throws {
                let before = acknowledged.withLock { $0.count }
                while acknowledged.withLock({ $0.count }) < before + count {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }

        private static func inspect(
            _ ledger: Ledger, _ storage: any LedgerStorage, _ acknowledged: [Int: LedgerPromise],
            _ checkpoints: [[UInt8]]
        ) async throws {
            #expect(Set(acknowledged.values.map(\.index)).count == acknowledged.count, "one index a promise")
            var numbers: [UInt64: Int] = [:]
            for (number, promise) in acknowledged { numbers[promise.index] = number }
            let size = await ledger.size
            var seen: Set<[UInt8]> = []
            var index: UInt64 = 0
            while index < size {
                for statement in try await ledger.statements(from: index, limit: 500) {
                    #expect(
                        seen.insert(statement.statement).inserted, "the statement at \(statement.index) stands twice")
                    if let number = numbers.removeValue(forKey: statement.index) {
                        #expect(statement.statement == Array("{\"n\":\(number)}".utf8))
                    }
                    index = statement.index + 1
                }
            }
            #expect(numbers.isEmpty, "acknowledged and lost: \(numbers)")
            #expect(try await ledger.fsck().defects.isEmpty)

            var roots: [UInt64: MerkleHash] = [:]
            for note in checkpoints {
                let checkpoint = try Checkpoint(verifying: SignedNote(bytes: note), log: ledger.verifierKey)
                #expect(
                    roots.updateValue(checkpoint.root, forKey: checkpoint.size) ?? checkpoint.root == checkpoint.root)
            }
            print(
                "failover: \(acknowledged.count) acknowledged, \(size) entries, \(roots.count) checkpoints seen, all of one log"
            )
            #expect(!roots.isEmpty)
            // Each is a prefix of what the log is now.
            let newest = try await storage.tree().size
            for (size, root) in roots where size > 0 {
                let hashes = try await LogReader(storage: storage).hashes(ProofPlan.root(of: size), inLogOf: newest)
                #expect(hashes == [root])
            }
        }
    }
#endif
