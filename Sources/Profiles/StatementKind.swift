/// What a clinical statement (entry) of a document is, by its template.
public enum StatementKind: String, Hashable, Sendable, CaseIterable {
    // Problems
    case problemConcern = "problem-concern"
    case problem
    case problemStatus = "problem-status"
    case encounterDiagnosis = "encounter-diagnosis"
    case admissionDiagnosis = "admission-diagnosis"
    case dischargeDiagnosis = "discharge-diagnosis"
    case preoperativeDiagnosis = "preoperative-diagnosis"
    case postoperativeDiagnosis = "postoperative-diagnosis"
    case healthConcern = "health-concern"
    case riskConcern = "risk-concern"
    case ageAtOnset = "age-at-onset"
    /// How old a relative was when he died.
    case ageAtDeath = "age-at-death"
    case healthStatus = "health-status"
    case prognosis
    case dateOfDiagnosis = "date-of-diagnosis"
    /// How sure a problem or an allergy is: confirmed, suspected, refuted.
    case certainty
    // Allergies
    case allergyConcern = "allergy-concern"
    case allergy
    case allergyStatus = "allergy-status"
    case reaction
    case severity
    case criticality
    // Medications
    case medication
    case medicationSupply = "medication-supply"
    case medicationDispense = "medication-dispense"
    case medicationInformation = "medication-information"
    case medicationPrecondition = "medication-precondition"
    case medicationSig = "medication-sig"
    case medicationStatus = "medication-status"
    case prescriptionItem = "prescription-item"
    case drugVehicle = "drug-vehicle"
    case indication
    case instruction
    case substitutionPermission = "substitution-permission"
    case pharmaceuticalAdvice = "pharmaceutical-advice"
    // Immunisations
    case immunization
    case immunizationInformation = "immunization-information"
    case immunizationRefusalReason = "immunization-refusal-reason"
    case seriesNumber = "series-number"
    /// What a vaccine protects against.
    case targetDisease = "target-disease"
    // Results and measurements
    case resultOrganizer = "result-organizer"
    case result
    case vitalSignsOrganizer = "vital-signs-organizer"
    case vitalSign = "vital-sign"
    case laboratorySpecimen = "laboratory-specimen"
    case laboratoryBattery = "laboratory-battery"
    case assessmentScale = "assessment-scale"
    case assessmentScaleItem = "assessment-scale-item"
    case imagingStudy = "imaging-study"
    case imagingSeries = "imaging-series"
    case imagingInstance = "imaging-instance"
    case textObservation = "text-observation"
    case codedObservation = "coded-observation"
    // Procedures and encounters
    case procedure
    case procedureAct = "procedure-act"
    case procedureObservation = "procedure-observation"
    case encounter
    case serviceLocation = "service-location"
    // Social history, family, function
    case smokingStatus = "smoking-status"
    case tobaccoUse = "tobacco-use"
    case socialHistory = "social-history"
    case birthSex = "birth-sex"
    case pregnancy
    case pregnancyHistory = "pregnancy-history"
    case estimatedDelivery = "estimated-delivery"
    case familyHistoryOrganizer = "family-history-organizer"
    case familyHistory = "family-history"
    case familyHistoryDeath = "family-history-death"
    case functionalOrganizer = "functional-organizer"
    case functionalStatus = "functional-status"
    case functionalProblem = "functional-problem"
    case cognitiveOrganizer = "cognitive-organizer"
    case mentalStatus = "mental-status"
    case cognitiveProblem = "cognitive-problem"
    case selfCare = "self-care"
    case sensoryStatus = "sensory-status"
    case caregiver
    // Devices
    case device
    case deviceSupply = "device-supply"
    case deviceOrganizer = "device-organizer"
    case deviceDetail = "device-detail"
    // Plans
    case plannedProcedure = "planned-procedure"
    case plannedAct = "planned-act"
    case plannedEncounter = "planned-encounter"
    case plannedObservation = "planned-observation"
    case plannedMedication = "planned-medication"
    case plannedSupply = "planned-supply"
    case plannedImmunization = "planned-immunization"
    case plannedCoverage = "planned-coverage"
    case plannedIntervention = "planned-intervention"
    case goal
    case intervention
    case outcome
    case progressTowardGoal = "progress-toward-goal"
    case priorityPreference = "priority-preference"
    case handoff
    case nutritionAssessment = "nutrition-assessment"
    case nutritionRecommendation = "nutrition-recommendation"
    case nutritionalStatus = "nutritional-status"
    // Others
    case note
    case comment
    case careTeamOrganizer = "care-team-organizer"
    case careTeamMember = "care-team-member"
    case careTeamType = "care-team-type"
    case coverage
    case policy
    case authorization
    case advanceDirective = "advance-directive"
    case advanceDirectiveOrganizer = "advance-directive-organizer"
    case entryReference = "entry-reference"
    case externalReference = "external-reference"
    case externalDocument = "external-document"
    case woundObservation = "wound-observation"
    case woundDetail = "wound-detail"
    case securityLabel = "security-label"
}
