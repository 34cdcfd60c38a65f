/// What a section of a document is about; which resources its entries become follows from it.
public enum SectionKind: String, Hashable, Sendable, CaseIterable {
    case allergies, medications, problems, procedures, results, immunizations, encounters, pregnancy, devices, plan,
        goals
    case interventions, outcomes, payers, nutrition, indications, findings, complications, anesthesia, specimens, notes
    case instructions, assessment, prescription, dispensation, diagnoses, implants
    case pastIllness = "past-illness"
    case vitalSigns = "vital-signs"
    case socialHistory = "social-history"
    case familyHistory = "family-history"
    case healthConcerns = "health-concerns"
    case functionalStatus = "functional-status"
    case mentalStatus = "mental-status"
    case advanceDirectives = "advance-directives"
    case careTeam = "care-team"
    case reasonForReferral = "reason-for-referral"
    case dischargeDiagnosis = "discharge-diagnosis"
    case admissionDiagnosis = "admission-diagnosis"
    case dischargeMedications = "discharge-medications"
    case admissionMedications = "admission-medications"
    case medicationsAdministered = "medications-administered"
    case preoperativeDiagnosis = "preoperative-diagnosis"
    case postoperativeDiagnosis = "postoperative-diagnosis"
    case physicalFindings = "physical-findings"
    case plannedProcedure = "planned-procedure"
    case imagingCatalog = "imaging-catalog"
    case recordedMedia = "recorded-media"
    /// Text for people: history, course, complaint, review of systems; entries as their own templates say.
    case narrative
}
