public import XMLReader

/// A section of the structured body. Sections nest.
public struct Section: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    public var code: ConceptDescriptor? { element.child(.code).map(ConceptDescriptor.init) }
    public var title: String? { element.child(.title)?.plainText }
    /// The narrative block; it is what a person reads and signs.
    public var text: XMLElement? { element.child(.text) }
    public var confidentiality: ConceptDescriptor? { element.child(.confidentialityCode).map(ConceptDescriptor.init) }
    public var languageCode: String? { element.child(.languageCode)?.word(.code) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }
    public var authors: [Participation] { element.each(.author, as: Participation.init) }
    public var informants: [Participation] { element.each(.informant, as: Participation.init) }
    public var subject: XMLElement? { element.child(.subject) }
    public var entries: [XMLElement] { element.children(.entry) }
    public var sections: [Section] {
        element.each(.component).compactMap { $0.child(.section).map(Section.init) }
    }
}
