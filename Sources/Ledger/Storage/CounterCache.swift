internal import Synchronization

/// Persons' rows and counters as the storage had them when this process last wrote to it, so that a batch need not look each up.
///
/// Every batch moves the next position, and nothing else moves a counter. So what is kept is true as long as the storage stands where this
/// process has left it; where another process has written since, all of it is forgotten. A batch whose commit fails leaves both as they were.
final class CounterCache: Sendable {
    struct Person: Sendable {
        let row: Int64
        let counter: UInt64
        /// Where the latest entry stands, for an engine that keeps it, if that was written down.
        let last: Int64?
    }

    private struct State {
        /// The next position of the storage that `people` is true for.
        var position: UInt64?
        var people: [Fingerprint: Person] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: persons; when there are more, all are forgotten.
    init(capacity: Int = 65_536) { self.capacity = capacity }

    /// What is known of these persons while the storage stands at `position`.
    func known(of blinds: [[UInt8]], at position: UInt64) -> [Fingerprint: Person] {
        state.withLock { state in
            guard state.position == position else {
                state = State(position: position)
                return [:]
            }
            var known: [Fingerprint: Person] = [:]
            known.reserveCapacity(blinds.count)
            for blind in blinds.lazy.map({ Fingerprint($0) }) {
                if let person = state.people[blind] { known[blind] = person }
            }
            return known
        }
    }

    /// A batch that began at `start` is durable, and the storage stands at `end`.
    func keep(_ people: [Fingerprint: Person], from start: UInt64, to end: UInt64) {
        state.withLock { state in
            guard state.position == start, state.people.count + people.count <= capacity else {
                state = State(position: nil)
                return
            }
            state.people.merge(people) { $1 }
            state.position = end
        }
    }
}
