import AccessLog
import GatewayTesting
import Ledger
import RecordTypes
import Statements
import Testing
import TransparencyLog

@testable import Gateway

@Suite("Retention of the access log", .timeLimit(.minutes(1)))
struct RetentionTests {
    private static let console = Overseer.console("root")

    private static func plan(
        _ open: GatewayHouse.Open, _ category: RetentionCategory = .care, years: Int = 3
    ) async throws -> RetentionPlan {
        try await open.gateway.planRetention(
            category, years: years, caseNumber: "J-5", as: console, requestID: "r")
    }

    private static func apply(
        _ open: GatewayHouse.Open, _ name: String, _ category: RetentionCategory = .care, years: Int = 3,
        as overseer: Overseer = console
    ) async throws -> RetentionPlan {
        try await open.gateway.applyRetention(
            category, years: years, plan: name, caseNumber: "J-5", as: overseer, requestID: "r")
    }

    /// A record, two looks for care at it and one emergency, four years ago; one look for care now.
    private static func looks(_ open: GatewayHouse.Open) async throws {
        let record = try await open.submit(.summary(1), from: People.hospital).id
        for purpose in [PurposeOfUse.treatment, .treatment, .breakTheGlass] {
            _ = try await open.gateway.read(record, as: People.acting(purpose: purpose), requestID: "old")
        }
        open.house.clock.advance(by: .days(4 * 366))
        _ = try await open.gateway.read(record, as: People.acting(), requestID: "new")
    }

    private static func log(_ open: GatewayHouse.Open) async throws -> AccessLogAnswer {
        try await open.gateway.whoHasRead(
            AccessLogQuery(limit: 1_000), as: .person(People.verifiedCitizen), requestID: "own")
    }

    private static func isSound(_ open: GatewayHouse.Open) async throws -> Bool {
        let verdict = try await open.gateway.verifyAccessLog(caseNumber: "J", as: console, requestID: "verify")
        let check = try await open.ledger.fsck()
        if !verdict.isSound || !check.isSound { Issue.record("\(verdict.sentences) \(check.defects)") }
        return verdict.isSound && check.isSound
    }

    @Test("a dry run deletes nothing; what it has named is deleted, and is seen to have been, counted and proven")
    func deleted() async throws {
        try await GatewayHouse().running { open in
            try await Self.looks(open)
            let plan = try await Self.plan(open)
            #expect(plan.looks == 2 && plan.heldByCases == 0)
            #expect(try await Self.log(open).events.filter { $0.event.requestID == "old" }.count == 3)
            #expect(try await Self.apply(open, plan.name) == plan)
            let log = try await Self.log(open)
            #expect(log.events.filter { $0.event.requestID == "old" }.map(\.event.purpose) == [.breakTheGlass])
            #expect(log.events.contains { $0.event.requestID == "new" })
            #expect(log.completeness.deleted == 2 && log.completeness.isComplete)
            #expect(log.completeness.sentences.contains { $0.hasPrefix("2 looks were deleted") })
            #expect(try await Self.isSound(open))
            // Gone from the ledger, too; that it was ordered stands there.
            let statements = try await open.ledger.statements(from: 0, limit: 1_000)
            #expect(statements.count { $0.kind == .access && $0.statement.isEmpty && $0.subject != nil } == 2)
            let orders = statements.filter {
                String(decoding: $0.statement, as: UTF8.self).contains("access-log-retention")
            }
            #expect(orders.count == 1)
            #expect(try await Self.plan(open).looks == 0)
        }
    }

    @Test("the proof of completeness holds after a deletion, and says so")
    func proven() async throws {
        try await GatewayHouse().running { open in
            try await Self.looks(open)
            _ = try await Self.apply(open, try await Self.plan(open).name)
            let proof = try await open.gateway.proveCompleteness(
                of: .person(People.verifiedCitizen), requestID: "proof")
            let read = try CompletenessProof(bytes: proof.bytes)
            #expect(read == proof)
            let report = read.verify(logs: [open.ledger.verifierKey], policy: nil)
            #expect(!report.lines.contains { $0.outcome == .fail }, "\(report.lines)")
            #expect(report.lines.contains { $0.outcome == .notApplicable && $0.check == "deleted statements" })
        }
    }

