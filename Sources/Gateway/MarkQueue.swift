import Ledger
import RecordStore
import RecordTypes
import Synchronization

/// Records whose store row still has to be marked *sequenced* or *anchored*. Losing it costs nothing: start-up derives it again.
final class MarkQueue: Sendable {
    struct Mark: Sendable {
        let id: RecordID
        let index: UInt64
    }

    private let waiting = Mutex<[InstitutionID: [Mark]]>([:])

    func add(_ id: RecordID, of institution: InstitutionID, at index: UInt64) {
        waiting.withLock { $0[institution, default: []].append(Mark(id: id, index: index)) }
    }

    /// Takes all marks below `size`; later ones stay.
    func take(below size: UInt64) -> [InstitutionID: [Mark]] {
        waiting.withLock { waiting in
            var ready: [InstitutionID: [Mark]] = [:]
            for (institution, marks) in waiting {
                let covered = marks.filter { $0.index < size }
                guard !covered.isEmpty else { continue }
                ready[institution] = covered
                let rest = marks.filter { $0.index >= size }
                waiting[institution] = rest.isEmpty ? nil : rest
            }
            return ready
        }
    }
}

extension Gateway {
    /// Marks records *anchored* as checkpoints cover them, in one transaction an institution. Runs until cancelled.
    /// - Parameter pause: how long to wait between looks; the clock is the task's own.
    public func markAnchored(every pause: Duration) async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: pause)
            try await markAnchoredOnce()
        }
    }

    func markAnchoredOnce() async throws {
        let size = await ledger.anchoredSize
        for (institution, marks) in marks.take(below: size) {
            let store = try await stores.store(of: institution)
            try await store.mark(marks.map { ($0.id, .anchored($0.index)) })
        }
    }
}
