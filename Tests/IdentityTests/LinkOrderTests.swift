import Crypto
@_spi(Vouching) import RecordTypes
import TestPKI
import Testing

@testable import Identity

@Suite("Orders to link two numbers")
struct LinkOrderTests {
    private static let former = PersonIdentifier(semantics: "PNOEE-38001085718")
    private static let current = PersonIdentifier(semantics: "PNOEE-49403136515")

    private static func order(
        log: String = "log.example/ankur", from: PersonIdentifier? = former, to: PersonIdentifier? = current,
        basis: String = "RR-2026-7", time: Instant = noon
    ) -> LinkOrder? {
        from.flatMap { from in
            to.flatMap { LinkOrder(log: log, former: from, current: $0, basis: basis, time: time) }
        }
    }

    @Test("the signed text has one spelling, and reading it gives the order")
    func text() throws {
        let order = try #require(Self.order())
        let text = String(decoding: order.bytes, as: UTF8.self)
        #expect(
            text == """
                ankur-link-1
                log log.example/ankur
                former PNOEE-38001085718
                current PNOEE-49403136515
                basis RR-2026-7
                time 2026-03-01T12:00:00.000Z

                """)
        #expect(LinkOrder(reading: order.bytes) == order)
        for changed in [
            text + "\n", " " + text, String(text.dropLast()), text.replacing("\n", with: "\r\n"),
            text.replacing("ankur-link-1", with: "ankur-link-2"), text.replacing("former ", with: "former  "),
            text.replacing(".000Z", with: "Z"), text.replacing("PNOEE", with: "pnoee"),
            text.replacing("49403136515", with: "38001085718"), text.replacing("basis RR-2026-7", with: "basis "),
            text.replacing("RR-2026-7", with: "RR-2026-7\u{7}"), text + "basis x\n", "",
        ] {
            #expect(LinkOrder(reading: Array(changed.utf8)) == nil, "\(changed)")
        }
        #expect(LinkOrder(reading: order.bytes + [0xFF]) == nil)
    }

    @Test(
        "an order needs two numbers that a certificate could hold, a log and a basis on one line",
        arguments: [
            order(to: former), order(basis: ""), order(basis: " x"), order(basis: "x "), order(basis: "a\nb"),
            order(basis: "juhtum õ"), order(basis: String(repeating: "x", count: 201)), order(log: "a\nb"),
            order(to: PersonIdentifier(scheme: .local, country: "ZZ", number: "1.2.3|4")),
        ])
    func malformed(_ order: LinkOrder?) {
        #expect(order == nil)
    }

    /// A verified official with a card, and the card.
    private static func official(
        _ person: TestPerson, _ role: VerifiedOfficial.Role = .supervisor, card: Credential
    ) -> VerifiedOfficial? {
        person.identifier.map {
            VerifiedOfficial(
                citizen: VerifiedCitizen(
                    person: $0, surname: person.surname, givenName: person.givenName, fingerprint: card.fingerprint,
                    profile: "ee-test", expires: noon.advanced(by: .seconds(300))), role: role)
        }
    }

    private static func signature(
        _ person: TestPerson, _ role: VerifiedOfficial.Role = .supervisor, card: Credential, over message: [UInt8],
        by key: Credential? = nil
    ) throws -> OfficialSignature {
        OfficialSignature(
            of: try #require(official(person, role, card: card)), certificate: card.leaf,
            signature: try (key ?? card).signature(over: message))
    }

    @Test("two officials who sign the same order have signed it; each one's key verifies from the entry alone")
    func signed() throws {
        let pki = try TestPKI.make(now: noon)
        let order = try #require(Self.order())
        let words = try [TestPerson.maarika, .peeter].map {
            try Self.signature($0, card: pki.citizen($0), over: order.bytes)
        }
        let signed = try SignedLinkOrder(order, by: words, now: noon.advanced(by: .seconds(29 * 86_400)))
        #expect(signed.officials == words.map(\.official.citizen.fingerprint))
        #expect(signed.signatures.allSatisfy { order.isSigned(by: $0.key, $0.signature) })
        let other = try #require(Self.order(basis: "RR-2026-8"))
        #expect(!signed.signatures.contains { other.isSigned(by: $0.key, $0.signature) })
    }

    @Test("whatever is not two people's signature over this very order, now, is refused with its reason")
    func refused() throws {
        let pki = try TestPKI.make(now: noon)
        let order = try #require(Self.order())
        let (first, second) = (pki.citizen(.maarika), pki.citizen(.peeter))
        let good = try Self.signature(.maarika, card: first, over: order.bytes)
        let twin = try pki.secondCard(of: .maarika)
        let other = try #require(Self.order(basis: "RR-2026-8"))
        let own = pki.citizen(.jaak)
        let mixed = OfficialSignature(
            of: try #require(Self.official(.peeter, card: second)), certificate: first.leaf,
            signature: try second.signature(over: order.bytes))
        let peeter = try Self.signature(.peeter, card: second, over: order.bytes)
        for (name, words, now, reason) in [
            ("one", [good], noon, .officials), ("nobody", [], noon, .officials),
            ("one twice", [good, good], noon, .officials), ("three", [good, peeter, good], noon, .officials),
            (
                "one person's two cards", [good, try Self.signature(.maarika, card: twin, over: order.bytes)], noon,
                .officials
            ),
            (
                "an analyst", [good, try Self.signature(.peeter, .analyst, card: second, over: order.bytes)], noon,
                .role
            ),
            ("of the own number", [good, try Self.signature(.jaak, card: own, over: order.bytes)], noon, .ownNumber),
            (
                "another's key", [good, try Self.signature(.peeter, card: second, over: order.bytes, by: first)], noon,
                .signature
            ),
            ("another order", [good, try Self.signature(.peeter, card: second, over: other.bytes)], noon, .signature),
            ("another's certificate", [good, mixed], noon, .signature),
            ("31 days later", [good, peeter], noon.advanced(by: .seconds(31 * 86_400)), .time),
            ("before it was drawn up", [good, peeter], noon.advanced(by: .seconds(-301)), .time),
        ] as [(String, [OfficialSignature], Instant, LinkRefusal)] {
            #expect(throws: reason, "\(name)") { try SignedLinkOrder(order, by: words, now: now) }
        }
    }

    @Test("a log-in by Web eID signs no order")
    func crossProtocol() throws {
        let pki = try TestPKI.make(now: noon)
        let card = pki.citizen(.maarika)
        let order = try #require(Self.order())
        // The order as the nonce of a challenge: the card signs hashes of it, never its bytes.
        let token = try card.webEIDToken(
            nonce: String(decoding: order.bytes, as: UTF8.self), origin: "https://portal.example")
        let signature = try #require(token.firstMatch(of: /"signature":"([^"]+)"/)?.1)
        let raw = try P384.Signing.ECDSASignature(rawRepresentation: Base64.bytes(Array(signature.utf8)))
        let key = try #require(try ReadCertificate(der: card.leaf).publicKeyInfo)
        #expect(!order.isSigned(by: key, Array(raw.derRepresentation)))
        #expect(order.isSigned(by: key, try card.signature(over: order.bytes)))
    }
}
