import RecordTypes
import Synchronization

/// Submissions that are stored and not sequenced, because the ledger took nothing just then. Losing this list costs nothing: start-up
/// finds the same records in the stores.
final class Stragglers: Sendable {
    struct Straggler: Hashable, Sendable {
        let id: RecordID
        let institution: InstitutionID
    }

    /// More are left to start-up: memory stays bounded while the ledger is down.
    private static let limit = 10_000

    /// Longest waiting first, each once: those of a store that is down must not keep the others from their turn.
    private let waiting = Mutex<[Straggler]>([])

    func add(_ straggler: Straggler) {
        waiting.withLock { waiting in
            if waiting.count < Self.limit, !waiting.contains(straggler) { waiting.append(straggler) }
        }
    }

    func take(_ count: Int) -> [Straggler] {
        waiting.withLock { waiting in
            let taken = Array(waiting.prefix(count))
            waiting.removeFirst(taken.count)
            return taken
        }
    }

    var count: Int { waiting.withLock(\.count) }
}

extension Gateway {
    /// Finishes what was stored and could not be sequenced at once, so that nobody has to send it again: the submitter who was told `unavailable`
    /// and does not come back has filed the document all the same.
    ///
    /// A record that cannot be finished now comes again at the next call; one that was erased or damaged meanwhile does not.
    func finishStragglers(atMost count: Int = 64) async throws(CancellationError) {
        for straggler in stragglers.take(count) {
            do throws(GatewayError) {
                _ = try await finishedSubmission(straggler.id, of: straggler.institution)
            } catch {
                guard error.code == .unavailable else { continue }
                stragglers.add(straggler)
                if Task.isCancelled { throw CancellationError() }
            }
        }
    }
}
