import Identity
import Ledger
import RecordStore
@_spi(Vouching) import RecordTypes
import Statements
import Testing

@testable import Gateway

@Suite("What no longer matches what was anchored", .timeLimit(.minutes(1)))
struct DamageTests {
    static let damaged = Refusal(.payloadDamaged, ["payload-damaged"])

    struct Damage: CustomTestStringConvertible, Sendable {
        let name: String
        let inSource: Bool
        let inBundle: Bool
        let strike: @Sendable (GatewayHouse) throws -> Void
        var testDescription: String { name }
    }

    static let cases: [Damage] = [
        Damage(name: "a flipped bit in the source", inSource: true, inBundle: false) {
            try $0.flip("source", of: "document", in: People.hospital)
        },
        Damage(name: "a flipped bit in a resource", inSource: false, inBundle: true) {
            try $0.flip("payload", of: "resource", in: People.hospital)
        },
        Damage(name: "a flipped bit in the frame of the Bundle", inSource: false, inBundle: true) {
            try $0.flip("frame", of: "document", in: People.hospital)
        },
        Damage(name: "a lost resource", inSource: false, inBundle: true) {
            try $0.execute("DELETE FROM resource WHERE position = 2", in: People.hospital)
        },
        Damage(name: "two exchanged resources", inSource: false, inBundle: true) {
            try $0.execute(
                """
                UPDATE resource SET position = 9 WHERE position = 1; UPDATE resource SET position = 1 WHERE position = 2;
                UPDATE resource SET position = 2 WHERE position = 9
                """, in: People.hospital)
        },
        Damage(name: "another format", inSource: true, inBundle: false) {
            try $0.execute("UPDATE document SET format = 'hl7v2'", in: People.hospital)
        },
        Damage(name: "a lost record", inSource: true, inBundle: true) {
            try $0.execute("DELETE FROM resource; DELETE FROM document", in: People.hospital)
        },
    ]

    @Test("is not served, and that is put on the ledger", arguments: cases)
    func notServed(_ damage: Damage) async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            try damage.strike(open.house)
            let reader = People.acting()
            let bundle = try await refusal { try await open.gateway.read(id, as: reader, requestID: "r") }
            let source = try await refusal { try await open.gateway.readSource(id, as: reader, requestID: "r") }
            #expect(bundle == (damage.inBundle ? Self.damaged : nil))
            #expect(source == (damage.inSource ? Self.damaged : nil))
            let reports = try await open.entries().filter { $0.projected.kind == .administration }
            #expect(reports.count == (damage.inBundle ? 1 : 0) + (damage.inSource ? 1 : 0))
            for report in reports {
                #expect(report.statement == .administration("payload-damaged", detail: id.description))
                let citizen = try open.gateway.identity(of: People.citizen)
                #expect(report.projected.subject == citizen)
            }
        }
    }

    @Test("is told to its submitter too, who can do something about it")
    func submitter() async throws {
        try await GatewayHouse().running { open async throws in
            let id = try await open.submit(.summary(1)).id
            try open.house.flip("filing", of: "document", in: People.hospital)
            #expect(
                try await refusal { try await open.gateway.submissionStatus(id, of: People.hospital) } == Self.damaged)
            #expect(try await refusal { try await open.submit(.summary(1)) } == Self.damaged)
        }
    }

    @Test("in one institution's file leaves the others' records readable")
    func others() async throws {
        let house = try GatewayHouse()
        let (ruined, whole) = try await house.running { open async throws in
            (try await open.submit(.summary(1)).id, try await open.submit(.summary(1), from: People.otherHospital).id)
        }
        try house.ruin(People.hospital)
        try await house.running { open async throws in
            let reader = Reader.citizen(People.verifiedCitizen)
            let first = try await refusal { try await open.gateway.read(ruined, as: reader, requestID: "r") }
            #expect(first?.code == .unavailable || first?.code == .payloadDamaged)
            #expect(try await refusal { try await open.gateway.read(whole, as: reader, requestID: "r") } == nil)
            #expect(try await open.gateway.ownRecords(of: People.verifiedCitizen, requestID: "r").records.count == 2)
        }
    }
}
