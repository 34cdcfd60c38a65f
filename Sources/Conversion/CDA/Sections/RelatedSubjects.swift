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

    /// What stands in a family history and names nobody is of some relative all the same, and never the patient's.
    func isOfSomeRelative(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        guard statement.mood == .event else { return false }
        let kind = kind(of: statement)
        return switch statement.kind {
        case .organizer: kind == .familyHistoryOrganizer || context.kind == .familyHistory
        case .observation: kind == .familyHistory || context.kind == .familyHistory
        case .act: context.kind == .familyHistory && isConcern(statement)
        default: false
        }
    }

    /// SNOMED CT's subject relationship context among the qualifiers names another person than the subject of the record.
    func isOfSomebodyElse(_ statement: ClinicalStatement) -> Bool {
        statement.values.map(ConceptDescriptor.init).flatMap(\.qualifiers).contains { qualifier in
            qualifier.name?.code == "408732007" && qualifier.value.code != nil && qualifier.value.code != "410604004"
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
        case .familyHistoryOrganizer: false
        default:
            // Apgar scores and weights of a newborn are no diseases.
            statement.related.contains { related in
                related.statement.kind == .observation && related.statement.values.contains(where: Self.isMeasure)
            }
        }
    }

    private static func isMeasure(_ value: XMLElement) -> Bool {
        switch AnyValue(value) {
        case .quantity, .quantityInterval, .integer, .real, .ratio: true
        default: false
        }
    }
}
