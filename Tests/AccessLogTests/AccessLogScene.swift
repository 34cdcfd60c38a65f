import AccessLog
import Foundation
import GatewayTesting
import RecordTypes
import Sealing
import Statements
import Testing

/// An access log over a temporary folder, fed with statements as the ledger would hand them over.
final class AccessLogScene: Sendable {
    static let hospital = InstitutionID("NTREE-10000001")
    static let laboratory = InstitutionID("NTREE-10000002")
    static let doctor = PersonIdentifier(scheme: .personalNumber, country: "EE", number: "39901012239")
    static let nurse = PersonIdentifier(scheme: .personalNumber, country: "EE", number: "60001017869")
    static let subject = person(1)
    static let other = person(2)

    static func person(_ number: UInt8) -> LedgerIdentity? { LedgerIdentity(Array(repeating: number, count: 20)) }

    let path: String
    let keys = InMemoryDataKeys()
    let log: AccessLogProjection
    private let indexKey: SealingKey

    init() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("access-log-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("access.sqlite").path
        indexKey = .random()
        log = try await AccessLogProjection.open(path: path, keys: keys, indexKey: indexKey)
        for person in [Self.subject, Self.other].compactMap({ $0 }) { _ = try await keys.key(for: .person(person)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

    /// The same file opened once more, as after a restart.
    func reopened() async throws -> AccessLogProjection {
        try await AccessLogProjection.open(path: path, keys: keys, indexKey: indexKey)
    }

    static func event(
        at seconds: Int64, of subject: LedgerIdentity?, outcome: AccessEvent.Outcome = .released,
        institution: InstitutionID? = hospital, person: PersonIdentifier? = doctor,
        action: AccessEvent.Action = .readRecord
    ) -> AccessEvent {
        AccessEvent(
            time: Instant(seconds: 1_772_355_600 + seconds), action: action, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: institution == nil ? .citizen : .institution, institution: institution,
                institutionName: "Näidishaigla",
                person: person, personName: person == nil ? nil : "Maarika Tamm", role: "doctor",
                assertion: institution == nil ? nil : .signedToken),
            purpose: .treatment, encounter: "V-17", basis: nil, subject: subject,
            records: [RecordID("00112233445566778899aabbccddeeff")].compactMap { $0 }, requestID: "r-\(seconds)")
    }

    static func statement(_ event: AccessEvent, index: UInt64, counter: UInt64) -> ProjectedStatement {
        ProjectedStatement(
            index: index, kind: .access, time: event.time, subject: event.subject, counter: counter,
            statement: Statement.access(event).bytes)
    }

    /// Applies events in the order of the ledger, the subjects' counters counted from 1.
    func apply(_ events: [AccessEvent]) async throws {
        var counters: [LedgerIdentity: UInt64] = [:]
        var statements: [ProjectedStatement] = []
        for (index, event) in events.enumerated() {
            if let subject = event.subject { counters[subject, default: 0] += 1 }
            statements.append(
                Self.statement(event, index: UInt64(index), counter: event.subject.flatMap { counters[$0] } ?? 0))
        }
        try await log.apply(statements, movingCursorTo: UInt64(events.count))
    }
}
