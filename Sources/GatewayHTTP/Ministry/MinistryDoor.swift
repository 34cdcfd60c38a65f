public import Gateway
public import Identity
public import RecordTypes

extension HTTPDoor<VerifiedOfficial> {
    /// The door for ministry staff with a role: the access log, as pages, files and FHIR. Every question is logged first.
    public static func ministry(
        _ settings: DoorSettings, gateway: Gateway, judge: CertificateJudge, forms: FormTokens,
        people: @escaping PersonLookup, register: @escaping AdministrationLog
    ) -> HTTPDoor {
        HTTPDoor(
            settings, judge: judge, face: .page,
            routes: ([
                .accessReportForm(forms), .accessReport(gateway, forms), .searchAuditEvents(gateway, people),
                .overdueInquiries(gateway), .registerGuardian(gateway), .registerChanges(register),
            ] + .assets() + .languages()).described(as: .ministry)
        ) { try await gateway.bindCertificate(of: $0.citizen) }
    }
}