    @Test("a log made anew from the ledger shows the same, and does not bring back what was deleted")
    func replayed() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            try await Self.looks(open)
            _ = try await Self.apply(open, try await Self.plan(open).name)
        }
        try await house.running { open in try await open.accessLog.reset() }
        try await house.running { open in
            let log = try await Self.log(open)
            #expect(log.events.filter { $0.event.requestID == "old" }.count == 1 && log.completeness.deleted == 2)
            #expect(try await Self.isSound(open))
        }
    }

    @Test("what a crash leaves after the order, or between ledger and log, is finished by the same code")
    func crashed() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            try await Self.looks(open)
            let plan = try await Self.plan(open)
            let order = RetentionOrder(category: plan.category, before: plan.before, looks: plan.looks)
            // 1 is done, and half of 2.
            try await open.gateway.enter(
                .administration(RetentionOrder.name, detail: order.detail(by: "root")), about: nil, by: .gateway)
            try await open.gateway.catchUp()
            let due = try await open.accessLog.retained(.care, before: plan.before, limit: 1)
            #expect(try await open.ledger.destroyLooks(at: due) == 1)
        }
        try await house.running { open in
            let finished = try await open.gateway.finishRetention()
            #expect(finished == 2)
            #expect(try await open.gateway.finishRetention() == 0)
            #expect(try await Self.log(open).completeness.deleted == 2)
            #expect(try await Self.isSound(open))
        }
    }

    @Test("fewer than three years, another plan's name, an official, and too young looks: nothing is deleted")
    func refused() async throws {
        try await GatewayHouse().running { open in
            try await Self.looks(open)
            for years in [2, 0, -1] {
                #expect(
                    try await refusal { try await Self.plan(open, years: years) }
                        == Refusal(.invalidRequest, ["retained-too-short"]))
            }
            let plan = try await Self.plan(open)
            let changed = Refusal(.invalidRequest, ["retention-plan-changed"])
            #expect(try await refusal { try await Self.apply(open, "0123456789ab") } == changed)
            #expect(try await refusal { try await Self.apply(open, plan.name, .own) } == changed)
            #expect(try await refusal { try await Self.apply(open, plan.name, years: 4) } == changed)
            let official = OversightCaseTests.official(.supervisor)
            #expect(
                try await refusal { try await Self.apply(open, plan.name, as: official) }
                    == Refusal(.notPermitted, ["retention-at-console"]))
            #expect(try await Self.plan(open, years: 5).looks == 0)
            #expect(try await Self.log(open).completeness.deleted == 0)
        }
    }

    @Test("looks of a case that is not closed stay")
    func heldByCase() async throws {
        try await GatewayHouse().running { open in
            try await Self.looks(open)
            // The emergency look has opened its case by itself.
            let plan = try await Self.plan(open, .emergency)
            #expect(plan.looks == 0 && plan.heldByCases == 1)
            _ = try await Self.apply(open, plan.name, .emergency)
            #expect(try await Self.log(open).events.contains { $0.event.purpose == .breakTheGlass })
        }
    }

    @Test("only looks can be destroyed on the ledger")
    func onlyLooks() async throws {
        try await GatewayHouse().running { open in
            _ = try await open.submit(.summary(1), from: People.hospital)
            let record = try #require(
                try await open.ledger.statements(from: 0, limit: 100).first { $0.kind == .record })
            let error = await #expect(throws: LedgerError.self) {
                try await open.ledger.destroyLooks(at: [record.index])
            }
            #expect(error?.code == .notDestroyable && error?.place == record.index)
        }
    }
}
