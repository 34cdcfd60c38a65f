import RecordTypes
import Statements

/// Statements with every member and with as few as possible.
enum StatementSamples {
    static let person = PersonIdentifier(scheme: .personalNumber, country: "EE", number: "38001085718")
    static let foreigner = PersonIdentifier(scheme: .local, country: "ZZ", number: "1.2.3|7 õ".replacingSpace)
    static let institution = InstitutionID("NTREE-10000001")
    static let subject = LedgerIdentity((0..<20).map { UInt8($0) })
    static let record = RecordID("00112233445566778899aabbccddeeff")
    static let digest = Digest(Array(repeating: 0xAB, count: 32))
    static let time = Instant(milliseconds: 1_772_357_400_123)

    static var all: [Statement] {
        guard let person, let foreigner, let institution, let subject, let record, let digest else { return [] }
        let full = RecordDescription(
            id: record, subject: subject, institution: institution, institutionName: "Haigla \"Põhi\"",
            mediaType: "application/xml",
            type: CodedWord(system: "http://loinc.org", code: "34105-7", display: "Epikriis"),
            title: "Epikriis", author: "Dr. A", documentTime: "2026-03-01T09:30+02:00", received: time,
            documentID: DocumentID(root: "1.2.3", extension: "4"), setID: DocumentID(root: "1.2.3", extension: nil),
            version: -2, replaces: DocumentID(root: "1.2.3", extension: ""), sourceDigest: digest, sourceSize: 50_000,
            bundleDigest: digest, profileSetDigest: digest, converterVersion: "1",
            submittedBy: AssertedActor(
                assertion: .messageOperator, person: foreigner, name: "Mari N", role: "nurse", purpose: .treatment,
                encounter: "E-1"))
        let least = RecordDescription(
            id: record, subject: subject, institution: institution, institutionName: "",
            mediaType: "application/hl7-v2",
            type: nil, title: "", author: nil, documentTime: nil, received: Instant(milliseconds: 0), documentID: nil,
            setID: nil, version: nil, replaces: nil, sourceDigest: digest, sourceSize: 0, bundleDigest: digest,
            profileSetDigest: digest, converterVersion: "")
        let doctor = AccessEvent.Actor(
            kind: .institution, institution: institution, institutionName: "Haigla", person: foreigner, personName: "B",
            role: "doctor", assertion: .signedToken)
        let nobody = AccessEvent.Actor(
            kind: .operatorConsole, institution: nil, institutionName: nil, person: nil, personName: nil, role: nil,
            assertion: nil)
        var all: [Statement] = [
            .record(full, patient: person), .record(least, patient: foreigner),
            .access(
                AccessEvent(
                    time: time, action: .readRecord, outcome: .released, actor: doctor, purpose: .treatment,
                    encounter: "V-1",
                    basis: "case 7", subject: subject, records: [record, record], requestID: "r-1")),
            .access(
                AccessEvent(
                    time: time, action: .searchRecords, outcome: .notFound, actor: nobody, purpose: .audit,
                    encounter: nil,
                    basis: nil, subject: nil, records: [], requestID: "")),
            .administration("payload-damaged", detail: "\u{0}\n\"\\ õ𝄞"),
        ]
        let officer = CaseStep.Official(person: person, name: "O", role: "supervisor")
        let acts: [CaseStep.Act] = [
            .open(
                CaseStep.Look(time: time, institution: institution, further: [7, 9], rules: DetectionRule.allCases)),
            .open(CaseStep.Look(time: time, institution: nil, further: [], rules: [])), .assign(to: officer),
            .ask("Why?", due: time), .answer("\"Because\""),
            .decide(.unjustified, reason: "none", .misdemeanour, rules: [.breakTheGlass]), .close(""),
        ]
        for act in acts {
            let step = CaseStep(
                id: CaseID(.emergency, at: 12), act: act, time: time,
                by: CaseStep.Official(person: nil, name: "root", role: "operator-console"), caseNumber: "JVK-1")
            all += [.oversight(step, subject: subject), .oversight(step, subject: nil)]
        }
        // Whom an order is about stands sealed inside: its entry is about nobody.
        let hidden = LedgerIdentity(Array(repeating: 9, count: 20))!
        for act in [
            HidingStep.Act.propose(person: hidden, institution: institution, basis: "§ 215", until: time),
            .approve(order: 1), .revoke(order: 1, reason: "r"), .disclose(order: 1, look: 2),
        ] {
            let step = HidingStep(
                act, time: time, by: CaseStep.Official(person: person, name: "A", role: "supervisor"), caseNumber: "J")
            all += [.hiding(step, subject: subject), .hiding(step, subject: nil)]
        }
        for target in [Restriction.Target.wholeRecord, .record(record)] {
            for audience in [Restriction.Audience.everyone, .institution(institution), .professional(person)] {
                all.append(
                    .consent(
                        Restriction(
                            target: target, audience: audience, effect: .deny, decided: time,
                            until: target == .wholeRecord ? nil : time), subject: subject))
            }
        }
        let span = DateSpan(start: time, end: time.advanced(by: .seconds(86_400)))
        for target in [
            Restriction.Target.category(system: "http://loinc.org", code: "18842-5"), .period(span),
            .author(institution),
        ] {
            all.append(
                .consent(
                    Restriction(
                        target: target, audience: .role("pharmacist"), purpose: .breakTheGlass, effect: .permit,
                        decided: time, until: nil), subject: subject))
        }
        all.append(
            .access(
                AccessEvent(
                    time: time, action: .readRecord, outcome: .released, actor: doctor, purpose: .breakTheGlass,
                    encounter: nil, basis: nil, subject: subject, records: [record], requestID: "r-2",
                    reason: "teadvuseta")))
        all += bindings.map { .identityBinding($0, subject: subject) }
        all.append(
            .consent(
                Restriction(
                    target: .wholeRecord, audience: .everyone, effect: .deny, decided: time, until: nil,
                    replacesNarrower: true, decidedBy: person,
                    certificate: CertificateFingerprint(String(repeating: "5c", count: 32))), subject: subject))
        for scope in [Set(Mandate.Scope.allCases), []] {
            all.append(
                .mandate(
                    Mandate(
                        representative: person, representativeName: scope.isEmpty ? nil : "Õ", principal: foreigner,
                        principalName: "Ö", basis: scope.isEmpty ? .guardian : .appointed, scope: scope, decided: time,
                        until: scope.isEmpty ? time : nil, caseNumber: scope.isEmpty ? "case 1" : nil),
                    subject: subject))
        }
        for events in [Set(NotificationPreferences.Event.allCases), []] {
            all.append(
                .preferences(
                    NotificationPreferences(
                        email: events.isEmpty ? nil : "a@example.ee", mailbox: events.isEmpty ? person : nil,
                        events: events, language: "et", decided: time), subject: subject))
        }
        let inquiryID = InquiryID(bytes: Array(repeating: UInt8(3), count: 16))!
        let look = Inquiry.Look(
            index: 7, time: time, action: .searchRecords, personName: nil, role: "doctor", requestID: "r",
            records: [record])
        for matter in [Inquiry.Matter.look(look), .correction(record)] {
            all.append(
                .inquiry(
                    Inquiry(
                        id: inquiryID, matter: matter, person: person, personName: "Õ", institution: institution,
                        institutionName: "H", text: "why?\n", asked: time, due: time, askedBy: foreigner),
                    subject: subject))
        }
        for finding in InquiryAnswer.Finding.allCases {
            all.append(
                .inquiryAnswer(
                    InquiryAnswer(id: inquiryID, finding: finding, text: "so", answered: time, answeredBy: nil),
                    subject: subject))
        }
        for action in AccessEvent.Action.allCases {
            for outcome in AccessEvent.Outcome.allCases {
                all.append(
                    .access(
                        AccessEvent(
                            time: time, action: action, outcome: outcome, actor: doctor, purpose: .emergencyTreatment,
                            encounter: nil, basis: nil, subject: subject, records: [], requestID: "x")))
            }
        }
        return all
    }
}

