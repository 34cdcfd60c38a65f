import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// XON → Organization, one for each that the message names.
    mutating func organization(_ repetition: Repetition, address: Repetition? = nil, telecom: Field? = nil)
        -> Reference?
    {
        guard repetition.hasValue, let name = repetition[1].text ?? repetition[10].text ?? repetition[3].text else {
            return nil
        }
        let key = ActorKey.xon(repetition.wholeText ?? name)
        var places = [address.flatMap { self.address($0) }].compactMap { $0 }
        var points = telecom.map { contactPoints($0, use: .work) } ?? []
        // org-2, org-3: an organisation has no home.
        for position in places.indices where places[position].use == .home { places[position].use = nil }
        for position in points.indices where points[position].use == .home { points[position].use = nil }
        let organization =
            actors[key] ?? actor(namedOrganization(repetition), called: name, of: repetition.place, key: key)
        note(points, places, of: organization)
        return organization
    }

    /// The name and identifier of a XON.
    private mutating func namedOrganization(_ repetition: Repetition) -> Organization {
        var resource = Organization()
        resource.name = repetition[1].text
        if let value = repetition[10].text ?? repetition[3].text {
            let authority = HierarchicDesignator(repetition[6])
            var identifier = Identifier(value: value)
            let named = authority.universalID ?? authority.namespace
            if let oid = named, DottedIdentifier.isOID(oid) {
                identifier.system = profiles.institutionSystem(oid: oid)?.fhirSystem ?? "urn:oid:\(oid)"
            } else {
                identifier.system = universalSystem(authority.universalID, kind: authority.kind)
            }
            identifier.type = repetition[7].text.map { fixed(Self.identifierTypes, $0) }
            identifier.extension = checkDigit(repetition[4], repetition[5])
            identifier.assigner = assigner(authority, of: identifier.system)
            resource.identifier = [identifier]
        }
        return resource
    }

    /// A next of kin that is an organisation (NK1-13), or stands for one: whom to reach there (NK1-30 to NK1-32) is a contact of it.
    mutating func organization(ofNextOfKin nk1: Segment) -> Reference? {
        var contact = Organization.Contact(
            name: humanName(nk1[30][1]), telecom: contactPoints(nk1[31], use: .work), address: address(nk1[32][1]))
        if contact.telecom.isEmpty { contact.telecom = contactPoints(nk1[41], use: .work) }
        guard contact != Organization.Contact() else { return organization(nk1[13][1]) }
        var resource = namedOrganization(nk1[13][1])
        if resource.name == nil, resource.identifier.isEmpty { resource.identifier = [Self.unknownIdentifier] }
        resource.contact = [contact]
        return actor(resource, called: resource.name, of: nk1[13].place, key: .nextOfKin(nk1.place.sequence))
    }

    /// What org-1 is content with where nothing names an organisation: an identifier that is said to be unknown.
    private static var unknownIdentifier: Identifier {
        var unknown = Identifier()
        unknown.extension = [
            Extension(url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", value: .code("unknown"))
        ]
        return unknown
    }

    /// HD → the identifiers that name an organisation: its local name, and its number in a register.
    func identifiers(namespace: String?, universalID: String?, kind: String?) -> [Identifier] {
        var identifiers = [namespace.map { Identifier(value: $0) }].compactMap { $0 }
        guard let universalID else { return identifiers }
        var identifier = Identifier(value: universalID)
        if let kind { identifier.type = fixed("http://terminology.hl7.org/CodeSystem/v2-0301", kind) }
        if let institution = InstitutionID(universalID) ?? profiles.institution(namedByOID: universalID) {
            identifier.system = profiles.institutionSystem(of: institution)?.fhirSystem
            identifier.value = institution.number
        } else if let uri = universalSystem(universalID, kind: kind) {
            // R4: a value whose system is urn:ietf:rfc:3986 is a whole URI.
            identifier.system = "urn:ietf:rfc:3986"
            identifier.value = uri
        }
        identifiers.append(identifier)
        return identifiers
    }

    /// An organisation that an HD names, as facility or assigning authority; nil for an empty one.
    mutating func organization(namedBy hd: HierarchicDesignator) -> Reference? {
        guard let name = hd.namespace ?? hd.universalID else { return nil }
        let key = ActorKey.hd(namespace: hd.namespace, universalID: hd.universalID, kind: hd.kind)
        if let known = actors[key] { return known }
        var resource = Organization()
        resource.identifier = identifiers(namespace: hd.namespace, universalID: hd.universalID, kind: hd.kind)
        resource.name = hd.namespace
        return actor(resource, called: name, of: hd.place, key: key)
    }

    /// MSH-4 → Organization: who sent the message. MSH-22, if it is there, is responsible for it and keeps the record.
    mutating func mapSender() {
        let facility = message.header[4][1]
        let country = message.header[17].text
        if let name = facility[1].text ?? facility[2].text {
            var resource = Organization()
            resource.name = name
            resource.identifier = identifiers(
                namespace: nil, universalID: facility[2].text ?? InstitutionID(name).map(\.semantics),
                kind: facility[3].text)
            if resource.identifier.isEmpty || facility[2].text != nil {
                resource.identifier.insert(Identifier(value: name), at: 0)
            }
            if let country { resource.address = [Address(country: country)] }
            sender = actor(resource, called: name, of: facility.field.place, key: .sender)
        } else if let country {
            // Known by its country alone. org-1 wants an identifier: it is said to be unknown.
            var resource = Organization()
            resource.identifier = [Self.unknownIdentifier]
            resource.name = message.header[3].text
            resource.address = [Address(country: country)]
            sender = actor(resource, called: resource.name, of: message.header[17].place, key: .sender)
        } else if let application = message.header[3].text {
            var resource = Organization()
            resource.name = application
            sender = actor(resource, called: application, of: message.header[3].place, key: .sender)
        }
        messageSender = sender
        if let responsible = organization(message.header[22][1]) { sender = responsible }
    }
}
