import AccessLog
import Foundation
import GatewayTesting
import RecordTypes
import Reporting
import Testing

@testable import Gateway

@Suite("The watch list and opening hours", .timeLimit(.minutes(1)))
struct WatchListTests {
    private static let officer = OversightCaseTests.official(.dataProtectionOfficer)

    private static func watch(
        _ open: GatewayHouse.Open, _ isWatched: Bool, reason: String = "in the news", as overseer: Overseer = officer
    ) async throws {
        try await open.gateway.watch(
            People.citizen, isWatched: isWatched, reason: reason, caseNumber: "DPO-2", as: overseer, requestID: "r")
    }

    private static func explained(
        _ open: GatewayHouse.Open, hours: OpeningHours? = nil
    ) async throws -> [DetectionRule] {
        var question = ExplainQuestion(AccessLogQuery(), about: nil)
        question.hours = hours
        question.rules = Set(DetectionRule.allCases)
        let answer = try await open.gateway.explainedReport(
            question, caseNumber: "J", as: officer, requestID: "explain")
        return answer.queue.flatMap(\.explanation.rules)
    }

    @Test("a look at somebody on the list is pointed at, also after a visit; off the list it is not")
    func watched() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            let record = try await open.submit(.summary(1), from: People.otherHospital).id
            _ = try await open.gateway.read(record, as: People.acting(), requestID: "look")
            #expect(try await !Self.explained(open).contains(.watched))
            try await Self.watch(open, true)
            try await Self.watch(open, true)
            #expect(try await Self.explained(open).contains(.watched))
            let list = try await open.gateway.watchList(caseNumber: "DPO-2", as: Self.officer, requestID: "r")
            #expect(list.count == 1 && list[0].step.reason.hasSuffix("in the news"))
        }
        try await house.running { open in try await open.accessLog.reset() }
        try await house.running { open in
            #expect(try await Self.explained(open).contains(.watched), "made anew from the ledger")
            try await Self.watch(open, false, reason: "forgotten")
            #expect(try await !Self.explained(open).contains(.watched))
            // Nobody is named: in no entry, and in no file.
            for entry in try await open.entries() where entry.projected.kind == .administration {
                #expect(entry.projected.subject == nil)
                #expect(!String(decoding: entry.projected.statement, as: UTF8.self).contains("38001085718"))
            }
        }
        let identity = try await house.running { open in
            try open.gateway.identity(of: People.citizen).bytes
        }
        for name in ["access.sqlite", "access.sqlite-wal", "ledger.sqlite", "ledger.sqlite-wal"] {
            guard let file = FileManager.default.contents(atPath: "\(house.folder)/\(name)") else { continue }
            #expect(file.range(of: Data(identity)) == nil && file.range(of: Data("38001085718".utf8)) == nil)
            #expect(file.range(of: Data(Hex.text(identity).utf8)) == nil, "\(name)")
        }
    }

    @Test("the list is the protection officer's alone, and wants a reason")
    func refused() async throws {
        try await GatewayHouse().running { open in
            for role in [VerifiedOfficial.Role.analyst, .supervisor] {
                let refused = try await refusal {
                    try await Self.watch(open, true, as: OversightCaseTests.official(role))
                }
                #expect(refused == Refusal(.notPermitted, ["role-without-right"]))
            }
            let refused = try await refusal { try await Self.watch(open, true, reason: "") }
            #expect(refused == Refusal(.invalidRequest, ["watch-without-reason"]))
        }
    }

    @Test("hours are each institution's own")
    func hours() async throws {
        try await GatewayHouse().running { open in
            let record = try await open.submit(.summary(1), from: People.otherHospital).id
            _ = try await open.gateway.read(record, as: People.acting(), requestID: "look")
            let never = OpeningHours(institutions: [
                People.otherHospital.id: OpeningHours.Week(hours: 0..<1, days: 0...0)
            ])
            let always = OpeningHours(alwaysOpen: [People.otherHospital.id])
            #expect(try await Self.explained(open, hours: never).contains(.offHours))
            #expect(try await !Self.explained(open, hours: always).contains(.offHours))
        }
    }
}
