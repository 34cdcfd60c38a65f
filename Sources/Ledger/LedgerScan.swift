internal import RecordTypes
internal import Sealing
internal import TransparencyLog

/// What a check remembers from entry to entry, and the rules for a single one.
struct LedgerScan {
    private let people: PeopleKeys
    var result = LedgerCheck()
    private var lastTime = Instant(milliseconds: 0)
    private var counters: [[UInt8]: UInt64] = [:]

    init(people: PeopleKeys) { self.people = people }

    mutating func report(_ kind: LedgerDefect.Kind, at place: UInt64? = nil) {
        result.defects.append(LedgerDefect(kind, at: place))
    }

    /// The leaf hash with which the tree goes on.
    ///
    /// - Parameter inTile: what the stored tile has at this place. When that is the hash that was acknowledged, it is the entry
    ///   that was altered, and the tree above is not blamed for it.
    mutating func leaf(of entry: StoredEntry, inTile: () async throws -> MerkleHash?) async throws -> MerkleHash {
        let hash = MerkleHash.leaf(entry.entry)
        guard hash.bytes != entry.leafHash.bytes else { return hash }
        report(.leafHash, at: entry.index)
        if let stored = try await inTile(), stored.bytes == entry.leafHash.bytes { return stored }
        return hash
    }

    /// Everything that the sealed statement says about its entry.
    mutating func look(into entry: StoredEntry, _ key: PersonKey?) {
        result.entries += 1
        count(entry)
        guard let layout = try? LedgerEntry(bytes: entry.entry) else { return report(.entryMalformed, at: entry.index) }
        if let person = entry.person, people.identity(of: person).map({ people.blind($0) }) != person.blind {
            report(.sealedIdentity, at: entry.index)
        }
        guard let key else {
            result.erased += 1
            return
        }
        guard let (statement, opening) = try? key.open(entry) else { return report(.sealedStatement, at: entry.index) }
        let envelope = opening.envelope
        if opening.commitment(to: statement).commitment != layout.commitment { report(.commitment, at: entry.index) }
        if envelope.time < lastTime || LedgerEntry.bucket(of: envelope.time) != layout.bucket {
            report(.time, at: entry.index)
        }
        lastTime = max(lastTime, envelope.time)
        if opening.request != entry.request { report(.idempotency, at: entry.index) }
        if envelope.subject.map({ people.blind($0) }) != entry.person?.blind { report(.person, at: entry.index) }
        if envelope.counter != entry.person?.counter ?? 0 { report(.counter, at: entry.index) }
        if envelope.counter > 0, key.tags(inYear: envelope.time.year).tag(counter: envelope.counter) != layout.tag {
            report(.tag, at: entry.index)
        }
    }

    private mutating func count(_ entry: StoredEntry) {
        guard let person = entry.person else { return }
        if person.counter != (counters[person.blind] ?? 0) + 1 { report(.counter, at: entry.index) }
        counters[person.blind] = person.counter
    }
}
