public import XMLReader

/// A coded value: CD, and CE, CV, CO, CS as its restrictions.
public struct ConceptDescriptor: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var code: String? { element.word(.code) }
    /// An OID in a conformant document.
    public var codeSystem: String? { element.word(.codeSystem) }
    public var codeSystemName: String? { element.word(.codeSystemName) }
    public var codeSystemVersion: String? { element.word(.codeSystemVersion) }
    public var displayName: String? { element.word(.displayName) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }
    public var hasCode: Bool { element.hasWord(.code) }

    public var hasTranslations: Bool { hasPart(.translation) }
    public var translations: [ConceptDescriptor] { parts(.translation).map(ConceptDescriptor.init) }

    /// Elements of the data type are in HL7's namespace also within an element of an extension's; some write them in its own.
    private func parts(_ name: KnownName) -> [XMLElement] {
        let own = element.children(name)
        return element.isIn(.hl7) ? own : own + element.children(name, in: .hl7)
    }

    private func hasPart(_ name: KnownName) -> Bool {
        element.child(name) != nil || !element.isIn(.hl7) && element.child(name, in: .hl7) != nil
    }

    /// This concept and its translations, nested ones too, in document order; those without a code left out.
    public var codings: [ConceptDescriptor] {
        let own = hasCode ? [self] : []
        return hasTranslations ? own + translations.flatMap(\.codings) : own
    }

    public var originalText: XMLElement? {
        element.child(.originalText) ?? (element.isIn(.hl7) ? nil : element.child(.originalText, in: .hl7))
    }

    public var qualifiers: [(name: ConceptDescriptor?, value: ConceptDescriptor)] {
        guard hasPart(.qualifier) else { return [] }
        return parts(.qualifier).compactMap { qualifier in
            qualifier.child(.value).map {
                (qualifier.child(.name).map(ConceptDescriptor.init), ConceptDescriptor($0))
            }
        }
    }

    /// Whether it says nothing at all.
    public var isEmpty: Bool {
        !hasCode && !element.hasWord(.displayName) && !hasPart(.originalText) && !hasPart(.translation)
    }
}
