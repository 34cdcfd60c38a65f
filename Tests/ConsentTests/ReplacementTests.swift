import Consent
@_spi(Vouching) import RecordTypes
import Testing

/// "Close everything" means everything, when the citizen says so; and where it does not, they are told.
@Suite("A decision that takes the place of earlier ones")
struct ReplacementTests {
    private typealias Known = ConsentDecisionTests

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let rules: [Restriction]
        let isPermitted: Bool
        var purpose = PurposeOfUse.treatment
    }

    private static func closing(
        _ after: Int64 = 0, until: Int64? = nil, replaces: Bool = true, effect: Restriction.Effect = .deny,
        for purpose: PurposeOfUse? = nil
    ) -> Restriction {
        Restriction(
            target: .wholeRecord, audience: .everyone, purpose: purpose, effect: effect,
            decided: Instant(seconds: Known.noon.seconds + after),
            until: until.map { Instant(seconds: Known.noon.seconds + $0) }, replacesNarrower: replaces)
    }

    private static let hospital = Restriction.Audience.institution(Known.hospital)

    static let cases: [Case] = [
        Case(
            testDescription: "an earlier allowance for this hospital ends",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -20), closing(-10)], isPermitted: false),
        Case(
            testDescription: "without the word it stays",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -20), closing(-10, replaces: false)],
            isPermitted: true),
        Case(
            testDescription: "an earlier allowance of this document ends",
            rules: [Known.rule(.record(Known.item), .everyone, .permit, -20), closing(-10)], isPermitted: false),
        Case(
            testDescription: "a later allowance holds",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -5), closing(-10)], isPermitted: true),
        Case(
            testDescription: "of the same moment the closing replaces",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -10), closing(-10)], isPermitted: false),
        Case(
            testDescription: "of the same moment an opening does not",
            rules: [Known.rule(.wholeRecord, hospital, .deny, -10), closing(-10, effect: .permit)],
            isPermitted: false),
        Case(
            testDescription: "what was replaced for a time holds again after it",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -20), closing(-10, until: 0)], isPermitted: true),
        Case(
            testDescription: "a decision about emergencies is a question of its own",
            rules: [Known.rule(.wholeRecord, .everyone, .permit, -20, for: .breakTheGlass), closing(-10)],
            isPermitted: true, purpose: .breakTheGlass),
        Case(
            testDescription: "closing in emergencies replaces what was decided about them",
            rules: [
                Known.rule(.wholeRecord, hospital, .permit, -20, for: .breakTheGlass),
                closing(-10, for: .breakTheGlass),
            ], isPermitted: false, purpose: .breakTheGlass),
        Case(
            testDescription: "closing for research leaves treatment as it was",
            rules: [Known.rule(.wholeRecord, hospital, .permit, -20), closing(-10, for: .research)],
            isPermitted: true),
    ]

    @Test("ends earlier exceptions, and only those", arguments: cases)
    func replaces(_ example: Case) {
        let reader = Reader.institution(
            Known.institution(Known.hospital), Known.actor(example.purpose, Known.doctor))
        let request = AccessRequest(
            reader: reader, readerIdentity: nil, purpose: example.purpose, now: Known.noon)
        for rules in [example.rules, example.rules.reversed()] {
            #expect(
                ConsentDecision.decide(request, on: Known.description, under: rules).isPermitted
                    == example.isPermitted)
        }
    }

    @Test("names the exceptions that stay, and none that it ended or that decide the same")
    func exceptions() {
        let allowance = Known.rule(.wholeRecord, Self.hospital, .permit, -20)
        let same = Known.rule(.record(Known.item), .everyone, .deny, -20)
        let over = Known.rule(.record(Known.otherItem), .everyone, .permit, -20, until: -1)
        let others = [allowance, same, over]
        let kept = ConsentDecision.exceptions(to: Self.closing(replaces: false), among: others, at: Known.noon)
        #expect(kept == [allowance])
        #expect(ConsentDecision.exceptions(to: Self.closing(), among: others, at: Known.noon).isEmpty)
    }
}

@Suite("Acting for others, ages, and an author's own word")
struct RepresentationTests {
    private typealias Known = ConsentDecisionTests

    private static func description(
        closedTo: Set<DocumentAudience> = [], heldBackUntil: Instant? = nil
    ) -> RecordDescription {
        let plain = Known.description
        return RecordDescription(
            id: plain.id, subject: plain.subject, institution: plain.institution,
            institutionName: plain.institutionName, mediaType: plain.mediaType, type: nil, title: plain.title,
            author: nil, documentTime: nil, received: plain.received, documentID: nil, setID: nil, version: nil,
            replaces: nil, sourceDigest: plain.sourceDigest, sourceSize: 1, bundleDigest: plain.bundleDigest,
            profileSetDigest: plain.profileSetDigest, converterVersion: "1", closedTo: closedTo,
            heldBackUntil: heldBackUntil)
    }

    private static func representative(
        _ basis: Mandate.Basis, _ scope: Set<Mandate.Scope> = [.records], until: Int64? = nil,
        of principal: String = "PNOEE-60001017869"
    ) -> Reader {
        .representative(
            Representative(
                citizen: Known.citizen,
                mandate: Mandate(
                    representative: Known.citizen.person, representativeName: nil,
                    principal: Known.person(principal), principalName: "P", basis: basis, scope: scope,
                    decided: Known.noon, until: until.map { Instant(seconds: Known.noon.seconds + $0) })))
    }

