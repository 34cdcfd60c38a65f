import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// An organisation, once per identifier.
    /// - Parameters:
    ///   - name: for roles that carry the name elsewhere.
    ///   - code: what kind of organisation it is.
    mutating func organization(
        _ source: CDA.Organization, name: String? = nil, code: ConceptDescriptor? = nil
    ) -> Reference {
        var key = source.ids.lazy.compactMap(\.key).first.map { "organization|" + $0 }
        if let only = source.ids.first(where: { $0.hasKey }), !only.hasExtension, let found = key,
            let own = source.names.first?.display
        {
            // A root alone may be that of all numbers of its kind: then the name tells them apart.
            if let known = families[found], known != own { key = "\(found)|\(own)" } else { families[found] = own }
        }
        if let key, let known = actors[key] {
            if let id = source.ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        var resource = FHIR.Organization()
        resource.identifier = identifiers(source.ids)
        resource.type = concepts(source.element.children(.standardIndustryClassCode).map(ConceptDescriptor.init))
        resource.type += concepts([code].compactMap { $0 })
        let names = source.names
        resource.name = names.first?.display ?? name
        resource.alias = names.dropFirst().map(\.display)
        resource.telecom = contactPoints(source.telecoms)
        resource.address = addresses(source.addresses)
        // org-2, org-3: an organisation has no home.
        for position in resource.telecom.indices where resource.telecom[position].use == .home {
            resource.telecom[position].use = nil
        }
        for position in resource.address.indices where resource.address[position].use == .home {
            resource.address[position].use = nil
        }
        if let whole = source.partOf, !whole.isEmpty { resource.partOf = organization(whole) }
        if resource.identifier.isEmpty, resource.name == nil { resource.name = "unknown" }  // org-1
        var reference = add(&resource, uuid: self.name("Organization", at: source.element))
        reference.display = resource.name
        if let key { actors[key] = reference }
        return reference
    }

    /// Who acts: a person, a device, the organisation alone, or a role in it that only has a number.
    mutating func actor(_ entity: AssignedEntity) -> Reference? {
        if let known = entities[entity.element.position] { return known }
        let actor = findActor(entity)
        if isKnownAgain(entity) { entities[entity.element.position] = .some(actor) }
        return actor
    }

    /// Whether an entity leads to the same actor each time: it and its organisation can be told by identifier or name.
    private func isKnownAgain(_ entity: AssignedEntity) -> Bool {
        if let organization = entity.organization, organization.ids.allSatisfy({ !$0.hasKey }) { return false }
        if entity.ids.contains(where: { $0.hasKey }) { return true }
        return entity.device == nil && !entity.isRelative && !entity.names.isEmpty
    }

    private mutating func findActor(_ entity: AssignedEntity) -> Reference? {
        if let device = entity.device {
            addRole(of: nil, entity)
            return self.device(device, ids: entity.ids, code: entity.code)
        }
        if entity.isRelative { return relative(entity) }
        if isPatient(entity) {
            for id in entity.ids { reached.insert(id.element) }
            if let code = entity.code, code.code == "ONESELF" { reached.insert(code.element) }
            return patient
        }
        if let person = practitioner(entity) { return person }
        guard let organization = entity.organization else { return nil }
        guard entity.ids.contains(where: { $0.hasKey }) || entity.code?.codings.isEmpty == false else {
            return self.organization(organization)
        }
        return addRole(of: nil, entity) ?? self.organization(organization)
    }

    /// Whether the patient acts: known by a number of the recordTarget's (C-CDA R2.1, 1.1 and 2.2), unless another name stands beside it.
    private func isPatient(_ entity: AssignedEntity) -> Bool {
        guard patient.reference != nil, !patientKeys.isEmpty,
            entity.ids.contains(where: { id in
                (id.hasExtension || id.root.map(InstanceIdentifier.isUUID) == true)
                    && id.key.map(patientKeys.contains) == true
            })
        else { return false }
        let names = entity.names
        // A number of the patient's on an organisation names the record that is meant, not who told it.
        guard !names.isEmpty else { return entity.organization == nil || entity.code?.code == "ONESELF" }
        let families = Set(patientNames.flatMap { $0.texts(.family) }.map { $0.lowercased() })
        return names.contains { name in
            name.texts(.family).contains { families.contains($0.lowercased()) }
                || patientNames.contains { $0.display.lowercased() == name.display.lowercased() }
        }
    }

    /// Performers where R4 wants somebody whose work it is, and the others (the patient, those near) as participants.
    mutating func professionals(_ statement: ClinicalStatement) -> (performers: [Reference], others: [Extension]) {
        let all = performers(statement)
        let others = all.filter { ["Patient", "RelatedPerson"].contains(type(of: $0) ?? "") }
        let extensions = others.map { other in
            var result = Extension(url: ExtensionURL.participant)
            result.extension = [
                Extension(url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: "PRF"))),
                Extension(url: "actor", value: .reference(other)),
            ]
            return result
        }
        return (all.filter { !others.contains($0) }, extensions)
    }

    /// The person of an assigned entity as Practitioner; their code and organisation as PractitionerRole beside it.
    mutating func practitioner(_ entity: AssignedEntity) -> Reference? {
        let ids = entity.ids.filter { $0.hasKey }
        let names = entity.names
        guard !names.isEmpty || (!ids.isEmpty && (entity.person != nil || entity.organization == nil)) else {
            return nil
        }
        let key =
            ids.isEmpty
            ? names.first.map { "practitioner-name|" + $0.display } : personKey(ids, names)
        if let key, let known = actors[key] {
            if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            addRole(of: known, entity)
            return known
        }
        var resource = Practitioner()
        resource.identifier = identifiers(ids)
        resource.name = humanNames(names)
        resource.telecom = contactPoints(entity.telecoms)
        resource.address = addresses(entity.addresses)
        var reference = add(&resource, uuid: name("Practitioner", at: entity.element))
        reference.display = names.first?.display
        if let key { actors[key] = reference }
        addRole(of: reference, entity)
        return reference
    }

    /// What a person is known again by: the identifier, unless another family name stands beside it.
    ///
    /// Some senders write one number, or the root of all numbers alone, for everybody whose number they do not know.
    mutating func personKey(_ ids: [InstanceIdentifier], _ names: [EntityName]) -> String? {
        guard let id = ids.first, let own = id.key else { return nil }
        let key = "practitioner|" + own
        let family = names.lazy.flatMap { $0.texts(.family) }.first?.lowercased() ?? ""
        guard !family.isEmpty else { return key }
        let isNumber = id.hasExtension || id.root.map(InstanceIdentifier.isUUID) ?? false
        guard isNumber else { return key + "|" + names[0].display }
        guard let known = families[key] else {
            families[key] = family
            return key
        }
        if known == family || known.contains(family) || family.contains(known) { return key }
        findings.addOnce(
            key, .warning, "cda-identifier-of-several", .duplicate,
            "Persons of different names carry the same identifier; they are kept apart.", at: id.element,
            rule: "CDA R2 data types: II", remedy: "Send each person's own identifier.")
        return key + "|" + names[0].display
    }

    /// What a person (or somebody of whom only a number is known) is in an organisation, or by function: once for each.
    @discardableResult
    mutating func addRole(
        of person: Reference?, _ entity: AssignedEntity, function: ConceptDescriptor? = nil
    ) -> Reference? {
        let codes = concepts([entity.code, function].compactMap { $0 })
        let organization = entity.organization.map { self.organization($0) }
        let specialties = concepts(
            entity.element.children(.specialty, in: .sdtc).map(ConceptDescriptor.init))
        guard !codes.isEmpty || organization != nil || !specialties.isEmpty else { return nil }
        let ids = person == nil ? entity.ids.filter { $0.hasKey } : []
        let key = Self.roleKey(person, organization, codes + specialties, ids)
        if let known = actors[key] {
            if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        var role = PractitionerRole()
        role.practitioner = person
        role.organization = organization
        role.code = codes
        role.specialty = specialties
        if person == nil {
            role.identifier = identifiers(ids)
            role.telecom = contactPoints(entity.telecoms)
        }
        let reference = add(&role, uuid: name("PractitionerRole", at: entity.element))
        actors[key] = reference
        return reference
    }

    /// What a role is known again by: who, where, as what, and under which numbers.
    private static func roleKey(
        _ person: Reference?, _ organization: Reference?, _ codes: [CodeableConcept], _ ids: [InstanceIdentifier]
    ) -> String {
        var key = "role|"
        key.reserveCapacity(160)
        key += person?.reference ?? ""
        key += "|"
        key += organization?.reference ?? ""
        key += "|"
        for code in codes {
            for coding in code.coding {
                key += coding.system ?? ""
                key += "^"
                key += coding.code ?? ""
                key += "~"
            }
        }
        for id in ids {
            key += "|"
            key += id.key ?? ""
        }
        return key
    }

    /// relatedEntity, and associatedEntity of next of kin, guardians and contacts → RelatedPerson.
    mutating func relative(_ entity: AssignedEntity) -> Reference {
        let key = entity.ids.lazy.compactMap(\.key).first.map { "relative|" + $0 }
        if let key, let known = actors[key] {
            if let id = entity.ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        var resource = RelatedPerson(patient: patient)
        resource.identifier = identifiers(entity.ids)
        if let code = concept(entity.code) { resource.relationship.append(code) }
        if let classCode = entity.classCode {
            resource.relationship.append(fixed("http://terminology.hl7.org/CodeSystem/v3-RoleClass", classCode))
        }
        resource.name = humanNames(entity.names)
        resource.telecom = contactPoints(entity.telecoms)
        resource.address = addresses(entity.addresses)
        resource.gender = gender(entity.person?.child(.administrativeGenderCode).map(ConceptDescriptor.init))
        resource.birthDate = date(entity.person?.child(.birthTime).map(TimeStamp.init))
        var reference = add(&resource, uuid: name("RelatedPerson", at: entity.element))
        reference.display = entity.names.first?.display
        if let key { actors[key] = reference }
        return reference
    }

    /// Software or a machine that wrote something.
    mutating func device(_ element: XMLElement, ids: [InstanceIdentifier], code: ConceptDescriptor? = nil) -> Reference
    {
        let key = ids.lazy.compactMap(\.key).first.map { "device|" + $0 }
        if let key, let known = actors[key] {
            if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        var resource = Device()
        resource.identifier = identifiers(ids)
        resource.type = concept(element.child(.code).map(ConceptDescriptor.init)) ?? concept(code)
        let model = element.child(.manufacturerModelName)?.plainText
        let software = element.child(.softwareName)?.plainText
        if let model { resource.deviceName.append(Device.DeviceName(name: model, type: .modelName)) }
        if let software { resource.deviceName.append(Device.DeviceName(name: software, type: .other)) }
        var reference = add(&resource, uuid: name("Device", at: element))
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
        if let key, let known = actors[key] {
            if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            if let code = concept(code) {
                resources.amend(known) { resource in
                    guard case .location(var place) = resource, !place.type.contains(code) else { return }
                    place.type.append(code)
                    resource = .location(place)
                }
            }
            return known
        }
        var resource = Location()
        resource.identifier = identifiers(ids)
        resource.name = name
        if let code = concept(code) { resource.type = [code] }
        resource.address = addresses(list).first
        resource.telecom = contactPoints(telecoms)
        var reference = add(&resource, uuid: self.name("Location", at: element))
        reference.display = name
        if let key { actors[key] = reference }
        return reference
    }

    // MARK: who recorded and did a statement

    /// The author whose time is the latest, else the section's, else the document's.
    ///
    /// Only somebody whom R4 allows there: a device or an organisation stands in Provenance.
    mutating func recorder(_ statement: ClinicalStatement) -> Reference? {
        let own = statement.authors.reversed().lazy.compactMap { $0.entity }.first.flatMap { actor($0) }
        return own.map { somebody($0) } ?? outerRecorder
    }

    /// A reference to a person in any role; nil for devices and organisations.
    mutating func somebody(_ reference: Reference) -> Reference? {
        switch type(of: reference) {
        case "Practitioner", "PractitionerRole", "RelatedPerson", "Patient": reference
        default: nil
        }
    }

    /// When it was first recorded.
    mutating func recordedTime(_ statement: ClinicalStatement) -> String? {
        statement.authors.compactMap { $0.time }.compactMap { time($0)?.point }.min()
    }

    mutating func performers(_ statement: ClinicalStatement) -> [Reference] {
        var found: [Reference] = []
        var seen: Set<Reference> = []
        for entity in statement.performers.compactMap(\.entity) {
            guard let reference = actor(entity), type(of: reference) != "Device",
                seen.insert(reference).inserted
            else { continue }
            found.append(reference)
        }
        return found
    }

    /// Comments and free text that hang below a statement.
    mutating func notes(_ statement: ClinicalStatement) -> [Annotation] {
        let told = fulfilments.removeValue(forKey: statement.element.position) ?? []
        return told.map { Annotation(text: $0) }
            + takeRelated(statement, [.comment]).compactMap { comment in
                text(of: comment).map { text in
                    var note = Annotation(
                        author: comment.authors.lazy.compactMap { $0.entity }.first.flatMap { actor($0) }.map {
                            .reference($0)
                        },
                        time: comment.authors.lazy.compactMap { $0.time }.first.flatMap { time($0)?.point }, text: text)
                    if let code = concept(comment.code), !code.coding.isEmpty {
                        note.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
                    }
                    note.extension += marks(comment.ids)
                    return note
                }
            }
    }

    /// Words that stand there, or in the narrative that is referred to.
    func text(of data: EncapsulatedData) -> String? {
        data.inlineText ?? data.reference.flatMap { narrative.text(of: $0) }
    }

    /// The statement's own words: text inline or resolved, else a textual value.
    func text(of statement: ClinicalStatement) -> String? {
        if let data = statement.text {
            if let reference = data.reference, let text = narrative.text(of: reference) { return text }
            if let text = data.inlineText { return text }
        }
        for value in statement.values {
            if case .text(let data) = AnyValue(value) {
                return text(of: data)
            }
        }
        return nil
    }
}
