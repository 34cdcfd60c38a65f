import Foundation
import IdentityDirectory
import Ledger
@_spi(Vouching) import RecordTypes
import Statements
import Testing
import TransparencyLog

@testable import Gateway

@Suite("Identity bindings")
struct IdentityBindingTests {
    private let jaak = card(of: People.citizen, 1)
    private let maarika = card(of: People.doctor, 2)

    private static func card(of person: PersonIdentifier, _ number: UInt8) -> VerifiedCitizen {
        let verified = People.verified(person, "CITIZEN")
        return VerifiedCitizen(
            person: person, surname: verified.surname, givenName: verified.givenName,
            fingerprint: CertificateFingerprint(Digest(Array(repeating: number, count: 32)) ?? People.digest),
            profile: "ee-esteid2025", expires: verified.expires, assurance: .high)
    }

    private func statements(_ open: GatewayHouse.Open) async throws -> [(ProjectedStatement, IdentityBinding)] {
        try await open.ledger.statements(from: 0, limit: 500).compactMap { projected in
            guard projected.kind == .identityBinding,
                case .identityBinding(let binding, _) = try Statement(
                    reading: projected.statement, subject: projected.subject)
            else { return nil }
            return (projected, binding)
        }
    }

    @Test(
        "a certificate is bound once, by an entry that commits to its fingerprint, assurance and epoch, across restarts too"
    )
    func once() async throws {
        let house = try GatewayHouse()
        for _ in 0..<2 {
            try await house.running { open in
                for _ in 0..<3 { try await open.gateway.bindCertificate(of: jaak) }
                let found = try await statements(open)
                #expect(found.count == 1)
                let citizen = try open.gateway.identity(of: People.citizen)
                #expect(found.first?.0.subject == citizen)
                #expect(
                    found.first?.1
                        == .certificate(
                            jaak.fingerprint, profile: jaak.profile, assurance: jaak.assurance,
                            epoch: 1))
            }
        }
    }

    @Test(
        "the person gets own bindings with everything to check them, and the look is logged; another gets their own only"
    )
    func own() async throws {
        try await GatewayHouse().running { open in
            try await open.gateway.bindCertificate(of: jaak)
            try await open.gateway.bindCertificate(of: maarika)
            let own = try await open.gateway.ownIdentity(of: jaak, requestID: "r-1")
            let index = try #require(own.entries.first?.evidence.index)
            try await open.ledger.waitForCheckpoint(covering: index)
            let anchored = try await open.gateway.ownIdentity(of: jaak, requestID: "r-2")
            let entry = try #require(anchored.entries.first)
            #expect(anchored.entries.count == 1 && anchored.years.count == 1)
            let receipt = try #require(entry.evidence.receipt)
            let key = try #require(anchored.years.first?.tagKey)
            let logs = [try VerifierKey(anchored.verifierKey)]
            let report = receipt.verify(
                statement: entry.evidence.statement, envelope: entry.evidence.envelope, tagKey: key,
                logs: logs, policy: nil)
            #expect(report.outcome == .ok, "\(report.text)")
            // Another's key, another's envelope, an altered statement: each is found.
            let other = try await open.gateway.ownIdentity(of: maarika, requestID: "r-3")
            let foreignKey = try #require(other.years.first?.tagKey)
            let foreign = try #require(other.entries.first?.evidence)
            #expect(foreignKey != key)
            for (statement, envelope, tagKey) in [
                (entry.evidence.statement, entry.evidence.envelope, foreignKey),
                (entry.evidence.statement, foreign.envelope, key), (foreign.statement, entry.evidence.envelope, key),
                (entry.evidence.statement, Array(entry.evidence.envelope.dropLast()), key),
            ] {
                let report = receipt.verify(
                    statement: statement, envelope: envelope, tagKey: tagKey, logs: logs, policy: nil)
                #expect(report.outcome == .fail)
            }
        }
    }

    private static let officials = [UInt8(1), 2].compactMap { Digest(Array(repeating: $0, count: 32)) }.map {
        CertificateFingerprint($0)
    }

    @Test("a link by two officials makes the new number the same person; the entry names both and the case")
    func link() async throws {
        let house = try GatewayHouse()
        let newNumber = try #require(PersonIdentifier(semantics: "PNOEE-39901012239"))
        try await house.running { open in
            try await open.gateway.bindCertificate(of: jaak)
            let identity = try open.gateway.identity(of: People.citizen)
            #expect(try open.gateway.identity(of: newNumber) != identity)
            for _ in 0..<2 {
                try await open.gateway.link(People.citizen, to: newNumber, by: Self.officials, basis: "RR-2026-7")
                #expect(try open.gateway.identity(of: newNumber) == identity)
            }
            let links = try await statements(open).compactMap { if case .link(let link) = $0.1 { link } else { nil } }
            #expect(links.count == 1)
            #expect(links.first?.officials == Self.officials && links.first?.basis == "RR-2026-7")
        }
        try await house.running { open in
            let former = try open.gateway.identity(of: People.citizen)
            #expect(try open.gateway.identity(of: newNumber) == former)
        }
    }

    @Test("a link without two numbers, two officials and a basis is refused, and enters nothing")
    func refusedLinks() async throws {
        try await GatewayHouse().running { open in
            let newNumber = try #require(PersonIdentifier(semantics: "PNOEE-39901012239"))
            for (former, current, officials, basis) in [
                (People.citizen, People.citizen, Self.officials, "x"),
                (People.citizen, newNumber, [Self.officials[0]], "x"),
                (People.citizen, newNumber, [Self.officials[0], Self.officials[0]], "x"),
                (People.citizen, newNumber, [], "x"), (People.citizen, newNumber, Self.officials, ""),
                (People.citizen, newNumber, Self.officials, "  "), (People.citizen, newNumber, Self.officials, "a\nb"),
            ] as [(PersonIdentifier, PersonIdentifier, [CertificateFingerprint], String)] {
                await #expect(throws: GatewayError.self) {
                    try await open.gateway.link(former, to: current, by: officials, basis: basis)
                }
            }
            #expect(try await statements(open).isEmpty)
        }
    }

    @Test("two institutions have two names for one person, each the same at every request")
    func pairwise() async throws {
        try await GatewayHouse().running { open in
            let institutions = try ["NTREE-90000015", "NTREE-90000021"].map { try #require(InstitutionID($0)) }
            let names = try institutions.map {
                try open.gateway.pairwiseIdentifier(of: People.citizen, for: $0)
            }
            #expect(Set(names).count == 2)
            #expect(try open.gateway.pairwiseIdentifier(of: People.citizen, for: institutions[0]) == names[0])
        }
    }
}
