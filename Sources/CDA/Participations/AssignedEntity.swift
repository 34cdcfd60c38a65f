public import XMLReader

/// Somebody in a role: assignedAuthor, assignedEntity, associatedEntity or relatedEntity.
public struct AssignedEntity: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var classCode: String? { element.word(.classCode) }
    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    public var code: ConceptDescriptor? { element.child(.code).map(ConceptDescriptor.init) }
    public var telecoms: [TelecommunicationAddress] { element.each(.telecom, as: TelecommunicationAddress.init) }
    public var addresses: [PostalAddress] { element.each(.addr, as: PostalAddress.init).filter { !$0.isEmpty } }

    /// assignedPerson, associatedPerson, relatedPerson or informationRecipient.
    public var person: XMLElement? {
        for name in [.assignedPerson, .associatedPerson, .relatedPerson, .informationRecipient, .playingEntity]
            as [KnownName]
        {
            if let person = element.child(name) { return person }
        }
        return nil
    }
    public var names: [EntityName] { person?.each(.name, as: EntityName.init).filter { !$0.isEmpty } ?? [] }
    /// Whether it is somebody who stands to the patient as kin, guardian or contact, not somebody who works there.
    public var isRelative: Bool {
        if element.isNamed(.relatedEntity) { return true }
        guard element.isNamed(.associatedEntity) else { return false }
        return switch classCode {
        case "NOK", "ECON", "PRS", "CAREGIVER", "GUARD": true
        default: false
        }
    }
    public var device: XMLElement? { element.child(.assignedAuthoringDevice) }

    public var organization: Organization? {
        for name in [.representedOrganization, .scopingOrganization, .receivedOrganization] as [KnownName] {
            if let found = element.child(name).map(Organization.init), !found.isEmpty { return found }
        }
        return nil
    }
}

/// A participation of an act: author, performer, informant, participant … with its role.
public struct Participation: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var typeCode: String? { element.word(.typeCode) }
    /// HL7's own, or the extension of its Structured Documents group.
    public var functionCode: ConceptDescriptor? {
        (element.child(.functionCode) ?? element.child(.functionCode, in: .sdtc)).map(
            ConceptDescriptor.init)
    }
    public var time: TimeInterval? { element.child(.time).map(TimeInterval.init) }

    /// The role of a person, device or organisation.
    public var entity: AssignedEntity? {
        for name in [.assignedAuthor, .assignedEntity, .associatedEntity, .relatedEntity] as [KnownName] {
            if let role = element.child(name) { return AssignedEntity(role) }
        }
        return nil
    }

    /// The role of a participant of an entry.
    public var role: ParticipantRole? { element.child(.participantRole).map(ParticipantRole.init) }
}

/// The role of a participant of an entry: substance, device, place, person.
public struct ParticipantRole: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var classCode: String? { element.word(.classCode) }
    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    public var code: ConceptDescriptor? { element.child(.code).map(ConceptDescriptor.init) }
    public var addresses: [PostalAddress] { element.each(.addr, as: PostalAddress.init).filter { !$0.isEmpty } }
    public var telecoms: [TelecommunicationAddress] { element.each(.telecom, as: TelecommunicationAddress.init) }
    public var playingEntity: XMLElement? { element.child(.playingEntity) ?? element.child(.playingDevice) }
    public var birthTime: TimeStamp? {
        playingEntity?.child(.birthTime, in: .sdtc).map(TimeStamp.init)
            ?? playingEntity?.child(.birthTime).map(TimeStamp.init)
    }
    public var scopingEntity: XMLElement? { element.child(.scopingEntity) }
}