extension StatementSamples {
    private static var bindings: [IdentityBinding] {
        let seen = CertificateFingerprint(Digest.of("card"))
        let officials = ["one", "two"].map { CertificateFingerprint(Digest.of($0)) }
        let link = PersonIdentifier(semantics: "PNOEE-38001085718").flatMap { former in
            PersonIdentifier(semantics: "PNOEE-60001017869").flatMap { current in
                IdentityBinding.Link(
                    former: former, current: current, officials: officials, basis: "RR-2026-7", epoch: 2, approval: nil)
            }
        }
        let signature = IdentityBinding.Approval.Signature(key: [0x30, 0], signature: [0x30, 1, 2])
        let signed = link.flatMap {
            IdentityBinding.Link(
                former: $0.former, current: $0.current, officials: officials, basis: "RR-2026-7", epoch: 2,
                approval: IdentityBinding.Approval(
                    log: "log.example/ankur", time: Instant(seconds: 1_772_366_400), signatures: [signature, signature])
            )
        }
        return [
            .certificate(seen, profile: "ee-esteid2025", assurance: .high, epoch: 1),
            .certificate(seen, profile: "lt-eid", assurance: nil, epoch: 2),
        ] + [link, signed].compactMap { $0.map(IdentityBinding.link) }
    }
}

extension Digest {
    fileprivate static func of(_ text: String) -> Digest {
        let bytes = Array(text.utf8)
        guard let digest = Digest((0..<32).map { bytes[$0 % bytes.count] }) else { preconditionFailure("32 bytes") }
        return digest
    }
}

extension String {
    /// A person's number holds no white space.
    fileprivate var replacingSpace: String { String(map { $0 == " " ? "_" : $0 }) }
}

extension Statement {
    /// Whom the sample concerns.
    var subject: LedgerIdentity? {
        switch self {
        case .record(let description, _): description.subject
        case .access(let event): event.subject
        case .consent(_, let subject), .identityBinding(_, let subject), .mandate(_, let subject),
            .preferences(_, let subject), .inquiry(_, let subject), .inquiryAnswer(_, let subject):
            subject
        case .oversight(_, let subject), .hiding(_, let subject): subject
        case .administration: nil
        }
    }
}
