import CDA
import FHIR
import RecordTypes
import XMLReader

extension CDAMapping {
    /// The participants of a statement that its resource has no element for, each with who or what it is.
    mutating func participantExtensions(of statement: ClinicalStatement) -> [Extension] {
        statement.participants.compactMap { participant in
            guard !isTaken(participant) else { return nil }
            take(participant)
            return self.extension(of: participant)
        }
    }

    private mutating func `extension`(of participant: Participation) -> Extension? {
        guard let role = participant.role else { return nil }
        var result = Extension(url: ExtensionURL.participant)
        if let type = participant.typeCode {
            result.extension.append(
                Extension(url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: type))))
        }
        if let function = concept(participant.functionCode) {
            result.extension.append(Extension(url: "function", value: .codeableConcept(function)))
        }
        if let period = period(participant.time) {
            result.extension.append(Extension(url: "period", value: .period(period)))
        }
        if let actor = participantActor(role, typeCode: participant.typeCode) {
            result.extension.append(Extension(url: "actor", value: .reference(actor)))
        } else {
            if let code = concept(role.code) {
                result.extension.append(Extension(url: "role", value: .codeableConcept(code)))
            }
            for id in identifiers(role.ids) {
                result.extension.append(Extension(url: "identifier", value: .identifier(id)))
            }
            for code in role.playingEntity?.children(.code) ?? [] {
                guard let code = concept(ConceptDescriptor(code)) else { continue }
                result.extension.append(Extension(url: "entity", value: .codeableConcept(code)))
            }
            let isCoded = result.extension.contains { $0.url == "entity" }
            if !isCoded, let name = role.playingEntity?.child(.name)?.plainText {
                result.extension.append(Extension(url: "entity", value: .codeableConcept(CodeableConcept(text: name))))
            }
        }
        return result.extension.isEmpty ? nil : result
    }

    /// Who or what takes part: device, place, relative, organisation or person; nil for a substance or a bare code.
    mutating func participantActor(_ role: ParticipantRole, typeCode: String?) -> Reference? {
        let devices = ["DEV", "NRD", "RDV"]
        if role.element.child(.playingDevice) != nil || devices.contains(typeCode ?? "") {
            return productInstance(role)
        }
        let places = ["SDLOC", "ISDLOC", "DSDLOC", "TERR"]
        let placed = ["LOC", "DST", "ORG", "RML", "VIA"]
        if places.contains(role.classCode ?? "") || placed.contains(typeCode ?? "") { return place(role) }
        guard !isSubstance(role, typeCode: typeCode) else { return nil }
        let names = role.playingEntity?.children(.name).map(EntityName.init).filter { !$0.isEmpty } ?? []
        let ids = role.ids.filter { $0.hasKey }
        guard !names.isEmpty || !ids.isEmpty else { return nil }
        let relatives = ["PRS", "NOK", "ECON", "CON", "CAREGIVER", "GUARD", "DEPEN"]
        if relatives.contains(role.classCode ?? "") { return relative(role, names: names) }
        if role.playingEntity?.word(.classCode) == "ORG" || role.classCode == "PAYOR" {
            return organization(CDA.Organization(role.element), name: names.first?.display, code: role.code)
        }
        return person(role, ids: ids, names: names)
    }

    /// A medicine, a food, an animal: a named thing that is nobody.
    private func isSubstance(_ role: ParticipantRole, typeCode: String?) -> Bool {
        let things: Set<String> = ["MMAT", "MAT", "FOOD", "CHEM", "CONT", "HOLDER", "ANM", "MIC", "PLNT", "NLIV"]
        return typeCode == "CSM" || role.classCode == "MANU"
            || things.contains(role.playingEntity?.word(.classCode) ?? "")
    }

    private mutating func relative(_ role: ParticipantRole, names: [EntityName]) -> Reference {
        var resource = RelatedPerson(patient: patient)
        resource.identifier = identifiers(role.ids)
        resource.relationship = concepts([role.code].compactMap { $0 })
        if let classCode = role.classCode {
            resource.relationship.append(fixed("http://terminology.hl7.org/CodeSystem/v3-RoleClass", classCode))
        }
        resource.name = humanNames(names)
        resource.telecom = contactPoints(role.telecoms)
        resource.address = addresses(role.addresses)
        resource.birthDate = date(role.birthTime)
        return add(&resource, uuid: name("RelatedPerson", at: role.element))
    }

    private mutating func person(_ role: ParticipantRole, ids: [InstanceIdentifier], names: [EntityName]) -> Reference {
        let key = personKey(ids, names)
        var reference: Reference
        if let key, let known = actors[key] {
            if let id = ids.first { reached.insert(id.element) }
            reference = known
        } else {
            var resource = Practitioner()
            resource.identifier = identifiers(ids)
            resource.name = humanNames(names)
            resource.telecom = contactPoints(role.telecoms)
            resource.address = addresses(role.addresses)
            resource.birthDate = date(role.birthTime)
            reference = add(&resource, uuid: name("Practitioner", at: role.element))
            reference.display = names.first?.display
            if let key { actors[key] = reference }
        }
        addRole(of: reference, AssignedEntity(role.element))
        return reference
    }

    /// An observation about another statement → Observation with that as its focus.
    mutating func attend(_ statement: ClinicalStatement, to target: Reference) -> Reference {
        let outer = attended
        attended = target
        defer { attended = outer }
        return observation(statement, in: SectionContext(kind: nil, code: nil))
    }

    /// A concern act has no resource of its own in R4: its facts stand on what was of concern.
    mutating func concernExtension(_ concern: ClinicalStatement) -> Extension? {
        var result = Extension(url: ExtensionURL.concern)
        if let code = concept(concern.code) {
            result.extension.append(Extension(url: "code", value: .codeableConcept(code)))
        }
        if let status = concern.statusCode {
            result.extension.append(Extension(url: "status", value: .code(status)))
        }
        if let period = period(concern.effectiveTime) {
            result.extension.append(Extension(url: "period", value: .period(period)))
        }
        if let priority = concept(concern.priorityCode) {
            result.extension.append(Extension(url: "priority", value: .codeableConcept(priority)))
        }
        return result.extension.isEmpty ? nil : result
    }

    /// priorityCode, for resources without one.
    mutating func priorityExtension(_ statement: ClinicalStatement) -> [Extension] {
        concept(statement.priorityCode).map { [Extension(url: ExtensionURL.priority, value: .codeableConcept($0))] }
            ?? []
    }
}
