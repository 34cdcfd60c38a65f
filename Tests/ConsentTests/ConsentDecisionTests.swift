import Consent
@_spi(Vouching) import RecordTypes
import Testing

@Suite("Consent decides")
struct ConsentDecisionTests {
    static let noon = Instant(seconds: 1_780_000_000)
    static let hospital = words("NTREE-90000001")
    static let otherHospital = words("NTREE-90000002")
    static let subject = identity(1)
    static let stranger = identity(2)
    static let item = record(1)
    static let otherItem = record(2)
    static let doctor = person("PNOEE-60001017869")
    static let otherDoctor = person("PNOEE-39901012239")

    @Test("for institutions: the default, the citizen's rules, and which of two rules wins", arguments: cases)
    func institution(_ example: Example) {
        let reader = Reader.institution(Self.institution(Self.hospital), Self.actor(example.purpose, Self.doctor))
        let request = AccessRequest(reader: reader, readerIdentity: nil, purpose: example.purpose, now: Self.noon)
        let decision = ConsentDecision.decide(request, on: Self.description, under: example.rules)
        #expect(decision == example.expected)
        let reversed = ConsentDecision.decide(request, on: Self.description, under: example.rules.reversed())
        #expect(reversed == decision, "the order of rules must not matter")
    }

    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let purpose: PurposeOfUse
        let rules: [Restriction]
        let expected: ConsentDecision
        var testDescription: String { name }
    }

    static let cases: [Example] = [
        Example(name: "care without rules", purpose: .treatment, rules: [], expected: .permit(.careByDefault)),
        Example(name: "payment without rules", purpose: .payment, rules: [], expected: .deny(.purposeWithoutRight)),
        Example(name: "research without rules", purpose: .research, rules: [], expected: .deny(.purposeWithoutRight)),
        Example(
            name: "everything closed", purpose: .treatment, rules: [rule(.wholeRecord, .everyone, .deny)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "breaking the glass does not open what is closed", purpose: .breakTheGlass,
            rules: [rule(.wholeRecord, .everyone, .deny)], expected: .deny(.restrictedByCitizen)),
        Example(
            name: "this document closed", purpose: .treatment, rules: [rule(.record(item), .everyone, .deny)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "another document closed", purpose: .treatment, rules: [rule(.record(otherItem), .everyone, .deny)],
            expected: .permit(.careByDefault)),
        Example(
            name: "closed towards this hospital", purpose: .treatment,
            rules: [rule(.wholeRecord, .institution(hospital), .deny)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "closed towards another hospital", purpose: .treatment,
            rules: [rule(.wholeRecord, .institution(otherHospital), .deny)], expected: .permit(.careByDefault)),
        Example(
            name: "closed towards this doctor", purpose: .treatment,
            rules: [rule(.wholeRecord, .professional(doctor), .deny)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "closed towards another doctor", purpose: .treatment,
            rules: [rule(.wholeRecord, .professional(otherDoctor), .deny)], expected: .permit(.careByDefault)),
        Example(
            name: "everything closed, this hospital allowed", purpose: .treatment,
            rules: [rule(.wholeRecord, .everyone, .deny), rule(.wholeRecord, .institution(hospital), .permit)],
            expected: .permit(.allowedByCitizen)),
        Example(
            name: "hospital allowed, this document closed to everyone", purpose: .treatment,
            rules: [rule(.record(item), .everyone, .deny), rule(.wholeRecord, .institution(hospital), .permit)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "the later of two equal rules", purpose: .treatment,
            rules: [rule(.record(item), .everyone, .deny, -20), rule(.record(item), .everyone, .permit, -10)],
            expected: .permit(.allowedByCitizen)),
        Example(
            name: "of two rules of one moment the denial", purpose: .treatment,
            rules: [rule(.record(item), .everyone, .permit), rule(.record(item), .everyone, .deny)],
            expected: .deny(.restrictedByCitizen)),
        Example(
            name: "a restriction that has ended", purpose: .treatment,
            rules: [rule(.record(item), .everyone, .deny, -20, until: 0)], expected: .permit(.careByDefault)),
        Example(
            name: "a restriction that ends in a second", purpose: .treatment,
            rules: [rule(.record(item), .everyone, .deny, -20, until: 1)], expected: .deny(.restrictedByCitizen)),
        Example(
            name: "an allowance gives no right for another purpose", purpose: .payment,
            rules: [rule(.wholeRecord, .everyone, .permit)], expected: .deny(.purposeWithoutRight)),
    ]

    @Test("that people see their own records whatever they restricted, and nobody else's")
    func citizens() {
        let closed = [Self.rule(.wholeRecord, .everyone, .deny)]
        for (reader, expected) in [
            (Self.subject, ConsentDecision.permit(.ownRecord)), (Self.stranger, .deny(.notTheSubject)),
        ] {
            let request = AccessRequest(
                reader: .citizen(Self.citizen), readerIdentity: reader, purpose: .patientRequest, now: Self.noon)
            #expect(ConsentDecision.decide(request, on: Self.description, under: closed) == expected)
        }
    }

    @Test("that a citizen without a ledger identity sees nothing")
    func citizenWithoutIdentity() {
        let request = AccessRequest(
            reader: .citizen(Self.citizen), readerIdentity: nil, purpose: .patientRequest, now: Self.noon)
        #expect(ConsentDecision.decide(request, on: Self.description, under: []) == .deny(.notTheSubject))
    }

    @Test("that officials read no records, even with treatment as purpose")
    func officials() {
        let official = VerifiedOfficial(citizen: Self.citizen, role: .supervisor)
        let request = AccessRequest(
            reader: .official(official), readerIdentity: Self.subject, purpose: .treatment, now: Self.noon)
        let allowed = [Self.rule(.wholeRecord, .everyone, .permit)]
        #expect(ConsentDecision.decide(request, on: Self.description, under: allowed) == .deny(.officialsReadNoRecords))
    }
}

extension ConsentDecisionTests {
    static func rule(
        _ target: Restriction.Target, _ audience: Restriction.Audience, _ effect: Restriction.Effect,
        _ decidedAfterNoon: Int64 = -10, until: Int64? = nil, for purpose: PurposeOfUse? = nil
    ) -> Restriction {
        Restriction(
            target: target, audience: audience, purpose: purpose, effect: effect,
            decided: Instant(seconds: noon.seconds + decidedAfterNoon),
            until: until.map { Instant(seconds: noon.seconds + $0) })
    }

    static let description = RecordDescription(
        id: item, subject: subject, institution: hospital, institutionName: "First hospital",
        mediaType: "application/xml",
        type: nil, title: "Discharge summary", author: nil, documentTime: nil, received: noon, documentID: nil,
        setID: nil,
        version: nil, replaces: nil, sourceDigest: digest, sourceSize: 1, bundleDigest: digest,
        profileSetDigest: digest,
        converterVersion: "1")

    static let citizen = VerifiedCitizen(
        person: person("PNOEE-38001085718"), surname: "S", givenName: "G", fingerprint: CertificateFingerprint(digest),
        profile: "test", expires: noon)

    static let digest: Digest = {
        guard let digest = Digest(Array(repeating: UInt8(7), count: 32)) else { preconditionFailure("32 bytes") }
        return digest
    }()

    static func institution(_ id: InstitutionID) -> VerifiedInstitution {
        VerifiedInstitution(
            id: id, name: "H", fingerprint: CertificateFingerprint(digest), profile: "test", expires: noon)
    }

    static func actor(_ purpose: PurposeOfUse, _ person: PersonIdentifier) -> AssertedActor {
        AssertedActor(
            assertion: .developmentHeaders, person: person, name: nil, role: "doctor", purpose: purpose, encounter: nil)
    }

    static func identity(_ byte: UInt8) -> LedgerIdentity {
        guard let identity = LedgerIdentity(Array(repeating: byte, count: 20)) else { preconditionFailure("20 bytes") }
        return identity
    }

    static func record(_ byte: UInt8) -> RecordID {
        guard let id = RecordID(bytes: Array(repeating: byte, count: 16)) else { preconditionFailure("16 bytes") }
        return id
    }

    static func person(_ text: String) -> PersonIdentifier {
        guard let person = PersonIdentifier(semantics: text) else { preconditionFailure("a well-formed identifier") }
        return person
    }

    static func words(_ text: String) -> InstitutionID {
        guard let id = InstitutionID(text) else { preconditionFailure("a well-formed identifier") }
        return id
    }
}
