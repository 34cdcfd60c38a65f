import RecordTypes
import WebPages

/// Pages filled with what a person could see. People and institutions are made up; the personal codes are published test codes.
enum PageSamples {
    static let now = moment("2026-11-27T14:20:00Z")
    private static let visitorName = "Jaak-Kristjan Jõeorg"
    static let visitor = Visitor(name: visitorName, role: nil)
    private static let verifierKey = "log.example.ee+1f3c9a20+" + String(repeating: "A", count: 44)
    private static let token = String(repeating: "0", count: 80)

    static let pages: [(name: String, page: any Page)] = [
        (
            "records",
            RecordListPage(
                visitor: visitor,
                records: [
                    RecordLine(summary, visibility: .open), RecordLine(blood, visibility: .open),
                    RecordLine(psychiatry, visibility: .closedToEveryone),
                    RecordLine(vaccination, visibility: .open), RecordLine(dentist, visibility: .closedToSome),
                ], emergencies: [emergency])
        ),
        ("record", RecordPage(visitor: visitor, record: RecordLine(summary, visibility: .open), content: content)),
        (
            "log",
            WhoLookedPage(
                visitor: visitor, lines: lines, filter: WhoLookedPage.Filter(), next: nil,
                completeness: WhoLookedPage.Completeness(entries: 214, hasGap: false))
        ),
        (
            "restrictions",
            RestrictionsPage(
                visitor: visitor,
                records: [
                    RecordLine(summary, visibility: .open), RecordLine(blood, visibility: .open),
                    RecordLine(psychiatry, visibility: .closedToEveryone), RecordLine(vaccination, visibility: .open),
                    RecordLine(dentist, visibility: .closedToSome),
                ],
                restrictions: [
                    Restriction(
                        target: .record(psychiatry.id), audience: .everyone, effect: .deny,
                        decided: moment("2026-08-14T09:12:00Z"), until: nil),
                    Restriction(
                        target: .record(dentist.id), audience: .role("pharmacist"), effect: .deny,
                        decided: moment("2026-09-02T17:40:00Z"), until: moment("2027-09-01T21:00:00Z")),
                    Restriction(
                        target: .wholeRecord, audience: .everyone, purpose: .breakTheGlass, effect: .permit,
                        decided: moment("2026-08-14T09:15:00Z"), until: nil),
                ], chosen: psychiatry.id,
                viewers: [
                    RecordVisibility(viewer: .anyoneTreating, isPermitted: false),
                    RecordVisibility(viewer: .author(psychiatry.institution), isPermitted: false),
                    RecordVisibility(viewer: .anyoneInEmergency, isPermitted: true),
                ], formToken: token, saved: true, exceptions: 1)
        ),
        (
            "inquiries",
            InquiriesPage(
                visitor: visitor, inquiries: [waiting, overdue, answered], titles: [blood.id: blood.title], now: now)
        ),
        (
            "ask",
            AskPage(visitor: visitor, matter: .look(stranger, index: 20_913), days: 30, formToken: token)
        ),
        (
            "people",
            PeoplePage(
                visitor: visitor,
                given: [
                    PeoplePage.Line(
                        name: token,
                        mandate: mandate(
                            "Maarika Näidis", "PNOEE-60001017869", .appointed, [.records, .log],
                            until: moment("2027-01-31T22:00:00Z")), isInForce: true)
                ],
                held: [
                    PeoplePage.Line(
                        name: token,
                        mandate: mandate(
                            "Jaak-Kristjan Jõeorg", "PNOEE-38001085718", .guardian,
                            [.records, .log, .decisions], until: nil, of: "Mari Jõeorg"), isInForce: true)
                ], formToken: token)
        ),
        (
            "data",
            DataPage(
                visitor: visitor,
                preferences: NotificationPreferences(
                    email: "jaak@example.ee", mailbox: nil, events: [.emergency, .firstLook, .representative, .answer],
                    language: "et", decided: now), offersEmail: true, offersMailbox: true, canEncrypt: true,
                formToken: token)
        ),
        ("completeness", CompletenessPage(visitor: visitor, entries: 214, hasGap: false)),
        (
            "acting",
            RecordListPage(
                visitor: Visitor(name: "Jaak-Kristjan Jõeorg", role: nil, actingFor: "Mari Jõeorg"),
                records: [RecordLine(vaccination, visibility: .open)])
        ),
        (
            "receipt",
            ReceiptPage(
                visitor: visitor, record: summary.id, stage: .anchored, position: 20_417,
                statement: #"{"kind":"record","record":{"title":"Ambulatoorne epikriis", … }"#,
                proof: "c2sp.org/tlog-proof@v1\nindex 20417\n…", entry: "484c310001…")
        ),
        (
            "identity",
            IdentityPage(
                visitor: visitor,
                lines: [
                    IdentityLine(
                        time: moment("2026-11-27T14:19:00Z"), position: 20_989, epoch: 1, isAnchored: false,
                        what: .certificate(
                            fingerprint: String(repeating: "5c", count: 32), profile: "EE ESTEID2025",
                            assurance: "high")),
                    IdentityLine(
                        time: moment("2024-03-02T07:11:00Z"), position: 3_120, epoch: 1, isAnchored: true,
                        what: .certificate(
                            fingerprint: String(repeating: "a7", count: 32), profile: "EE ESTEID2018",
                            assurance: "high")),
                ])
        ),
        ("landing", LandingPage(entries: 20_990, portal: "https://portal.example.ee", verifierKey: verifierKey)),
        ("login", LogInPage(certificateDoor: "https://id.example.ee", hasLoggedOut: false)),
        (
            "session",
            SessionPage(
                visitor: Visitor(name: visitorName, role: nil, logOutToken: token), idle: .seconds(1800),
                absolute: .seconds(28_800))
        ),
        ("error", ErrorPage(.notFound, requestID: "5f1d2c0b9a874e63")),
    ]

