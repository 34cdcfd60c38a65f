import AccessLog
import GatewayTesting
@_spi(Vouching) import RecordTypes
import Reporting
import Testing

@testable import Gateway

@Suite("The access log explained", .timeLimit(.minutes(1)))
struct ExplainAccessTests {
    private static let console = Overseer.console("root")

    private static func explain(
        _ open: GatewayHouse.Open, about person: PersonIdentifier? = nil,
        staff: [InstitutionID: [PersonIdentifier]] = [:],
        case number: String = "MOH-7", as overseer: Overseer = console
    ) async throws(GatewayError) -> ExplainedAnswer {
        var question = ExplainQuestion(AccessLogQuery(), about: person)
        // The house's clock stands at night.
        question.hours = OpeningHours(weekday: 0..<24)
        question.staff = staff
        return try await open.gateway.explainedReport(question, caseNumber: number, as: overseer, requestID: "r")
    }

    @Test("finds the visit in what was filed, the emergency in the purpose, and asks once under the case number")
    func explained() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            for purpose in [PurposeOfUse.treatment, .breakTheGlass] {
                for hospital in [People.hospital, People.otherHospital] {
                    _ = try await open.gateway.read(
                        id, as: People.acting(for: hospital, purpose: purpose), requestID: "r")
                }
            }
            _ = try await open.gateway.read(id, as: .citizen(People.verifiedCitizen), requestID: "own")
            let answer = try await Self.explain(open, about: People.citizen)
            let report = answer.report
            #expect(report.total == 6 && !answer.isCut && answer.completeness.isComplete)
            #expect(report.explained.filter { $0.count > 0 }.map(\.reason) == [.own, .caseNumber, .visit])
            #expect(
                answer.queue.map(\.explanation.rules) == [
                    [.noRelationship, .breakTheGlass], [.breakTheGlass], [.noRelationship],
                ])
            #expect(answer.queue.allSatisfy { $0.event?.actor.personName == "Dr Example" })
            let asked = try await open.accesses().filter { $0.basis == "MOH-7" }
            #expect(asked.count == 1)
            #expect(
                try await refusal { try await Self.explain(open, case: " ") }
                    == Refusal(.invalidRequest, ["case-number-missing"]))
        }
    }

    @Test("a document filed 31 days before explains no look")
    func old() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            open.house.clock.advance(by: .days(31))
            _ = try await open.gateway.read(id, as: People.acting(for: People.hospital), requestID: "r")
            let rules = try await Self.explain(open).queue.map(\.explanation.rules)
            // 31 days later it is a Sunday.
            #expect(rules == [[.oldRelationship, .offHours]], "\(rules)")
        }
    }

    @Test("a look after the person had closed their records to the institution stands out, before it does not")
    func afterWithdrawal() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            func look() async throws {
                _ = try? await open.gateway.read(id, as: People.acting(for: People.hospital), requestID: "r")
            }
            try await look()
            open.house.clock.advance(by: .seconds(60))
            _ = try await open.gateway.change(
                .deny, for: .institution(People.hospital.id), to: .wholeRecord, until: nil,
                by: People.verifiedCitizen)
            open.house.clock.advance(by: .seconds(60))
            try await look()
            let queue = try await Self.explain(open).queue
            #expect(queue.map(\.explanation.rules) == [[.refused, .afterWithdrawal]])
        }
    }

    @Test("staff at their own record, a colleague's, and that of somebody they act for")
    func closeOnes() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            func look(as doctor: PersonIdentifier) async throws {
                let actor = AssertedActor(
                    assertion: .developmentHeaders, person: doctor, name: "Dr", role: "doctor", purpose: .treatment,
                    encounter: "V-1")
                _ = try await open.gateway.read(id, as: .institution(People.hospital, actor), requestID: "r")
            }
            try await look(as: People.citizen)
            #expect(try await Self.explain(open).queue.map(\.explanation.rules) == [[.ownRecord]])
            try await look(as: People.doctor)
            #expect(try await Self.explain(open).queue.count == 1)
            let staff = [People.hospital.id: [People.citizen, People.doctor]]
            #expect(
                try await Self.explain(open, staff: staff).queue.map(\.explanation.rules) == [
                    [.ownRecord], [.coWorker],
                ])
            _ = try await open.gateway.appoint(
                People.doctor, called: nil, to: [.records], until: nil, by: People.verifiedCitizen)
            #expect(try await Self.explain(open).queue.map(\.explanation.rules) == [[.ownRecord], [.family]])
        }
    }

    @Test("family is also whom the person acts for, and who acts for the same third", arguments: [true, false])
    func wideFamily(_ isDirect: Bool) async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            let actor = AssertedActor(
                assertion: .developmentHeaders, person: People.doctor, name: "Dr", role: "doctor",
                purpose: .treatment, encounter: "V-1")
            _ = try await open.gateway.read(id, as: .institution(People.hospital, actor), requestID: "r")
            #expect(try await Self.explain(open).queue.isEmpty)
            let representatives = isDirect ? [People.citizen] : [People.citizen, People.doctor]
            let principal = isDirect ? People.doctor : People.official
            for representative in representatives {
                _ = try await open.gateway.appoint(
                    representative, called: nil, to: [.records], until: nil,
                    by: People.verified(principal, "PRINCIPAL"))
            }
            #expect(try await Self.explain(open).queue.map(\.explanation.rules) == [[.family]])
        }
    }

    @Test("made anew from the ledger, the log explains the same")
    func replayed() async throws {
        let house = try GatewayHouse()
        let before = try await house.running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            _ = try await open.gateway.read(id, as: People.acting(for: People.otherHospital), requestID: "r")
            let rules = try await Self.explain(open).queue.map(\.explanation.rules)
            // The last thing before the end: the next start finds nothing and takes in the whole ledger.
            try await open.accessLog.reset()
            return rules
        }
        let after = try await house.running { open in
            return try await Self.explain(open).queue.map(\.explanation.rules)
        }
        #expect(before == [[.noRelationship]] && after == before)
    }
}
