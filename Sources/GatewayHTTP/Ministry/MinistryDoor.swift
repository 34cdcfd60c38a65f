public import Gateway
public import Identity
public import RecordTypes
public import ReportSigning

extension HTTPDoor<VerifiedOfficial> {
    /// The door for ministry staff with a role: the access log explained and searched, cases and statistics, as pages, files and FHIR. Every
    /// question is logged first, and what a role may is decided by ``RecordTypes/MinistryRight``.
    /// - Parameter staff: who works where, for the rule about colleagues.
    ///   `seal` signs reports and evidence.
    public static func ministry(
        _ settings: DoorSettings, gateway: Gateway, judge: CertificateJudge, forms: FormTokens,
        people: @escaping PersonLookup, register: @escaping AdministrationLog,
        staff: @escaping StaffLookup = { [:] }, seal: ReportSeal? = nil
    ) -> HTTPDoor {
        HTTPDoor(
            settings, judge: judge, face: .page,
            routes: ([
                .accessReportForm(forms), .accessReport(gateway, forms), .explainedForm(forms),
                .explained(gateway, forms, staff), .casesForm(forms), .cases(gateway, forms),
                .showCase(gateway, forms), .openCase(gateway, forms), .caseStep(gateway, forms),
                .caseEvidence(gateway, forms, seal),
                .statisticsForm(forms), .statistics(gateway, forms, seal), .searchAuditEvents(gateway, people),
                .nextAuditEvents(gateway, people),
                .latenessForm(forms), .lateness(gateway, forms),
                .hidingForm(forms), .hiding(gateway, forms), .proposeHiding(gateway, forms),
                .approveHiding(gateway, forms), .revokeHiding(gateway, forms),
                .overdueInquiries(gateway), .registerGuardian(gateway), .registerChanges(register),
            ] + .assets() + .languages()).described(as: .ministry)
        ) { try await gateway.bindCertificate(of: $0.citizen) }
    }
}
