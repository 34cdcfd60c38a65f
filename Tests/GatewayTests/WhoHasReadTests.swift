import AccessLog
import GatewayTesting
import Identity
import Ledger
@_spi(Vouching) import RecordTypes
import Testing

@testable import Gateway

@Suite("The access log", .timeLimit(.minutes(1)))
struct WhoHasReadTests {
    @Test("shows a citizen every look at her records, refused ones and this very one included, newest first")
    func own() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            _ = try await open.gateway.read(id, as: People.acting(), requestID: "first")
            try await open.gateway.change(
                .deny, for: .everyone, to: .record(id), until: nil, by: People.verifiedCitizen)
            open.house.clock.advance(by: .seconds(1))
            _ = try await refusal { try await open.gateway.read(id, as: People.acting(), requestID: "second") }
            open.house.clock.advance(by: .seconds(1))
            let answer = try await open.gateway.whoHasRead(
                AccessLogQuery(), as: People.verifiedCitizen, requestID: "third")
            #expect(answer.events.map(\.event.requestID) == ["third", "second", "first"])
            #expect(answer.events.map(\.event.outcome) == [.released, .refused, .released])
            #expect(answer.events.map(\.event.action) == [.readAccessLog, .readRecord, .readRecord])
            let refused = answer.events[1].event
            #expect(refused.actor.institution == People.otherHospital.id)
            #expect(refused.actor.person == People.doctor)
            #expect(refused.actor.assertion == .developmentHeaders)
            #expect(refused.purpose == .treatment)
            #expect(refused.records == [id])
            #expect(refused.basis == "restricted-by-citizen")
        }
    }

    @Test("of a citizen is complete: as many entries as the highest counter, without a gap, all taken in")
    func complete() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            _ = try await open.submit(.summary(2, of: People.doctor))
            for _ in 0..<3 { _ = try await open.gateway.read(id, as: People.acting(), requestID: "r") }
            let answer = try await open.gateway.whoHasRead(
                AccessLogQuery(), as: People.verifiedCitizen, requestID: "own")
            #expect(answer.completeness.isComplete)
            #expect(answer.completeness.events == 4)
            #expect(answer.completeness.counters?.entries == 5)
            #expect(answer.completeness.counters?.highest == 5)
            #expect(answer.completeness.ledgerSize == 6)
        }
    }

    @Test("shows a citizen nothing of anybody else's, whatever the query says")
    func nobodyElse() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            _ = try await open.gateway.read(id, as: People.acting(), requestID: "r")
            let query = AccessLogQuery(subject: try open.gateway.identity(of: People.citizen))
            let answer = try await open.gateway.whoHasRead(query, as: People.verifiedDoctor, requestID: "own")
            #expect(answer.events.map(\.event.requestID) == ["own"])
            #expect(try await open.gateway.ownTitles(of: .person(People.verifiedDoctor), among: [id]).isEmpty)
            #expect(
                try await open.gateway.ownTitles(of: .person(People.verifiedCitizen), among: [id]) == [id: "Summary 1"])
        }
    }

    @Test(
        "is not given to an official without a case number, and nothing is entered",
        arguments: ["", " ", "  \t", "A\n1", "A\u{0}", String(repeating: "1", count: 201)])
    func withoutCase(_ caseNumber: String) async throws {
        try await GatewayHouse().running { open async throws in
            _ = try await open.submit(.summary(1))
            let missing = Refusal(.invalidRequest, ["case-number-missing"])
            let official = try await refusal {
                try await open.gateway.accessReport(
                    AccessLogQuery(), about: People.citizen, caseNumber: caseNumber, as: People.verifiedOfficial,
                    requestID: "r")
            }
            let console = try await refusal {
                try await open.gateway.accessReport(
                    AccessLogQuery(), about: People.citizen, caseNumber: caseNumber, atConsoleBy: "root",
                    requestID: "r")
            }
            #expect(official == missing)
            #expect(console == missing)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("shows a citizen which official asked about her, and in which case")
    func towardsThePerson() async throws {
        try await GatewayHouse().running { open async throws in
            _ = try await open.submit(.summary(1))
            let report = try await open.gateway.accessReport(
                AccessLogQuery(), about: People.citizen, caseNumber: "2026-17", as: People.verifiedOfficial,
                requestID: "asked")
            #expect(report.completeness.isComplete)
            #expect(report.events.map(\.event.requestID) == ["asked"], "the question is part of the answer")
            open.house.clock.advance(by: .seconds(1))
            let own = try await open.gateway.whoHasRead(
                AccessLogQuery(), as: People.verifiedCitizen, requestID: "own")
            let asked = try #require(own.events.last).event
            #expect(asked.basis == "2026-17")
            #expect(asked.actor.kind == .official)
            #expect(asked.actor.person == People.official)
            #expect(asked.purpose == .audit)
        }
    }

    @Test("about a person whom nobody knows is empty, and the question counts as nobody's")
    func unknownPerson() async throws {
        try await GatewayHouse().running { open async throws in
            let report = try await open.gateway.accessReport(
                AccessLogQuery(), about: People.citizen, caseNumber: "2026-17", as: People.verifiedOfficial,
                requestID: "asked")
            #expect(report.events.isEmpty)
            #expect(try await open.entries().map(\.projected.subject) == [nil])
        }
    }

    @Test("by institution, by professional and by period holds what was asked for")
    func filtered() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            _ = try await open.gateway.read(id, as: People.acting(), requestID: "there")
            _ = try await open.gateway.read(id, as: People.acting(for: People.hospital), requestID: "here")
            open.house.clock.advance(by: .seconds(3600))
            let queries = [
                (AccessLogQuery(institution: People.hospital.id), ["here"]),
                (AccessLogQuery(professional: People.doctor), ["here", "there"]),
                (AccessLogQuery(professional: People.doctor, until: open.house.clock.now), ["here", "there"]),
                (AccessLogQuery(professional: People.doctor, from: open.house.clock.now), []),
                (AccessLogQuery(professional: People.doctor, outcomes: [.refused]), []),
            ]
            for (query, expected) in queries {
                let report = try await open.gateway.accessReport(
                    query, about: nil, caseNumber: "2026-17", as: People.verifiedOfficial, requestID: "asked")
                #expect(report.events.map(\.event.requestID) == expected)
                #expect(report.completeness.isComplete)
            }
        }
    }
}
