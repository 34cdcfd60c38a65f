import AccessLog
import FHIR
import RecordTypes
import Testing

private func audit(_ event: AccessEvent, patient: Reference? = Reference(display: "the patient")) -> AuditEvent {
    LoggedAccess(event: event, index: 42, counter: 3).auditEvent(patient: patient)
}

@Suite("AuditEvent by IHE BALP")
struct AuditEventTests {
    @Test("a read is a PatientRead: who, for whom, what, why")
    func read() throws {
        let audit = audit(AccessLogScene.event(at: 0, of: AccessLogScene.subject))
        #expect(audit.type.code == "rest")
        #expect(audit.subtype.map(\.code) == ["read", "read-record"])
        #expect(audit.action == .read)
        #expect(audit.recorded == "2026-03-01T09:00:00.000Z")
        #expect(audit.outcome == .success)
        #expect(audit.purposeOfEvent.first?.coding.first?.code == "TREAT")
        #expect(audit.agent.map { $0.type?.coding.first?.code } == ["110152", "110153", "IRCP"])
        #expect(audit.agent.map(\.requestor) == [false, false, true])
        #expect(audit.agent[0].who?.identifier?.value == "NTREE-10000001")
        #expect(audit.agent[0].network != nil && audit.agent[1].network != nil && audit.agent[2].network == nil)
        #expect(audit.agent[2].who?.identifier?.value == "PNOEE-39901012239")
        #expect(audit.agent[2].name == "Maarika Tamm")
        #expect(audit.agent[2].purposeOfUse.first?.coding.first?.code == "TREAT")
        #expect(audit.agent[2].extension.first?.value == .code("signed-token"))
        #expect(audit.entity.map { $0.type?.code } == ["1", "2", "4", "XrequestId"])
        #expect(audit.entity[0].role?.code == "1")
        #expect(audit.entity[1].what?.reference == "Bundle/00112233445566778899aabbccddeeff")
        #expect(audit.entity[1].role?.code == "4")
        #expect(audit.entity[3].what?.identifier?.value == "r-0")
        #expect(try AuditEvent(parsing: audit.bytes) == audit)
    }

    @Test("a search is a PatientQuery: source and destination change places, and there is a query")
    func query() throws {
        let audit = audit(AccessLogScene.event(at: 0, of: AccessLogScene.subject, action: .searchRecords))
        #expect(audit.action == .execute)
        #expect(audit.subtype.first?.code == "search-type")
        #expect(audit.agent.map { $0.type?.coding.first?.code } == ["110153", "110152", "IRCP"])
        let query = try #require(audit.entity.first { $0.role?.code == "24" })
        #expect(query.query == "c2VhcmNoLXJlY29yZHM=")
        #expect(query.what == nil)
    }

    @Test(
        "every action and outcome makes a valid resource; only what was refused or not found is no success",
        arguments: AccessEvent.Action.allCases)
    func all(_ action: AccessEvent.Action) throws {
        for outcome in AccessEvent.Outcome.allCases {
            for (institution, person) in [
                (AccessLogScene.hospital, AccessLogScene.doctor), (nil, AccessLogScene.doctor), (nil, nil),
            ] {
                let event = AccessLogScene.event(
                    at: 0, of: nil, outcome: outcome, institution: institution, person: person, action: action)
                let audit = audit(event, patient: nil)
                #expect(audit.outcome == (outcome == .released || outcome == .empty ? .success : .minorFailure))
                #expect(audit.agent.filter(\.requestor).count == 1)
                #expect(audit.entity.allSatisfy { $0.name == nil || $0.query == nil })
                #expect(try AuditEvent(parsing: audit.bytes) == audit)
            }
        }
    }

    @Test("the ledger identity of the subject is nowhere in it")
    func noIdentity() throws {
        let subject = try #require(AccessLogScene.subject)
        let text = String(decoding: audit(AccessLogScene.event(at: 0, of: subject)).bytes, as: UTF8.self)
        #expect(!text.contains(Hex.text(subject.bytes)))
    }
}
