import CDA
import FHIR
import Profiles
import RecordTypes

extension CDAMapping {
    /// II → Identifier. Nil for an identifier that identifies nothing.
    mutating func identifier(_ id: InstanceIdentifier) -> Identifier? {
        guard id.nullFlavor == nil else { return nil }
        reached.insert(id.element)
        var identifier: Identifier
        switch (id.root, id.extension) {
        case (let root?, let value?):
            identifier = Identifier(system: system(ofRoot: root, at: id), value: value)
        case (let root?, nil) where InstanceIdentifier.isUUID(root):
            identifier = Identifier(system: "urn:ietf:rfc:3986", value: DocumentBundle.fullURL(root.lowercased()))
        case (let root?, nil) where InstanceIdentifier.isOID(root):
            identifier = Identifier(system: "urn:ietf:rfc:3986", value: "urn:oid:\(root)")
        case (let root?, nil):
            reportRoot(id)
            identifier = Identifier(value: root)
        case (nil, let value?):
            identifier = Identifier(value: value)
        case (nil, nil):
            return nil
        }
        if let name = id.assigningAuthorityName {
            identifier.assigner = Reference(display: name)
        } else if identifier.system == nil, identifier.value != id.root, let root = id.root {
            // A root that is no OID names the authority at least to people.
            identifier.assigner = Reference(display: root)
        }
        return identifier
    }

    mutating func identifiers(_ ids: [InstanceIdentifier]) -> [Identifier] { ids.compactMap { identifier($0) } }

    /// The identifiers of an act that becomes part of something which has no element for them.
    mutating func marks(_ ids: [InstanceIdentifier]) -> [Extension] {
        identifiers(ids).map { Extension(url: ExtensionURL.actIdentifier, value: .identifier($0)) }
    }

    private mutating func system(ofRoot root: String, at id: InstanceIdentifier) -> String? {
        if InstanceIdentifier.isUUID(root) { return DocumentBundle.fullURL(root.lowercased()) }
        guard InstanceIdentifier.isOID(root) else {
            reportRoot(id)
            return nil
        }
        if let person = profiles.personSystem(oid: root) { return person.fhirSystem }
        if let institution = profiles.institutionSystem(oid: root) { return institution.fhirSystem }
        return profiles.identifierSystem(oid: root) ?? profiles.system(forOID: root)?.uri ?? "urn:oid:\(root)"
    }

    private mutating func reportRoot(_ id: InstanceIdentifier) {
        findings.add(
            .warning, "cda-identifier-root", .value, "An identifier's root is neither an OID nor a UUID.",
            at: id.element,
            rule: "CDA R2 data types: II.root", remedy: "Send an OID or a UUID as root.")
    }
}
