import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// Why something is taken, done or asked for.
extension CDAMapping {
    /// A reason in the shape of a problem without a finding (C32: "patient objection") is a code only, no disease.
    private mutating func takeReasonsWithoutFinding(_ reason: ClinicalStatement, into codes: inout [CodeableConcept]) {
        guard reason.kind == .act, reason.mood == .event, !reason.isNegated, kind(of: reason) == .problemConcern else {
            return
        }
        for part in reason.related where part.statement.kind == .observation && part.statement.values.isEmpty {
            guard !part.isNegated, !part.statement.isNegated, !isTaken(part.statement),
                let code = concept(part.statement.code)
            else { continue }
            take(part.statement)
            codes.append(code)
        }
    }

    /// CH EMED tells why something is taken as a "problem" in words below it.
    private mutating func takeReasonInWords(of statement: ClinicalStatement, into codes: inout [CodeableConcept]) {
        guard statement.kind == .substanceAdministration else { return }
        for related in statement.related where related.typeCode == "SUBJ" && !isTaken(related.statement) {
            let reason = related.statement
            guard reason.kind == .observation, isProblemInNameOnly(reason), !reason.isNegated, !related.isNegated,
                reason.mood == .event, !isWithdrawn(reason), let words = text(of: reason)
            else { continue }
            take(reason)
            codes.append(CodeableConcept(text: words))
            keepAttendant(reason, of: statement)
        }
    }

    /// Why: RSON observations become Conditions of their own, or their code.
    mutating func reasons(_ statement: ClinicalStatement) -> ([CodeableConcept], [Reference]) {
        var codes: [CodeableConcept] = []
        var references: [Reference] = []
        takeReasonInWords(of: statement, into: &codes)
        for related in statement.related where related.typeCode == "RSON" && !isTaken(related.statement) {
            let reason = related.statement
            // A link that is denied or runs the other way names no reason of this statement.
            guard !related.isNegated, !related.isInverted else { continue }
            if isPointer(reason), !reason.isNegated {
                // R4 lets every resource with reasons refer to these two; a pointer to anything else is listed by the section.
                // Where the code says something else than what the id leads to, the code says why.
                let reference = pointed(at: reason, allowed: ["Condition", "Observation"])
                let code = reference?.reference == nil ? concept(reason.code) : nil
                guard reference != nil || code != nil else { continue }
                take(reason)
                if let code { codes.append(code) }
                if let reference, !references.contains(reference) { references.append(reference) }
                continue
            }
            takeReasonsWithoutFinding(reason, into: &codes)
            if statement.kind == .encounter, reason.kind == .observation, reason.mood?.isPlanned == true,
                !reason.isNegated, let code = concept(reason.code)
            {
                // What an appointment is for (MedCom APD): asked for, and why one comes.
                codes.append(code)
            }
            // What is no observation that was made (a goal, a planned act) becomes what it is by itself.
            guard reason.kind == .observation, reason.mood == .event, !reason.isNegated else { continue }
            take(reason)
            for value in reason.values {
                if case .concept(let concept) = AnyValue(value), let code = self.concept(concept) { codes.append(code) }
            }
            if reason.values.isEmpty, var code = concept(reason.code) {
                // CH EMED: the code says that it is a problem, the words say which.
                if isProblemInNameOnly(reason), let words = text(of: reason) { code.text = words }
                codes.append(code)
            }
            let known = reason.ids.compactMap(\.key).compactMap { self.statements[$0]?.reference }.first
            let fitting = known.map { known in
                ["Condition", "Observation"].flatMap { only($0, [known], keep: false) }
            }
            if let fitting, !fitting.isEmpty {
                references += fitting.filter { !references.contains($0) }
                for id in reason.ids { reached.insert(id.element) }
            } else if !reason.ids.isEmpty || reason.effectiveTime != nil
                || !reason.values.isEmpty && reason.code?.codings.isEmpty == false
            {
                references.append(observation(reason, in: SectionContext(kind: nil, code: nil)))
            }
        }
        return (codes, references)
    }
}