    private static func decision(
        _ reader: Reader, _ record: RecordDescription = description(), as identity: LedgerIdentity? = Known.subject,
        at now: Instant = Known.noon, ages: AgeLimits = .none
    ) -> ConsentDecision {
        ConsentDecision.decide(
            AccessRequest(reader: reader, readerIdentity: identity, purpose: .familyRequest, now: now, ages: ages),
            on: record, under: [Known.rule(.wholeRecord, .everyone, .deny)])
    }

    @Test("a representative sees what the mandate says, while it holds, of that person alone")
    func representatives() {
        #expect(Self.decision(Self.representative(.appointed)) == .permit(.actsForThePerson))
        #expect(Self.decision(Self.representative(.appointed, [.log])) == .deny(.mandateWithoutRight))
        #expect(Self.decision(Self.representative(.appointed, [])) == .deny(.mandateWithoutRight))
        #expect(Self.decision(Self.representative(.appointed, until: 0)) == .deny(.mandateWithoutRight))
        #expect(Self.decision(Self.representative(.appointed, until: 1)) == .permit(.actsForThePerson))
        #expect(Self.decision(Self.representative(.appointed), as: Known.stranger) == .deny(.notTheSubject))
        #expect(Self.decision(Self.representative(.appointed), as: nil) == .deny(.notTheSubject))
    }

    @Test(
        "a guardian loses and a child gains on the configured birthdays",
        arguments: [
            ("2012-12-31", true, false), ("2013-01-01", false, false), ("2015-12-31", false, false),
            ("2016-01-01", false, true),
        ])
    func ages(_ day: String, _ guardian: Bool, _ child: Bool) throws {
        // 60001017869 was born on 1 January 2000; Sweden's ages.
        let now = try #require(Instant(rfc3339: day))
        let ages = AgeLimits(guardianUntil: 13, ownFrom: 16)
        #expect(Self.decision(Self.representative(.guardian), at: now, ages: ages).isPermitted == guardian)
        #expect(Self.decision(Self.representative(.appointed), at: now, ages: ages).isPermitted, "no guardian")
        let own = VerifiedCitizen(
            person: Known.person("PNOEE-60001017869"), surname: "S", givenName: "G",
            fingerprint: CertificateFingerprint(Known.digest), profile: "test", expires: now)
        #expect(Self.decision(.citizen(own), at: now, ages: ages).isPermitted == child)
    }

    @Test("whose day of birth cannot be told is no child")
    func foreigners() {
        let ages = AgeLimits(guardianUntil: 13, ownFrom: 16)
        let reader = Self.representative(.guardian, of: "PNOLV-010180-12345")
        #expect(Self.decision(reader, ages: ages) == .deny(.mandateWithoutRight))
        #expect(ages.allowsOwnAccess(of: Known.person("PNOLV-010180-12345"), at: Known.noon))
    }

    @Test("a document is held back from the person and whoever acts for them, until its day")
    func heldBack() {
        let record = Self.description(closedTo: [.patient], heldBackUntil: Instant(seconds: Known.noon.seconds + 1))
        #expect(Self.decision(.citizen(Known.citizen), record) == .deny(.heldBack))
        #expect(Self.decision(Self.representative(.appointed), record) == .deny(.heldBack))
        let later = Instant(seconds: Known.noon.seconds + 1)
        #expect(Self.decision(.citizen(Known.citizen), record, at: later) == .permit(.ownRecord))
        #expect(Self.decision(.citizen(Known.citizen), record.released()) == .permit(.ownRecord))
    }

    @Test("what an author closes to guardians is closed to guardians alone")
    func guardians() {
        let record = Self.description(closedTo: [.guardian])
        #expect(Self.decision(Self.representative(.guardian), record) == .deny(.closedByAuthor))
        #expect(Self.decision(Self.representative(.appointed), record) == .permit(.actsForThePerson))
        #expect(Self.decision(.citizen(Known.citizen), record) == .permit(.ownRecord))
    }

    @Test(
        "what an author closes to clinicians stays with the author, unless the citizen opens that very document or an emergency"
    )
    func clinicians() {
        let record = Self.description(closedTo: [.clinician])
        func decide(
            _ institution: InstitutionID, _ rules: [Restriction], _ purpose: PurposeOfUse = .treatment
        ) -> ConsentDecision {
            let reader = Reader.institution(Known.institution(institution), Known.actor(purpose, Known.doctor))
            return ConsentDecision.decide(
                AccessRequest(reader: reader, readerIdentity: nil, purpose: purpose, now: Known.noon), on: record,
                under: rules)
        }
        #expect(decide(Known.hospital, []) == .permit(.careByDefault))
        #expect(decide(Known.otherHospital, []) == .deny(.closedByAuthor))
        #expect(
            decide(Known.otherHospital, [Known.rule(.wholeRecord, .everyone, .permit)]) == .deny(.closedByAuthor))
        #expect(
            decide(Known.otherHospital, [Known.rule(.record(Known.item), .everyone, .permit)])
                == .permit(.allowedByCitizen))
        #expect(decide(Known.otherHospital, [], .breakTheGlass) == .deny(.closedByAuthor))
        #expect(
            decide(
                Known.otherHospital, [Known.rule(.wholeRecord, .everyone, .permit, for: .breakTheGlass)], .breakTheGlass
            )
                == .permit(.emergencyAllowedByCitizen))
    }
}
