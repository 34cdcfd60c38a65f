import RecordTypes
import Reporting

/// Events for reports, made of plain words.
enum ReportRows {
    static let hospital = InstitutionID("NTREE-10000001")
    static let laboratory = InstitutionID("NTREE-10000002")

    static func event(
        outcome: AccessEvent.Outcome = .released, institution: InstitutionID? = hospital, name: String? = "Dr. A",
        basis: String? = nil, records: Int = 1
    ) -> AccessEvent {
        AccessEvent(
            time: Instant(milliseconds: 1_772_357_400_123), action: .readRecord, outcome: outcome,
            actor: AccessEvent.Actor(
                kind: institution == nil ? .citizen : .institution, institution: institution,
                institutionName: institution.map { _ in "Haigla, \"Põhi\"" },
                person: PersonIdentifier(scheme: .personalNumber, country: "EE", number: "39901012239"),
                personName: name,
                role: "doctor", assertion: institution.map { _ in .signedToken }),
            purpose: .treatment, encounter: "V-1", basis: basis, subject: nil,
            records: (0..<records).compactMap { RecordID(bytes: Array(repeating: UInt8($0), count: 16)) },
            requestID: "r-1")
    }

    static func row(_ event: AccessEvent) -> AccessReportRow { AccessReportRow(event: event, ledgerIndex: 7) }
}
