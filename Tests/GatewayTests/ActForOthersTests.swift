import AccessLog
import GatewayTesting
import Identity
import Ledger
@_spi(Vouching) import RecordTypes
import Statements
import Testing

@testable import Gateway

@Suite("Acting for another person", .timeLimit(.minutes(1)))
struct ActForOthersTests {
    private static let notFound = Refusal(.notFound)

    private static func keeper(_ open: GatewayHouse.Open) async throws -> Keeper {
        let held = try await open.gateway.mandates(heldBy: People.verifiedDoctor)
        return try await open.gateway.keeper(
            People.verifiedDoctor, byMandate: try #require(held.first).name)
    }

    @Test("shows what the mandate says, and both people stand in the log")
    func reads() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1)).id
            try await open.gateway.appoint(
                People.doctor, called: "D", to: [.records], until: nil, by: People.verifiedCitizen)
            let keeper = try await Self.keeper(open)
            #expect(keeper.person == People.citizen)
            let page = try await open.gateway.ownRecords(of: keeper, requestID: "r")
            #expect(page.records.map(\.id) == [id])
            _ = try await open.gateway.read(id, as: keeper.reader, requestID: "r")
            let look = try #require(try await open.accesses().last)
            #expect(look.actor.person == People.doctor && look.actor.role == "representative")
            #expect(try look.subject == open.gateway.identity(of: People.citizen))
            #expect(look.purpose == .familyRequest)
            // Not in the mandate.
            #expect(
                try await refusal {
                    try await open.gateway.whoHasRead(AccessLogQuery(), as: keeper, requestID: "r")
                } == Self.notFound)
            #expect(
                try await refusal {
                    try await open.gateway.change(
                        .deny, for: .everyone, to: .wholeRecord, until: nil, by: keeper)
                } == Self.notFound)
        }
    }

    @Test("decides only where the mandate says so, and the decision names who made it")
    func decides() async throws {
        try await GatewayHouse().running { open in
            try await open.gateway.appoint(
                People.doctor, called: nil, to: [.decisions], until: nil, by: People.verifiedCitizen)
            let change = try await open.gateway.change(
                .deny, for: .everyone, to: .wholeRecord, until: nil, by: try await Self.keeper(open))
            #expect(change.restriction.decidedBy == People.doctor)
            let rules = try await open.gateway.restrictions(of: People.verifiedCitizen, requestID: "r")
            #expect(rules == [change.restriction])
        }
    }

    @Test("ends at the very next request: when it is ended, and when its time is over")
    func ends() async throws {
        try await GatewayHouse().running { open in
            let end = open.house.clock.reading().advanced(by: .seconds(10))
            let citizen = People.verifiedCitizen
            try await open.gateway.appoint(
                People.doctor, called: nil, to: [.records], until: end, by: citizen)
            let keeper = try await Self.keeper(open)
            let name = try #require(try await open.gateway.mandates(givenBy: citizen).first).name
            open.house.clock.advance(by: .seconds(10))
            #expect(
                try await refusal {
                    try await open.gateway.keeper(People.verifiedDoctor, byMandate: name)
                } == Self.notFound)
            #expect(
                try await open.gateway.ownRecords(of: keeper, requestID: "r").records.isEmpty, "held over from before")
            try await open.gateway.appoint(
                People.doctor, called: nil, to: [.records], until: nil, by: citizen)
            _ = try await open.gateway.keeper(People.verifiedDoctor, byMandate: name)
            try await open.gateway.appoint(People.doctor, called: nil, to: [], until: nil, by: citizen)
            #expect(try await open.gateway.mandates(heldBy: People.verifiedDoctor).isEmpty)
        }
    }

    @Test("is for nobody else: another's mandate, an unknown one, and one for oneself are refused")
    func refusals() async throws {
        try await GatewayHouse().running { open in
            let citizen = People.verifiedCitizen
            try await open.gateway.appoint(
                People.doctor, called: nil, to: [.records], until: nil, by: citizen)
            let name = try #require(try await open.gateway.mandates(givenBy: citizen).first).name
            for (who, asked) in [
                (People.verifiedOfficial.citizen, name), (citizen, name),
                (People.verifiedDoctor, String(repeating: "0", count: 64)), (People.verifiedDoctor, ""),
            ] {
                #expect(try await refusal { try await open.gateway.keeper(who, byMandate: asked) } == Self.notFound)
            }
            #expect(
                try await refusal {
                    try await open.gateway.appoint(
                        People.citizen, called: nil, to: [.records], until: nil, by: citizen)
                } == Refusal(.invalidRequest, ["mandate-impossible"]))
            #expect(
                try await refusal {
                    try await open.gateway.appoint(
                        People.doctor, called: nil, to: [.records], until: open.house.clock.reading(), by: citizen)
                } == Refusal(.invalidRequest, ["mandate-impossible"]))
        }
    }

    @Test("as a guardian is an official's to enter, under a case, and no analyst's")
    func guardians() async throws {
        try await GatewayHouse().running { open in
            func register(_ role: VerifiedOfficial.Role, _ caseNumber: String) async throws -> Refusal? {
                try await refusal {
                    try await open.gateway.registerGuardian(
                        People.doctor, called: "D", of: People.citizen, called: "C", to: [.records], until: nil,
                        caseNumber: caseNumber,
                        by: VerifiedOfficial(citizen: People.verifiedOfficial.citizen, role: role))
                }
            }
            #expect(try await register(.analyst, "1") == Refusal(.notPermitted, ["role-without-right"]))
            #expect(try await register(.supervisor, " ") == Refusal(.invalidRequest, ["case-number-missing"]))
            #expect(try await register(.supervisor, "1") == nil)
            let held = try await open.gateway.mandates(heldBy: People.verifiedDoctor)
            #expect(held.map(\.mandate.basis) == [.guardian])
            #expect(held.first?.mandate.caseNumber == "1")
        }
    }

    @Test("a document that its author holds back is seen when it is released, by its institution alone")
    func heldBack() async throws {
        try await GatewayHouse().running { open in
            let paper = Paper.summary(1).changed { $0.parts = $0.parts?.closed(to: "patient") }
            let id = try await open.submit(paper).id
            let citizen = Reader.citizen(People.verifiedCitizen)
            #expect(try await refusal { try await open.gateway.read(id, as: citizen, requestID: "r") } == Self.notFound)
            #expect(try await open.gateway.ownRecords(of: People.verifiedCitizen, requestID: "r").records.isEmpty)
            #expect(try await open.gateway.ownTitles(of: .person(People.verifiedCitizen), among: [id]).isEmpty)
            _ = try await open.gateway.read(id, as: People.acting(), requestID: "r")
            #expect(
                try await refusal {
                    try await open.gateway.releaseToPerson(id, by: People.otherHospital)
                } == Self.notFound)
            try await open.gateway.releaseToPerson(id, by: People.hospital)
            _ = try await open.gateway.read(id, as: citizen, requestID: "r")
            let size = await open.ledger.size
            try await open.gateway.releaseToPerson(id, by: People.hospital)
            #expect(await open.ledger.size == size, "released again, nothing happens")
        }
    }

    @Test("a document is not held back for good")
    func heldBackTooLong() async throws {
        try await GatewayHouse().running { open in
            let paper = Paper.summary(1).changed { $0.parts = $0.parts?.closed(to: "patient", "V") }
            let id = try await open.submit(paper).id
            let citizen = Reader.citizen(People.verifiedCitizen)
            open.house.clock.advance(by: .seconds(90 * 86_400 - 60))
            #expect(try await refusal { try await open.gateway.read(id, as: citizen, requestID: "r") } == Self.notFound)
            open.house.clock.advance(by: .seconds(60))
            #expect(try await open.gateway.read(id, as: citizen, requestID: "r").description.id == id)
        }
    }
}
