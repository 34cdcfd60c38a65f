public import Gateway
public import Identity
public import RecordTypes

extension HTTPDoor<VerifiedCitizen> {
    /// The door for citizens with an ID certificate: pages for browsers, FHIR for programs, both about themselves alone.
    ///
    /// - Parameter people: which person a FHIR identifier names.
    public static func citizens(
        _ settings: DoorSettings, gateway: Gateway, judge: CertificateJudge, forms: FormTokens,
        people: @escaping PersonLookup
    ) -> HTTPDoor {
        HTTPDoor(
            settings, judge: judge, face: .page,
            routes: ([Route].citizens(gateway, forms, people) + .assets() + .languages()).described(as: .citizens)
        ) { try await gateway.bindCertificate(of: $0) }
    }
}

extension [Route<VerifiedCitizen>] {
    /// What a citizen can ask, however she has come in: by the connection's certificate or by a session of the portal.
    static func citizens(_ gateway: Gateway, _ forms: FormTokens, _ people: @escaping PersonLookup) -> Self {
        let own: Self = [
            .recordList(gateway), .recordPage(gateway), .receiptPage(gateway), .receiptFile(gateway),
            .evidenceFile(gateway), .completenessFile(gateway),
            .whoLooked(gateway), .restrictionsPage(gateway, forms), .changeRestriction(gateway, forms),
            .ownDocuments(gateway, people), .ownDocument(gateway), .ownDocument(gateway, version: versionPath),
            .ownDocumentsByPost(gateway, people), .ownDocumentHistory(gateway), .ownBundleHistory(gateway),
            .ownBundle(gateway), .ownBundle(gateway, version: versionPath), .ownBinary(gateway),
            .ownAuditEvents(gateway, people), .listConsents(gateway), .createConsent(gateway, people),
            .identityPage(gateway), .identityFile(gateway),
            .peoplePage(gateway, forms), .appoint(gateway, forms), .endMandate(gateway, forms),
            .actFor(gateway, forms), .backToOwn(), .inquiriesPage(gateway), .askAboutLook(gateway, forms),
            .askToCorrect(gateway, forms), .sendInquiry(gateway, forms), .dataPage(gateway, forms),
            .saveNotifications(gateway, forms), .takeAway(gateway, forms), .logAsPDF(gateway), .logAsCSV(gateway),
            .logAsFHIR(gateway), .completenessPage(gateway),
        ]
        return own
            + .resources(gateway, people) { visit in
                let keeper = try await visit.keeper(gateway)
                return ResourceReader(reader: keeper.reader, own: keeper.person)
            }
    }
}
