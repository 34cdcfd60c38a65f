public import XMLReader

/// An organisation, in any of the roles in which CDA writes one.
public struct Organization: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var ids: [InstanceIdentifier] { element.each(.id).map(InstanceIdentifier.init) }
    public var names: [EntityName] { element.each(.name).map(EntityName.init).filter { !$0.isEmpty } }
    public var telecoms: [TelecommunicationAddress] { element.each(.telecom).map(TelecommunicationAddress.init) }
    public var addresses: [PostalAddress] { element.each(.addr).map(PostalAddress.init).filter { !$0.isEmpty } }
    public var partOf: Organization? {
        element.descendant(.asOrganizationPartOf, .wholeOrganization).map(Organization.init)
    }

    public var isEmpty: Bool { element.each(.name).allSatisfy(EntityName.isEmpty) && ids.allSatisfy { !$0.hasKey } }
}
