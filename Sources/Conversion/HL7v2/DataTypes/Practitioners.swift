import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// XCN → Practitioner, one for each that the message names.
    mutating func practitioner(_ repetition: Repetition) -> Reference? {
        guard repetition.hasValue else { return nil }
        let key = ActorKey.xcn(repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Practitioner()
        if let identifier = identifier(repetition, .xcn) { resource.identifier = [identifier] }
        if let name = humanName(repetition, .xcn) { resource.name = [name] }
        guard !resource.identifier.isEmpty || !resource.name.isEmpty else { return nil }
        return actor(resource, called: name(of: repetition), of: repetition.place, key: key)
    }

    mutating func practitioners(_ field: Field) -> [Reference] {
        field.isEmpty ? [] : field.repetitions.compactMap { practitioner($0) }
    }

    /// A Practitioner with ways to reach it that the message gives beside, in a field of its own.
    mutating func practitioner(_ repetition: Repetition, telecom: Field, address: Field? = nil) -> Reference? {
        let hasMore = telecom.hasValue || address?.hasValue == true
        let person = practitioner(repetition)
        guard let person, hasMore else { return person }
        note(contactPoints(telecom, use: .work), address.map { addresses($0) } ?? [], of: person)
        return person
    }

    /// NDL → Practitioner and, where it says when or where, a PractitionerRole; also XCN, which many senders put there.
    ///
    /// NDL.1 is a CNN: its parts are subcomponents. A second component that is no time gives the XCN away.
    ///
    /// - Parameter isRole: whether a PractitionerRole is wanted in any case.
    mutating func performer(_ repetition: Repetition, isRole: Bool = false) -> Reference? {
        guard repetition.hasValue else { return nil }
        let named = repetition[1]
        let isName = named[2] != nil || named[3] != nil
        let second = repetition[2].text
        if !isName, let second, MessageTime(second) == nil { return practitioner(repetition) }
        let key = ActorKey.ndl(repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        guard let person = practitioner(named) else { return nil }
        var role = PractitionerRole()
        role.practitioner = person
        role.period = period(from: repetition[2], to: repetition[3])
        role.location = [location(repetition, .ndl)].compactMap { $0 }
        guard role.period != nil || !role.location.isEmpty || isRole else { return person }
        return actor(role, called: person.display, of: repetition.place, key: key)
    }

    /// - Parameter function: what the people did, a code of v3-ParticipationType: `SPRF`, `TRANS`. It stands on the reference.
    mutating func performers(_ field: Field, function: String? = nil) -> [Reference] {
        field.repetitions.compactMap { repetition in
            var reference = performer(repetition, isRole: function != nil)
            if let function {
                reference?.extension = [
                    Extension(
                        url: "http://hl7.org/fhir/StructureDefinition/event-performerFunction",
                        value: .codeableConcept(
                            fixed("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", function)))
                ]
            }
            return reference
        }
    }

    /// XCN → a PractitionerRole that says what the Practitioner was here, and for whom.
    mutating func role(_ repetition: Repetition, code: CodeableConcept, organization: Reference? = nil) -> Reference? {
        guard let person = practitioner(repetition) else { return nil }
        let key = ActorKey.role(
            code: code.coding.first?.code, organization: organization?.reference, person: repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var role = PractitionerRole()
        role.practitioner = person
        role.organization = organization
        role.code = [code]
        return actor(role, called: person.display, of: repetition.place, key: key)
    }

    /// CNN: number, family and given name, further name, suffix, prefix and degree as subcomponents.
    private mutating func practitioner(_ cnn: Component) -> Reference? {
        let key = ActorKey.cnn(cnn.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Practitioner()
        if let value = cnn[1] {
            var identifier = Identifier(value: value)
            if cnn[9] != nil || cnn[10] != nil {
                identifier.system = system(namespace: cnn[9], universalID: cnn[10], kind: cnn[11], type: nil)
            }
            resource.identifier = [identifier]
        }
        var name = HumanName(family: cnn[2])
        name.given = [cnn[3], cnn[4]].compactMap { $0 }
        name.prefix = [cnn[6]].compactMap { $0 }
        name.suffix = [cnn[5], cnn[7]].compactMap { $0 }
        if name != HumanName() { resource.name = [name] }
        guard !resource.identifier.isEmpty || !resource.name.isEmpty else { return nil }
        let words = [cnn[3], cnn[2]].compactMap { $0 }.joined(separator: " ")
        return actor(resource, called: words.isEmpty ? nil : words, of: cnn.place, key: key)
    }

    /// Adds somebody or something that may be named again, and remembers the reference.
    mutating func actor(
        _ resource: consuming some DomainResource, called name: String?, of place: Issue.HL7Place, key: ActorKey
    ) -> Reference {
        var reference = add(consume resource, of: place)
        reference.display = name
        actors[key] = reference
        return reference
    }
}
