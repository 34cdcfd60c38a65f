public import XMLReader

/// An organisation, in any of the roles in which CDA writes one.
public struct Organization: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    public var names: [EntityName] { element.each(.name, as: EntityName.init).filter { !$0.isEmpty } }
    public var telecoms: [TelecommunicationAddress] { element.each(.telecom, as: TelecommunicationAddress.init) }
    public var addresses: [PostalAddress] { element.each(.addr, as: PostalAddress.init).filter { !$0.isEmpty } }
    public var partOf: Organization? {
        element.descendant(.asOrganizationPartOf, .wholeOrganization).map(Organization.init)
    }

    public var isEmpty: Bool { element.each(.name).allSatisfy(EntityName.isEmpty) && ids.allSatisfy { !$0.hasKey } }
}
