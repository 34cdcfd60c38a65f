public import XMLReader

/// A postal address (AD): named parts, repeated ones in order.
public struct PostalAddress: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        /// The element's name: `streetAddressLine`, `city`, …; nil for one that is not known.
        public let name: KnownName?
        public let text: String
    }

    public let uses: [String]
    public let parts: [Part]
    public let looseText: String?
    public let useablePeriod: TimeInterval?
    public let nullFlavor: NullFlavor?
    public let element: XMLElement

    public init(_ element: XMLElement) {
        self.element = element
        nullFlavor = element.nullFlavor
        uses = words(element.attributeBytes(.use, in: .none))
        useablePeriod = element.child(.useablePeriod).map(TimeInterval.init)
        var parts: [Part] = []
        element.forEachPart { part in
            guard case .element(let child) = part, !child.isNamed(.useablePeriod), let text = child.plainText
            else { return }
            parts.append(Part(name: child.knownName, text: text))
        }
        self.parts = parts
        let loose = element.ownWords
        looseText = loose.isEmpty ? nil : XMLElement.collapsed(loose)
    }

    public func texts(_ name: KnownName) -> [String] { parts.compactMap { $0.name == name ? $0.text : nil } }
    public func first(_ name: KnownName) -> String? { parts.first { $0.name == name }?.text }

    public var isEmpty: Bool { parts.isEmpty && looseText == nil }
}

/// A telecommunication address (TEL): a URL, or what senders put in its place.
public struct TelecommunicationAddress: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var value: String? { element.word(.value) }
    public var uses: [String] { words(element.attributeBytes(.use, in: .none)) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }
}