    // MARK: Looks

    static let lines: [AccessLine] = {
        let titles = Dictionary(
            uniqueKeysWithValues: [summary, blood, psychiatry, vaccination, dentist].map { ($0.id, $0.title) })
        func line(_ event: AccessEvent, _ index: UInt64, own: Bool = false, _ inquiry: InquiryState? = nil)
            -> AccessLine
        {
            AccessLine(event, titles: titles, isOwn: own, index: index, inquiry: inquiry)
        }
        return [
            line(event(me, .readAccessLog, [], at: "2026-11-27T14:19:00Z", .patientRequest), 20_990, own: true),
            line(emergency, 20_977),
            line(
                event(tamm, .readRecord, [summary.id], at: "2026-11-26T09:31:00Z", encounter: "AMB-2026-1187"), 20_951),
            line(event(tamm, .readRecord, [blood.id], at: "2026-11-26T09:24:00Z", encounter: "AMB-2026-1187"), 20_950),
            line(
                event(
                    tamm, .searchRecords, [summary.id, blood.id], at: "2026-11-26T09:22:00Z", encounter: "AMB-2026-1187"
                ),
                20_949),
            line(stranger, 20_913, waiting),
            line(event(stranger.actor, .readRecord, [], at: "2026-11-24T18:02:00Z", outcome: .refused), 20_912),
            line(
                event(registry, .searchContents, [vaccination.id], at: "2026-11-23T02:00:00Z", .publicHealth), 20_800),
            line(event(me, .readRecord, [blood.id], at: "2026-11-20T19:45:00Z", .patientRequest), 20_755, own: true),
        ]
    }()

    private static let me = AccessEvent.Actor(
        kind: .citizen, institution: nil, institutionName: nil, person: person("PNOEE-38001085718"),
        personName: "Jaak-Kristjan Jõeorg", role: nil, assertion: nil)
    private static let tamm = actor("Liis Tamm", "doctor", "Tartu Näidiskliinik", "NTREE-90000015")
    private static let registry = AccessEvent.Actor(
        kind: .institution, institution: InstitutionID("NTREE-90000021"), institutionName: "Näidisregister",
        person: nil, personName: nil, role: nil, assertion: .unnamed)

