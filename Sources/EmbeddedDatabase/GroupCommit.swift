internal import Failpoints
public import GRDB
internal import Synchronization

/// Writes of many tasks in one transaction and one flush to the disk.
///
/// While one transaction is being flushed, what arrives meanwhile waits and then goes together into the next. A write that
/// fails undoes only itself (a savepoint); a commit that fails fails all of its writes. After a failed write or flush to the
/// disk the database is *poisoned*: SQLite cannot know which of its pages arrived, so this process writes no more to it.
public final class GroupCommit: Sendable {
    /// Writes in one transaction at most, so that the first of them need not wait for ever.
    static let largestBatch = 256

    private struct Queue {
        var waiting: [any Submission] = []
        var isDraining = false
        var poison: EmbeddedDatabaseError?
    }

    private let pool: DatabasePool
    private let queue = Mutex(Queue())

    init(pool: DatabasePool) { self.pool = pool }

    /// Runs `work` on the writer and returns when it is durable.
    ///
    /// `work` runs synchronously inside a transaction and must not begin or end one. If it throws, nothing of it is stored
    /// and its error is thrown here.
    /// - Throws: what `work` throws; GRDB's `DatabaseError` when the commit failed (nothing is stored, except after an I/O
    ///   error, when it is unknown); ``EmbeddedDatabaseError/poisoned(sqliteCode:)``.
    public func submit<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let submission = Write(work: work, continuation: continuation)
            let (poison, mustDrain) = queue.withLock { queue -> (EmbeddedDatabaseError?, Bool) in
                if let poison = queue.poison { return (poison, false) }
                queue.waiting.append(submission)
                defer { queue.isDraining = true }
                return (nil, !queue.isDraining)
            }
            if let poison { submission.fail(poison) }
            if mustDrain { pool.asyncWriteWithoutTransaction { database in self.drain(database) } }
        }
    }

    /// Whether a failed write or flush has ended this process's writing.
    public var isPoisoned: Bool { queue.withLock { $0.poison != nil } }

    /// For tests: writes not yet taken into a transaction, and whether one is under way.
    var waitingCount: Int { queue.withLock { $0.waiting.count } }
    var isWorking: Bool { queue.withLock { $0.isDraining && $0.waiting.isEmpty } }

    /// Runs on the writer's own queue until nothing waits.
    private func drain(_ database: Database) {
        while let batch = nextBatch() {
            if let poison = queue.withLock({ $0.poison }) {
                for submission in batch { submission.fail(poison) }
            } else {
                commit(batch, to: database)
            }
        }
    }

    private func nextBatch() -> [any Submission]? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.isDraining = false
                return nil
            }
            let batch = Array(queue.waiting.prefix(Self.largestBatch))
            queue.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// 1. begin; 2. each write in a savepoint of its own; 3. commit, which flushes; 4. tell everybody. Nobody is told of
    /// success before 3 has returned.
    private func commit(_ batch: [any Submission], to database: Database) {
        var done: [any Submission] = []
        do {
            try database.execute(sql: "BEGIN IMMEDIATE")
            done.reserveCapacity(batch.count)
            for submission in batch {
                try attempt(submission, aloneIn: batch.count == 1, database)
                done.append(submission)
            }
            try Failpoints.before(.databaseCommit)
            try database.execute(sql: "COMMIT")
            try Failpoints.after(.databaseCommit)
        } catch {
            poisonIfDiskFailed(error)
            if database.isInsideTransaction {
                do { try database.execute(sql: "ROLLBACK") } catch { poisonIfDiskFailed(error, always: true) }
            }
            for submission in batch { submission.fail(error) }
            return
        }
        for submission in done { submission.succeed() }
    }

    /// Throws only when the whole transaction is lost; a write's own failure stays with the write.
    private func attempt(_ submission: any Submission, aloneIn isAlone: Bool, _ database: Database) throws {
        if !isAlone { try database.execute(sql: "SAVEPOINT submission") }
        submission.run(database)
        if let error = submission.failure, isDiskFailure(error) { throw error }
        // SQLite ends the transaction by itself after some errors (disk full, out of memory).
        guard database.isInsideTransaction else {
            throw submission.failure ?? EmbeddedDatabaseError.transactionLost
        }
        if submission.failure != nil {
            try database.execute(sql: isAlone ? "ROLLBACK; BEGIN IMMEDIATE" : "ROLLBACK TO submission")
        }
        if !isAlone { try database.execute(sql: "RELEASE submission") }
    }

    private func poisonIfDiskFailed(_ error: any Error, always: Bool = false) {
        guard always || isDiskFailure(error) else { return }
        let code = (error as? DatabaseError).map { Int($0.extendedResultCode.rawValue) } ?? 0
        queue.withLock { $0.poison = $0.poison ?? .poisoned(sqliteCode: code) }
    }

    /// An I/O error or a damaged file. A full disk is none: SQLite undoes the transaction, and space may come back.
    private func isDiskFailure(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_IOERR || code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }
}

/// One caller's write, with its answer held back until the transaction is durable.
private protocol Submission: AnyObject, Sendable {
    var failure: (any Error)? { get }
    func run(_ database: Database)
    func succeed()
    func fail(_ error: any Error)
}

private final class Write<Value: Sendable>: Submission {
    private let work: @Sendable (Database) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let outcome = Mutex<Result<Value, any Error>?>(nil)

    init(work: @escaping @Sendable (Database) throws -> Value, continuation: CheckedContinuation<Value, any Error>) {
        self.work = work
        self.continuation = continuation
    }

    var failure: (any Error)? {
        outcome.withLock { outcome in
            if case .failure(let error) = outcome { error } else { nil }
        }
    }

    func run(_ database: Database) {
        let result = Result { try work(database) }
        outcome.withLock { $0 = result }
    }

    /// Answers with the work's own result, which may be its own failure.
    func succeed() {
        continuation.resume(with: outcome.withLock { $0 } ?? .failure(EmbeddedDatabaseError.transactionLost))
    }

    /// Answers with the work's own failure if it had one, else with the transaction's.
    func fail(_ error: any Error) { continuation.resume(throwing: failure ?? error) }
}
