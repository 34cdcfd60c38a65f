import Ledger
import RecordStore
import RecordTypes
import Synchronization

/// Records whose store row still has to be marked *anchored*. Losing it costs nothing: start-up derives it again.
final class MarkQueue: Sendable {
    struct Mark: Sendable {
        let id: RecordID
        let index: UInt64
    }

    /// Marks kept of one institution. More can only gather while its store fails, and then start-up finds what was dropped.
    private static let limit = 10_000

    private let waiting = Mutex<[InstitutionID: [Mark]]>([:])

    func add(_ id: RecordID, of institution: InstitutionID, at index: UInt64) {
        add([Mark(id: id, index: index)], of: institution)
    }

    func add(_ marks: [Mark], of institution: InstitutionID) {
        waiting.withLock { waiting in
            let room = Self.limit - (waiting[institution]?.count ?? 0)
            waiting[institution, default: []] += marks.prefix(max(0, room))
        }
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
    /// Finishes what could not be sequenced at once, marks records *anchored* as checkpoints cover them, in one transaction an institution,
    /// discloses what is hidden no longer, and deletes what was ordered to be. Runs until cancelled.
    /// - Parameters:
    ///   - pause: how long to wait between looks; the clock is the task's own.
    ///   - report: told, once a minute at most, why a disclosure or a deletion that is due cannot be made now.
    public func markAnchored(
        every pause: Duration, report: @Sendable (GatewayError) -> Void = { _ in }
    ) async throws {
        var silence: ContinuousClock.Instant?
        while !Task.isCancelled {
            try await Task.sleep(for: pause)
            try await finishStragglers()
            try await markAnchoredOnce()
            guard let failed = try await keepTerms(), silence.map({ $0 < .now }) ?? true else { continue }
            report(failed)
            silence = .now.advanced(by: .seconds(60))
        }
    }

    /// A store that cannot be marked now is tried again; the others do not wait for it.
    func markAnchoredOnce() async throws(CancellationError) {
        let size = await ledger.anchoredSize
        for (institution, ready) in marks.take(below: size) {
            do {
                try await stores.store(of: institution).mark(ready.map { ($0.id, .anchored($0.index)) })
            } catch let error as CancellationError {
                throw error
            } catch {
                marks.add(ready, of: institution)
            }
        }
    }
}
