import Synchronization

/// How much all connections together may hold.
final class ReceptionRoom: Sendable {
    private let limit: Int
    private let held = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// Bytes held now.
    var heldBytes: Int { held.withLock { $0 } }

    /// - Returns: false, and nothing is changed, when `difference` is more than there is room for. Giving back always succeeds.
    func change(by difference: Int) -> Bool {
        held.withLock { held in
            guard difference <= 0 || held + difference <= limit else { return false }
            held += difference
            return true
        }
    }
}
