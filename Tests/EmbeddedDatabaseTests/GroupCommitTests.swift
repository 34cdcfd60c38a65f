import Dispatch
import GRDB
import Synchronization
import Testing

@testable import EmbeddedDatabase

@Suite("Group commit")
struct GroupCommitTests {
    /// Counts the writer's commits.
    final class CommitCounter: TransactionObserver, Sendable {
        let count = Atomic<Int>(0)
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ db: Database) { count.add(1, ordering: .relaxed) }
        func databaseDidRollback(_ db: Database) {}
    }

    struct Refusal: Error, Equatable { let number: Int }

    /// Holds the writer until `count` further writes wait, so that they share the next transaction.
    private func together(
        _ test: TestDatabase, _ count: Int, _ write: @escaping @Sendable (Int, Database) throws -> Void
    ) async throws -> [Int: any Error] {
        let gate = DispatchSemaphore(value: 0)
        let commits = test.database.commits
        return try await withThrowingTaskGroup(of: (Int, (any Error)?).self) { group in
            group.addTask {
                try await commits.submit { _ in gate.wait() }
                return (-1, nil)
            }
            while !commits.isWorking { await Task.yield() }
            for number in 0..<count {
                group.addTask {
                    do {
                        try await commits.submit { try write(number, $0) }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            while commits.waitingCount < count { await Task.yield() }
            gate.signal()
            var errors: [Int: any Error] = [:]
            for try await (number, error) in group { errors[number] = error }
            return errors
        }
    }

    @Sendable private static func insert(_ number: Int, _ database: Database) throws {
        try database.execute(sql: "INSERT INTO note (number) VALUES (?)", arguments: [number])
    }

    @Test("writes that wait together share one commit")
    func sharesOneCommit() async throws {
        let test = try await TestDatabase()
        let counter = CommitCounter()
        try await test.database.write { $0.add(transactionObserver: counter, extent: .databaseLifetime) }
        counter.count.store(0, ordering: .relaxed)
        let errors = try await together(test, 50, Self.insert)
        #expect(errors.isEmpty)
        #expect(try await test.numbers() == Array(0..<50))
        #expect(counter.count.load(ordering: .relaxed) == 2, "the holder's own, and one for all fifty")
    }

    @Test("a write that fails undoes only itself")
    func failureIsItsOwn() async throws {
        let test = try await TestDatabase()
        let errors = try await together(test, 10) { number, database in
            try Self.insert(number, database)
            if number.isMultiple(of: 3) { throw Refusal(number: number) }
        }
        #expect(errors.keys.sorted() == [0, 3, 6, 9])
        #expect(errors[6] as? Refusal == Refusal(number: 6))
        #expect(try await test.numbers() == [1, 2, 4, 5, 7, 8])
    }

    @Test("a broken constraint is the breaker's own failure")
    func constraintIsItsOwn() async throws {
        let test = try await TestDatabase()
        let errors = try await together(test, 4) { number, database in
            try Self.insert(number == 3 ? 0 : number, database)
        }
        #expect(errors.count == 1)
        #expect(try await test.numbers() == [0, 1, 2])
    }

    @Test("a write alone that fails leaves nothing, and the next one works")
    func failureAlone() async throws {
        let test = try await TestDatabase()
        await #expect(throws: Refusal(number: 1)) {
            try await test.database.write { database in
                try Self.insert(1, database)
                throw Refusal(number: 1)
            }
        }
        try await test.add(2)
        #expect(try await test.numbers() == [2])
    }

    @Test("a commit that fails fails everybody in it, and nothing is stored")
    func failedCommit() async throws {
        let test = try await TestDatabase()
        let errors = try await together(test, 5) { number, database in
            try Self.insert(number, database)
            if number == 2 { try database.execute(sql: "INSERT INTO answer (note) VALUES (4711)") }
        }
        #expect(errors.count == 5)
        #expect(try await test.numbers() == [])
        #expect(!test.database.commits.isPoisoned)
        try await test.add(1)
        #expect(try await test.numbers() == [1])
    }

    @Test("a write that ends the transaction by itself takes the others with it, and is no success for anybody")
    func endedTransaction() async throws {
        let test = try await TestDatabase()
        let errors = try await together(test, 5) { number, database in
            try Self.insert(number, database)
            if number == 2 { try database.execute(sql: "ROLLBACK") }
        }
        #expect(errors.count == 5)
        #expect(try await test.numbers() == [])
        try await test.add(1)
        #expect(try await test.numbers() == [1])
    }

    @Test("values come back to the one who asked")
    func values() async throws {
        let test = try await TestDatabase()
        let doubled = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<100 {
                group.addTask {
                    (
                        number,
                        try await test.database.write {
                            try Int.fetchOne($0, sql: "SELECT 2 * ?", arguments: [number]) ?? -1
                        }
                    )
                }
            }
            var doubled: [Int: Int] = [:]
            for try await (number, value) in group { doubled[number] = value }
            return doubled
        }
        #expect(doubled.count == 100)
        #expect(doubled.allSatisfy { $0.value == 2 * $0.key })
    }

    @Test("more writes than one transaction takes all arrive")
    func manyBatches() async throws {
        let test = try await TestDatabase()
        let count = GroupCommit.largestBatch * 2 + 3
        #expect(try await together(test, count, Self.insert).isEmpty)
        #expect(try await test.numbers() == Array(0..<count))
    }
}
