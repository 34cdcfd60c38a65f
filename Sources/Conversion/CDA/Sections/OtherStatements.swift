import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Note activity → DocumentReference.
    mutating func note(_ statement: ClinicalStatement) -> Reference {
        var attachment = Attachment()
        if let data = statement.text, let base64 = data.base64 {
            attachment.contentType = contentType(of: data) ?? "application/octet-stream"
            attachment.data = base64
        } else {
            attachment.contentType = "text/plain"
            attachment.data = Base64.text(Array((text(of: statement) ?? "").utf8))
        }
        var resource = DocumentReference(
            status: statement.statusCode == "nullified"
                ? .enteredInError : statement.statusCode == "obsolete" ? .superseded : .current,
            content: [DocumentReference.Content(attachment: attachment)])
        resource.identifier = identifiers(statement.ids)
        resource.subject = patient
        let code = statement.code
        resource.type = concept(code)
        resource.date = statement.authors.compactMap { $0.time }.first.flatMap { instant($0.value ?? $0.low) }
        resource.author = statement.authors.compactMap { $0.entity }.compactMap { actor($0) }
        let period = period(statement.effectiveTime)
        if encounter != nil || period != nil {
            resource.context = DocumentReference.Context(encounter: [encounter].compactMap { $0 }, period: period)
        }
        return add(&resource, from: statement)
    }

    /// What an attachment's bytes are: of compressed ones the form of the compression, as R4 has none beside the content type.
    mutating func contentType(of data: EncapsulatedData) -> String? {
        guard let compression = data.compression else { return data.mediaType }
        findings.add(
            .information, "cda-compressed-data", .informational,
            "Attached data are compressed; they are kept as they are, named by the compression.", at: data.element,
            rule: "CDA R2 data types: ED.compression", remedy: "Send them uncompressed.")
        return switch compression {
        case "GZ": "application/gzip"
        case "ZL": "application/zlib"
        default: "application/octet-stream"
        }
    }

    /// reference/externalDocument, externalObservation … → DocumentReferences: what a statement points at outside.
    mutating func externalDocuments(of statement: ClinicalStatement) -> [Reference] {
        statement.element.children(.reference).flatMap { link -> [Reference] in
            guard takeLink(link) else { return [] }
            return link.children.compactMap { external -> Reference? in
                guard external.localName.hasPrefix("external") else { return nil }
                let ids = external.children(.id).map(InstanceIdentifier.init)
                let key = ids.lazy.compactMap(\.key).first.map { "external|" + $0 }
                if let key, let known = actors[key] {
                    if let id = ids.first(where: { $0.hasKey }) { reached.insert(id.element) }
                    return known
                }
                let data = external.child(.text).map(EncapsulatedData.init)
                var attachment = Attachment(contentType: data?.mediaType, data: data?.base64)
                attachment.url = data?.reference
                attachment.title = data?.inlineText
                var resource = DocumentReference(
                    status: .current, content: [DocumentReference.Content(attachment: attachment)])
                resource.identifier = identifiers(ids)
                resource.type = concept(external.child(.code).map(ConceptDescriptor.init))
                guard !resource.identifier.isEmpty || attachment.url != nil || resource.type != nil else { return nil }
                if attachment == Attachment() {
                    resource.content[0].attachment.title = resource.type?.text ?? "External document"
                }
                resource.subject = patient
                let reference = add(&resource, uuid: name("DocumentReference", at: external))
                if let key { actors[key] = reference }
                return reference
            }
        }
    }

    /// Somebody else whom a section or statement is about: a fetus, a donor, a relative → RelatedPerson.
    mutating func subject(_ relative: XMLElement) -> Reference {
        let key = "relatedSubject|\(relative.startOffset)"
        if let known = actors[key] { return known }
        let person = relative.child(.subject)
        var resource = RelatedPerson(patient: patient)
        resource.identifier = identifiers(
            relative.children(.id, in: .sdtc).map(InstanceIdentifier.init)
                + (person?.children(.id, in: .sdtc).map(InstanceIdentifier.init) ?? []))
        resource.relationship = concepts([relative.child(.code).map(ConceptDescriptor.init)].compactMap { $0 })
        resource.name = humanNames(person?.children(.name).map(EntityName.init) ?? [])
        resource.gender = gender(person?.child(.administrativeGenderCode).map(ConceptDescriptor.init))
        resource.birthDate = date(person?.child(.birthTime).map(TimeStamp.init))
        let reference = add(&resource, uuid: name("RelatedPerson", at: relative))
        actors[key] = reference
        return reference
    }

    /// observationMedia → Media. A region of interest belongs to an image and carries no fact of its own.
    mutating func media(_ statement: ClinicalStatement) -> [Reference] {
        guard statement.kind == .observationMedia,
            let value = statement.element.child(.value).map(EncapsulatedData.init)
        else { return statement.ids.contains { $0.hasKey } ? [unknown(statement)] : [] }
        var content = Attachment(contentType: contentType(of: value), data: value.base64)
        content.url = value.reference
        var resource = Media(status: .completed, content: content)
        resource.identifier = identifiers(statement.ids)
        if let relative = relatedSubject(of: statement) {
            // R4 has no relatives as subject of Media.
            var part = Extension(url: ExtensionURL.participant)
            part.extension = [
                Extension(url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: "SBJ"))),
                Extension(url: "actor", value: .reference(subject(relative))),
            ]
            resource.extension.append(part)
        } else {
            resource.subject = patient
        }
        return [add(&resource, from: statement)]
    }
}
