import AccessLog
import FHIR
import RecordTypes

extension DocumentReference {
    /// The registry entry of a record (IHE MHD Minimal): what it is, and where its normalised and its original form are.
    init(_ record: RecordDescription, of patient: Identifier, base: String) {
        let normalised = Attachment(
            contentType: "application/fhir+json", url: "\(base)/fhir/Bundle/\(record.id)", title: record.title)
        let original = Attachment(
            contentType: record.mediaType, url: "\(base)/fhir/Binary/\(record.id)", size: record.sourceSize,
            title: record.title)
        self.init(status: .current, content: [Content(attachment: normalised), Content(attachment: original)])
        id = record.id.description
        if let documentID = record.documentID { masterIdentifier = Identifier(documentID) }
        if let type = record.type {
            self.type = CodeableConcept(
                coding: [Coding(system: type.system, code: type.code, display: type.display)], text: type.display)
        }
        subject = Reference(type: "Patient", identifier: patient)
        date = record.received.description
        if let author = record.author { self.author = [Reference(display: author)] }
        custodian = Reference(
            type: "Organization", identifier: AuditNaming.standard.institution(record.institution),
            display: record.institutionName)
        if let replaces = record.replaces {
            relatesTo = [RelatesTo(code: .replaces, target: Reference(identifier: Identifier(replaces)))]
        }
        description = record.title
    }
}

extension Identifier {
    /// An HL7 II as FHIR writes it: system and value, or a root alone as a URN.
    init(_ id: DocumentID) {
        let urn =
            id.root.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") } ? "urn:oid:" : "urn:uuid:"
        if let value = id.extension {
            self.init(system: urn + id.root, value: value)
        } else {
            self.init(system: "urn:ietf:rfc:3986", value: urn + id.root)
        }
    }
}

extension Identifier {
    /// A patient as a registry entry names them: national numbers by ETSI semantics, a sender's own under its OID.
    init(_ patient: PersonIdentifier) {
        guard patient.scheme == .local, let bar = patient.number.lastIndex(of: "|") else {
            self = AuditNaming.standard.person(patient)
            return
        }
        let value = String(patient.number[patient.number.index(after: bar)...])
        self.init(DocumentID(root: String(patient.number[..<bar]), extension: value.isEmpty ? nil : value))
    }
}

extension [RecordDescription] {
    /// What a search found, without a total: nothing is counted that the reader may not see.
    func searchset(of patient: Identifier, base: String, path: String, next: String?) -> Bundle {
        var bundle = Bundle(type: .searchset)
        // The links name the search without its parameters: an address with a personal code ends up in histories.
        bundle.link = [Bundle.Link(relation: "self", url: base + path)]
        if let next { bundle.link.append(Bundle.Link(relation: "next", url: base + next)) }
        bundle.entry = map { record in
            Bundle.Entry(
                fullUrl: "\(base)/fhir/DocumentReference/\(record.id)",
                resource: DocumentReference(record, of: patient, base: base).asAny,
                search: Bundle.Entry.Search(mode: .match))
        }
        return bundle
    }
}
