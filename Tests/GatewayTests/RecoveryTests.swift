import Identity
import KeyStore
import Ledger
import RecordStore
@_spi(Vouching) import RecordTypes
import Sealing
import Statements
import Synchronization
import Testing

@testable import Gateway

@Suite("After a crash", .timeLimit(.minutes(1)))
struct RecoveryTests {
    @Test("a record that was stored and not sequenced is finished once, and is the one that a resend finds")
    func finished() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.putAlone(.summary(1))
            let unseen = try await refusal {
                try await open.gateway.read(id, as: .citizen(People.verifiedCitizen), requestID: "r")
            }
            #expect(unseen == Refusal(.notFound), "nothing half-visible")
            let stored = try await open.gateway.submissionStatus(id, of: People.hospital)
            #expect(stored.stage == .stored)
            #expect(stored.promise == nil)

            let size = await open.ledger.size
            #expect(try await open.sweep() == 1)
            #expect(try await open.sweep() == 0)
            #expect(await open.ledger.size == size + 1)
            #expect(try await open.status(of: id) == .sequenced(size))
            let resent = try await open.submit(.summary(1))
            #expect(!resent.isNew)
            #expect(resent.promise.index == size)
            _ = try await open.gateway.read(id, as: .citizen(People.verifiedCitizen), requestID: "r")
        }
    }

    @Test("a record that was sequenced and not marked keeps its one entry")
    func unmarked() async throws {
        let house = try GatewayHouse()
        let promise = try await house.running { open async throws in try await open.submit(.summary(1)).promise }
        try await house.running { open async throws in
            #expect(try await open.sweep() == 1)
            #expect(await open.ledger.size == 1)
            #expect(try await open.status(of: open.id(of: .summary(1))) == .sequenced(promise.index))
        }
    }

    @Test("a record that was stored is finished by a resend as well")
    func resent() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.putAlone(.summary(1))
            let resent = try await open.submit(.summary(1))
            #expect(resent.id == id)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("a record that the ledger did not take is finished while running, once it takes it")
    func straggler() async throws {
        let house = try GatewayHouse()
        let left = Mutex<Gateway?>(nil)
        try await house.running { open async throws in left.withLock { $0 = open.gateway } }
        // Its ledger has stopped: the document is stored and the submitter told to come back.
        let stopped = try #require(left.withLock { $0 })
        house.converter.learn(.summary(1))
        let refused = try await refusal {
            try await stopped.submit(Paper.summary(1).source, from: People.hospital)
        }
        #expect(refused == Refusal(.unavailable))
        #expect(stopped.stragglers.count == 1)
        try await stopped.finishStragglers()
        #expect(stopped.stragglers.count == 1, "still not taken, and not forgotten")
        try await house.running { open async throws in
            let id = open.id(of: .summary(1))
            #expect(try await open.gateway.submissionStatus(id, of: People.hospital).stage == .stored)
            open.gateway.stragglers.add(Stragglers.Straggler(id: id, institution: People.hospital.id))
            try await open.gateway.finishStragglers()
            #expect(open.gateway.stragglers.count == 0)
            #expect(try await open.gateway.submissionStatus(id, of: People.hospital).promise != nil)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("more than one page of records, of several institutions, is finished")
    func pages() async throws {
        try await GatewayHouse().running { open async throws in
            let papers = (0..<600).map { Paper.summary($0) }
            try await withThrowingTaskGroup { group in
                for (number, paper) in papers.enumerated() {
                    let institution = number.isMultiple(of: 20) ? People.otherHospital : People.hospital
                    group.addTask { _ = try await open.putAlone(paper, in: institution) }
                }
                try await group.waitForAll()
            }
            #expect(try await open.sweep() == 600)
            #expect(await open.ledger.size == 600)
            #expect(try await open.stores.store(of: People.hospital.id).pending(limit: 10).isEmpty)
        }
    }

    @Test("a record of a person who was erased meanwhile is passed over, and does not stop the others")
    func erasedPerson() async throws {
        let house = try GatewayHouse()
        try await house.running { open async throws in
            _ = try await open.submit(.summary(1, of: People.doctor))
            try await open.keys.erase(.person(try open.gateway.identity(of: People.doctor)))
            _ = try await open.putAlone(.summary(2))
            #expect(try await open.sweep() == 1)
            #expect(await open.ledger.size == 2)
        }
    }

    @Test("a damaged record that waits does not stop the others")
    func damagedFiling() async throws {
        try await GatewayHouse().running { open async throws in
            _ = try await open.putAlone(.summary(1))
            try open.house.flip("filing", of: "document", in: People.hospital)
            let second = try await open.putAlone(.summary(2))
            #expect(try await open.sweep() == 1)
            #expect(try await open.status(of: second) == .sequenced(0))
        }
    }

    @Test("an institution whose file is broken is named, and the others' records are finished")
    func brokenStore() async throws {
        let house = try GatewayHouse()
        try await house.running { open async throws in
            _ = try await open.putAlone(.summary(1))
            _ = try await open.putAlone(.summary(1), in: People.otherHospital)
        }
        try house.ruin(People.hospital)
        try await house.running { open async throws in
            let named = Mutex<[InstitutionID]>([])
            let finished = try await open.gateway.finishPending { institution, _ in
                named.withLock { $0.append(institution) }
            }
            #expect(finished == 1)
            #expect(named.withLock { $0 } == [People.hospital.id])
        }
    }

    @Test("marks follow the checkpoints")
    func marks() async throws {
        try await GatewayHouse().running { open async throws in
            let first = try await open.submit(.summary(1))
            try await open.ledger.waitForCheckpoint(covering: first.promise.index)
            try await open.gateway.markAnchoredOnce()
            #expect(try await open.status(of: first.id) == .anchored(first.promise.index))
        }
    }

    @Test("a store that cannot be marked is tried again, and does not keep the others waiting")
    func failingMarks() async throws {
        try await GatewayHouse().running { open async throws in
            let first = try await open.submit(.summary(1))
            let second = try await open.submit(.summary(1), from: People.otherHospital)
            try open.house.execute(
                "CREATE TRIGGER stop BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'stop'); END",
                in: People.hospital)
            try await open.ledger.waitForCheckpoint(covering: second.promise.index)
            try await open.gateway.markAnchoredOnce()
            #expect(try await open.status(of: first.id) == .pending)
            #expect(try await open.status(of: second.id, in: People.otherHospital) == .anchored(second.promise.index))
            try open.house.execute("DROP TRIGGER stop", in: People.hospital)
            try await open.gateway.markAnchoredOnce()
            #expect(try await open.status(of: first.id) == .anchored(first.promise.index))
        }
    }

    @Test("marks that wait for a broken store are bounded")
    func boundedMarks() {
        let queue = MarkQueue()
        for index in 0..<30_000 { queue.add(Self.record, of: People.hospital.id, at: UInt64(index)) }
        #expect(queue.take(below: 100)[People.hospital.id]?.count == 100)
        #expect(queue.take(below: .max)[People.hospital.id]?.count == 9_900)
        #expect(queue.take(below: .max).isEmpty)
    }

    static let record: RecordID = {
        guard let id = RecordID(bytes: [UInt8](repeating: 1, count: 16)) else { preconditionFailure("16 bytes") }
        return id
    }()
}

@Suite("Without a ledger", .timeLimit(.minutes(1)))
struct StoppedLedgerTests {
    static let unavailable = Refusal(.unavailable)

    @Test("nothing is released, and no store is asked")
    func reads() async throws {
        let house = try GatewayHouse()
        let id = try await house.running { open async throws in try await open.submit(.summary(1)).id }
        let open = try await house.open()
        // The ledger ran and has stopped; the projections know everything.
        try await open.running { open async throws in try await open.projections.catchUp() }
        #expect(open.stores.openCount == 0)
        for reader in [Reader.citizen(People.verifiedCitizen), People.acting()] {
            #expect(
                try await refusal { try await open.gateway.read(id, as: reader, requestID: "r") } == Self.unavailable)
            #expect(
                try await refusal { try await open.gateway.readSource(id, as: reader, requestID: "r") }
                    == Self.unavailable)
            #expect(
                try await refusal { try await open.gateway.search(patient: People.citizen, as: reader, requestID: "r") }
                    == Self.unavailable)
        }
        #expect(open.stores.openCount == 0, "logged before released: no database was even opened")
    }

    @Test("a document is not acknowledged; it is there once the ledger runs again")
    func submissions() async throws {
        let house = try GatewayHouse()
        let stopped = try await house.open()
        try await stopped.running { open async throws in _ = try await open.submit(.summary(0)) }
        #expect(try await refusal { try await stopped.submit(.summary(1)) } == Self.unavailable)
        #expect(try await stopped.status(of: stopped.id(of: .summary(1))) == .pending)
        try await house.running { open async throws in
            #expect(try await open.sweep() == 2, "the first was not marked yet")
            #expect(try await open.submit(.summary(1)).isNew == false)
            #expect(await open.ledger.size == 2)
        }
    }

    @Test("no restriction is promised")
    func consent() async throws {
        let house = try GatewayHouse()
        let open = try await house.open()
        try await open.running { open async throws in _ = try await open.submit(.summary(0)) }
        let refused = try await refusal {
            try await open.gateway.change(
                .deny, for: .everyone, to: .wholeRecord, until: nil, by: People.verifiedCitizen)
        }
        #expect(refused == Self.unavailable)
    }

    @Test("without projections nothing is released either: nobody reads from a table that stands still")
    func projectionsStopped() async throws {
        let house = try GatewayHouse()
        let open = try await house.open()
        let id = try await open.running { open async throws in try await open.submit(.summary(1)).id }
        try await withThrowingTaskGroup { group in
            group.addTask { try await open.ledger.run() }
            let refused = try await refusal {
                try await open.gateway.read(id, as: .citizen(People.verifiedCitizen), requestID: "r")
            }
            #expect(refused == Self.unavailable)
            group.cancelAll()
            while let ended = await group.nextResult() { _ = ended }
        }
    }
}

extension GatewayHouse.Open {
    /// Steps as far as the store, as a crash before the ledger's step leaves them.
    func putAlone(_ paper: Paper, in institution: VerifiedInstitution = People.hospital) async throws -> RecordID {
        house.converter.learn(paper)
        let id = id(of: paper, from: institution)
        let checked = try await gateway.conformantDocument(
            paper.source, digest: .of(paper.source.bytes), id: id, from: institution, actor: nil)
        let statement = Statement.record(checked.document.description, patient: checked.patient)
        let outcome = try await stores.store(of: institution.id)
            .putIfAbsent(checked.document, statement: statement.bytes)
        #expect(outcome == .stored)
        return id
    }

    func sweep() async throws -> Int {
        try await gateway.finishPending { institution, error in Issue.record("\(institution): \(error)") }
    }
}