    private static let emergency = event(
        actor("Andres Kask", "paramedic", "Kiirabi Näidis", "NTREE-90000033"), .readRecord, [summary.id],
        at: "2026-11-26T22:48:00Z", .breakTheGlass, reason: "Teadvuseta, ravimiallergia teadmata")
    private static let stranger = event(
        actor("Kristo Mägi", "doctor", "Lõuna Näidishaigla", "NTREE-90000021"), .readRecord, [blood.id],
        at: "2026-11-24T18:06:00Z")

    private static func event(
        _ actor: AccessEvent.Actor, _ action: AccessEvent.Action, _ records: [RecordID], at time: String,
        _ purpose: PurposeOfUse = .treatment, outcome: AccessEvent.Outcome = .released, encounter: String? = nil,
        reason: String? = nil
    ) -> AccessEvent {
        AccessEvent(
            time: moment(time), action: action, outcome: outcome, actor: actor, purpose: purpose, encounter: encounter,
            basis: nil, subject: nil, records: records, requestID: "r", reason: reason)
    }

    private static func actor(_ name: String, _ role: String, _ institution: String, _ id: String) -> AccessEvent.Actor
    {
        AccessEvent.Actor(
            kind: .institution, institution: InstitutionID(id), institutionName: institution,
            person: person("PNOEE-60001017869"), personName: name, role: role, assertion: .signedToken)
    }

    // MARK: Inquiries and mandates

    private static let waiting = inquiry(
        1, .look(look), "Ma ei ole selles haiglas kunagi käinud.", asked: "2026-11-25T07:30:00Z",
        due: "2026-12-25T07:30:00Z")
    private static let overdue = inquiry(
        2, .correction(blood.id), "Vererõhk on kirjas kellegi teise oma.", asked: "2026-10-10T10:00:00Z",
        due: "2026-11-09T10:00:00Z")
    private static let answered = InquiryState(
        inquiry: inquiry(
            3, .look(look), "", asked: "2026-09-02T10:00:00Z", due: "2026-10-02T10:00:00Z"
        ).inquiry,
        answer: InquiryAnswer(
            id: name(3), finding: .mistake,
            text: "Arst eksis isikukoodis ja sulges dokumendi kohe. Vabandame. Töötajat on juhendatud.",
            answered: moment("2026-09-09T12:00:00Z"), answeredBy: "Andmekaitsespetsialist"))

    private static var look: Inquiry.Look {
        Inquiry.Look(
            index: 20_913, time: stranger.time, action: .readRecord, personName: "Kristo Mägi", role: "doctor",
            requestID: "r", records: [blood.id])
    }

    private static func name(_ byte: UInt8) -> InquiryID {
        wellFormed(InquiryID(bytes: Array(repeating: byte, count: 16)))
    }

    private static func inquiry(
        _ byte: UInt8, _ matter: Inquiry.Matter, _ text: String, asked: String, due: String
    ) -> InquiryState {
        InquiryState(
            inquiry: Inquiry(
                id: name(byte), matter: matter, person: person("PNOEE-38001085718"),
                personName: "Jaak-Kristjan Jõeorg", institution: institution("NTREE-90000021"),
                institutionName: "Lõuna Näidishaigla", text: text, asked: moment(asked), due: moment(due)),
            answer: nil)
    }

    private static func mandate(
        _ name: String, _ code: String, _ basis: Mandate.Basis, _ scope: Set<Mandate.Scope>, until: Instant?,
        of principal: String = "Jaak-Kristjan Jõeorg"
    ) -> Mandate {
        Mandate(
            representative: person(code), representativeName: name, principal: person("PNOEE-39901012239"),
            principalName: principal, basis: basis, scope: scope, decided: now, until: until)
    }

    // MARK: Records

