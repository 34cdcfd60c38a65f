public import XMLReader

/// An organisation, in any of the roles in which CDA writes one.
public struct Organization: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var ids: [InstanceIdentifier] { element.children(.id).map(InstanceIdentifier.init) }
    public var names: [EntityName] { element.children(.name).map(EntityName.init).filter { !$0.isEmpty } }
    public var telecoms: [TelecommunicationAddress] { element.children(.telecom).map(TelecommunicationAddress.init) }
    public var addresses: [PostalAddress] { element.children(.addr).map(PostalAddress.init).filter { !$0.isEmpty } }
    public var partOf: Organization? {
        element.descendant(.asOrganizationPartOf, .wholeOrganization).map(Organization.init)
    }

    public var isEmpty: Bool { element.children(.name).allSatisfy(EntityName.isEmpty) && ids.allSatisfy { !$0.hasKey } }
}
