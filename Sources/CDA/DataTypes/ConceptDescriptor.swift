public import XMLReader

/// A coded value: CD, and CE, CV, CO, CS as its restrictions.
public struct ConceptDescriptor: Hashable, Sendable {
    public let code: String?
    /// An OID in a conformant document.
    public let codeSystem: String?
    public let codeSystemName: String?
    public let codeSystemVersion: String?
    public let displayName: String?
    public let nullFlavor: NullFlavor?
    public let element: XMLElement

    public init(_ element: XMLElement) {
        self.element = element
        code = element.word("code")
        codeSystem = element.word("codeSystem")
        codeSystemName = element.word("codeSystemName")
        codeSystemVersion = element.word("codeSystemVersion")
        displayName = element.word("displayName")
        nullFlavor = element.nullFlavor
    }

    public var translations: [ConceptDescriptor] { parts("translation").map(ConceptDescriptor.init) }

    /// Elements of the data type are in HL7's namespace also within an element of an extension's; some write them in its own.
    private func parts(_ name: String) -> [XMLElement] {
        let own = element.children(name)
        return element.namespace == CDANamespace.hl7 ? own : own + element.children(name, in: CDANamespace.hl7)
    }

    /// This concept and its translations, nested ones too, in document order; those without a code left out.
    public var codings: [ConceptDescriptor] {
        (code == nil ? [] : [self]) + translations.flatMap(\.codings)
    }

    public var originalText: XMLElement? { parts("originalText").first }

    public var qualifiers: [(name: ConceptDescriptor?, value: ConceptDescriptor)] {
        parts("qualifier").compactMap { qualifier in
            qualifier.child("value").map {
                (qualifier.child("name").map(ConceptDescriptor.init), ConceptDescriptor($0))
            }
        }
    }

    /// Whether it says nothing at all.
    public var isEmpty: Bool {
        code == nil && displayName == nil && originalText == nil && translations.isEmpty
    }
}
