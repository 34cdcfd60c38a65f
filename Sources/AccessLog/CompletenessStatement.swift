internal import EmbeddedDatabase
internal import GRDB

/// What the log can say about an answer's completeness, as numbers that the ledger can be held against.
///
/// Every entry about a person carries the person's own counter, 1, 2, 3, …: a hidden one leaves a gap. What the last counter is
/// as of a checkpoint is for the ledger to prove, not for this log.
public struct CompletenessStatement: Hashable, Sendable {
    /// The entries about one person, of all kinds: records, decisions and accesses.
    public struct Counters: Hashable, Sendable {
        public let entries: UInt64
        /// 0 when there is no entry.
        public let highest: UInt64
        /// Numbers between 1 and ``highest`` that no entry carries, at most 100 ranges.
        public let gaps: [ClosedRange<UInt64>]
        /// Numbers that more than one entry carries, at most 100.
        public let repeated: [UInt64]

        public init(entries: UInt64, highest: UInt64, gaps: [ClosedRange<UInt64>], repeated: [UInt64]) {
            self.entries = entries
            self.highest = highest
            self.gaps = gaps
            self.repeated = repeated
        }
    }

    /// Events that match subject, professional, institution and period; outcomes are not looked at, and events of people whose
    /// key was erased count although they cannot be shown.
    public let events: Int
    /// The ledger positions of the first and the last of them.
    public let firstIndex: UInt64?
    public let lastIndex: UInt64?
    /// Entries of the ledger when the question was asked.
    public let ledgerSize: UInt64
    /// Entries of the ledger that this log has taken in.
    public let takenIn: UInt64
    /// Entries below ``takenIn`` that the ledger never handed over, at most 100 ranges.
    public let skipped: [ClosedRange<UInt64>]
    /// Nil when the question was not about one person.
    public let counters: Counters?
    /// Looks that were deleted by the rule of retention: of the person, or of all where the question was about nobody. They are counted, and on the ledger.
    public let deleted: Int

    public init(
        events: Int, firstIndex: UInt64?, lastIndex: UInt64?, ledgerSize: UInt64, takenIn: UInt64,
        skipped: [ClosedRange<UInt64>], counters: Counters?, deleted: Int = 0
    ) {
        self.deleted = deleted
        self.events = events
        self.firstIndex = firstIndex
        self.lastIndex = lastIndex
        self.ledgerSize = ledgerSize
        self.takenIn = takenIn
        self.skipped = skipped
        self.counters = counters
    }

    public var hasGap: Bool {
        !skipped.isEmpty || !(counters?.gaps.isEmpty ?? true) || !(counters?.repeated.isEmpty ?? true)
    }

    /// Nothing is missing, nothing comes twice and nothing is still to be taken in.
    public var isComplete: Bool { takenIn >= ledgerSize && !hasGap }

    /// The statement in sentences, for people who will hold it against the ledger.
    public var sentences: [String] {
        var sentences: [String] = []
        if let firstIndex, let lastIndex {
            sentences.append("\(events) events match, at ledger positions \(firstIndex) to \(lastIndex).")
        } else {
            sentences.append("No event matches.")
        }
        sentences.append("\(min(takenIn, ledgerSize)) of \(ledgerSize) ledger entries were taken into account.")
        if !skipped.isEmpty { sentences.append("Never handed over by the ledger: \(Self.list(skipped)).") }
        if deleted > 0 {
            sentences.append(
                "\(deleted) looks were deleted by the rule of retention; that they were made is on the ledger.")
        }
        if let counters {
            if counters.highest == 0 {
                sentences.append("The ledger holds no entry about this person.")
            } else if counters.gaps.isEmpty, counters.repeated.isEmpty {
                sentences.append("The person's entries are counted from 1 to \(counters.highest) without a gap.")
            } else {
                if !counters.gaps.isEmpty {
                    sentences.append("Missing among the person's counters: \(Self.list(counters.gaps)).")
                }
                if !counters.repeated.isEmpty {
                    sentences.append(
                        "Counters that occur more than once: \(counters.repeated.map(String.init).joined(separator: ", "))."
                    )
                }
            }
        }
        return sentences
    }

    private static func list(_ ranges: [ClosedRange<UInt64>]) -> String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
    }
}

enum CounterCheck {
    static func run(on person: [UInt8], _ database: Database) throws -> CompletenessStatement.Counters {
        let name = Blob(person)
        guard
            let totals = try Row.fetchOne(
                database, sql: "SELECT COUNT(*), MAX(counter) FROM entry WHERE person = ?", arguments: [name])
        else { return CompletenessStatement.Counters(entries: 0, highest: 0, gaps: [], repeated: []) }
        let steps = try Row.fetchAll(
            database,
            sql: """
                SELECT previous, counter FROM (
                    SELECT counter, LAG(counter, 1, 0) OVER (ORDER BY counter) AS previous FROM entry WHERE person = ?
                ) WHERE counter <> previous + 1 LIMIT 200
                """, arguments: [name])
        var gaps: [ClosedRange<UInt64>] = []
        var repeated: [UInt64] = []
        for step in steps {
            let previous = UInt64(bitPattern: step["previous"])
            let counter = UInt64(bitPattern: step["counter"])
            if counter > previous + 1 {
                gaps.append(previous + 1...counter - 1)
            } else if repeated.last != counter {
                repeated.append(counter)
            }
        }
        let highest: Int64? = totals[1]
        return CompletenessStatement.Counters(
            entries: UInt64(bitPattern: totals[0]), highest: UInt64(bitPattern: highest ?? 0),
            gaps: Array(gaps.prefix(100)),
            repeated: Array(repeated.prefix(100)))
    }
}
