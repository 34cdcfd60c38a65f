import AccessLog
import RecordTypes
import Testing

@Suite("Access log queries")
struct QueryTests {
    @Test("each filter narrows, and what is found comes newest first")
    func filters() async throws {
        let scene = try await AccessLogScene()
        let (subject, other) = (AccessLogScene.subject, AccessLogScene.other)
        try await scene.apply([
            AccessLogScene.event(at: 0, of: subject),
            AccessLogScene.event(at: 10, of: other, outcome: .refused, person: AccessLogScene.nurse),
            AccessLogScene.event(at: 20, of: subject, outcome: .refused, institution: AccessLogScene.laboratory),
            AccessLogScene.event(at: 15, of: subject, outcome: .empty, person: nil),
            AccessLogScene.event(at: 30, of: nil, outcome: .notFound, institution: nil, person: AccessLogScene.doctor),
        ])
        func found(_ query: AccessLogQuery) async throws -> [UInt64] {
            try await scene.log.events(matching: query).events.map(\.index)
        }
        let start: Int64 = 1_772_355_600
        #expect(try await found(AccessLogQuery()) == [4, 2, 3, 1, 0])
        #expect(try await found(AccessLogQuery(subject: subject)) == [2, 3, 0])
        #expect(try await found(AccessLogQuery(professional: AccessLogScene.doctor)) == [4, 2, 0])
        #expect(try await found(AccessLogQuery(professional: AccessLogScene.nurse)) == [1])
        #expect(try await found(AccessLogQuery(institution: AccessLogScene.laboratory)) == [2])
        #expect(try await found(AccessLogQuery(subject: subject, institution: AccessLogScene.hospital)) == [3, 0])
        #expect(
            try await found(AccessLogQuery(from: Instant(seconds: start + 15), until: Instant(seconds: start + 30)))
                == [2, 3])
        #expect(try await found(AccessLogQuery(outcomes: [.refused, .notFound])) == [4, 2, 1])
        #expect(try await found(AccessLogQuery(subject: AccessLogScene.person(9))) == [])
        let event = try #require(try await scene.log.events(matching: AccessLogQuery(subject: other)).events.first)
        #expect(event.event == AccessLogScene.event(at: 10, of: other, outcome: .refused, person: AccessLogScene.nurse))
        #expect(event.counter == 1)
    }

    @Test(
        "pages hold together, whatever the limit and the filter, with equal times",
        arguments: [1, 2, 3, 7, 1000, 0, -5])
    func paging(_ limit: Int) async throws {
        let scene = try await AccessLogScene()
        try await scene.apply(
            (0..<20).map { position in
                AccessLogScene.event(
                    at: Int64(position / 3), of: AccessLogScene.subject,
                    outcome: position % 2 == 0 ? .released : .refused)
            })
        for outcomes in [Set<AccessEvent.Outcome>(), [.refused], [.empty]] {
            var query = AccessLogQuery(subject: AccessLogScene.subject, outcomes: outcomes, limit: limit)
            var indices: [UInt64] = []
            repeat {
                let page = try await scene.log.events(matching: query)
                #expect(page.events.count <= max(limit, 1))
                indices += page.events.map(\.index)
                query.cursor = page.next
                #expect(page.next == nil || !page.events.isEmpty)
            } while query.cursor != nil
            let expected = (0..<20).reversed().filter { outcomes.isEmpty || (outcomes == [.refused] && $0 % 2 == 1) }
                .map(UInt64.init)
            #expect(indices == expected)
        }
    }

    @Test("a new event does not move the pages that are being read")
    func stablePages() async throws {
        let scene = try await AccessLogScene()
        try await scene.apply((0..<5).map { AccessLogScene.event(at: $0, of: AccessLogScene.subject) })
        let first = try await scene.log.events(matching: AccessLogQuery(limit: 2))
        try await scene.log.apply(
            [AccessLogScene.statement(AccessLogScene.event(at: 9, of: AccessLogScene.subject), index: 5, counter: 6)],
            movingCursorTo: 6)
        let second = try await scene.log.events(matching: AccessLogQuery(limit: 10, cursor: first.next))
        #expect(first.events.map(\.index) == [4, 3])
        #expect(second.events.map(\.index) == [2, 1, 0])
    }

    @Test(
        "a cursor is a text that reads back",
        arguments: [
            "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "80000000000000007fffffffffffffff",
            "0000019ca8b7c8d00000000000000007",
        ])
    func cursors(_ text: String) throws {
        #expect(try #require(AccessLogCursor(text)).description == text)
    }

    @Test(
        "anything else is no cursor",
        arguments: [
            "", "00", "zz", String(repeating: "0", count: 31), String(repeating: "0", count: 34), "' OR 1=1 --",
        ])
    func noCursors(_ text: String) {
        #expect(AccessLogCursor(text) == nil)
    }

    @Test("a cursor before everything and one after everything do no harm")
    func farCursors() async throws {
        let scene = try await AccessLogScene()
        try await scene.apply([AccessLogScene.event(at: 0, of: nil)])
        for (text, count) in [(String(repeating: "0", count: 32), 0), ("7fffffffffffffff7fffffffffffffff", 1)] {
            let cursor = try #require(AccessLogCursor(text))
            #expect(try await scene.log.events(matching: AccessLogQuery(cursor: cursor)).events.count == count)
        }
    }
}
