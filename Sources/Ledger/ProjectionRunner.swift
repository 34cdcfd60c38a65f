public import RecordTypes
internal import Synchronization

/// Follows the ledger and applies each statement to every projection, in order, from where each stopped.
///
/// A statement is read and opened once for all of them. A projection that fails ends the run: nobody may read from a table
/// that silently stands still.
public final class ProjectionRunner: Sendable {
    private let ledger: Ledger
    private let projections: [any StatementProjection]
    private let pageLimit: Int
    /// Below this index every projection has applied everything.
    private let applied = Watermark(0)

    /// - Parameter pageLimit: statements of one `apply` at most.
    public init(ledger: Ledger, projections: [any StatementProjection], pageLimit: Int = 512) {
        self.ledger = ledger
        self.projections = projections
        self.pageLimit = pageLimit
    }

    /// Catches up, then follows until cancelled.
    /// - Throws: `projectionFailed` with its cause, `projectionAhead`, or what reading the ledger throws.
    public func run() async throws {
        applied.recover()
        do {
            try await follow()
        } catch {
            applied.fail(error)
            if !(error is CancellationError) { throw error }
        }
    }

    /// Returns once every projection has applied the statement at `index` and all before it.
    /// - Throws: what ended the run, where that comes first.
    public func catchUp(through index: UInt64) async throws { try await applied.wait(for: index + 1) }

    /// Waits for all that is durable at the moment of the call.
    public func catchUp() async throws { try await applied.wait(for: await ledger.size) }

    private func follow() async throws {
        var cursors: [UInt64] = []
        for projection in projections {
            do { cursors.append(try await projection.cursor()) } catch {
                throw Self.failure(error, at: nil)
            }
        }
        let size = await ledger.size
        if let ahead = cursors.max(), ahead > size { throw LedgerError(.projectionAhead, at: ahead) }
        while true {
            let from = cursors.min() ?? UInt64.max - 1
            applied.advance(to: from)
            try await ledger.waitForEntry(at: from)
            let statements = try await ledger.statements(from: from, limit: pageLimit)
            guard let last = statements.last else { throw LedgerError(.entryMissing, at: from) }
            try await apply(statements, to: cursors, next: last.index + 1)
            cursors = cursors.map { max($0, last.index + 1) }
        }
    }

    /// Being cancelled is how a run ends, not how a projection fails.
    private static func failure(_ error: any Error, at index: UInt64?) -> any Error {
        error is CancellationError ? error : LedgerError(.projectionFailed, at: index, cause: error)
    }

    private func apply(_ statements: [ProjectedStatement], to cursors: [UInt64], next: UInt64) async throws {
        try await withThrowingTaskGroup { group in
            for (projection, cursor) in zip(projections, cursors) where cursor < next {
                let new = Array(statements.drop { $0.index < cursor })
                group.addTask {
                    do {
                        try await projection.apply(new, movingCursorTo: next)
                    } catch {
                        throw Self.failure(error, at: new.first?.index)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
