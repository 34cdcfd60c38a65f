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
