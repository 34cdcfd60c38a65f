import AccessLog
import RecordTypes
import Testing

@Suite("Statement of completeness")
struct CompletenessTests {
    private static func entry(_ index: UInt64, _ counter: UInt64, kind: EntryKind = .record) -> ProjectedStatement {
        ProjectedStatement(
            index: index, kind: kind, time: Instant(seconds: 0), subject: AccessLogScene.subject, counter: counter,
            statement: [])
    }

    @Test(
        "counters of every kind of entry run from 1 to n, or the statement says where they do not",
        arguments: [
            ([], 0, [], []), ([1], 1, [], []), ([1, 2, 3], 3, [], []), ([2], 2, [1...1], []), ([1, 3], 3, [2...2], []),
            ([1, 5, 6, 9], 9, [2...4, 7...8], []), ([1, 2, 2, 2, 3], 3, [], [2]), ([3, 1, 2], 3, [], []),
            ([2, 2], 2, [1...1], [2]),
        ] as [([UInt64], UInt64, [ClosedRange<UInt64>], [UInt64])])
    func counters(
        _ counters: [UInt64], _ highest: UInt64, _ gaps: [ClosedRange<UInt64>], _ repeated: [UInt64]
    ) async throws {
        let scene = try await AccessLogScene()
        try await scene.log.apply(
            counters.enumerated().map { Self.entry(UInt64($0), $1, kind: $0 % 2 == 0 ? .record : .consent) },
            movingCursorTo: UInt64(counters.count))
        let statement = try await scene.log.completeness(
            of: AccessLogQuery(subject: AccessLogScene.subject), ledgerSize: UInt64(counters.count))
        let expected = CompletenessStatement.Counters(
            entries: UInt64(counters.count), highest: highest, gaps: gaps, repeated: repeated)
        #expect(statement.counters == expected)
        #expect(statement.isComplete == (gaps.isEmpty && repeated.isEmpty))
        #expect(statement.hasGap == !statement.isComplete)
        #expect(!statement.sentences.isEmpty)
    }

    @Test("entries that the ledger never handed over are named for good")
    func skipped() async throws {
        let scene = try await AccessLogScene()
        try await scene.log.apply([Self.entry(0, 1), Self.entry(3, 2)], movingCursorTo: 6)
        try await scene.log.apply([Self.entry(6, 3)], movingCursorTo: 7)
        let statement = try await scene.log.completeness(of: AccessLogQuery(), ledgerSize: 7)
        #expect(statement.skipped == [1...2, 4...5])
        #expect(statement.counters == nil)
        #expect(!statement.isComplete)
        #expect(statement.sentences.contains("Never handed over by the ledger: 1–2, 4–5."))
    }

    @Test("a log that lags behind the ledger says so")
    func lagging() async throws {
        let scene = try await AccessLogScene()
        try await scene.apply([AccessLogScene.event(at: 0, of: AccessLogScene.subject)])
        let statement = try await scene.log.completeness(
            of: AccessLogQuery(subject: AccessLogScene.subject), ledgerSize: 2)
        #expect(!statement.isComplete && !statement.hasGap)
        #expect(
            statement.sentences == [
                "1 events match, at ledger positions 0 to 0.", "1 of 2 ledger entries were taken into account.",
                "The person's entries are counted from 1 to 1 without a gap.",
            ])
    }

    @Test("the events counted are those of the period and the institution, whatever their outcome")
    func events() async throws {
        let scene = try await AccessLogScene()
        try await scene.apply([
            AccessLogScene.event(at: 0, of: AccessLogScene.subject),
            AccessLogScene.event(at: 5, of: nil, outcome: .refused),
            AccessLogScene.event(at: 9, of: nil, institution: AccessLogScene.laboratory),
        ])
        let query = AccessLogQuery(
            institution: AccessLogScene.hospital, from: Instant(seconds: 1_772_355_601), outcomes: [.released])
        let statement = try await scene.log.completeness(of: query, ledgerSize: 3)
        #expect(statement.events == 1)
        #expect(statement.firstIndex == 1 && statement.lastIndex == 1)
        let nothing = try await scene.log.completeness(
            of: AccessLogQuery(subject: AccessLogScene.person(7)), ledgerSize: 3)
        #expect(nothing.events == 0 && nothing.firstIndex == nil && nothing.isComplete)
        #expect(nothing.sentences.contains("The ledger holds no entry about this person."))
    }
}
