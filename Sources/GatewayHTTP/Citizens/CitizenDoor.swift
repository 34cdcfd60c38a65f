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
            routes: [
                .recordList(gateway), .recordPage(gateway), .receiptPage(gateway), .receiptFile(gateway),
                .whoLooked(gateway), .restrictionsPage(gateway, forms), .changeRestriction(gateway, forms),
                .ownDocuments(gateway, people), .ownDocument(gateway), .ownDocument(gateway, version: versionPath),
                .ownBundle(gateway), .ownBundle(gateway, version: versionPath), .ownBinary(gateway),
                .ownAuditEvents(gateway, people), .listConsents(gateway), .createConsent(gateway, people),
                .capabilities(.citizens),
            ]
                + .resources(gateway, as: { .citizen($0.caller) }) { visit, search in
                    try visit.requireSelf(search.fields["patient.identifier"], people)
                    return visit.caller.person
                } + .assets() + .languages())
    }
}
