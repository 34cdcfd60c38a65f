import AccessLog
import FHIR
import Foundation
import RecordTypes
import Testing

/// The table *What an access event holds, by ISO 27789 and EHDS* (ContentMap.md), row by row, over events of every kind.
@Suite("Content map of ISO 27789 and EHDS")
struct ContentMapTests {
    private static let basis = "KrMS § 215"

    /// Every actor × action × outcome, with and without a named person, a subject, an encounter, and hidden.
    private static let events: [AccessEvent] = {
        var events: [AccessEvent] = []
        let withholding = AccessLogScene.subject.map {
            Withholding(person: $0, order: 3, basis: basis, until: Instant(seconds: 1_780_000_000))
        }
        for kind in AccessEvent.Actor.Kind.allCases {
            for action in AccessEvent.Action.allCases {
                for outcome in AccessEvent.Outcome.allCases {
                    for isNamed in [true, false] where isNamed || kind == .institution || kind == .operatorConsole {
                        let isInstitution = kind == .institution
                        let actor = AccessEvent.Actor(
                            kind: kind, institution: isInstitution ? AccessLogScene.hospital : nil,
                            institutionName: isInstitution ? "Näidishaigla" : nil,
                            person: isNamed ? AccessLogScene.doctor : nil,
                            personName: isNamed || !isInstitution ? "Maarika Tamm" : nil,
                            role: isNamed ? "doctor" : nil, assertion: isInstitution && isNamed ? .signedToken : nil)
                        let isFound = outcome == .released || outcome == .refused
                        events.append(
                            AccessEvent(
                                time: Instant(seconds: 1_772_355_600), action: action, outcome: outcome, actor: actor,
                                purpose: isInstitution ? .legal : .audit, encounter: isInstitution ? "V-1" : nil,
                                basis: isInstitution ? basis : "JVK-1",
                                subject: outcome == .notFound ? nil : AccessLogScene.subject,
                                records: isFound
                                    ? [RecordID("00112233445566778899aabbccddeeff")].compactMap(\.self) : [],
                                requestID: "r-1", withheld: isInstitution ? withholding : nil))
                    }
                }
            }
        }
        return events
    }()

    private static func client(_ audit: AuditEvent) -> AuditEvent.Agent? { audit.agent.first }
    private static func user(_ audit: AuditEvent) -> AuditEvent.Agent? {
        audit.agent.first { $0.type?.coding.first?.code == "IRCP" }
    }
    private static func entities(_ audit: AuditEvent, _ role: String) -> [AuditEvent.Entity] {
        audit.entity.filter { $0.role?.code == role }
    }

    /// Whether a row of the table holds in the AuditEvent of an event.
    private static let rows: [(name: String, holds: @Sendable (AuditEvent, AccessEvent) -> Bool)] = [
        ("event-id", { audit, _ in audit.type.code == "rest" && audit.subtype.first?.code != nil }),
        (
            "event-action",
            { audit, event in audit.action != nil && audit.subtype.last?.code == event.action.rawValue }
        ),
        ("event-time", { audit, event in audit.recorded == event.time.description }),
        (
            "event-outcome",
            { audit, event in
                audit.outcome == (event.outcome == .released || event.outcome == .empty ? .success : .minorFailure)
                    && audit.outcomeDesc != nil
            }
        ),
        (
            "purpose",
            { audit, event in
                let requestor = audit.agent.first(where: \.requestor)
                return audit.purposeOfEvent.first?.coding.first?.code == event.purpose.rawValue
                    && requestor?.purposeOfUse.first?.coding.first?.code == event.purpose.rawValue
            }
        ),
        (
            "user-id",
            { audit, event in
                guard let person = event.actor.person else {
                    return client(audit)?.who != nil
                }
                return user(audit)?.who?.identifier?.value == person.semantics
            }
        ),
        (
            "user-name",
            { audit, event in
                event.actor.personName == nil
                    ? client(audit)?.name == event.actor.institutionName : user(audit)?.name == event.actor.personName
            }
        ),
        ("user-is-requestor", { audit, _ in audit.agent.count(where: \.requestor) == 1 }),
        (
            "user-role",
            { audit, event in event.actor.role == nil || user(audit)?.role.first?.text == event.actor.role }
        ),
        (
            "organisation",
            { audit, event in
                event.actor.institution.map { client(audit)?.who?.identifier?.value == $0.semantics }
                    ?? (client(audit)?.who?.display != nil)
            }
        ),
        (
            "access-point",
            { audit, _ in
                audit.agent.prefix(2).allSatisfy { $0.network?.extension.first?.value == .code("masked") }
            }
        ),
        ("audit-source", { audit, _ in audit.source.observer.display != nil }),
        ("audit-source-type", { audit, _ in audit.source.type.first?.code == "4" }),
        (
            "patient",
            { audit, event in
                let patients = entities(audit, "1")
                return event.subject == nil
                    ? patients.isEmpty : patients.count == 1 && patients[0].what?.display == "the patient"
            }
        ),
        (
            "data",
            { audit, event in
                let names = entities(audit, "4").compactMap { entity in
                    entity.what?.reference?.split(separator: "/").last.map(String.init)
                }
                return names == event.records.map(\.description)
            }
        ),
        ("query", { audit, event in entities(audit, "24").isEmpty != event.action.isSearch }),
        ("policy", { audit, event in entities(audit, "20").first?.name == event.basis }),
        (
            "request",
            { audit, event in
                audit.entity.contains {
                    $0.type?.code == "XrequestId" && $0.what?.identifier?.value == event.requestID
                }
            }
        ),
    ]

    @Test("every row of the map holds in every event", arguments: rows.map(\.name))
    func row(_ name: String) throws {
        let holds = try #require(Self.rows.first { $0.name == name }).holds
        #expect(Self.events.count > 150)
        for event in Self.events {
            let audit = LoggedAccess(event: event, index: 42, counter: 3).auditEvent(
                patient: event.subject.map { _ in Reference(display: "the patient") })
            #expect(holds(audit, event), "\(event.actor.kind) \(event.action) \(event.outcome)")
            #expect(try AuditEvent(parsing: audit.bytes) == audit)
        }
    }

    @Test("the documented table and the tested rows are the same")
    func documented() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/AccessLog/AccessLog.docc/ContentMap.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        let named = lines.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| row") && !$0.hasPrefix("| ---") }
            .compactMap { $0.split(separator: "|").first.map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(named == Self.rows.map(\.name))
    }
}

extension AccessEvent.Action {
    /// What asks for what it does not know yet: a list, contents, the log, the decisions.
    fileprivate var isSearch: Bool {
        switch self {
        case .searchRecords, .searchContents, .readAccessLog, .readRestrictions: true
        case .readRecord, .readSource, .readEntry, .exportRecords: false
        }
    }
}
