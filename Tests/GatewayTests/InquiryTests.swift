import AccessLog
import Correspondence
import GatewayTesting
import Identity
import Ledger
@_spi(Vouching) import RecordTypes
import Statements
import Testing

@testable import Gateway

@Suite("Questions to institutions, and messages", .timeLimit(.minutes(1)))
struct InquiryTests {
    private static let me = Keeper.person(People.verifiedCitizen)
    private static let notFound = Refusal(.notFound)

    private static func id(_ byte: UInt8) -> InquiryID { InquiryID(bytes: Array(repeating: byte, count: 16))! }

    /// The doctor looks once; the look's place on the ledger.
    private static func look(_ open: GatewayHouse.Open, _ purpose: PurposeOfUse = .treatment) async throws -> UInt64 {
        let id = try await open.submit(.summary(1)).id
        _ = try? await open.gateway.read(id, as: People.acting(purpose: purpose), requestID: "look-1")
        return await open.ledger.size - 1
    }

    @Test("a question about a look goes to who looked, is answered once, and both see it")
    func answered() async throws {
        try await GatewayHouse().running { open in
            let index = try await Self.look(open)
            let asked = try await open.gateway.ask(
                aboutLook: index, saying: "Who is that?", id: Self.id(1), by: Self.me, requestID: "r")
            #expect(asked.institution == People.otherHospital.id)
            #expect(asked.due == asked.asked.advanced(by: .seconds(30 * 86_400)))
            let again = try await open.gateway.ask(
                aboutLook: index, saying: "Hello?", id: Self.id(2), by: Self.me, requestID: "r")
            #expect(again == asked, "asked twice is asked once")
            #expect(try await open.gateway.inquiries(to: People.hospital).isEmpty)
            #expect(try await open.gateway.inquiries(to: People.otherHospital).map(\.inquiry) == [asked])
            func answer(
                _ finding: InquiryAnswer.Finding, _ words: String,
                by institution: VerifiedInstitution = People.otherHospital
            ) async throws -> Refusal? {
                try await refusal {
                    try await open.gateway.answer(
                        asked.id, finding: finding, saying: words, by: institution, named: "Officer")
                }
            }
            #expect(try await answer(.justified, "ours", by: People.hospital) == Self.notFound)
            #expect(try await answer(.corrected, "so") == Refusal(.invalidRequest, ["finding-does-not-fit"]))
            #expect(try await answer(.mistake, " ") == Refusal(.invalidRequest, ["inquiry-without-words"]))
            #expect(try await answer(.mistake, "A mistyped code.") == nil)
            #expect(try await answer(.mistake, "A mistyped code.") == nil, "the same again is the same")
            #expect(try await answer(.justified, "No.") == Refusal(.invalidRequest, ["inquiry-answered"]))
            let mine = try await open.gateway.inquiries(of: Self.me)
            #expect(mine.map(\.answer?.finding) == [.mistake])
        }
    }

