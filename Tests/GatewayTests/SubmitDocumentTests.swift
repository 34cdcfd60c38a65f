import Identity
import KeyStore
import Ledger
import RecordStore
@_spi(Vouching) import RecordTypes
import Sealing
import Testing
import TransparencyLog

@testable import Gateway

@Suite("A submission", .timeLimit(.minutes(1)))
struct SubmitDocumentTests {
    @Test("is one record, one entry and a promise about the same leaf")
    func one() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            #expect(submission.isNew)
            #expect(submission.promise.index == 0)
            let entry = try await open.entry(at: 0)
            #expect(entry.bytes == submission.promise.entry)
            #expect(entry.kind == .record)
            #expect(entry.submitter == .of(People.hospital.id))
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("of the same bytes again gives the first promise and enters nothing")
    func again() async throws {
        try await GatewayHouse().running { open async throws in
            let first = try await open.submit(.summary(1))
            let second = try await open.submit(.summary(1))
            #expect(!second.isNew)
            #expect(second.id == first.id)
            #expect(second.promise.index == first.promise.index)
            #expect(second.promise.entry == first.promise.entry)
            #expect(await open.ledger.size == 1)
            #expect(open.house.converter.asked == 1, "what is there is not converted again")
        }
    }

    @Test("of the same bytes many times at the same moment is one record, and one of the answers is new")
    func sameMoment() async throws {
        try await GatewayHouse().running { open async throws in
            let paper = Paper.summary(1)
            let submissions = try await withThrowingTaskGroup(of: Submission.self) { group in
                for _ in 0..<16 { group.addTask { try await open.submit(paper) } }
                return try await group.reduce(into: [Submission]()) { $0.append($1) }
            }
            #expect(submissions.count(where: \.isNew) == 1)
            #expect(Set(submissions.map(\.id)).count == 1)
            #expect(Set(submissions.map(\.promise.entry)).count == 1)
            #expect(await open.ledger.size == 1)
            #expect(try await open.stores.store(of: People.hospital.id).pending(limit: 10).count == 1)
        }
    }

    @Test("of the same bytes by another institution is another record, and tells it nothing of the first")
    func otherInstitution() async throws {
        try await GatewayHouse().running { open async throws in
            let first = try await open.submit(.summary(1))
            let second = try await open.submit(.summary(1), from: People.otherHospital)
            #expect(second.isNew)
            #expect(second.id != first.id)
            #expect(await open.ledger.size == 2)
            let unknown = try await refusal {
                try await open.gateway.submissionStatus(first.id, of: People.otherHospital)
            }
            #expect(unknown == Refusal(.notFound))
        }
    }

    @Test("of other bytes under a document identifier that is taken is a conflict, and stores nothing")
    func conflict() async throws {
        try await GatewayHouse().running { open async throws in
            _ = try await open.submit(.summary(1))
            let other = Paper.summary(2).changed { $0.header.documentID = Paper.summary(1).header.documentID }
            #expect(
                try await refusal { try await open.submit(other) }
                    == Refusal(.documentConflict, ["document-id-in-use"]))
            #expect(try await open.status(of: open.id(of: other)) == nil)
            #expect(await open.ledger.size == 1)
            let elsewhere = try await open.submit(other, from: People.otherHospital)
            #expect(elsewhere.isNew, "an identifier is an institution's own")
        }
    }

    @Test("of a record that was erased is refused, and does not bring it back")
    func erased() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            try await open.stores.store(of: People.hospital.id).erase(submission.id)
            let refused = Refusal(.documentRefused, ["document-erased"])
            #expect(try await refusal { try await open.submit(.summary(1)) } == refused)
            #expect(try await open.status(of: submission.id) == .erased)
            #expect(await open.ledger.size == 1)
        }
    }

    @Test("of a record whose key alone is gone is refused like one that was erased")
    func keyErased() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            try await open.keys.erase(.record(submission.id, People.hospital.id))
            let refused = Refusal(.documentRefused, ["document-erased"])
            #expect(try await refusal { try await open.submit(.summary(1)) } == refused)
        }
    }

    @Test("about a person whose key is gone is refused when it was there before")
    func personErased() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            let subject = try open.gateway.identity(of: People.citizen)
            try await open.keys.erase(.person(subject))
            let refused = Refusal(.documentRefused, ["document-erased"])
            #expect(try await refusal { try await open.submit(.summary(1)) } == refused)
            #expect(await open.ledger.size == 1)
            let gone = try await refusal {
                try await open.gateway.submissionStatus(submission.id, of: People.hospital)
            }
            #expect(gone == Refusal(.notFound))
        }
    }

    @Test("has the status stored, sequenced and anchored, and a receipt that proves its statement")
    func status() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            try await open.ledger.waitForCheckpoint(covering: submission.promise.index)
            let status = try await open.gateway.submissionStatus(submission.id, of: People.hospital)
            #expect(status.stage == .anchored)
            #expect(status.promise?.entry == submission.promise.entry)
            let receipt = try #require(status.receipt)
            let report = receipt.verify(statement: status.statement, vkey: open.ledger.verifierKey.text)
            #expect(report.outcome == .ok, "\(report.text)")
        }
    }

    @Test("shows no ledger identity in anything its submitter gets")
    func noIdentity() async throws {
        try await GatewayHouse().running { open async throws in
            let submission = try await open.submit(.summary(1))
            try await open.ledger.waitForCheckpoint(covering: submission.promise.index)
            let status = try await open.gateway.submissionStatus(submission.id, of: People.hospital)
            let receipt = try #require(status.receipt)
            let identity = try open.gateway.identity(of: People.citizen).bytes
            let shown = [
                submission.promise.entry, submission.promise.acknowledgement, submission.promise.salt,
                status.statement, receipt.entry, Array(receipt.tlogProof.utf8), receipt.proof.extra ?? [],
            ]
            for bytes in shown {
                #expect(!bytes.contains(identity))
                #expect(!bytes.contains(Array(Hex.text(identity).utf8)))
            }
        }
    }

    @Test("about a patient of one institution's own number says nothing about that number elsewhere")
    func localNumber() async throws {
        try await GatewayHouse().running { open async throws in
            let patient = People.local("MRN|12345")
            let paper = Paper.summary(1).changed {
                $0.header.patients = [patient]
                $0.parts = BundleParts(ofPatientNumber: "12345")
            }
            _ = try await open.submit(paper)
            _ = try await open.submit(paper, from: People.otherHospital)
            _ = try await open.submit(
                paper.changed {
                    $0.source = Paper.summary(2).source; $0.header.documentID = nil
                })
            let subjects = try await open.entries().map(\.projected.subject)
            #expect(subjects[0] != subjects[1])
            #expect(subjects[0] == subjects[2], "at one institution the number is one person's")
        }
    }

    @Test("that is only looked at stores nothing")
    func validated() async throws {
        try await GatewayHouse().running { open async throws in
            let paper = Paper.summary(1)
            let faulty = Paper.summary(2).changed { $0.header.patients = [] }
            for paper in [paper, faulty] { open.house.converter.learn(paper) }
            #expect(try await open.gateway.validate(paper.source, from: People.hospital).isEmpty)
            let issues = try await open.gateway.validate(faulty.source, from: People.hospital)
            #expect(issues.map(\.code) == ["patient-not-identified"])
            #expect(await open.ledger.size == 0)
            #expect(try open.stores.allInstitutions().isEmpty)
        }
    }
}
