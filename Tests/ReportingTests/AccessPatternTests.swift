import RecordTypes
import Reporting
import Testing

@Suite("What shows beside other accesses")
struct AccessPatternTests {
    private static func look(
        _ seconds: Int64, person: UInt64, by professional: UInt64 = 7, _ purpose: PurposeOfUse = .treatment,
        _ outcome: AccessEvent.Outcome = .released
    ) -> AccessFacts {
        ExplanationTests.facts(
            .institution, purpose, outcome, at: Instant(seconds: 1_780_012_800 + seconds), person: person,
            professional: professional)
    }

    private static func marked(_ facts: [AccessFacts], reach: [UInt64: Int] = [:]) -> [Set<DetectionRule>] {
        let patterns = AccessPatterns(facts, reach: reach)
        return facts.map(patterns.signals)
    }

    @Test(
        "many people within an hour, a day and ninety days; one fewer is not many",
        arguments: [
            ("thirty in an hour", 30, Int64(100), true), ("29 in an hour", 29, 100, false),
            ("thirty in a day", 30, 2_000, false), ("a hundred in a day", 100, 800, true),
            ("99 in a day", 99, 800, false), ("a hundred in two weeks", 100, 12_000, false),
        ])
    func manyPeople(_ name: String, _ people: Int, _ apart: Int64, _ isMany: Bool) {
        let facts = (0..<people).map { Self.look(Int64($0) * apart, person: UInt64($0)) }
        let last = Self.marked(facts).last
        #expect(last?.contains(.manyPeople) == isMany, "\(name)")
    }

    @Test("the same person again and again is one person")
    func onePerson() {
        let facts = (0..<200).map { Self.look(Int64($0), person: 1) }
        #expect(Self.marked(facts).allSatisfy { !$0.contains(.manyPeople) })
    }

    @Test("snooping split over months shows by its ninety days, in every look of theirs")
    func ninetyDays() {
        let facts = [Self.look(0, person: 1), Self.look(0, person: 1, by: 8)]
        #expect(Self.marked(facts, reach: [7: 500, 8: 499]).map { $0.contains(.manyPeople) } == [true, false])
    }

    @Test("ten readers in a day are many for somebody whom few look at, not for somebody who is always looked at")
    func manyReaders() {
        let day: Int64 = 86_400
        func readers(_ count: Int, on days: Range<Int64>) -> [AccessFacts] {
            days.flatMap { date in (0..<count).map { Self.look(date * day + Int64($0), person: 1, by: UInt64($0)) } }
        }
        #expect(Self.marked(readers(10, on: 0..<1)).allSatisfy { $0.contains(.manyReaders) })
        #expect(Self.marked(readers(9, on: 0..<1)).allSatisfy { !$0.contains(.manyReaders) })
        #expect(Self.marked(readers(10, on: 0..<5)).allSatisfy { !$0.contains(.manyReaders) })
        let spike = readers(1, on: 0..<5) + readers(12, on: 5..<6)
        #expect(Self.marked(spike).filter { $0.contains(.manyReaders) }.count == 12)
    }

    @Test("three emergencies of one professional are repeated, two are not")
    func repeated() {
        let three = (0..<3).map { Self.look(Int64($0) * 100_000, person: UInt64($0), .breakTheGlass) }
        #expect(Self.marked(three).allSatisfy { $0.contains(.repeatedEmergency) })
        #expect(Self.marked(Array(three.prefix(2))).allSatisfy { !$0.contains(.repeatedEmergency) })
    }

    @Test("five misses within an hour are probing; what was released in between is not marked")
    func probing() {
        let outcomes: [AccessEvent.Outcome] = [.refused, .empty, .released, .notFound, .refused, .empty]
        let facts = outcomes.enumerated().map { place, outcome in
            Self.look(Int64(place) * 700, person: UInt64(place), .treatment, outcome)
        }
        #expect(
            Self.marked(facts).map { $0.contains(.probing) } == [true, true, false, true, true, true])
        let slow = outcomes.enumerated().map { place, outcome in
            Self.look(Int64(place) * 1_000, person: UInt64(place), .treatment, outcome)
        }
        #expect(Self.marked(slow).allSatisfy { !$0.contains(.probing) })
    }

    @Test("a citizen's own looks are no pattern")
    func citizens() {
        let facts = (0..<200).map { ExplanationTests.facts(.citizen, person: UInt64($0)) }
        #expect(Self.marked(facts).allSatisfy { $0.isEmpty })
    }

    @Test(
        "weekdays from seven to twenty are open, by Estonian clocks, summer and winter",
        arguments: [
            ("2026-06-01T04:00:00Z", true), ("2026-06-01T03:59:59Z", false), ("2026-06-01T16:59:59Z", true),
            ("2026-06-01T17:00:00Z", false), ("2026-01-12T05:00:00Z", true), ("2026-01-12T04:59:59Z", false),
            ("2026-06-06T09:00:00Z", false), ("2026-06-07T09:00:00Z", false),
        ])
    func hours(_ time: String, _ isOpen: Bool) throws {
        let hospital = try #require(InstitutionID("NTREE-90000015"))
        let instant = try #require(Instant(rfc3339: time))
        #expect(OpeningHours().isOpen(nil, at: instant) == isOpen)
        #expect(OpeningHours(alwaysOpen: [hospital]).isOpen(hospital, at: instant))
    }

    @Test(
        "hours are read strictly",
        arguments: [
            ("always", OpeningHours.Week.always), ("7-20", .init(hours: 7..<20)),
            ("8-17 mon-sat", .init(hours: 8..<17, days: 0...5)), ("0-24 sun", .init(hours: 0..<24, days: 6...6)),
            ("", nil), ("8", nil), ("17-8", nil), ("8-25", nil), ("8-17 sat-mon", nil), ("8-17 mon-fri x", nil),
            ("8-17 mo", nil), ("-1-8", nil), ("8-17 mon-", nil), ("8-17 mon-tue-wed", nil),
        ] as [(String, OpeningHours.Week?)])
    func hoursRead(_ text: String, _ expected: OpeningHours.Week?) {
        #expect(OpeningHours.Week(text) == expected)
    }
}
