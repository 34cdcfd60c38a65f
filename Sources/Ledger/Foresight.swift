internal import RecordTypes

/// Where the log will stand when the batch that is being committed is durable, as far as this process can tell.
///
/// Only a guess, which saves time where it is right: other nodes write, too, commits fail, and idempotency keys come again.
struct Foresight: Sendable {
    private(set) var isKnown = false
    /// The next place.
    private(set) var next: UInt64 = 0
    private(set) var time = Instant(milliseconds: 0)
    /// Persons' last counters.
    private var counters: [Fingerprint: UInt64] = [:]

    /// Persons remembered; when there are more, all are forgotten.
    static let capacity = 65_536

    /// A place for each draft, nil where none can be told, and moves on to where the log stands after them.
    mutating func places(for drafts: [PreparedDraft], now: Instant) -> [BatchLayout.Placed?] {
        time = max(now, time)
        var requests: Set<Fingerprint> = []
        var places: [BatchLayout.Placed?] = []
        places.reserveCapacity(drafts.count)
        for draft in drafts {
            if let request = draft.request, !requests.insert(Fingerprint(request)).inserted {
                places.append(nil)
                continue
            }
            let index = next
            next += 1
            guard let person = draft.person else {
                places.append(BatchLayout.Placed(draft: draft, index: index, counter: 0))
                continue
            }
            guard let last = counters[person.fingerprint] else {
                places.append(nil)
                continue
            }
            counters[person.fingerprint] = last + 1
            places.append(BatchLayout.Placed(draft: draft, index: index, counter: last + 1))
        }
        return places
    }

    /// A batch goes to the storage without having been laid out.
    mutating func lose() { isKnown = false }

    /// A batch was committed, or not: what it was laid out to is where the log stands, unless something else happens.
    mutating func learn(from layout: BatchLayout) {
        var last: SequencedEntry?
        if counters.count > Self.capacity { counters = [:] }
        for case .entered(let entry)? in layout.outcomes {
            last = entry
            if let person = entry.stored.person {
                let fingerprint = Fingerprint(person.blind)
                counters[fingerprint] = max(counters[fingerprint] ?? 0, person.counter)
            }
        }
        guard let last else {
            isKnown = false
            return
        }
        let end = last.stored.index + 1
        if let foreseen = layout.foreseenEnd {
            isKnown = isKnown && foreseen == end
        } else {
            (next, time, isKnown) = (end, last.time, true)
        }
    }
}
