import AccessLog
import GatewayTesting
import KeyStore
import Ledger
@_spi(Vouching) import RecordTypes
import Reporting
import Sealing
import Statements
import Testing

@testable import Gateway

@Suite("Hidden looks", .timeLimit(.minutes(1)))
struct HiddenLookTests {
    private static let first = OversightCaseTests.official(.supervisor)
    private static let second = OversightCaseTests.official(.supervisor, People.doctor)
    private static let officer = OversightCaseTests.official(.dataProtectionOfficer)
    private static let basis = "KrMS § 215, prosecutor's order 12/2026"

    private static func propose(
        _ open: GatewayHouse.Open, basis: String = basis, for duration: Duration = .days(30),
        as overseer: Overseer = first, of person: PersonIdentifier = People.citizen
    ) async throws -> HidingOrder {
        try await open.gateway.proposeHiding(
            of: person, from: People.otherHospital.id, basis: basis,
            until: open.gateway.now.advanced(by: duration), caseNumber: "J-9", as: overseer, requestID: "r")
    }

    private static func approve(
        _ open: GatewayHouse.Open, _ order: HidingOrder, as overseer: Overseer = second
    ) async throws -> HidingOrder {
        try await open.gateway.approveHiding(order.id, caseNumber: "J-9", as: overseer, requestID: "r")
    }

    /// An order in force, and a record of the citizen.
    private static func inForce(_ open: GatewayHouse.Open) async throws -> (order: HidingOrder, record: RecordID) {
        let record = try await open.submit(.summary(1), from: People.hospital).id
        return (try await approve(open, try await propose(open)), record)
    }

    /// A look for the law by the institution that the order names, whatever comes of it.
    private static func look(
        _ open: GatewayHouse.Open, _ record: RecordID, by institution: VerifiedInstitution = People.otherHospital,
        purpose: PurposeOfUse = .legal
    ) async throws {
        _ = try await refusal {
            try await open.gateway.read(
                record, as: People.acting(for: institution, purpose: purpose), requestID: "look")
        }
    }

    /// What every door of the citizen's says of looks for the law, and whether anything is missing there.
    private static func seen(
        _ open: GatewayHouse.Open
    ) async throws -> (log: [AccessEvent], monitor: [AccessEvent], isComplete: Bool, counters: UInt64) {
        let log = try await open.gateway.whoHasRead(
            AccessLogQuery(limit: 1_000), as: .person(People.verifiedCitizen), requestID: "own")
        let usage = try await open.gateway.findUsage(
            of: People.citizen, from: nil, until: nil, offset: 0, limit: 100, by: People.hospital,
            for: People.citizen, requestID: "monitor")
        let counters = try #require(log.completeness.counters)
        #expect(counters.entries == counters.highest, "no number of the person's is left out")
        return (
            log.events.map(\.event).filter { $0.purpose == .legal },
            usage.events.map(\.event).filter { $0.purpose == .legal }, log.completeness.isComplete, counters.highest
        )
    }

    @Test("while an order holds, no door of the person's shows the look, and nothing of theirs has a gap")
    func hidden() async throws {
        try await GatewayHouse().running { open in
            let (_, record) = try await Self.inForce(open)
            let before = try await Self.seen(open)
            try await Self.look(open, record)
            let after = try await Self.seen(open)
            #expect(after.log.isEmpty && after.monitor.isEmpty && after.isComplete)
            // The two questions of the test themselves, and no more.
            #expect(after.counters == before.counters + 2)
            let proof = try await open.gateway.proveCompleteness(
                of: .person(People.verifiedCitizen), requestID: "proof")
            #expect(!String(decoding: proof.bytes, as: UTF8.self).contains("HLEGAL"))
            // It is on the ledger all the same, about nobody.
            let events = try await open.accesses().filter { $0.purpose == .legal }
            #expect(events.count == 1 && events[0].subject == nil && events[0].withheld?.basis == Self.basis)
        }
    }

