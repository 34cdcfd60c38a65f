import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// Estonian documents tell an analysis in two observations: the outer one names it, the inner one (ANA) carries its result.
extension CDAMapping {
    /// Whether a statement only carries the result of the analysis above it: the Estonian code ANA of the list of data fields.
    func isEstonianResult(_ statement: ClinicalStatement) -> Bool {
        guard statement.kind == .observation, let code = statement.code, code.element.isWord(.code, "ANA") else {
            return false
        }
        return code.codeSystem?.hasPrefix("1.3.6.1.4.1.28284.6.2.2.5.") == true && statement.mood == .event
            && !statement.isNegated
    }

    /// The result below an analysis that has no value of its own; not one that was withdrawn or is of somebody else.
    mutating func takeEstonianResult(of statement: ClinicalStatement) -> ClinicalStatement? {
        guard statement.element.child(.value) == nil else { return nil }
        let results = parts(of: statement).map(\.statement).filter {
            isEstonianResult($0) && !isTaken($0) && $0.related.isEmpty
        }
        guard results.count == 1, let result = results.first, !result.values.isEmpty, result.ids.isEmpty,
            [nil, "completed", statement.statusCode].contains(result.statusCode), result.subject == nil
        else { return nil }
        take(result)
        return result
    }

    /// The analyte, where the code only says that it is an analysis: Estonian documents name it as the specimen's entity.
    mutating func estonianAnalyte(_ statement: ClinicalStatement) -> CodeableConcept? {
        guard isEstonianResult(statement) else { return nil }
        return concept(
            statement.element.descendant(.specimen, .specimenRole, .specimenPlayingEntity, .code).map(
                ConceptDescriptor.init))
    }

    /// What the result says beside its value: when it was measured, in the national list's words.
    mutating func mapEstonianResult(_ result: ClinicalStatement, into resource: inout Observation) {
        if let code = concept(result.code) {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        guard let time = time(result.effectiveTime) else { return }
        if resource.effective == nil {
            switch time {
            case .dateTime(let text): resource.effective = .dateTime(text)
            case .period(let period): resource.effective = .period(period)
            }
        } else {
            resource.extension.append(Extension(url: ExtensionURL.effectiveTime, value: .period(time.period)))
        }
    }
}
