import AccessLog
import Foundation
import GatewayTesting
import RecordTypes
import Sealing
import Statements
import Testing

@Suite("Access log projection")
struct ProjectionTests {
    @Test("statements applied twice count once, also after a restart, and a rebuild gives the same")
    func replay() async throws {
        let scene = try await AccessLogScene()
        let events = (0..<4).map { AccessLogScene.event(at: Int64($0), of: AccessLogScene.subject) }
        try await scene.apply(events)
        try await scene.apply(events)
        let reopened = try await scene.reopened()
        #expect(try await reopened.cursor() == 4)
        try await scene.apply(events)
        let before = try await reopened.events(matching: AccessLogQuery()).events
        #expect(before.count == 4)
        try await scene.log.reset()
        #expect(try await scene.log.cursor() == 0)
        #expect(try await scene.log.events(matching: AccessLogQuery()).events == [])
        try await scene.apply(events)
        #expect(try await scene.log.events(matching: AccessLogQuery()).events == before)
    }

    @Test("a batch that overlaps what was applied adds only what is new")
    func overlap() async throws {
        let scene = try await AccessLogScene()
        let statements = (0..<6).map {
            AccessLogScene.statement(
                AccessLogScene.event(at: Int64($0), of: AccessLogScene.subject), index: UInt64($0),
                counter: UInt64($0 + 1))
        }
        try await scene.log.apply(Array(statements[..<4]), movingCursorTo: 4)
        try await scene.log.apply(Array(statements[2...]), movingCursorTo: 6)
        try await scene.log.apply(Array(statements[..<2]), movingCursorTo: 2)
        #expect(try await scene.log.cursor() == 6)
        #expect(try await scene.log.events(matching: AccessLogQuery()).events.count == 6)
        #expect(try await scene.log.completeness(of: AccessLogQuery(), ledgerSize: 6).isComplete)
    }

    @Test("an access that cannot be read stops the projection where it stands")
    func unreadable() async throws {
        let scene = try await AccessLogScene()
        let good = AccessLogScene.statement(
            AccessLogScene.event(at: 0, of: AccessLogScene.subject), index: 0, counter: 1)
        for bytes in [Array("{}".utf8), Statement.administration("a", detail: "b").bytes] {
            let bad = ProjectedStatement(
                index: 1, kind: .access, time: Instant(seconds: 0), subject: AccessLogScene.subject, counter: 2,
                statement: bytes)
            await #expect(throws: AccessLogError.unreadableStatement(index: 1)) {
                try await scene.log.apply([good, bad], movingCursorTo: 2)
            }
        }
        #expect(try await scene.log.cursor() == 0)
    }

    @Test("with the person's key their events are gone, and still counted")
    func erasure() async throws {
        let scene = try await AccessLogScene()
        let subject = try #require(AccessLogScene.subject)
        try await scene.apply([
            AccessLogScene.event(at: 0, of: subject), AccessLogScene.event(at: 1, of: AccessLogScene.other),
        ])
        try await scene.keys.erase(.person(subject))
        #expect(try await scene.log.events(matching: AccessLogQuery()).events.map(\.index) == [1])
        #expect(try await scene.log.events(matching: AccessLogQuery(subject: subject)).events == [])
        #expect(try await scene.log.completeness(of: AccessLogQuery(), ledgerSize: 2).events == 2)
        try await scene.log.forget(subject)
        #expect(try await scene.log.completeness(of: AccessLogQuery(), ledgerSize: 2).events == 1)
    }

    @Test("the file holds no name, no number and no outcome in the clear")
    func sealed() async throws {
        let scene = try await AccessLogScene()
        let subject = try #require(AccessLogScene.subject)
        try await scene.apply([
            AccessLogScene.event(at: 0, of: subject, outcome: .refused),
            AccessLogScene.event(at: 1, of: nil, outcome: .notFound),
        ])
        var bytes: [UInt8] = []
        for suffix in ["", "-wal"] {
            if let data = FileManager.default.contents(atPath: scene.path + suffix) { bytes += data }
        }
        #expect(bytes.count > 4096)
        for word in ["39901012239", "Maarika", "refused", "not-found", "TREAT", "V-17", "r-0"] {
            #expect(!bytes.contains(Array(word.utf8)), "\(word)")
        }
        #expect(!bytes.contains(subject.bytes))
    }
}
