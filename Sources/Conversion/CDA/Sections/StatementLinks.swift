import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// What a statement says of others by their identifiers alone.
extension CDAMapping {
    /// sdtc:inFulfillmentOf1/actReference → what asked for this, for `basedOn`: a reference where the document told it before, the
    /// identifier alone where it tells it later, or elsewhere.
    /// - Parameter allowed: the types that R4 lets the element refer to.
    mutating func basis(of statement: ClinicalStatement, allowed: Set<String>) -> [Reference] {
        let links = statement.element.children("inFulfillmentOf1", in: CDANamespace.sdtc)
        guard !links.isEmpty else { return [] }
        var basis: [Reference] = []
        for id in links.flatMap(\.children).flatMap(\.children) where id.isNamed(.id) {
            let id = InstanceIdentifier(id)
            guard let reference = pointed(at: [id], allowed: allowed), !basis.contains(reference) else { continue }
            basis.append(reference)
        }
        return basis
    }

    /// What an entry reference (C-CDA) or internal reference (IHE PCC) leads to; nil where that is of a type that is not allowed.
    mutating func pointed(at pointer: ClinicalStatement, allowed: Set<String>) -> Reference? {
        guard saysTheSame(pointer), let reference = pointed(at: pointer.ids, allowed: allowed) else { return nil }
        // Its code repeats that of what it leads to.
        if reference.reference != nil, let code = pointer.code { reached.insert(code.element) }
        return reference
    }

    /// Whether what a pointer's code says is what it leads to: several entries of one document may share an id, and the first of them
    /// must not become the reason that another one is.
    private func saysTheSame(_ pointer: ClinicalStatement) -> Bool {
        guard let code = pointer.code, !code.codings.isEmpty,
            let first = pointer.ids.compactMap(\.key).compactMap({ self.statements[$0]?.first }).first,
            let target = ClinicalStatement(first)
        else { return true }
        let told = ([target.code].compactMap { $0 } + target.values.map(ConceptDescriptor.init)).flatMap(\.codings)
        return code.codings.contains { own in told.contains { $0.code == own.code && $0.codeSystem == own.codeSystem } }
    }

    private mutating func pointed(at ids: [InstanceIdentifier], allowed: Set<String>) -> Reference? {
        guard let known = ids.compactMap(\.key).compactMap({ self.statements[$0]?.reference }).first else {
            return identifiers(ids).first.map { Reference(identifier: $0) }
        }
        if let type = type(of: known), !allowed.contains(type) { return nil }
        for id in ids { reached.insert(id.element) }
        return known
    }

    /// Whether a statement only points at another one, and says nothing by itself.
    func isPointer(_ statement: ClinicalStatement) -> Bool {
        kind(of: statement) == .entryReference && statement.values.isEmpty && statement.manufacturedProduct == nil
    }

    /// The problems that a goal is for: those it points at, and those whose concern pointed at it before.
    mutating func addressed(by goal: ClinicalStatement) -> [Reference] {
        let allowed: Set<String> = [
            "Condition", "Observation", "MedicationStatement", "NutritionOrder", "ServiceRequest", "RiskAssessment",
        ]
        var addressed: [Reference] = []
        for key in goal.ids.compactMap(\.key) { addressed += concerns[key] ?? [] }
        for related in goal.related where !isTaken(related.statement) && !related.isNegated {
            guard isPointer(related.statement), !related.statement.isNegated,
                let reference = pointed(at: related.statement, allowed: allowed)
            else { continue }
            take(related.statement)
            if !addressed.contains(reference) { addressed.append(reference) }
        }
        return addressed
    }

    /// A health concern may point at a goal that the document tells later: the goal then says whom it is for.
    mutating func rememberGoals(of concern: ClinicalStatement, _ references: [Reference]) {
        let conditions = references.filter { type(of: $0) == Condition.resourceType }
        guard !conditions.isEmpty else { return }
        for related in concern.related where !related.isNegated && isPointer(related.statement) {
            for key in related.statement.ids.compactMap(\.key) where statements[key] == nil {
                // The list is shared by all goals of one concern.
                concerns[key] = concerns[key].map { $0 + conditions } ?? conditions
            }
        }
    }
}
