public import Gateway
public import Identity
public import RecordTypes

extension HTTPDoor<VerifiedInstitution> {
    /// The door for provider systems: submit and validate documents, follow submissions, read as FHIR (IHE MHD).
    ///
    /// - Parameter people: which person a FHIR identifier (system, value) names; nil for a system that no profile knows.
    public static func providers(
        _ settings: DoorSettings, gateway: Gateway, judge: CertificateJudge, people: @escaping PersonLookup
    ) -> HTTPDoor {
        HTTPDoor(
            settings, judge: judge, face: .fhir,
            routes: [
                .submitDocument(gateway), .validateDocument(gateway), .submissionStatus(gateway),
                .searchDocuments(gateway, people), .searchDocumentsByPost(gateway, people),
                .readDocumentReference(gateway), .readDocumentReference(gateway, version: versionPath),
                .readBundle(gateway), .readBundle(gateway, version: versionPath), .readBinary(gateway),
                .listInquiries(gateway), .answerInquiry(gateway), .releaseToPerson(gateway),
                .capabilities(.providers), .findUsage(gateway), .usagePeriod(gateway), .usageHeartbeat(gateway),
            ]
                + .resources(gateway, as: { .institution($0.caller, try $0.actor()) }) { _, search in
                    try search.patient(people).0
                })
    }
}

/// Which person a FHIR identifier names.
public typealias PersonLookup = @Sendable (_ system: String, _ value: String) -> PersonIdentifier?
