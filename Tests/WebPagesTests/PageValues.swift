import RecordTypes

@testable import WebPages

/// Values for pages under test. Every text that a stranger could have chosen carries markup.
enum PageValues {
    static let hostile = #"<script>alert("x")</script> & 'quoted'"#
    static let visitor = Visitor(name: "Anu <b>Tamm</b>", role: nil)
    static let institution = InstitutionID("NTREE-90000001")!
    static let noon = Instant(rfc3339: "2026-07-01T09:00:00Z")!

    static func recordID(_ byte: UInt8) -> RecordID { RecordID(bytes: Array(repeating: byte, count: 16))! }

    static func description(_ byte: UInt8 = 1, title: String = hostile) -> RecordDescription {
        let digest = Digest(Array(repeating: byte, count: 32))!
        return RecordDescription(
            id: recordID(byte), subject: LedgerIdentity(Array(repeating: 7, count: 20))!, institution: institution,
            institutionName: "North \(hostile)", mediaType: "application/xml",
            type: CodedWord(system: "http://loinc.org", code: "18842-5", display: "Discharge \(hostile)"), title: title,
            author: "Dr \(hostile)", documentTime: "2026-06-30T14:05:00+03:00", received: noon, documentID: nil,
            setID: nil,
            version: nil, replaces: nil, sourceDigest: digest, sourceSize: 10, bundleDigest: digest,
            profileSetDigest: digest,
            converterVersion: "1")
    }

