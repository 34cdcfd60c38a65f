import GatewayTesting
import Identity
import KeyStore
import Ledger
@_spi(Vouching) import RecordTypes
import Sealing
import Statements
import Testing

@testable import Gateway

@Suite("A restriction", .timeLimit(.minutes(1)))
struct ChangeConsentTests {
    static let notFound = Refusal(.notFound)

    @Test("holds at the very next look, and the answer is the one of an unknown id")
    func nextLook() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            let doctor = People.acting()
            for _ in 0..<5 {
                _ = try await open.gateway.read(id, as: doctor, requestID: "r")
                try await open.gateway.change(
                    .deny, for: .everyone, to: .record(id), until: nil, by: People.verifiedCitizen)
                let closed = try await refusal { try await open.gateway.read(id, as: doctor, requestID: "r") }
                let unknown = try await refusal {
                    try await open.gateway.read(open.id(of: .summary(99)), as: doctor, requestID: "r")
                }
                #expect(closed == Self.notFound)
                #expect(closed == unknown)
                try await open.gateway.change(
                    .permit, for: .everyone, to: .record(id), until: nil, by: People.verifiedCitizen)
            }
        }
    }

    @Test("that stands before a look on the ledger held for it, however close they came")
    func order() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            for round in 0..<8 {
                let effect: Restriction.Effect = round.isMultiple(of: 2) ? .deny : .permit
                let from = await open.ledger.size
                let released = try await withThrowingTaskGroup(of: String?.self) { group in
                    group.addTask {
                        try await open.gateway.change(
                            effect, for: .everyone, to: .record(id), until: nil, by: People.verifiedCitizen)
                        return nil
                    }
                    for number in 0..<24 {
                        group.addTask {
                            let name = "\(round)-\(number)"
                            let refused = try await refusal {
                                try await open.gateway.read(id, as: People.acting(), requestID: name)
                            }
                            return refused == nil ? name : nil
                        }
                    }
                    return try await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
                }
                guard effect == .deny else { continue }
                let entries = try await open.entries(from: from)
                let decided = try #require(entries.first { $0.projected.kind == .consent }).projected.index
                for entry in entries where entry.projected.index > decided {
                    guard case .access(let event) = entry.statement else { continue }
                    #expect(!released.contains(event.requestID))
                }
            }
        }
    }

    @Test("of the whole record leaves nothing in a search, and counts nothing")
    func search() async throws {
        try await GatewayHouse().running { open async throws in
            for number in 1...3 { _ = try await open.submit(.summary(number)) }
            let doctor = People.acting()
            #expect(
                try await open.gateway.search(patient: People.citizen, as: doctor, requestID: "r").records.count == 3)
            try await open.gateway.change(
                .deny, for: .institution(People.otherHospital.id), to: .wholeRecord, until: nil,
                by: People.verifiedCitizen)
            #expect(try await open.gateway.search(patient: People.citizen, as: doctor, requestID: "r").records.isEmpty)
            let elsewhere = People.acting(for: People.hospital)
            #expect(
                try await open.gateway.search(patient: People.citizen, as: elsewhere, requestID: "r").records.count == 3
            )
            #expect(try await open.gateway.ownRecords(of: People.verifiedCitizen, requestID: "r").records.count == 3)
        }
    }

    @Test("holds until its end and no longer")
    func until() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            let clock = open.house.clock
            try await open.gateway.change(
                .deny, for: .everyone, to: .record(id), until: clock.now.advanced(by: .seconds(60)),
                by: People.verifiedCitizen)
            clock.advance(by: .milliseconds(59_999))
            #expect(
                try await refusal { try await open.gateway.read(id, as: People.acting(), requestID: "r") }
                    == Self.notFound)
            clock.advance(by: .milliseconds(1))
            #expect(
                try await refusal { try await open.gateway.read(id, as: People.acting(), requestID: "r") } == nil)
        }
    }

    @Test(
        "whose end cannot be is refused, and nothing is entered",
        arguments: [
            ("it has passed", Instant(seconds: 1), "restriction-already-over"),
            ("it is now", Instant(seconds: 1_780_000_000), "restriction-already-over"),
            ("it has a year of five digits", Instant(seconds: 253_402_300_800), "cannot-be-recorded"),
            ("it is the end of time", Instant(milliseconds: .max), "cannot-be-recorded"),
        ])
    func impossibleEnd(_ name: String, _ until: Instant, _ issue: String) async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            let refused = try await refusal {
                try await open.gateway.change(
                    .deny, for: .everyone, to: .record(id), until: until, by: People.verifiedCitizen)
            }
            #expect(refused == Refusal(.invalidRequest, [issue]))
            #expect(await open.ledger.size == 1)
        }
    }

    @Test(
        "of somebody else's record, of an unknown one and of an erased person's is one answer, and nothing is entered")
    func notHers() async throws {
        try await GatewayHouse().running { open async throws in
            let hers = try await open.submit(.summary(1)).id
            for id in [hers, open.id(of: .summary(99))] {
                let refused = try await refusal {
                    try await open.gateway.change(
                        .deny, for: .everyone, to: .record(id), until: nil, by: People.verifiedDoctor)
                }
                #expect(refused == Self.notFound)
            }
            #expect(await open.ledger.size == 1)
            try await open.keys.erase(.person(try open.gateway.identity(of: People.citizen)))
            let refused = try await refusal {
                try await open.gateway.change(
                    .deny, for: .everyone, to: .record(hers), until: nil, by: People.verifiedCitizen)
            }
            #expect(refused == Self.notFound)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test(
        "is an entry of kind consent that counts as hers, and the latest about a target and an audience is the one that is listed"
    )
    func listed() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            for effect in [Restriction.Effect.deny, .permit, .deny] {
                open.house.clock.advance(by: .seconds(1))
                try await open.gateway.change(
                    effect, for: .everyone, to: .record(id), until: nil, by: People.verifiedCitizen)
            }
            open.house.clock.advance(by: .seconds(1))
            try await open.gateway.change(
                .deny, for: .professional(People.doctor), to: .wholeRecord, until: nil, by: People.verifiedCitizen)
            let listed = try await open.gateway.restrictions(of: People.verifiedCitizen, requestID: "r")
            #expect(listed.map(\.audience) == [.professional(People.doctor), .everyone], "newest first")
            #expect(listed.map(\.effect) == [.deny, .deny])
            let entries = try await open.entries(from: 1).map(\.projected)
            #expect(entries.map(\.kind) == [.consent, .consent, .consent, .consent, .access])
            #expect(entries.map(\.counter) == [2, 3, 4, 5, 6])
            #expect(try await open.entry(at: 1).submitter == .gateway)
        }
    }

    @Test("too many is refused; a decision about a pair that is there already is always possible")
    func tooMany() async throws {
        try await GatewayHouse().running { open async throws in
            let subject = try open.gateway.identity(of: People.citizen)
            func audience(_ number: Int) -> Restriction.Audience {
                .institution(People.institution("NTREE-\(20_000_000 + number)", "H").id)
            }
            try await withThrowingTaskGroup { group in
                for number in 0..<Gateway.restrictionLimit {
                    let restriction = Restriction(
                        target: .wholeRecord, audience: audience(number), effect: .deny, decided: open.house.clock.now,
                        until: nil)
                    group.addTask {
                        _ = try await open.ledger.append(
                            LedgerDraft(
                                kind: .consent, subject: subject, submitter: .gateway,
                                statement: Statement.consent(restriction, subject: subject).bytes))
                    }
                }
                try await group.waitForAll()
            }
            let citizen = People.verifiedCitizen
            let refused = try await refusal {
                try await open.gateway.change(
                    .deny, for: audience(Gateway.restrictionLimit), to: .wholeRecord, until: nil, by: citizen)
            }
            #expect(refused == Refusal(.invalidRequest, ["too-many-restrictions"]))
            let permitted = try await open.gateway.change(
                .permit, for: audience(7), to: .wholeRecord, until: nil, by: citizen)
            #expect(permitted.effect == .permit)
        }
    }
}
