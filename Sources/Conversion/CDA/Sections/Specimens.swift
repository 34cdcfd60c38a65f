import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// What a result was taken from.
extension CDAMapping {
    /// specimen/specimenRole → Specimen.
    mutating func specimen(_ statement: ClinicalStatement) -> Reference? {
        let roles = statement.specimens.compactMap { $0.child(.specimenRole) }
        for other in roles.dropFirst() {
            // R4 has one specimen for each observation; the section lists the others.
            if let reference = specimen(other, of: statement) { loose.append(reference) }
        }
        return roles.first.flatMap { specimen($0, of: statement) }
    }

    /// When it was taken and received: XD-LAB's collection procedure, beside or around what was found in the specimen.
    private mutating func takeCollection(
        of ids: [InstanceIdentifier], around statement: ClinicalStatement, into resource: inout Specimen
    ) {
        // By the first id: further ones (the order's number) may be those of several specimens.
        guard let key = ids.lazy.compactMap(\.key).first else { return }
        var around: ClinicalStatement? = statement
        for _ in 0..<4 {
            guard let outer = around else { return }
            if let collecting = collections(in: outer)[key] {
                resource.receivedTime = receivedTime(of: collecting)
                var collection = resource.collection ?? Specimen.Collection()
                switch time(collecting.effectiveTime) {
                case .dateTime(let text)?: collection.collected = .dateTime(text)
                case .period(let period)?: collection.collected = .period(period)
                case nil: return
                }
                resource.collection = collection
                return
            }
            around = outer.element.parent?.parent.flatMap { ClinicalStatement($0) }
        }
    }

    /// The collection procedures right below a statement, by each specimen they brought; looked for once.
    private mutating func collections(in outer: ClinicalStatement) -> [String: ClinicalStatement] {
        if let known = collections[outer.element.position] { return known }
        var found: [String: ClinicalStatement] = [:]
        for related in outer.related where related.statement.kind == .procedure {
            let collecting = related.statement
            guard collecting.mood == .event, !collecting.isNegated, !related.isNegated, !isWithdrawn(collecting) else {
                continue
            }
            for role in collecting.participants.compactMap(\.role) where role.classCode == "SPEC" {
                for key in role.ids.compactMap(\.key) where found[key] == nil { found[key] = collecting }
            }
        }
        collections[outer.element.position] = found
        return found
    }

    private mutating func specimen(_ role: XMLElement, of statement: ClinicalStatement) -> Reference? {
        let ids = role.children(.id).map(InstanceIdentifier.init)
        let key = ids.compactMap(\.key).first.map { "specimen|" + $0 }
        if let key, let known = actors[key] {
            if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        let entity = role.child(.specimenPlayingEntity)
        var resource = Specimen()
        resource.identifier = identifiers(ids)
        resource.type = concept(entity?.child(.code).map(ConceptDescriptor.init))
        if resource.type == nil, let name = entity?.child(.name)?.plainText {
            resource.type = CodeableConcept(text: name)
        }
        // R4 has no relatives as subject of a specimen.
        if relatedSubject(of: statement) == nil { resource.subject = patient }
        if let quantity = quantity(entity?.child(.quantity).map { PhysicalQuantity($0) }) {
            resource.collection = Specimen.Collection(quantity: quantity)
        }
        takeCollection(of: ids, around: statement, into: &resource)
        let isAnalyte = isEstonianResult(statement)
        guard !resource.identifier.isEmpty || (resource.type != nil && statement.code?.isEmpty == false && !isAnalyte)
        else {
            return nil
        }
        let reference = add(&resource, uuid: name("Specimen", at: role))
        if let key { actors[key] = reference }
        return reference
    }
}
