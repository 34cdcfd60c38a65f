import RecordTypes
import Reporting
import Testing

/// Events of a table: one row an institution, columns in the order of the outcomes.
private func events(_ table: [(InstitutionID?, [Int])]) -> [AccessEvent] {
    table.flatMap { institution, counts in
        zip(AccessEvent.Outcome.allCases, counts).flatMap { outcome, count in
            Array(repeating: ReportRows.event(outcome: outcome, institution: institution), count: count)
        }
    }
}

@Suite("Counts for people who may not see single accesses")
struct AccessCountsTests {
    @Test("large counts and zeros are shown with their sums, institutions in order, none last")
    func large() {
        let counts = AccessCounts(
            events([
                (nil, [10, 0, 0, 0]), (ReportRows.laboratory, [20, 10, 0, 0]), (ReportRows.hospital, [30, 0, 0, 11]),
            ]))
        #expect(counts.lines.map(\.institution) == [ReportRows.hospital, ReportRows.laboratory, nil])
        #expect(counts.lines[0].counts == [.number(30), .number(0), .number(0), .number(11)])
        #expect(counts.lines.map(\.sum) == [.number(41), .number(30), .number(10)])
        #expect(counts.sums == [.number(60), .number(10), .number(0), .number(11)])
        #expect(counts.total == .number(81))
    }

    @Test("a small count is hidden with whatever it could be computed from")
    func complements() {
        let counts = AccessCounts(
            events([(ReportRows.hospital, [100, 3, 0, 0]), (ReportRows.laboratory, [50, 40, 0, 0])]))
        #expect(counts.lines[0].counts[1] == .suppressed)
        // 103 − 100 and 43 − 40 would give it away.
        #expect(counts.lines[0].counts[0] == .suppressed || counts.lines[0].sum == .suppressed)
        #expect(counts.lines[1].counts[1] == .suppressed || counts.sums[1] == .suppressed)
    }

    @Test("nothing and almost nothing")
    func little() {
        #expect(AccessCounts([AccessEvent]()).total == .number(0))
        let counts = AccessCounts(events([(ReportRows.hospital, [1, 0, 0, 0])]))
        #expect(counts.lines[0].counts == [.suppressed, .number(0), .number(0), .number(0)])
        #expect(counts.lines[0].sum == .suppressed)
        #expect(counts.total == .suppressed)
    }

    @Test("in no line is a single cell hidden beside a shown sum, and no small count is shown", arguments: 0..<60)
    func property(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        let table = (0..<(1 + next() % 5)).map { row in
            (InstitutionID("NTREE-1000000\(row)"), (0..<4).map { _ in next() % 3 == 0 ? next() % 12 : next() % 200 })
        }
        let counts = AccessCounts(events(table))
        let rows = counts.lines.map { $0.counts + [$0.sum] } + [counts.sums + [counts.total]]
        let columns = rows[0].indices.map { column in rows.map { $0[column] } }
        for line in rows + columns {
            let hidden = line.filter { $0 == .suppressed }.count
            let isAllShownHiddenOrZero = line.allSatisfy { $0 == .suppressed || $0 == .number(0) }
            #expect(hidden != 1 || isAllShownHiddenOrZero)
            for case .number(let number) in line { #expect(number == 0 || number >= AccessCounts.smallest) }
        }
    }
}