    @Test("when the order is over the look appears by itself, with its basis, at every door; once")
    func disclosed() async throws {
        try await GatewayHouse().running { open in
            let (order, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            #expect(try await open.gateway.discloseDue() == 0)
            open.house.clock.advance(by: .days(31))
            #expect(try await open.gateway.discloseDue() == 1)
            #expect(try await open.gateway.discloseDue() == 0)
            let seen = try await Self.seen(open)
            #expect(seen.log.count == 1 && seen.monitor.count == 1 && seen.isComplete)
            let event = try #require(seen.log.first)
            #expect(event.basis == Self.basis && event.withheld?.order == order.id)
            #expect(event.time < order.until, "it stands at its own time")
            let verdict = try await open.gateway.verifyAccessLog(
                caseNumber: "J", as: Self.first, requestID: "verify")
            #expect(verdict.isSound, "\(verdict.sentences)")
        }
    }

    @Test("an official whom a hidden look concerns does not find it at the ministry's door either; others do")
    func concernedOfficial() async throws {
        try await GatewayHouse().running { open in
            let (_, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            let concerned = OversightCaseTests.official(.supervisor, People.citizen)
            var query = AccessLogQuery(institution: People.otherHospital.id, limit: 100)
            query.purposes = [.legal]
            func found(_ overseer: Overseer) async throws -> (report: Int, queue: Int) {
                let report = try await open.gateway.accessReport(
                    query, about: nil, caseNumber: "J", as: overseer, requestID: "r")
                let explained = try await open.gateway.explainedReport(
                    ExplainQuestion(query), caseNumber: "J", as: overseer, requestID: "r")
                return (report.events.count, explained.queue.count { $0.event?.purpose == .legal })
            }
            let (theirs, others) = (try await found(concerned), try await found(Self.first))
            #expect(theirs.report == 0 && theirs.queue == 0)
            #expect(others.report == 1)
        }
    }

    @Test("one order that cannot be read any more does not keep the looks under another from appearing")
    func damagedOrder() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            let (first, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            _ = try await open.gateway.revokeHiding(
                first.id, reason: "over", caseNumber: "J", as: Self.officer, requestID: "r")
        }
        // The first is due, and the gateway has not come to it before its row is spoilt.
        try house.alter("access.sqlite", "UPDATE hidden_look SET disclosed = 0")
        try house.alter("access.sqlite", "UPDATE hiding SET proposal = x'00'")
        try await house.running { open in
            let (second, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            _ = try await open.gateway.revokeHiding(
                second.id, reason: "over", caseNumber: "J", as: Self.officer, requestID: "r")
            #expect(try await refusal { try await open.gateway.discloseDue() } == Refusal(.unavailable))
            let seen = try await Self.seen(open)
            #expect(seen.log.contains { $0.withheld?.order == second.id })
        }
    }

    @Test("damage that a hidden look finds does not move the person's count")
    func damagedRecord() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            _ = try await Self.approve(open, try await Self.propose(open))
            let record = try await open.submit(.summary(1)).id
            _ = try await open.gateway.change(
                .permit, for: .institution(People.otherHospital.id), to: .wholeRecord, purpose: .legal, until: nil,
                by: People.verifiedCitizen)
            let before = try await Self.seen(open)
            try house.flip("payload", of: "resource", in: People.hospital)
            try await Self.look(open, record)
            let after = try await Self.seen(open)
            #expect(after.counters == before.counters + 2, "the two questions of the test themselves, and no more")
            let found = try await open.entries().filter {
                $0.statement == .administration("payload-damaged", detail: record.description)
            }
            #expect(found.count == 1 && found.allSatisfy { $0.projected.subject == nil })
        }
    }

