/// A person's entries, the latest first, each of which names the one before it.
struct PersonTrail {
    private let row: Int64
    private let after: Int64
    /// Where the next stands; nil at the end, or where the trail is lost.
    private(set) var next: Int64?
    /// The count of the last entry found; nil before the first.
    private var reached: Int64?
    /// Whether there may be more, which nothing leads to.
    var isLost: Bool { next == nil && (reached ?? .max) > after + 1 }

    /// - Parameters:
    ///   - last: the person's latest entry, if it was written down.
    ///   - after: a count; only entries beyond it are wanted.
    init(row: Int64, last: Int64?, after: Int64) {
        self.row = row
        self.after = after
        next = last
    }

    /// Follows the record that stands at `next`, or nil where there is none.
    /// - Returns: whether it is one of the wanted.
    mutating func follow(_ record: EntryPage.Record?) -> Bool {
        let place = next
        next = nil
        guard let person = record?.person, person.row == row, reached.map({ person.counter == $0 - 1 }) ?? true else {
            return false
        }
        guard person.counter > after else {
            reached = after + 1
            return false
        }
        reached = person.counter
        if person.counter > after + 1, let previous = person.previous, let place, previous < place { next = previous }
        return true
    }
}

/// Holds persons' rows against all entries, seen in order.
struct TrailCheck {
    private var latest: [Int64: (counter: Int64, place: Int64)] = [:]
    /// Persons with an entry that does not name the one before it.
    private var broken: Set<Int64> = []

    mutating func look(at record: EntryPage.Record, _ place: Int64) {
        guard let person = record.person else { return }
        let before = latest[person.row]
        // An entry that was healed is nobody's any more: over such a gap nothing can be said.
        if let previous = person.previous, person.counter == (before?.counter ?? 0) + 1, previous != before?.place {
            broken.insert(person.row)
        }
        if person.counter > before?.counter ?? .min { latest[person.row] = (person.counter, place) }
    }

    /// Whether a person's row has the number and, if it has any, the place of the latest entry.
    /// - Parameter last: below 0 for none.
    func lead(to row: Int64, counter: Int64, last: Int64) -> Bool {
        guard let latest = latest[row], !broken.contains(row) else { return false }
        return latest.counter == counter && (last < 0 || last == latest.place)
    }
}
