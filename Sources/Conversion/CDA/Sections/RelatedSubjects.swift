import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Whom a statement is about when not about the patient: its own relatedSubject, else that of what it stands in.
    func relatedSubject(of statement: ClinicalStatement) -> XMLElement? {
        statement.subject?.child(.relatedSubject) ?? relative
    }

    /// A statement about a relative, a fetus or a donor: nothing of it may become a finding, an allergy, a medicine or a
    /// procedure of the patient's.
    mutating func mapRelated(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        let hasOwnSubject = statement.subject?.child(.relatedSubject) != nil
        let isEvent = statement.mood == .event
        switch statement.kind {
        case .observation where isEvent:
            return [
                isRelativesDisease(statement, in: context)
                    ? familyHistory(statement) : observation(statement, in: context)
            ]
        case .organizer where isEvent:
            return [
                context.kind == .familyHistory || hasOwnSubject && !isMeasured(statement)
                    ? familyHistory(statement) : panel(statement, in: context)
            ]
        case .act where isEvent && (context.kind == .familyHistory || isConcern(statement)):
            return [familyHistory(statement)]
        case .act
        where !hasOwnSubject && statement.ids.allSatisfy({ !$0.hasKey }) && statement.code?.isEmpty ?? true:
            // Only a bracket around others, which are mapped as the relative's too.
            return []
        case .observationMedia:
            return media(statement)
        default:
            return [unknown(statement)]
        }
    }

    private func isRelativesDisease(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        if context.kind == .familyHistory || isProblem(statement, in: context) { return true }
        return switch kind(of: statement) {
        case .problem, .functionalProblem, .cognitiveProblem, .encounterDiagnosis, .allergy, .familyHistory: true
        case nil: context.kind == .allergies && (substance(of: statement) != nil)
        default: isConcern(statement)
        }
    }

    private func isConcern(_ statement: ClinicalStatement) -> Bool {
        switch kind(of: statement) {
        case .problemConcern, .healthConcern, .riskConcern, .encounterDiagnosis, .admissionDiagnosis,
            .dischargeDiagnosis, .preoperativeDiagnosis, .postoperativeDiagnosis, .allergyConcern:
            true
        default:
            statement.code?.code == "CONC"
        }
    }

    /// Whether an organizer groups results and not diseases.
    private func isMeasured(_ statement: ClinicalStatement) -> Bool {
        switch kind(of: statement) {
        case .vitalSignsOrganizer, .resultOrganizer, .laboratoryBattery, .assessmentScale, .functionalOrganizer,
            .cognitiveOrganizer:
            true
        default: false
        }
    }
}
