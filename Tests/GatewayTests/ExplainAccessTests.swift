import AccessLog
import GatewayTesting
@_spi(Vouching) import RecordTypes
import Reporting
import Testing

@testable import Gateway

@Suite("The access log explained", .timeLimit(.minutes(1)))
struct ExplainAccessTests {
    @Test("finds the visit in the registry, the emergency in the purpose, and asks under the case number")
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
            let answer = try await open.gateway.explainedReport(
                AccessLogQuery(), about: People.citizen, caseNumber: "MOH-7", atConsoleBy: "root", requestID: "r",
                limit: 1_000)
            let report = answer.report
            #expect(report.total == 6 && !answer.isCut && answer.completeness.isComplete)
            #expect(report.explained.filter { $0.count > 0 }.map(\.reason) == [.own, .caseNumber, .visit])
            #expect(
                report.queue.map(\.explanation.rules) == [
                    [.breakTheGlass, .noRelationship], [.breakTheGlass], [.noRelationship],
                ])
            #expect(try await open.accesses().last?.basis == "MOH-7")
            #expect(
                try await refusal {
                    try await open.gateway.explainedReport(
                        AccessLogQuery(), about: nil, caseNumber: " ", atConsoleBy: "root", requestID: "r", limit: 10)
                } == Refusal(.invalidRequest, ["case-number-missing"]))
        }
    }

    @Test("a document filed 31 days before explains no look")
    func old() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1), from: People.hospital).id
            open.house.clock.advance(by: .seconds(31 * 86_400))
            _ = try await open.gateway.read(id, as: People.acting(for: People.hospital), requestID: "r")
            let report = try await open.gateway.explainedReport(
                AccessLogQuery(), about: nil, caseNumber: "MOH-7", atConsoleBy: "root", requestID: "r", limit: 1_000
            ).report
            #expect(report.queue.map(\.explanation.rules) == [[.oldRelationship]])
        }
    }
}
