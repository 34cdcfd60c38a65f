public import RecordStore
public import RecordTypes
internal import Synchronization

/// A store that fails on demand: before it has done what was asked, or after.
public final class FailingRecordStore: RecordStore {
    public enum Operation: Hashable, Sendable, CaseIterable {
        case put, status, mark, source, parts, issues, pendingRecord, pending, erase
    }

    public enum Moment: Hashable, Sendable, CaseIterable {
        /// Nothing was done.
        case before
        /// Everything was done and is durable; only the answer is lost.
        case after
    }

    /// What the failing call throws.
    public struct Failure: Error, Hashable, Sendable {
        public let operation: Operation
        public let moment: Moment
    }

    private let base: any RecordStore
    private let planned = Mutex<[Operation: (moment: Moment, times: Int)]>([:])

    public init(_ base: any RecordStore) { self.base = base }

    /// The next `times` calls of `operation` fail.
    public func fail(_ operation: Operation, _ moment: Moment, times: Int = 1) {
        planned.withLock { $0[operation] = (moment, times) }
    }

    public func putIfAbsent(_ document: ConformantDocument, statement: [UInt8]) async throws -> PutOutcome {
        try await perform(.put) { try await self.base.putIfAbsent(document, statement: statement) }
    }

    public func status(of id: RecordID) async throws -> StoredStatus? {
        try await perform(.status) { try await self.base.status(of: id) }
    }

    public func mark(_ marks: [(RecordID, StoredStatus)]) async throws {
        try await perform(.mark) { try await self.base.mark(marks) }
    }

    public func source(of id: RecordID) async throws -> SourceDocument? {
        try await perform(.source) { try await self.base.source(of: id) }
    }

    public func parts(of id: RecordID) async throws -> BundleParts? {
        try await perform(.parts) { try await self.base.parts(of: id) }
    }

    public func issues(of id: RecordID) async throws -> [Issue]? {
        try await perform(.issues) { try await self.base.issues(of: id) }
    }

    public func pendingRecord(_ id: RecordID) async throws -> PendingRecord? {
        try await perform(.pendingRecord) { try await self.base.pendingRecord(id) }
    }

    public func pending(limit: Int) async throws -> [PendingRecord] {
        try await perform(.pending) { try await self.base.pending(limit: limit) }
    }

    public func erase(_ id: RecordID) async throws { try await perform(.erase) { try await self.base.erase(id) } }

    private func perform<Value>(_ operation: Operation, _ work: () async throws -> Value) async throws -> Value {
        let moment = planned.withLock { planned -> Moment? in
            guard let plan = planned[operation] else { return nil }
            planned[operation] = plan.times > 1 ? (plan.moment, plan.times - 1) : nil
            return plan.moment
        }
        if moment == .before { throw Failure(operation: operation, moment: .before) }
        let value = try await work()
        if moment == .after { throw Failure(operation: operation, moment: .after) }
        return value
    }
}