    private static let summary = record(
        1, "Ambulatoorne epikriis", "Tartu Näidiskliinik", "NTREE-90000015", "Dr Liis Tamm", "2026-11-12")
    private static let blood = record(
        2, "Kliiniline vereanalüüs", "Näidislabor", "NTREE-10000030", nil, "2026-11-10")
    private static let psychiatry = record(
        3, "Psühhiaatri vastuvõtt", "Lõuna Näidishaigla", "NTREE-90000021", "Dr Hanna Saar", "2026-08-13")
    private static let vaccination = record(
        4, "Immuniseerimise teatis", "Perearstikeskus Näidis", "NTREE-90000044", "Õde Piret Kivi", "2026-03-02")
    private static let dentist = record(
        5, "Hambaravikaart", "Hambakliinik Näidis", "NTREE-90000055", "Dr Marko Lepp", "2025-12-18")

    private static func record(
        _ byte: UInt8, _ title: String, _ institutionName: String, _ id: String, _ author: String?, _ day: String
    ) -> RecordDescription {
        let digest = wellFormed(Digest(Array(repeating: byte, count: 32)))
        return RecordDescription(
            id: wellFormed(RecordID(bytes: Array(repeating: byte, count: 16))),
            subject: wellFormed(LedgerIdentity(Array(repeating: 7, count: 20))), institution: institution(id),
            institutionName: institutionName, mediaType: "application/xml",
            type: CodedWord(system: "urn:oid:1.3.6.1.4.1.28284.6.2.1.3.9", code: "2", display: title), title: title,
            author: author, documentTime: day, received: moment(day + "T13:05:00Z"), documentID: nil, setID: nil,
            version: nil, replaces: nil, sourceDigest: digest, sourceSize: 10, bundleDigest: digest,
            profileSetDigest: digest, converterVersion: "1")
    }

    private static let content = RecordContent(
        patient: RecordContent.Patient(
            name: "Jaak-Kristjan Jõeorg", birthDate: "1980-01-08", identifiers: ["38001085718"]),
        lists: [
            RecordContent.StructuredList(
                .problems,
                rows: [
                    RecordContent.Statement(
                        "Essentsiaalne (primaarne) hüpertensioon", cells: [.text("I10"), .time("2026-11-12")]),
                    RecordContent.Statement(
                        "Stenokardia", standing: .refuted, cells: [.text("I20"), .time("2026-11-12")]),
                ]),
            RecordContent.StructuredList(
                .medicines,
                rows: [
                    RecordContent.Statement(
                        "Ramipriil 5 mg tablett", standing: .ordered,
                        cells: [.text("C09AA05"), .text("1 tablett hommikul")])
                ]),
            RecordContent.StructuredList(
                .results,
                rows: [
                    RecordContent.Statement(
                        "Süstoolne vererõhk", cells: [.text("148 mmHg"), .text("< 140"), .time("2026-11-12")]),
                    RecordContent.Statement(
                        "Kaaliumi tase seerumis",
                        cells: [.text("4,2 mmol/L"), .text("3,5–5,1"), .time("2026-11-10")]),
                ]),
            RecordContent.StructuredList(
                .immunisations,
                rows: [
                    RecordContent.Statement(
                        "Gripivaktsiin", standing: .notDone, reason: "patsient keeldus",
                        cells: [.text("J07BB02"), .time("2026-11-12")])
                ]),
        ],
        sections: [
            RecordContent.Section(
                title: "Anamnees",
                blocks: [
                    .paragraph(
                        "Patsient pöördus peavalude tõttu. Kodus mõõdetud vererõhk korduvalt üle 145/90. Varasemaid haigusi ei ole."
                    )
                ], sections: []),
            RecordContent.Section(
                title: "Soovitused",
                blocks: [.list(["Vererõhu mõõtmine kaks korda päevas", "Kontroll nelja nädala pärast"])], sections: []),
        ])

    // MARK: Words

    static func moment(_ text: String) -> Instant { wellFormed(Instant(rfc3339: text)) }
    private static func person(_ text: String) -> PersonIdentifier { wellFormed(PersonIdentifier(semantics: text)) }
    private static func institution(_ text: String) -> InstitutionID { wellFormed(InstitutionID(text)) }

    private static func wellFormed<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the constants of the samples are well formed") }
        return value
    }
}