    @Test("of a refused attempt the institution learns no record")
    func attempt() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1)).id
            try await open.gateway.change(
                .deny, for: .everyone, to: .wholeRecord, until: nil, by: People.verifiedCitizen)
            _ = try? await open.gateway.read(id, as: People.acting(), requestID: "look-1")
            let asked = try await open.gateway.ask(
                aboutLook: await open.ledger.size - 1, saying: "", id: Self.id(1), by: Self.me, requestID: "r")
            guard case .look(let look) = asked.matter else { return #expect(Bool(false)) }
            #expect(look.records.isEmpty)
        }
    }

    @Test("what is not a look at one's own record by an institution cannot be asked about")
    func foreign() async throws {
        try await GatewayHouse().running { open in
            let index = try await Self.look(open)
            _ = try await open.gateway.whoHasRead(
                AccessLogQuery(), as: People.verifiedCitizen, requestID: "r")
            let own = await open.ledger.size - 1
            for (place, keeper) in [
                (index, Keeper.person(People.verifiedDoctor)), (own, Self.me), (0, Self.me), (UInt64.max, Self.me),
            ] {
                #expect(
                    try await refusal {
                        try await open.gateway.ask(
                            aboutLook: place, saying: "", id: Self.id(1), by: keeper, requestID: "r")
                    } == Self.notFound)
            }
        }
    }

    @Test("a correction goes to who filed the record, with words, and only from who may see it")
    func correction() async throws {
        try await GatewayHouse().running { open in
            let id = try await open.submit(.summary(1)).id
            func ask(_ words: String, _ keeper: Keeper) async throws -> Refusal? {
                try await refusal {
                    try await open.gateway.ask(
                        toCorrect: id, saying: words, id: Self.id(1), by: keeper, requestID: "r")
                }
            }
            #expect(try await ask("", Self.me) == Refusal(.invalidRequest, ["inquiry-without-words"]))
            #expect(
                try await ask(String(repeating: "a", count: 4_001), Self.me)
                    == Refusal(.invalidRequest, ["inquiry-too-long"]))
            #expect(try await ask("wrong", .person(People.verifiedDoctor)) == Self.notFound)
            #expect(try await ask("wrong", Self.me) == nil)
            #expect(try await open.gateway.inquiries(to: People.hospital).count == 1)
        }
    }

    @Test("what is not answered in time is the ministry's to see, under a case")
    func overdue() async throws {
        try await GatewayHouse().running { open in
            let index = try await Self.look(open)
            _ = try await open.gateway.ask(
                aboutLook: index, saying: "", id: Self.id(1), by: Self.me, requestID: "r")
            func overdue(_ caseNumber: String) async throws -> Int {
                try await open.gateway.overdueInquiries(
                    caseNumber: caseNumber, as: People.verifiedOfficial, requestID: "r"
                ).count
            }
            #expect(try await overdue("1") == 0)
            open.house.clock.advance(by: .seconds(30 * 86_400))
            #expect(try await overdue("1") == 1)
            #expect(try await refusal { try await overdue("") } == Refusal(.invalidRequest, ["case-number-missing"]))
            #expect(try await open.accesses().last?.basis == "1", "the ministry's look is logged")
        }
    }

    @Test("a person is told of what they want to be told, once for each way, and of nothing else")
    func messages() async throws {
        try await GatewayHouse().running { open in
            let citizen = People.verifiedCitizen
            #expect(
                try await refusal {
                    try await open.gateway.prefer(
                        email: "no address", mailbox: false, events: [], language: "et", by: citizen)
                } == Refusal(.invalidRequest, ["mail-address-malformed"]))
            try await open.gateway.prefer(
                email: "me@example.ee", mailbox: true, events: [.firstLook, .emergency], language: "et", by: citizen)
            let id = try await open.submit(.summary(1)).id
            for _ in 0..<3 { _ = try await open.gateway.read(id, as: People.acting(), requestID: "r") }
            _ = try? await open.gateway.read(id, as: People.acting(purpose: .breakTheGlass), requestID: "r")
            try await open.projections.catchUp()
            let due = try await open.correspondence.deliveries(dueBy: open.house.clock.reading(), limit: 10)
            #expect(due.map(\.event) == [.firstLook, .firstLook, .emergency, .emergency])
            #expect(
                Set(due.map(\.channel)) == [.email("me@example.ee"), .mailbox(People.citizen)])
        }
    }

    @Test("a message that cannot be sent is tried again later and later, and given up in the end")
    func retries() async throws {
        try await GatewayHouse().running { open in
            try await open.gateway.prefer(
                email: "me@example.ee", mailbox: false, events: [.newDocument], language: "ru",
                by: People.verifiedCitizen)
            _ = try await open.submit(.summary(1))
            try await open.projections.catchUp()
            var tries = 0
            while true {
                let now = open.house.clock.reading()
                guard let next = try await open.correspondence.deliveries(dueBy: now, limit: 1).first else {
                    guard try await open.correspondence.waitingDeliveries() > 0 else { break }
                    open.house.clock.advance(by: .seconds(6 * 3_600))
                    continue
                }
                tries += 1
                try await open.correspondence.notDelivered(next, at: now)
            }
            #expect(tries == Correspondence.attemptLimit)
        }
    }

    @Test("a projection made anew sends no old mail again, and knows every question")
    func rebuilt() async throws {
        try await GatewayHouse().running { open in
            try await open.gateway.prefer(
                email: "me@example.ee", mailbox: false, events: [.newDocument], language: "en",
                by: People.verifiedCitizen)
            let index = try await Self.look(open)
            _ = try await open.gateway.ask(
                aboutLook: index, saying: "?", id: Self.id(1), by: Self.me, requestID: "r")
            let first = try #require(
                try await open.correspondence.deliveries(dueBy: open.house.clock.reading(), limit: 10).first)
            try await open.correspondence.delivered(first.id)
            open.house.clock.advance(by: .seconds(3 * 86_400))
            let statements = try await open.ledger.statements(from: 0, limit: 1_000)
            try await open.correspondence.reset()
            try await open.correspondence.apply(statements, movingCursorTo: UInt64(statements.count))
            #expect(try await open.correspondence.waitingDeliveries() == 0)
            #expect(try await open.gateway.inquiries(of: Self.me).count == 1)
        }
    }
}
