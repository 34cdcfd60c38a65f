import Foundation
import Identity
import IdentityDirectory
import Ledger
@_spi(Vouching) import RecordTypes
import Statements
import TestPKI
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

    private static let now = Instant(seconds: 1_780_000_000)
    private static let newNumber = PersonIdentifier(semantics: "PNOEE-49403136515")

    /// The order to link the citizen's number to a new one, signed by two officials' cards.
    private func signed(for open: GatewayHouse.Open, log: String? = nil) throws -> SignedLinkOrder {
        let pki = try TestPKI.make(now: Self.now)
        let newNumber = try #require(Self.newNumber)
        let order = try #require(
            LinkOrder(
                log: log ?? open.ledger.verifierKey.name, former: People.citizen, current: newNumber,
                basis: "RR-2026-7", time: Self.now))
        let signatures = try [TestPerson.maarika, .peeter].map { person in
            let card = pki.citizen(person)
            let verified = VerifiedCitizen(
                person: try #require(person.identifier), surname: person.surname, givenName: person.givenName,
                fingerprint: card.fingerprint, profile: "ee-test", expires: Self.now.advanced(by: .seconds(60)))
            return OfficialSignature(
                of: VerifiedOfficial(citizen: verified, role: .supervisor), certificate: card.leaf,
                signature: try card.signature(over: order.bytes))
        }
        return try SignedLinkOrder(order, by: signatures, now: Self.now)
    }

    @Test(
        "a link signed by two officials makes the new number the same person; whoever reads the entry can verify both")
    func link() async throws {
        let house = try GatewayHouse()
        let newNumber = try #require(Self.newNumber)
        try await house.running { open in
            try await open.gateway.bindCertificate(of: jaak)
            let identity = try open.gateway.identity(of: People.citizen)
            #expect(try open.gateway.identity(of: newNumber) != identity)
            let signed = try signed(for: open)
            for _ in 0..<2 {
                try await open.gateway.link(signed)
                #expect(try open.gateway.identity(of: newNumber) == identity)
            }
            let links = try await statements(open).compactMap { if case .link(let link) = $0.1 { link } else { nil } }
            let link = try #require(links.first)
            #expect(links.count == 1 && link.officials == signed.officials && link.basis == "RR-2026-7")
            // From the entry alone: the text that was signed, and both signatures.
            let approval = try #require(link.approval)
            let order = try #require(
                LinkOrder(
                    log: approval.log, former: link.former, current: link.current, basis: link.basis,
                    time: approval.time))
            for one in approval.signatures { #expect(order.isSigned(by: one.key, one.signature)) }
            let swapped = try #require(
                LinkOrder(
                    log: approval.log, former: link.current, current: link.former, basis: link.basis,
                    time: approval.time))
            for one in approval.signatures { #expect(!swapped.isSigned(by: one.key, one.signature)) }
        }
        try await house.running { open in
            let former = try open.gateway.identity(of: People.citizen)
            #expect(try open.gateway.identity(of: newNumber) == former)
        }
    }

    @Test("an order that was signed for another log is refused, and enters nothing")
    func refusedLinks() async throws {
        try await GatewayHouse().running { open in
            let signed = try signed(for: open, log: "another.example/log")
            await #expect(throws: GatewayError.self) { try await open.gateway.link(signed) }
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
