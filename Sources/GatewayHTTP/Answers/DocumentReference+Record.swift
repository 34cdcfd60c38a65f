import AccessLog
import FHIR
import Identity
import RecordTypes

extension DocumentReference {
    /// The registry entry of a record (IHE MHD Minimal): what it is, and where its normalised and its original form are.
    init(_ record: RecordDescription, of patient: Identifier, _ names: ReaderNames, base: String) {
        let name = record.name(names)
        let normalised = Attachment(
            contentType: "application/fhir+json", url: "\(base)/fhir/Bundle/\(name)", title: record.title,
            creation: record.documentTime)
        let original = Attachment(
            contentType: record.mediaType, url: "\(base)/fhir/Binary/\(name)", size: record.sourceSize,
            title: record.title, creation: record.documentTime)
        self.init(
            status: .current,
            content: [
                Content(attachment: normalised, format: Self.byMediaType),
                Content(attachment: original, format: Self.byMediaType),
            ])
        id = name.description
        meta = Meta(versionId: RecordVersion.id(of: record, names), lastUpdated: record.received.description)
        if let documentID = record.documentID { masterIdentifier = Identifier(documentID) }
        if let setID = record.setID { identifier = [Identifier(setID)] }
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

    /// IHE's format code for what its media type says enough about.
    private static let byMediaType = Coding(
        system: "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
        code: "urn:ihe:iti:xds:2017:mimeTypeSufficient")
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
