import RecordTypes
import Synchronization
import Testing

@testable import Ledger

@Suite("Projections")
struct ProjectionTests {
    /// Keeps what it is given, and fails when told.
    final class Kept: StatementProjection {
        struct State {
            var cursor: UInt64
            var statements: [ProjectedStatement] = []
            var failsAt: UInt64?
        }
        struct Fault: Error {}
        let state: Mutex<State>

        init(from cursor: UInt64 = 0, failingAt: UInt64? = nil) {
            state = Mutex(State(cursor: cursor, failsAt: failingAt))
        }

        func cursor() -> UInt64 { state.withLock { $0.cursor } }

        func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) throws {
            try state.withLock { state in
                if let fails = state.failsAt, statements.contains(where: { $0.index == fails }) { throw Fault() }
                #expect(statements.first?.index == state.cursor)
                #expect(statements.map { $0.index + 1 }.last == next)
                state.statements += statements
                state.cursor = next
            }
        }

        var indexes: [UInt64] { state.withLock { $0.statements.map(\.index) } }
    }

    private static func following<Value: Sendable>(
        _ ledger: Ledger, _ runner: ProjectionRunner, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await LedgerHouse.running(ledger) { _ in
            try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    try await runner.run()
                    return nil
                }
                group.addTask { try await work() }
                while let result = try await group.next() {
                    guard let result else { continue }
                    group.cancelAll()
                    while try await group.next() != nil {}
                    return result
                }
                throw CancellationError()
            }
        }
    }

    @Test("every projection gets every statement once, in order, from where it stopped")
    func following() async throws {
        let house = try LedgerHouse()
        try await house.running { ledger throws in
            for number in 0..<7 { _ = try await ledger.append(.test(number)) }
        }
        let (fresh, ahead) = (Kept(), Kept(from: 5))
        let ledger = try await house.open()
        let runner = ProjectionRunner(ledger: ledger, projections: [fresh, ahead], pageLimit: 3)
        try await Self.following(ledger, runner) {
            try await runner.catchUp()
            #expect(fresh.indexes == Array(0..<7))
            let promise = try await ledger.append(.test(7, subject: 1))
            try await runner.catchUp(through: promise.index)
            #expect(fresh.indexes == Array(0..<8))
            #expect(ahead.indexes == Array(5..<8))
        }
    }

    @Test("a failing projection ends the run and tells who waits")
    func failing() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        let runner = ProjectionRunner(ledger: ledger, projections: [Kept(), Kept(failingAt: 1)])
        await #expect(throws: LedgerError.self) {
            try await Self.following(ledger, runner) {
                _ = try await ledger.append(.test(0))
                try await runner.catchUp(through: 0)
                _ = try await ledger.append(.test(1))
                do {
                    try await runner.catchUp(through: 1)
                    Issue.record("a projection failed unseen")
                } catch let error as LedgerError {
                    #expect(error == LedgerError(.projectionFailed, at: 1))
                    #expect(error.cause is Kept.Fault)
                }
            }
        }
    }

    @Test("a projection ahead of the ledger is refused: the ledger was restored")
    func ahead() async throws {
        let house = try LedgerHouse()
        let runner = ProjectionRunner(ledger: try await house.open(), projections: [Kept(from: 1)])
        do {
            try await runner.run()
            Issue.record("accepted")
        } catch let error as LedgerError { #expect(error == LedgerError(.projectionAhead, at: 1)) }
    }

    /// Applies nothing until it is told to stop, as a database does that is interrupted.
    struct Endless: StatementProjection {
        let began: Watermark

        func cursor() -> UInt64 { 0 }

        func apply(_ statements: [ProjectedStatement], movingCursorTo next: UInt64) async throws {
            began.advance(to: 1)
            try await Watermark(0).wait(for: 1)
        }
    }

    @Test("a run that is cancelled while a projection works ends quietly")
    func cancelled() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        let began = Watermark(0)
        let runner = ProjectionRunner(ledger: ledger, projections: [Endless(began: began)])
        try await LedgerHouse.running(ledger) { ledger in
            _ = try await ledger.append(.test(0))
            let run = Task { try await runner.run() }
            try await began.wait(for: 1)
            run.cancel()
            await #expect(throws: Never.self) { try await run.value }
            await #expect(throws: CancellationError.self, "nobody waits for it") {
                try await runner.catchUp(through: 0)
            }
        }
    }

    @Test("without projections nobody waits")
    func none() async throws {
        let house = try LedgerHouse()
        let ledger = try await house.open()
        let runner = ProjectionRunner(ledger: ledger, projections: [])
        await #expect(throws: Never.self) {
            try await Self.following(ledger, runner) { try await runner.catchUp(through: 1_000_000) }
        }
    }
}
