import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// procedure, or an act or observation that documents one → Procedure.
    mutating func procedure(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        var status = mapped("procedure-status", statement.statusCode).flatMap(EventStatus.init(rawValue:)) ?? .unknown
        if statement.isNegated, status != .enteredInError { status = .notDone }
        var resource = Procedure(status: status, subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.encounter = encounter
        resource.code = concept(statement.code) ?? text(of: statement).map { CodeableConcept(text: $0) }
        resource.basedOn = basis(of: statement, allowed: ["CarePlan", "ServiceRequest"])
        switch time(statement.effectiveTime) {
        case .dateTime(let text)?: resource.performed = .dateTime(text)
        case .period(let period)?: resource.performed = .period(period)
        case nil: break
        }
        for method in concepts(statement.methods) { resource.usedCode.append(method) }
        resource.bodySite = concepts(statement.targetSites) + concepts(statement.approachSites)
        for participation in statement.performers {
            guard let actor = participation.entity.flatMap({ self.actor($0) }) else { continue }
            resource.performer.append(Procedure.Performer(function: concept(participation.functionCode), actor: actor))
        }
        resource.recorder = statement.authors.lazy.compactMap { $0.entity }.first.flatMap { actor($0) }
            .flatMap { somebody($0) }
        let received = receivedTime(of: statement)
        for participant in statement.participants {
            mapParticipant(participant, received: received, into: &resource)
        }
        resource.extension += priorityExtension(statement)
        resource.report = externalDocuments(of: statement)
        if let specimen = specimen(statement) { loose.append(specimen) }
        let (codes, references) = reasons(statement)
        if status == .notDone, let first = codes.first {
            // R4: reasonCode says why it was done, statusReason why not.
            resource.statusReason = first
            for code in codes.dropFirst() {
                resource.extension.append(Extension(url: ExtensionURL.sourceCode, value: .codeableConcept(code)))
            }
            loose += references
        } else {
            (resource.reasonCode, resource.reasonReference) = (codes, references)
        }
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }

    /// When the laboratory received what the procedure collected: IHE XD-LAB's act SPRECEIVE below it.
    mutating func receivedTime(of statement: ClinicalStatement) -> String? {
        guard statement.participants.contains(where: { $0.role?.classCode == "SPEC" }) else { return nil }
        for related in statement.related where related.statement.kind == .act && !isTaken(related.statement) {
            let act = related.statement
            guard let code = act.code, code.code == "SPRECEIVE", !act.isNegated, !related.isNegated, !isWithdrawn(act),
                act.mood == .event, act.ids.allSatisfy({ !$0.hasKey }),
                let time = time(act.effectiveTime)?.point
            else { continue }
            take(act)
            reached.insert(code.element)
            return time
        }
        return nil
    }

    /// Place and devices of a procedure.
    private mutating func mapParticipant(
        _ participant: Participation, received: String?, into resource: inout Procedure
    ) {
        guard let role = participant.role else { return }
        switch participant.typeCode {
        case "LOC":
            guard resource.location == nil else { return }
            take(participant)
            resource.location = place(role)
        case _ where role.classCode == "SPEC":
            take(participant)
            loose.append(takenSpecimen(role, at: resource.performed, received: received))
        case "DEV", "PRD":
            take(participant)
            resource.focalDevice.append(Procedure.FocalDevice(manipulated: productInstance(role)))
        default: return
        }
    }

    /// What a collection procedure brought → Specimen (IHE XD-LAB).
    private mutating func takenSpecimen(
        _ role: ParticipantRole, at time: Procedure.Performed?, received: String?
    ) -> Reference {
        let key = role.ids.lazy.compactMap(\.key).first.map { "specimen|" + $0 }
        if let key, let known = actors[key] {
            if let id = role.ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            return known
        }
        var resource = Specimen()
        resource.identifier = identifiers(role.ids)
        resource.type = concept(role.playingEntity?.child(.code).map(ConceptDescriptor.init)) ?? concept(role.code)
        resource.subject = patient
        resource.receivedTime = received
        switch time {
        case .dateTime(let text)?: resource.collection = Specimen.Collection(collected: .dateTime(text))
        case .period(let period)?: resource.collection = Specimen.Collection(collected: .period(period))
        default: break
        }
        let reference = add(&resource, uuid: name("Specimen", at: role.element))
        if let key { actors[key] = reference }
        return reference
    }

    /// participantRole of a place → Location.
    mutating func place(_ role: ParticipantRole) -> Reference {
        location(
            ids: role.ids, name: role.playingEntity?.child(.name)?.plainText, code: role.code,
            addresses: role.addresses,
            telecoms: role.telecoms, at: role.element)
    }

    /// Product instance (implant, instrument) → Device.
    mutating func productInstance(_ role: ParticipantRole) -> Reference {
        let key = role.ids.lazy.compactMap(\.key).first.map { "device|" + $0 }
        if let key, let known = actors[key] {
            if let id = role.ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
            let codes = (role.playingEntity?.children(.code) ?? []).map(ConceptDescriptor.init)
            if let type = joined(codes) {
                resources.amend(known) { resource in
                    guard case .device(var device) = resource else { return }
                    var merged = device.type ?? CodeableConcept(text: type.text)
                    merged.coding += type.coding.filter { !merged.coding.contains($0) }
                    device.type = merged
                    resource = .device(device)
                }
            }
            return known
        }
        var resource = Device()
        resource.identifier = identifiers(role.ids)
        let issuers = identifiers(role.scopingEntity?.children(.id).map(InstanceIdentifier.init) ?? [])
        if let issuer = issuers.first {
            // The organisation that scopes the instance assigned its numbers.
            let assigner = Reference(identifier: issuer, display: role.scopingEntity?.child(.desc)?.plainText)
            if resource.identifier.isEmpty { resource.identifier = [Identifier(assigner: assigner)] }
            for position in resource.identifier.indices { resource.identifier[position].assigner = assigner }
        }
        resource.type = joined(
            (role.playingEntity?.children(.code) ?? []).map(ConceptDescriptor.init) + [role.code].compactMap { $0 })
        if let model = role.playingEntity?.child(.manufacturerModelName)?.plainText {
            resource.deviceName = [Device.DeviceName(name: model, type: .modelName)]
        }
        resource.manufacturer = role.scopingEntity?.child(.desc)?.plainText
        if relative == nil { resource.patient = patient }
        let reference = add(&resource, uuid: name("Device", at: role.element))
        if let key { actors[key] = reference }
        return reference
    }
}
