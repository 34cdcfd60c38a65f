import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// The person identifier system of a CX (or XCN): by the authority's OID, else by identifier type and authority's name.
    func personSystem(of repetition: Repetition, typeComponent: Int = 5, authorityComponent: Int = 4) -> PersonSystem? {
        let authority = repetition[authorityComponent]
        for part in 1...3 {
            if let oid = authority[part], let system = profiles.personSystem(oid: oid) { return system }
        }
        return profiles.personSystem(hl7Type: repetition[typeComponent].text ?? "", authority: authority[1] ?? "")
    }

    /// CX → Identifier.
    mutating func identifier(_ repetition: Repetition, typeComponent: Int = 5, authorityComponent: Int = 4)
        -> Identifier?
    {
        guard let value = repetition[1].text else { return nil }
        let type = repetition[typeComponent].text
        var identifier = Identifier(value: value)
        let authority = repetition[authorityComponent]
        if let system = personSystem(
            of: repetition, typeComponent: typeComponent, authorityComponent: authorityComponent)
        {
            identifier.system = system.fhirSystem
        } else {
            identifier.system = system(
                namespace: authority[1], universalID: authority[2], kind: authority[3], type: type)
        }
        if let type {
            identifier.type = CodeableConcept(coding: [
                Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: type)
            ])
        }
        if let namespace = authority[1] { identifier.assigner = Reference(display: namespace) }
        if typeComponent == 5 { identifier.period = period(from: repetition[7], to: repetition[8]) }
        return identifier
    }

    mutating func identifiers(_ field: Field) -> [Identifier] { field.repetitions.compactMap { identifier($0) } }

    /// EI → Identifier.
    func entityIdentifier(_ repetition: Repetition, type: String? = nil) -> Identifier? {
        guard let value = repetition[1].text else { return nil }
        var identifier = Identifier(value: value)
        identifier.system = system(
            namespace: repetition[2].text, universalID: repetition[3].text, kind: repetition[4].text, type: type)
        if let type {
            identifier.type = CodeableConcept(coding: [
                Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: type)
            ])
        }
        if let namespace = repetition[2].text { identifier.assigner = Reference(display: namespace) }
        return identifier
    }

    /// HD: an OID, a UUID or a URI names the system; a local name does so together with the sending facility.
    private func system(namespace: String?, universalID: String?, kind: String?, type: String?) -> String? {
        if let id = universalID ?? namespace.flatMap({ DottedIdentifier.isOID($0) ? $0 : nil }) {
            if DottedIdentifier.isOID(id) {
                if let institution = profiles.institutionSystem(oid: id) { return institution.fhirSystem }
                return profiles.system(forOID: id)?.uri ?? "urn:oid:\(id)"
            }
            if DottedIdentifier.isUUID(id) { return "urn:uuid:\(id.lowercased())" }
            if id.hasPrefix("http://") || id.hasPrefix("https://") || id.hasPrefix("urn:") { return id }
        }
        let facility = message.header[4].text ?? "unknown"
        return AuthorityName.system(facility: facility, authority: namespace ?? universalID ?? "unnamed", type: type)
    }
}
