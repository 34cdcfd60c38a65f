import AccessLog
import Identity
import KeyStore
import Ledger
import RecordStore
@_spi(Vouching) import RecordTypes
import Sealing
import Testing

@testable import Gateway

@Suite("A look", .timeLimit(.minutes(1)))
struct ReadRecordTests {
    static let citizen = Reader.citizen(People.verifiedCitizen)
    static let stranger = Reader.citizen(People.verifiedDoctor)

    /// A house with two records of the citizen, the second of which is closed to everyone, and one way to look.
    struct Look: CustomTestStringConvertible, Sendable {
        let name: String
        let outcome: AccessEvent.Outcome
        let refusal: Refusal?
        let look: @Sendable (GatewayHouse.Open, _ free: RecordID, _ closed: RecordID) async throws -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ outcome: AccessEvent.Outcome, _ refusal: Refusal? = nil,
            _ look: @escaping @Sendable (GatewayHouse.Open, RecordID, RecordID) async throws -> Void
        ) {
            self.name = name
            self.outcome = outcome
            self.refusal = refusal
            self.look = look
        }
    }

    static let unknown = Paper.summary(99)
    static let notFound = Refusal(.notFound)

    static let looks: [Look] = [
        Look("a citizen's at her own record", .released) { open, free, _ async throws in
            _ = try await open.gateway.read(free, as: citizen, requestID: "look")
        },
        Look("a citizen's at her own closed record", .released) { open, _, closed async throws in
            _ = try await open.gateway.read(closed, as: citizen, requestID: "look")
        },
        Look("a doctor's at a record", .released) { open, free, _ async throws in
            _ = try await open.gateway.read(free, as: People.acting(), requestID: "look")
        },
        Look("a doctor's at the source", .released) { open, free, _ async throws in
            let released = try await open.gateway.readSource(free, as: People.acting(), requestID: "look")
            #expect(released.source == Paper.summary(1).source)
        },
        Look("a doctor's at a closed record", .refused, notFound) { open, _, closed async throws in
            _ = try await open.gateway.read(closed, as: People.acting(), requestID: "look")
        },
        Look("a doctor's at a closed source", .refused, notFound) { open, _, closed async throws in
            _ = try await open.gateway.readSource(closed, as: People.acting(), requestID: "look")
        },
        Look("of the institution that sent it at a closed record", .refused, notFound) { open, _, closed async throws in
            _ = try await open.gateway.read(closed, as: People.acting(for: People.hospital), requestID: "look")
        },
        Look("an insurer's", .refused, notFound) { open, free, _ async throws in
            _ = try await open.gateway.read(free, as: People.acting(purpose: .payment), requestID: "look")
        },
        Look("a stranger's", .refused, notFound) { open, free, _ async throws in
            _ = try await open.gateway.read(free, as: stranger, requestID: "look")
        },
        Look("an official's", .refused, notFound) { open, free, _ async throws in
            _ = try await open.gateway.read(free, as: .official(People.verifiedOfficial), requestID: "look")
        },
        Look("at an unknown id", .notFound, notFound) { open, _, _ async throws in
            _ = try await open.gateway.read(open.id(of: unknown), as: People.acting(), requestID: "look")
        },
        Look("at the source of an unknown id", .notFound, notFound) { open, _, _ async throws in
            _ = try await open.gateway.readSource(open.id(of: unknown), as: People.acting(), requestID: "look")
        },
        Look("a stranger's at an unknown receipt", .notFound, notFound) { open, _, _ async throws in
            _ = try await open.gateway.proof(
                of: open.id(of: unknown), as: .person(People.verifiedDoctor), requestID: "look")
        },
        Look("a stranger's at a receipt", .refused, notFound) { open, free, _ async throws in
            _ = try await open.gateway.proof(of: free, as: .person(People.verifiedDoctor), requestID: "look")
        },
        Look("a citizen's at her receipt", .released) { open, free, _ async throws in
            _ = try await open.gateway.proof(of: free, as: .person(People.verifiedCitizen), requestID: "look")
        },
        Look("a search that finds", .released) { open, free, _ async throws in
            let found = try await open.gateway.search(patient: People.citizen, as: People.acting(), requestID: "look")
                .records
            #expect(found.map(\.id) == [free], "what is closed is left out")
        },
        Look("a search for what is closed to the searcher", .refused) { open, _, _ async throws in
            let reader = People.acting(purpose: .research)
            #expect(
                try await open.gateway.search(patient: People.citizen, as: reader, requestID: "look").records.isEmpty)
        },
        Look("a search for an unknown person", .empty) { open, _, _ async throws in
            let found = try await open.gateway.search(patient: People.official, as: People.acting(), requestID: "look")
                .records
            #expect(found.isEmpty)
        },
        Look("a citizen's at her list", .released) { open, free, closed async throws in
            let found = try await open.gateway.ownRecords(of: People.verifiedCitizen, requestID: "look").records
            #expect(Set(found.map(\.id)) == [free, closed])
        },
        Look("of somebody without records at her list", .empty) { open, _, _ async throws in
            #expect(try await open.gateway.ownRecords(of: People.verifiedDoctor, requestID: "look").records.isEmpty)
        },
        Look("a citizen's at her restrictions", .released) { open, _, _ async throws in
            #expect(try await open.gateway.restrictions(of: People.verifiedCitizen, requestID: "look").count == 1)
        },
        Look("a citizen's at the access log", .released) { open, _, _ async throws in
            _ = try await open.gateway.whoHasRead(AccessLogQuery(), as: People.verifiedCitizen, requestID: "look")
        },
        Look("an official's at the access log", .released) { open, _, _ async throws in
            _ = try await open.gateway.accessReport(
                AccessLogQuery(), about: People.citizen, caseNumber: "A-1", as: People.verifiedOfficial,
                requestID: "look")
        },
        Look("at the access log from the gateway's own machine", .released) { open, _, _ async throws in
            _ = try await open.gateway.accessReport(
                AccessLogQuery(), about: People.official, caseNumber: "A-1", atConsoleBy: "root", requestID: "look")
        },
    ]

    @Test(
        "writes one entry of kind access that looks like any other, and its outcome stands in the log", arguments: looks
    )
    func oneEntry(_ look: Look) async throws {
        try await GatewayHouse().running { open async throws in
            let free = try await open.submit(.summary(1)).id
            let closed = try await open.submit(.summary(2)).id
            try await open.gateway.change(
                .deny, for: .everyone, to: .record(closed), until: nil, by: People.verifiedCitizen)
            let before = await open.ledger.size
            #expect(try await refusal { try await look.look(open, free, closed) } == look.refusal)
            #expect(await open.ledger.size == before + 1)
            let entry = try await open.entry(at: before)
            #expect(entry.kind == .access)
            #expect(entry.bytes.count == LedgerEntry.byteCount)
            let events = try await open.accesses(from: before)
            #expect(events.map(\.outcome) == [look.outcome])
            #expect(events.map(\.requestID) == ["look"])
        }
    }

    @Test("gives what was filed, compared with what was anchored")
    func content() async throws {
        try await GatewayHouse().running { open async throws in
            let paper = Paper.summary(1)
            let id = try await open.submit(paper).id
            let record = try await open.gateway.read(id, as: Self.citizen, requestID: "r")
            #expect(record.parts == paper.parts)
            #expect(record.description.bundleDigest == .of(record.parts.bytes))
            let source = try await open.gateway.readSource(id, as: Self.citizen, requestID: "r")
            #expect(source.source == paper.source)
        }
    }

    @Test("for a person whom nobody knows is tagged like nobody's; for one who is known it counts as hers")
    func tags() async throws {
        try await GatewayHouse().running { open async throws in
            _ = try await open.submit(.summary(1))
            let known = try open.gateway.identity(of: People.citizen)
            _ = try await open.gateway.search(patient: People.official, as: People.acting(), requestID: "r")
            _ = try await open.gateway.search(
                patient: People.citizen, as: People.acting(purpose: .research), requestID: "r")
            let entries = try await open.entries(from: 1).map(\.projected)
            #expect(entries.map(\.subject) == [nil, known])
            #expect(entries.map(\.counter) == [0, 2])
        }
    }

    @Test("that brings nothing is held back to one moment, whatever it was that brought nothing")
    func heldBack() async throws {
        let least = Duration.milliseconds(150)
        try await GatewayHouse().open(leastRefusal: least).running { open async throws in
            let id = try await open.submit(.summary(1)).id
            let insurer = People.acting(purpose: .payment)
            for look in [
                { _ = try await open.gateway.read(id, as: insurer, requestID: "r") },
                { _ = try await open.gateway.read(open.id(of: Self.unknown), as: insurer, requestID: "r") },
                { _ = try await open.gateway.search(patient: People.citizen, as: insurer, requestID: "r") },
                { _ = try await open.gateway.search(patient: People.official, as: insurer, requestID: "r") },
            ] as [() async throws -> Void] {
                let start = ContinuousClock.now
                _ = try await refusal(look)
                #expect(start.duration(to: .now) >= least)
            }
        }
    }

    @Test("that cannot be recorded as it is brings nothing")
    func unrecordable() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            let endless = People.acting(as: String(repeating: "x", count: LedgerDraft.statementLimitInBytes))
            let refused = Refusal(.invalidRequest, ["cannot-be-recorded"])
            #expect(try await refusal { try await open.gateway.read(id, as: endless, requestID: "r") } == refused)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("finds nothing once the person's key is gone, and once the record's is")
    func erased() async throws {
        try await GatewayHouse().running { open async throws in
            let first = try await open.submit(.summary(1)).id
            let second = try await open.submit(.summary(2)).id
            let third = try await open.submit(.summary(3, of: People.doctor)).id
            try await open.keys.erase(.record(first, People.hospital.id))
            try await open.stores.store(of: People.hospital.id).erase(second)
            try await open.keys.erase(.person(try open.gateway.identity(of: People.doctor)))
            for (id, reader) in [(first, Self.citizen), (second, Self.citizen), (third, Self.stranger)] {
                #expect(
                    try await refusal { try await open.gateway.read(id, as: reader, requestID: "r") } == Self.notFound)
                #expect(
                    try await refusal { try await open.gateway.readSource(id, as: reader, requestID: "r") }
                        == Self.notFound)
            }
            let kinds = try await open.ledger.statements(from: 0, limit: 100).map(\.kind)
            #expect(!kinds.contains(.administration), "what was erased is no damage")
        }
    }
}
