import AccessLog
import GatewayTesting
import RecordTypes
import Reporting
import Testing

@testable import Gateway

@Suite("Lateness of documents", .timeLimit(.minutes(1)))
struct LatenessTests {
    private static func report(
        _ open: GatewayHouse.Open, as overseer: Overseer = OversightCaseTests.official(.analyst)
    ) async throws -> LatenessReport {
        try await open.gateway.lateness(
            AccessLogQuery(), caseNumber: "S-1", as: overseer, requestID: "late"
        ).report
    }

    private static func visit(_ open: GatewayHouse.Open, _ record: RecordID, at hospital: VerifiedInstitution)
        async throws
    {
        let actor = AssertedActor(
            assertion: .developmentHeaders, person: People.doctor, name: "Dr", role: "doctor", purpose: .treatment,
            encounter: "V-1")
        _ = try await open.gateway.read(record, as: .institution(hospital, actor), requestID: "visit")
    }

    @Test("what is filed is counted by institution, for the role that sees nobody; what is few is left out")
    func counted() async throws {
        try await GatewayHouse().running { open in
            for number in 1...12 { _ = try await open.submit(.summary(number), from: People.hospital) }
            let report = try await Self.report(open)
            #expect(report.lines.map(\.institution) == [People.hospital.id])
            // Documents of one millisecond count once: the clock of the test stands still.
            #expect(report.all.documents == .suppressed || report.all.documents == .number(12))
        }
    }

    @Test("a visit is missing its document when two weeks have gone by, and not before")
    func visits() async throws {
        try await GatewayHouse().running { open in
            let record = try await open.submit(.summary(1), from: People.hospital).id
            open.house.clock.advance(by: .days(40))
            try await Self.visit(open, record, at: People.otherHospital)
            #expect(try await Self.report(open).lines.map(\.institution) == [People.hospital.id])
            open.house.clock.advance(by: .days(16))
            let after = try await Self.report(open)
            #expect(after.lines.map(\.institution) == [People.hospital.id, People.otherHospital.id])
            #expect(after.lines[1].visits == .suppressed && after.lines[1].undocumented == .suppressed)
        }
    }

    @Test("the question wants a case number and is logged")
    func logged() async throws {
        try await GatewayHouse().running { open in
            #expect(
                try await refusal {
                    try await open.gateway.lateness(
                        AccessLogQuery(), caseNumber: " ", as: OversightCaseTests.official(.analyst), requestID: "r")
                } == Refusal(.invalidRequest, ["case-number-missing"]))
            _ = try await Self.report(open)
            #expect(try await open.accesses().contains { $0.basis == "S-1" })
        }
    }
}
