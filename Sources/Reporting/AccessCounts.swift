public import RecordTypes

/// How many accesses there were, by institution and outcome, fit to be shown to people who may not see single accesses.
///
/// A count from 1 to 9 could point at a person and is suppressed; and because it could be had by subtracting from a sum, a
/// second cell of the same line or column, or the sum, goes with it. Zero says nothing about anybody and stays.
public struct AccessCounts: Hashable, Sendable {
    /// Counts below this are suppressed.
    public static let smallest = 10

    public enum Count: Hashable, Sendable {
        case number(Int)
        case suppressed
    }

    public struct Line: Hashable, Sendable {
        /// Nil for accesses without an institution: citizens and officials.
        public let institution: InstitutionID?
        /// In the order of ``RecordTypes/AccessEvent/Outcome``.
        public let counts: [Count]
        public let sum: Count
    }

    /// By institution, those without one last.
    public let lines: [Line]
    /// Sums of each outcome.
    public let sums: [Count]
    public let total: Count

    public init(_ events: some Sequence<AccessEvent>) {
        self.init(events.lazy.map { ($0.actor.institution, $0.outcome) })
    }

    /// - Parameter institutions: what the facts number.
    public init(_ facts: some Sequence<AccessFacts>, institutions: [InstitutionID]) {
        self.init(facts.lazy.map { one in (one.institution.map { institutions[Int($0)] }, one.outcome) })
    }

    private init(_ accesses: some Sequence<(InstitutionID?, AccessEvent.Outcome)>) {
        let outcomes = AccessEvent.Outcome.allCases
        var table: [InstitutionID?: [Int]] = [:]
        for (institution, outcome) in accesses {
            guard let column = outcomes.firstIndex(of: outcome) else { continue }
            table[institution, default: Array(repeating: 0, count: outcomes.count)][column] += 1
        }
        let institutions = table.keys.sorted { left, right in
            guard let left else { return false }
            guard let right else { return true }
            return left < right
        }
        let counts = institutions.map { table[$0] ?? [] }
        let cells = SuppressedTable(counts, columns: outcomes.count, smallest: Self.smallest)
        lines = institutions.indices.map { row in
            Line(institution: institutions[row], counts: cells.cells[row], sum: cells.rowSums[row])
        }
        sums = cells.columnSums
        total = cells.total
    }
}
