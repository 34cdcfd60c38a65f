import FHIR
import HL7v2
import Profiles
import RecordTypes

/// Where the parts of an identifier stand in CX and in XCN.
struct IdentifierComponents {
    let checkDigit: Int
    let checkDigitScheme: Int
    let authority: Int
    let type: Int
    let facility: Int
    /// Effective and expiration date; XCN has them for the name instead.
    let dates: (effective: Int, expiration: Int)?

    static let cx = IdentifierComponents(
        checkDigit: 2, checkDigitScheme: 3, authority: 4, type: 5, facility: 6, dates: (7, 8))
    static let xcn = IdentifierComponents(
        checkDigit: 11, checkDigitScheme: 12, authority: 9, type: 13, facility: 14, dates: nil)
}

extension MessageMapping {
    static let identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203"

    /// The person identifier system of a CX (or XCN): by the authority's OID, else by identifier type and authority's name.
    func personSystem(of repetition: Repetition, typeComponent: Int = 5, authorityComponent: Int = 4) -> PersonSystem? {
        personSystem(
            authority: HierarchicDesignator(repetition[authorityComponent]), type: repetition[typeComponent].text)
    }

    private func personSystem(authority: HierarchicDesignator, type: String?) -> PersonSystem? {
        if let oid = authority.namespace, let system = profiles.personSystem(oid: oid) { return system }
        if let oid = authority.universalID, let system = profiles.personSystem(oid: oid) { return system }
        if let oid = authority.kind, let system = profiles.personSystem(oid: oid) { return system }
        return profiles.personSystem(hl7Type: type ?? "", authority: authority.namespace ?? "")
    }

    /// CX or XCN → Identifier.
    mutating func identifier(_ repetition: Repetition, _ at: IdentifierComponents = .cx) -> Identifier? {
        guard let value = repetition[1].text else { return nil }
        let type = repetition[at.type].text
        var identifier = Identifier(value: value)
        let assigning = repetition[at.authority]
        let authority = HierarchicDesignator(assigning)
        if let system = personSystem(authority: authority, type: type) {
            identifier.system = system.fhirSystem
        } else if assigning.hasValue || at.dates != nil {
            identifier.system = system(
                namespace: authority.namespace, universalID: authority.universalID, kind: authority.kind, type: type)
        }
        identifier.type = type.map { fixed(Self.identifierTypes, $0) }
        identifier.extension = checkDigit(repetition[at.checkDigit], repetition[at.checkDigitScheme])
        if repetition[at.facility].hasValue, at.dates != nil {
            identifier.assigner = organization(namedBy: HierarchicDesignator(repetition[at.facility]))
        } else {
            identifier.assigner = assigner(authority, of: identifier.system)
        }
        if let dates = at.dates {
            identifier.period = period(from: repetition[dates.effective], to: repetition[dates.expiration])
        }
        return identifier
    }

    /// Who assigned an identifier (the map's CX.4, XCN.9 and XON.6): an organisation, unless the system is one that is registered under a
    /// URI of its own, which says it already.
    mutating func assigner(_ authority: HierarchicDesignator, of system: String?) -> Reference? {
        if let system, system.hasPrefix("http"), !AuthorityName.isLocal(system) {
            return authority.namespace.map { Reference(display: $0) }
        }
        return organization(namedBy: authority)
    }

    mutating func identifiers(_ field: Field) -> [Identifier] { field.repetitions.compactMap { identifier($0) } }

    /// CX.2 and CX.3 and their like.
    func checkDigit(_ digit: Component, _ scheme: Component) -> [Extension] {
        var extensions: [Extension] = []
        if let digit = digit.text {
            extensions.append(
                Extension(
                    url: "http://hl7.org/fhir/StructureDefinition/identifier-checkDigit", value: .string(digit)))
        }
        if let scheme = scheme.text.flatMap({ Self.codeForm($0) }) {
            extensions.append(
                Extension(url: "http://hl7.org/fhir/StructureDefinition/namingsystem-checkDigit", value: .code(scheme)))
        }
        return extensions
    }

    /// EI → Identifier.
    func entityIdentifier(_ repetition: Repetition, type: String? = nil) -> Identifier? {
        guard repetition.hasValue, let value = repetition[1].text else { return nil }
        var identifier = Identifier(value: value)
        identifier.system = system(
            namespace: repetition[2].text, universalID: repetition[3].text, kind: repetition[4].text, type: type)
        identifier.type = type.map { fixed(Self.identifierTypes, $0) }
        if let namespace = repetition[2].text { identifier.assigner = Reference(display: namespace) }
        return identifier
    }

    /// EI in a component, its parts as subcomponents: half of an EIP.
    func entityIdentifier(_ component: Component, type: String) -> Identifier? {
        guard let value = component[1] else { return nil }
        var identifier = Identifier(value: value)
        identifier.system =
            component[2] == nil && component[3] == nil
            ? nil : system(namespace: component[2], universalID: component[3], kind: component[4], type: type)
        identifier.type = fixed(Self.identifierTypes, type)
        if let namespace = component[2] { identifier.assigner = Reference(display: namespace) }
        return identifier
    }

    /// HD: an OID, a UUID or a URI names the system; a local name does so together with the sending facility.
    func system(namespace: String?, universalID: String?, kind: String?, type: String?) -> String? {
        if let uri = universalSystem(universalID, kind: kind) ?? universalSystem(namespace, kind: nil) { return uri }
        return AuthorityName.system(site: site, authority: namespace ?? universalID ?? "unnamed", type: type)
    }

    /// The URI of a universal id; nil for what is none, whatever its kind says.
    func universalSystem(_ id: String?, kind: String?) -> String? {
        guard let id else { return nil }
        if DottedIdentifier.isOID(id) {
            if let institution = profiles.institutionSystem(oid: id) { return institution.fhirSystem }
            return profiles.system(forOID: id)?.uri ?? "urn:oid:\(id)"
        }
        if DottedIdentifier.isUUID(id) { return "urn:uuid:\(id.lowercased())" }
        if id.hasPrefix("http://") || id.hasPrefix("https://") || id.hasPrefix("urn:") { return id }
        // RFC 4501: a name in the domain name system.
        return kind?.uppercased() == "DNS" && !id.contains(" ") ? "urn:dns:\(id)" : nil
    }
}
