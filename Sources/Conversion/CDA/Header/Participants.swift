import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// An organisation, once per identifier.
    mutating func organization(_ source: CDA.Organization) -> Reference {
        let key = source.ids.lazy.compactMap(\.key).first.map { "organization|" + $0 }
        if let key, let known = actors[key] { return known }
        var resource = FHIR.Organization()
        resource.identifier = identifiers(source.ids)
        resource.name = source.names.first?.display
        resource.alias = source.names.dropFirst().map(\.display)
        resource.telecom = contactPoints(source.telecoms)
        resource.address = addresses(source.addresses)
        if let whole = source.partOf, !whole.isEmpty { resource.partOf = organization(whole) }
        if resource.identifier.isEmpty, resource.name == nil { resource.name = "unknown" }  // org-1
        var reference = add(resource, uuid: name("Organization", at: source.element))
        reference.display = resource.name
        if let key { actors[key] = reference }
        return reference
    }

    /// Who acts: a person (with the role where there is an organisation), a device, or the organisation alone.
    mutating func actor(_ entity: AssignedEntity) -> Reference? {
        if let device = entity.device { return self.device(device, ids: entity.ids) }
        if let person = practitioner(entity) { return person }
        return entity.organization.map { organization($0) }
    }

    /// The person of an assigned entity as Practitioner; their code and organisation as PractitionerRole beside it.
    mutating func practitioner(_ entity: AssignedEntity) -> Reference? {
        let ids = entity.ids.filter { $0.key != nil }
        let hasName = !entity.names.isEmpty
        guard hasName || (!ids.isEmpty && (entity.person != nil || entity.organization == nil)) else { return nil }
        let key =
            ids.first?.key.map { "practitioner|" + $0 } ?? entity.names.first.map { "practitioner-name|" + $0.display }
        if let key, let known = actors[key] { return known }
        var resource = Practitioner()
        resource.identifier = identifiers(ids)
        resource.name = humanNames(entity.names)
        resource.telecom = contactPoints(entity.telecoms)
        resource.address = addresses(entity.addresses)
        var reference = add(resource, uuid: name("Practitioner", at: entity.element))
        reference.display = entity.names.first?.display
        if let key { actors[key] = reference }
        if entity.code?.isEmpty == false || entity.organization != nil {
            var role = PractitionerRole()
            role.practitioner = reference
            role.organization = entity.organization.map { organization($0) }
            if let code = concept(entity.code) { role.code = [code] }
            _ = add(role, uuid: name("PractitionerRole", at: entity.element))
        }
        return reference
    }

    /// Software or a machine that wrote something.
    mutating func device(_ element: XMLElement, ids: [InstanceIdentifier]) -> Reference {
        let key = ids.lazy.compactMap(\.key).first.map { "device|" + $0 }
        if let key, let known = actors[key] { return known }
        var resource = Device()
        resource.identifier = identifiers(ids)
        resource.type = concept(element.child("code").map(ConceptDescriptor.init))
        let model = element.child("manufacturerModelName")?.plainText
        let software = element.child("softwareName")?.plainText
        if let model { resource.deviceName.append(Device.DeviceName(name: model, type: .modelName)) }
        if let software { resource.deviceName.append(Device.DeviceName(name: software, type: .other)) }
        var reference = add(resource, uuid: name("Device", at: element))
        reference.display = software ?? model
        if let key { actors[key] = reference }
        return reference
    }

    /// A place, from a participant of type LOC or an encounter's location.
    mutating func location(
        ids: [InstanceIdentifier], name: String?, code: ConceptDescriptor?, addresses list: [PostalAddress],
        telecoms: [TelecommunicationAddress], at element: XMLElement
    ) -> Reference {
        let key = ids.lazy.compactMap(\.key).first.map { "location|" + $0 }
        if let key, let known = actors[key] { return known }
        var resource = Location()
        resource.identifier = identifiers(ids)
        resource.name = name
        if let code = concept(code) { resource.type = [code] }
        resource.address = addresses(list).first
        resource.telecom = contactPoints(telecoms)
        var reference = add(resource, uuid: self.name("Location", at: element))
        reference.display = name
        if let key { actors[key] = reference }
        return reference
    }

    // MARK: who recorded and did a statement

    /// The author whose time is the latest, else the section's, else the document's.
    mutating func recorder(_ statement: ClinicalStatement) -> Reference? {
        statement.authors.reversed().lazy.compactMap { $0.entity }.first.flatMap { actor($0) } ?? sectionAuthor
            ?? documentAuthor
    }

    /// When it was first recorded.
    mutating func recordedTime(_ statement: ClinicalStatement) -> String? {
        statement.authors.compactMap { $0.time }.compactMap { time($0)?.point }.min()
    }

    mutating func performers(_ statement: ClinicalStatement) -> [Reference] {
        var found: [Reference] = []
        var seen: Set<Reference> = []
        for entity in statement.performers.compactMap(\.entity) {
            if let reference = actor(entity), seen.insert(reference).inserted { found.append(reference) }
        }
        return found
    }

    /// Comments and free text that hang below a statement.
    mutating func notes(_ statement: ClinicalStatement) -> [Annotation] {
        takeRelated(statement, [.comment]).compactMap { comment in
            text(of: comment).map { text in
                Annotation(
                    author: comment.authors.lazy.compactMap { $0.entity }.first.flatMap { actor($0) }.map {
                        .reference($0)
                    },
                    time: comment.authors.lazy.compactMap { $0.time }.first.flatMap { time($0)?.point }, text: text)
            }
        }
    }

    /// The statement's own words: text inline or resolved, else a textual value.
    func text(of statement: ClinicalStatement) -> String? {
        if let data = statement.text {
            if let reference = data.reference, let text = narrative.text(of: reference) { return text }
            if let text = data.inlineText { return text }
        }
        for value in statement.values {
            if case .text(let data) = AnyValue(value) {
                return data.inlineText ?? data.reference.flatMap { narrative.text(of: $0) }
            }
        }
        return nil
    }
}
