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
            routes: ([
                .submitDocument(gateway), .validateDocument(gateway), .submissionStatus(gateway),
                .searchDocuments(gateway, people), .searchDocumentsByPost(gateway, people),
                .readDocumentReference(gateway), .readDocumentReference(gateway, version: versionPath),
                .documentReferenceHistory(gateway), .bundleHistory(gateway),
                .readBundle(gateway), .readBundle(gateway, version: versionPath), .readBinary(gateway),
                .listInquiries(gateway), .answerInquiry(gateway), .releaseToPerson(gateway),
                .findUsage(gateway), .usagePeriod(gateway), .usageHeartbeat(gateway),
            ]
                + .resources(gateway, people) { visit in
                    ResourceReader(reader: .institution(visit.caller, try visit.actor()), own: nil)
                }).described(as: .providers))
    }
}

/// Which person a FHIR identifier names.
public typealias PersonLookup = @Sendable (_ system: String, _ value: String) -> PersonIdentifier?