    @Test("a disclosure that somebody suppressed in the log is found against the ledger")
    func suppressed() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            let (_, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            #expect(try await open.gateway.verifyAccessLog(caseNumber: "J", as: Self.first, requestID: "v").isSound)
        }
        try house.alter("access.sqlite", "UPDATE hidden_look SET disclosed = 1")
        house.clock.advance(by: .days(40))
        try await house.running { open in
            #expect(try await open.gateway.discloseDue() == 0)
            let verdict = try await open.gateway.verifyAccessLog(caseNumber: "J", as: Self.first, requestID: "v")
            #expect(!verdict.isSound && verdict.undisclosed.count == 1, "\(verdict.sentences)")
        }
    }

    @Test("a log made anew from the ledger hides and shows the same")
    func replayed() async throws {
        let house = try GatewayHouse()
        try await house.running { open in
            let (_, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            house.clock.advance(by: .days(31))
            #expect(try await open.gateway.discloseDue() == 1)
            let (_, other) = (try await Self.approve(open, try await Self.propose(open)), record)
            try await Self.look(open, other)
        }
        try await house.running { open in
            try await open.accessLog.reset()
        }
        try await house.running { open in
            let seen = try await Self.seen(open)
            #expect(seen.log.count == 1 && seen.isComplete)
            let orders = try await open.gateway.hidingOrders(caseNumber: "J", as: Self.officer, requestID: "r")
            #expect(orders.map(\.looks) == [1, 1] && orders.map(\.disclosed) == [0, 1])
        }
    }

    @Test("one official twice, the console, the person's own and an official without the right do not make an order")
    func refusedOfficials() async throws {
        try await GatewayHouse().running { open in
            let record = try await open.submit(.summary(1), from: People.hospital).id
            let order = try await Self.propose(open)
            let alone = Refusal(.invalidRequest, ["hiding-by-one-official"])
            #expect(try await refusal { try await Self.approve(open, order, as: Self.first) } == alone)
            #expect(try await refusal { try await Self.approve(open, order, as: .console("root")) } == alone)
            #expect(try await refusal { try await Self.propose(open, as: .console("root")) } == alone)
            let concerned = OversightCaseTests.official(.supervisor, People.citizen)
            #expect(
                try await refusal { try await Self.propose(open, as: concerned) }
                    == Refusal(.invalidRequest, ["official-is-part"]))
            // To whom an order concerns, it is not there, whatever they do about it.
            let absent = try await refusal {
                try await open.gateway.revokeHiding(
                    999_999, reason: "x", caseNumber: "J", as: concerned, requestID: "r")
            }
            #expect(absent == Refusal(.notFound))
            #expect(try await refusal { try await Self.approve(open, order, as: concerned) } == absent)
            #expect(
                try await refusal {
                    try await open.gateway.revokeHiding(
                        order.id, reason: "x", caseNumber: "J", as: concerned, requestID: "r")
                } == absent)
            #expect(
                try await open.gateway.hidingOrders(caseNumber: "J", as: concerned, requestID: "r").isEmpty)
            #expect(try await open.gateway.hidingOrders(caseNumber: "J", as: Self.officer, requestID: "r").count == 1)
            let noRight = Refusal(.notPermitted, ["role-without-right"])
            #expect(try await refusal { try await Self.propose(open, as: Self.officer) } == noRight)
            #expect(try await refusal { try await Self.approve(open, order, as: Self.officer) } == noRight)
            // A proposal hides nothing.
            try await Self.look(open, record)
            #expect(try await Self.seen(open).log.count == 1)
        }
    }

    @Test(
        "no order without a basis in words, or without an end within a year",
        arguments: [
            ("", Duration.days(30), "hiding-without-basis"), ("§ 215", .days(30), "hiding-without-basis"),
            ("KrMS\n§ 215", .days(30), "hiding-without-basis"),
            (String(repeating: "a", count: 501), .days(30), "hiding-without-basis"),
            (basis, .zero, "hiding-without-end"), (basis, .days(-1), "hiding-without-end"),
            (basis, .days(366), "hiding-without-end"),
        ])
    func refusedOrders(_ basis: String, _ duration: Duration, _ code: String) async throws {
        try await GatewayHouse().running { open in
            let refused = try await refusal { try await Self.propose(open, basis: basis, for: duration) }
            #expect(refused == Refusal(.invalidRequest, [code]))
        }
    }

    @Test("a protection officer sees all orders and ends one early; what it hid appears; no order ever leaves the list")
    func revoked() async throws {
        try await GatewayHouse().running { open in
            let (order, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            let gateway = open.gateway
            let revoked = try await gateway.revokeHiding(
                order.id, reason: "no ground", caseNumber: "DPO-1", as: Self.officer, requestID: "r")
            #expect(revoked.stage(at: gateway.now) == .over)
            open.house.clock.advance(by: .seconds(1))
            #expect(try await gateway.discloseDue() == 1)
            #expect(try await Self.seen(open).log.count == 1)
            try await Self.look(open, record)
            #expect(try await Self.seen(open).log.count == 2, "later looks are not hidden any more")
            #expect(
                try await refusal {
                    try await gateway.revokeHiding(
                        order.id, reason: "again", caseNumber: "DPO-1", as: Self.officer, requestID: "r")
                } == Refusal(.invalidRequest, ["hiding-step-does-not-fit"]))
            #expect(
                try await refusal { try await Self.approve(open, order) }
                    == Refusal(.invalidRequest, ["hiding-step-does-not-fit"]))
            let orders = try await gateway.hidingOrders(caseNumber: "DPO-1", as: Self.officer, requestID: "r")
            #expect(orders.map(\.order.id) == [order.id] && orders[0].looks == 1 && orders[0].disclosed == 1)
            let analyst = OversightCaseTests.official(.analyst)
            #expect(
                try await refusal {
                    try await gateway.hidingOrders(caseNumber: "DPO-1", as: analyst, requestID: "r")
                } == Refusal(.notPermitted, ["role-without-right"]))
        }
    }

    @Test("only the named institution's looks for the law are hidden, and only those made while the order holds")
    func narrow() async throws {
        try await GatewayHouse().running { open in
            let record = try await open.submit(.summary(1), from: People.hospital).id
            let order = try await Self.propose(open)
            try await Self.look(open, record)
            _ = try await Self.approve(open, order)
            try await Self.look(open, record, by: People.hospital)
            try await Self.look(open, record, purpose: .treatment)
            try await Self.look(open, record, purpose: .breakTheGlass)
            let all = try await open.gateway.whoHasRead(
                AccessLogQuery(limit: 1_000), as: .person(People.verifiedCitizen), requestID: "own")
            let looks = all.events.filter { $0.event.requestID == "look" }
            #expect(looks.count == 4 && looks.allSatisfy { $0.event.withheld == nil })
        }
    }

    @Test("looks at somebody whose key was erased meanwhile are passed over, and nothing waits for them")
    func erased() async throws {
        try await GatewayHouse().running { open in
            let (order, record) = try await Self.inForce(open)
            try await Self.look(open, record)
            try await open.keys.erase(.person(order.person))
            open.house.clock.advance(by: .days(31))
            #expect(try await open.gateway.discloseDue() == 0)
            #expect(try await open.accessLog.dueDisclosures(at: open.gateway.now).due.isEmpty)
        }
    }
}
