import Foundation
import GatewayTesting
import RecordIndex
import RecordTypes
import Sealing
import Statements
import Testing

@Suite("The record index")
struct RecordIndexTests {
    let site: Site
    let keys = InMemoryDataKeys()
    let indexKey = SealingKey.random()
    let index: RecordIndex

    init() async throws {
        site = try Site()
        index = try await RecordIndex.open(path: site.folder + "/index.sqlite", keys: keys, indexKey: indexKey)
        for person in [TestDocuments.subject, TestDocuments.otherSubject] {
            _ = try await keys.key(for: .person(person))
        }
    }

    private let code = PersonIdentifier(scheme: .personalNumber, country: "EE", number: TestDocuments.personalCode)

    private func record(
        _ number: Int, at index: UInt64, of subject: LedgerIdentity = TestDocuments.subject
    ) throws -> ProjectedStatement {
        let description = TestDocuments.document(number, subject: subject).description
        return projected(.record(description, patient: try #require(code)), at: index, of: subject)
    }

    private func consent(
        _ target: Restriction.Target, _ audience: Restriction.Audience, _ effect: Restriction.Effect, at index: UInt64,
        of subject: LedgerIdentity = TestDocuments.subject
    ) -> ProjectedStatement {
        let restriction = Restriction(
            target: target, audience: audience, effect: effect, decided: Instant(seconds: Int64(index)), until: nil)
        return projected(.consent(restriction, subject: subject), at: index, of: subject)
    }

    private func projected(_ statement: Statement, at index: UInt64, of subject: LedgerIdentity) -> ProjectedStatement {
        ProjectedStatement(
            index: index, kind: statement.entryKind, time: Instant(seconds: 0), subject: subject, counter: index + 1,
            statement: statement.bytes)
    }

    private func id(_ number: Int) -> RecordID { TestDocuments.document(number).description.id }

    @Test("records are found by name and by person, newest first")
    func records() async throws {
        try await index.apply(
            [record(2, at: 0), record(5, at: 1), record(3, at: 2), record(4, at: 3, of: TestDocuments.otherSubject)],
            movingCursorTo: 4)
        #expect(try await index.description(of: id(5)) == TestDocuments.document(5).description)
        #expect(try await index.descriptions(of: TestDocuments.subject).map(\.id) == [id(5), id(3), id(2)])
        #expect(try await index.descriptions(of: TestDocuments.otherSubject).map(\.id) == [id(4)])
        #expect(try await index.description(of: id(99)) == nil)
        #expect(try await index.ledgerIndex(of: id(3)) == 2)
        #expect(try await index.cursor() == 4)
    }

    @Test("of several decisions about one thing the latest in the ledger holds")
    func latestConsentWins() async throws {
        let hospital = Restriction.Audience.institution(TestDocuments.hospital)
        try await index.apply(
            [
                consent(.record(id(1)), hospital, .deny, at: 0), consent(.wholeRecord, .everyone, .deny, at: 1),
                consent(.record(id(1)), hospital, .permit, at: 2), consent(.record(id(1)), .everyone, .deny, at: 3),
                consent(.wholeRecord, .everyone, .deny, at: 4, of: TestDocuments.otherSubject),
            ], movingCursorTo: 5)
        let held = try await index.restrictions(of: TestDocuments.subject)
        #expect(held.map(\.effect) == [.deny, .permit, .deny])
        #expect(held.map(\.decided) == [1, 2, 3].map { Instant(seconds: $0) })
        #expect(try await index.restrictions(of: TestDocuments.otherSubject).count == 1)
    }

    @Test("each audience and target is a rule of its own")
    func rules() async throws {
        let professional = try #require(PersonIdentifier(semantics: "PNOEE-60001017869"))
        let audiences: [Restriction.Audience] = [
            .everyone, .institution(TestDocuments.hospital), .institution(TestDocuments.laboratory),
            .professional(professional),
        ]
        let targets: [Restriction.Target] = [.wholeRecord, .record(id(1)), .record(id(2))]
        let statements = targets.flatMap { target in audiences.map { (target, $0) } }.enumerated().map { at, pair in
            consent(pair.0, pair.1, .deny, at: UInt64(at))
        }
        try await index.apply(statements, movingCursorTo: 12)
        #expect(Set(try await index.restrictions(of: TestDocuments.subject)).count == 12)
    }

    @Test("applying again, or what is below the cursor, changes nothing")
    func replays() async throws {
        let statements = [
            try record(1, at: 0), consent(.wholeRecord, .everyone, .deny, at: 1),
            consent(.wholeRecord, .everyone, .permit, at: 2),
        ]
        try await index.apply(statements, movingCursorTo: 3)
        try await index.apply(statements, movingCursorTo: 3)
        try await index.apply(Array(statements.prefix(2)), movingCursorTo: 2)
        try await index.apply([consent(.wholeRecord, .everyone, .deny, at: 0)], movingCursorTo: 1)
        #expect(try await index.cursor() == 3)
        #expect(try await index.restrictions(of: TestDocuments.subject).map(\.effect) == [.permit])
        #expect(try await index.descriptions(of: TestDocuments.subject).count == 1)
    }

    @Test("in any pieces, and rebuilt from nothing, the index is the same")
    func rebuilt() async throws {
        let statements = try (0..<30).map { at in
            at.isMultiple(of: 3)
                ? try record(at, at: UInt64(at))
                : consent(.record(id(at % 4)), .everyone, at.isMultiple(of: 2) ? .deny : .permit, at: UInt64(at))
        }
        try await index.apply(statements, movingCursorTo: 30)
        let records = try await index.descriptions(of: TestDocuments.subject)
        let rules = try await index.restrictions(of: TestDocuments.subject)
        #expect(records.count == 10 && rules.count == 4)
        try await index.reset()
        #expect(try await index.cursor() == 0)
        #expect(try await index.descriptions(of: TestDocuments.subject) == [])
        for at in stride(from: 0, to: 30, by: 7) {
            try await index.apply(Array(statements[at..<min(30, at + 7)]), movingCursorTo: UInt64(min(30, at + 7)))
        }
        #expect(try await index.descriptions(of: TestDocuments.subject) == records)
        #expect(try await index.restrictions(of: TestDocuments.subject) == rules)
    }

    @Test("other kinds and erased statements only move the cursor")
    func otherKinds() async throws {
        let empty = ProjectedStatement(
            index: 0, kind: .record, time: Instant(seconds: 0), subject: nil, counter: 0, statement: [])
        let access = ProjectedStatement(
            index: 1, kind: .access, time: Instant(seconds: 0), subject: nil, counter: 0, statement: [1, 2, 3])
        try await index.apply([empty, access], movingCursorTo: 2)
        #expect(try await index.cursor() == 2)
        try await index.apply([], movingCursorTo: 9)
        #expect(try await index.cursor() == 9)
    }

    @Test("a consent that cannot be read stops the projection", arguments: [[1, 2, 3], Array("{}".utf8)] as [[UInt8]])
    func unreadable(_ bytes: [UInt8]) async throws {
        let broken = ProjectedStatement(
            index: 1, kind: .consent, time: Instant(seconds: 0), subject: TestDocuments.subject, counter: 1,
            statement: bytes)
        let good = try record(1, at: 0)
        await #expect(throws: RecordIndexError.unreadableStatement(index: 1)) {
            try await index.apply([good, broken], movingCursorTo: 2)
        }
        #expect(try await index.cursor() == 0)
        #expect(try await index.description(of: id(1)) == nil)
    }

    @Test("an erased person is gone, also from a rebuild")
    func erasedPerson() async throws {
        let statements = [
            try record(1, at: 0), consent(.wholeRecord, .everyone, .deny, at: 1),
            try record(2, at: 2, of: TestDocuments.otherSubject),
        ]
        try await index.apply(statements, movingCursorTo: 3)
        try await keys.erase(.person(TestDocuments.subject))
        for _ in 0..<2 {
            #expect(try await index.description(of: id(1)) == nil)
            #expect(try await index.descriptions(of: TestDocuments.subject) == [])
            #expect(try await index.restrictions(of: TestDocuments.subject) == [])
            #expect(try await index.descriptions(of: TestDocuments.otherSubject).count == 1)
            try await index.reset()
            try await index.apply(statements, movingCursorTo: 3)
        }
        try await index.forget(TestDocuments.subject)
        #expect(try await index.ledgerIndex(of: id(1)) == nil)
    }

    @Test(
        "a row changed behind our back is found, never passed over",
        arguments: [
            "UPDATE rule SET statement = CAST(substr(statement, 1, length(statement) - 1) AS BLOB)",
            "UPDATE rule SET statement = (SELECT statement FROM record)", "UPDATE rule SET name = x'0102'",
        ])
    func damagedRule(_ sql: String) async throws {
        try await index.apply(
            [record(1, at: 0), consent(.wholeRecord, .everyone, .deny, at: 1)], movingCursorTo: 2)
        try site.tamper(site.folder + "/index.sqlite", sql)
        await #expect(throws: RecordIndexError.damaged) { try await index.restrictions(of: TestDocuments.subject) }
        #expect(try await index.descriptions(of: TestDocuments.subject).count == 1)
    }

    @Test("no person, name or title stands in the index's files")
    func nothingPlain() async throws {
        try await index.apply(
            [record(1, at: 0), consent(.record(id(1)), .everyone, .deny, at: 1)], movingCursorTo: 2)
        for (name, content) in try site.allFiles() {
            for marker in [
                TestDocuments.personalCode, TestDocuments.surname, "Epikriis", "everyone",
                Hex.text(TestDocuments.subject.bytes),
            ] {
                #expect(content.range(of: Data(marker.utf8)) == nil, "\(marker) in \(name)")
            }
            #expect(content.range(of: Data(TestDocuments.subject.bytes)) == nil)
        }
    }
}

extension RecordIndex {
    /// All of a person's.
    fileprivate func descriptions(of person: LedgerIdentity) async throws -> [RecordDescription] {
        try await entries(of: person, limit: 1_000).map(\.description)
    }
}