    static func event(
        _ outcome: AccessEvent.Outcome = .released, at time: Instant = noon, records: [RecordID] = [recordID(1)]
    ) -> AccessEvent {
        AccessEvent(
            time: time, action: .readRecord, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: .institution, institution: institution, institutionName: "North \(hostile)",
                person: PersonIdentifier(semantics: "PNOEE-60001017869"), personName: "Doctor \(hostile)",
                role: "doctor \(hostile)",
                assertion: .developmentHeaders),
            purpose: .treatment, encounter: "visit \(hostile)", basis: nil, subject: nil, records: records,
            requestID: "r1")
    }

    static let content = RecordContent(
        patient: RecordContent.Patient(name: hostile, birthDate: hostile, identifiers: [hostile]),
        lists: [
            RecordContent.StructuredList(
                .problems,
                rows: [
                    RecordContent.Statement(
                        hostile, standing: .refuted, reason: hostile, cells: [.text(hostile), .time(hostile)]),
                    RecordContent.Statement(
                        hostile, cells: [.truth(true), .period(from: hostile, until: hostile)]),
                ])
        ],
        sections: [
            RecordContent.Section(
                title: "Course \(hostile)",
                blocks: [
                    .heading(hostile), .paragraph(hostile), .list([hostile]), .table(columns: ["A"], rows: [[hostile]]),
                ], sections: [RecordContent.Section(title: hostile, blocks: [])])
        ])

    static let question = AccessReportQuestion(
        caseNumber: hostile, person: hostile, professional: hostile, institution: hostile, from: hostile,
        until: hostile,
        outcome: "released")

    static let emergency = AccessEvent(
        time: noon, action: .readRecord, outcome: .released, actor: event().actor, purpose: .breakTheGlass,
        encounter: nil, basis: nil, subject: nil, records: [recordID(1)], requestID: "r2", reason: hostile)

    static let automatic = AccessEvent(
        time: noon, action: .searchRecords, outcome: .released,
        actor: AccessEvent.Actor(
            kind: .institution, institution: institution, institutionName: hostile, person: nil, personName: nil,
            role: nil, assertion: .unnamed), purpose: .publicHealth, encounter: nil, basis: nil, subject: nil,
        records: [], requestID: "r3")

    private static func inquiry(_ byte: UInt8, _ matter: Inquiry.Matter, due: Instant) -> Inquiry {
        Inquiry(
            id: InquiryID(bytes: Array(repeating: byte, count: 16))!, matter: matter,
            person: PersonIdentifier(semantics: "PNOEE-38001085718")!, personName: hostile, institution: institution,
            institutionName: hostile, text: hostile, asked: noon.advanced(by: .seconds(-86_400)), due: due)
    }

    private static let look = Inquiry.Look(
        index: 6, time: noon, action: .readRecord, personName: hostile, role: hostile, requestID: "r1", records: [])
    static let asked = InquiryState(
        inquiry: inquiry(1, .look(look), due: noon.advanced(by: .seconds(20 * 86_400))), answer: nil)
    static let answered = InquiryState(
        inquiry: inquiry(2, .look(look), due: noon),
        answer: InquiryAnswer(
            id: InquiryID(bytes: Array(repeating: 2, count: 16))!, finding: .mistake, text: hostile, answered: noon,
            answeredBy: hostile))
    static let correction = InquiryState(inquiry: inquiry(3, .correction(recordID(1)), due: noon), answer: nil)

    static func mandate(_ scope: Set<Mandate.Scope>) -> Mandate {
        Mandate(
            representative: PersonIdentifier(semantics: "PNOEE-60001017869")!, representativeName: hostile,
            principal: PersonIdentifier(semantics: "PNOEE-38001085718")!, principalName: hostile, basis: .appointed,
            scope: scope, decided: noon, until: noon)
    }

    /// Every page, filled with hostile texts.
    static let pages: [(name: String, page: any Page)] = common + workbench

    /// The pages that are not the ministry's alone.
    private static let common: [(name: String, page: any Page)] = [
        ("records", RecordListPage(visitor: visitor, records: [RecordLine(description(), visibility: .closedToSome)])),
        ("no records", RecordListPage(visitor: visitor, records: [])),
        (
            "record",
            RecordPage(visitor: visitor, record: RecordLine(description(), visibility: .open), content: content)
        ),
        (
            "access log",
            WhoLookedPage(
                visitor: visitor,
                lines: [
                    AccessLine(event(), titles: [recordID(1): hostile], isOwn: false),
                    AccessLine(event(.refused), titles: [:], isOwn: true),
                ],
                filter: WhoLookedPage.Filter(
                    from: hostile, until: hostile, institution: hostile, outcome: hostile), next: hostile,
                completeness: WhoLookedPage.Completeness(entries: 2, hasGap: false))
        ),
        (
            "restrictions",
            RestrictionsPage(
                visitor: visitor, records: [RecordLine(description(), visibility: .closedToEveryone)],
                restrictions: [
                    Restriction(
                        target: .record(recordID(1)), audience: .everyone, effect: .deny, decided: noon, until: nil),
                    Restriction(
                        target: .wholeRecord, audience: .institution(institution), effect: .permit, decided: noon,
                        until: noon),
                    Restriction(
                        target: .category(system: hostile, code: hostile), audience: .role(hostile),
                        purpose: .research, effect: .deny, decided: noon, until: nil),
                ], chosen: recordID(1),
                viewers: [
                    RecordVisibility(viewer: .anyoneTreating, isPermitted: true),
                    RecordVisibility(viewer: .role(hostile), isPermitted: false),
                    RecordVisibility(viewer: .institution(institution), isPermitted: false),
                ], formToken: hostile, saved: true)
        ),
        (
            "receipt",
            ReceiptPage(
                visitor: visitor, record: recordID(1), stage: .anchored, position: 7, statement: hostile,
                proof: hostile,
                entry: hostile)
        ),
        (
            "first page with an emergency",
            RecordListPage(
                visitor: Visitor(name: hostile, role: nil, actingFor: hostile),
                records: [RecordLine(description(), visibility: .open)], emergencies: [emergency])
        ),
        (
            "looks of every kind",
            WhoLookedPage(
                visitor: visitor,
                lines: [
                    AccessLine(emergency, titles: [recordID(1): hostile], isOwn: false, index: 7),
                    AccessLine(event(.refused), titles: [:], isOwn: false, index: 6, inquiry: asked),
                    AccessLine(event(), titles: [:], isOwn: false, index: 5, inquiry: answered),
                    AccessLine(automatic, titles: [:], isOwn: false, index: 4),
                ], filter: WhoLookedPage.Filter(), next: nil,
                completeness: WhoLookedPage.Completeness(entries: 4, hasGap: true))
        ),
        (
            "inquiries",
            InquiriesPage(visitor: visitor, inquiries: [asked, answered, correction], titles: [:], now: noon)
        ),
        ("no inquiries", InquiriesPage(visitor: visitor, inquiries: [], titles: [:], now: noon, sent: true)),
        (
            "question about a look",
            AskPage(visitor: visitor, matter: .look(event(.refused), index: 9), days: 30, formToken: hostile)
        ),
        (
            "correction",
            AskPage(visitor: visitor, matter: .correction(description()), days: 30, formToken: hostile)
        ),
        (
            "people",
            PeoplePage(
                visitor: visitor,
                given: [
                    PeoplePage.Line(name: hostile, mandate: mandate([.records, .log]), isInForce: true),
                    PeoplePage.Line(name: hostile, mandate: mandate([]), isInForce: false),
                ],
                held: [PeoplePage.Line(name: hostile, mandate: mandate([.decisions]), isInForce: true)],
                formToken: hostile, saved: true)
        ),
        (
            "data",
            DataPage(
                visitor: visitor,
                preferences: NotificationPreferences(
                    email: hostile, mailbox: nil, events: [.emergency], language: "en", decided: noon),
                offersEmail: true, offersMailbox: true, canEncrypt: true, formToken: hostile, saved: true)
        ),
        ("completeness", CompletenessPage(visitor: visitor, entries: 3, hasGap: false)),
        (
            "report form",
            AccessReportFormPage(visitor: Visitor(name: hostile, role: hostile), question: question, formToken: hostile)
        ),
        (
            "report",
            AccessReportPage(
                visitor: Visitor(name: hostile, role: "analyst"), question: question,
                rows: [AccessReportPage.Row(entry: 9, event: event(.refused))], next: hostile,
                completeness: AccessReportPage.Completeness(entries: 10, isComplete: true, details: [hostile]),
                formToken: hostile)
        ),
        ("landing", LandingPage(entries: 3, portal: hostile, verifierKey: hostile)),
        ("error", ErrorPage(.badRequest, reasons: [hostile], requestID: hostile)),
    ]
}
