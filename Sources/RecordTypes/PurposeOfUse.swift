/// Why a record is looked at: codes of HL7 v3 PurposeOfUse (2.16.840.1.113883.5.8, `http://terminology.hl7.org/CodeSystem/v3-ActReason`).
public enum PurposeOfUse: String, Hashable, Sendable, CaseIterable {
    case treatment = "TREAT"
    case emergencyTreatment = "ETREAT"
    case breakTheGlass = "BTG"
    case payment = "HPAYMT"
    case coverage = "COVERAGE"
    case operations = "HOPERAT"
    case publicHealth = "PUBHLTH"
    case research = "HRESCH"
    /// The person's own request.
    case patientRequest = "PATRQT"
    case familyRequest = "FAMRQT"
    case legal = "HLEGAL"
    /// Oversight of the access log by the ministry.
    case audit = "HCOMPL"
    case systemAdministration = "HSYSADMIN"
}
