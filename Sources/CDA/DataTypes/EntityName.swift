public import XMLReader

/// The name of a person or organisation (PN, ON, EN): parts in the order they stand.
public struct EntityName: Hashable, Sendable {
    public enum PartKind: String, Hashable, Sendable {
        case family, given, prefix, suffix, delimiter

        init?(_ name: KnownName?) {
            switch name {
            case .family: self = .family
            case .given: self = .given
            case .prefix: self = .prefix
            case .suffix: self = .suffix
            case .delimiter: self = .delimiter
            default: return nil
            }
        }
    }

    public struct Part: Hashable, Sendable {
        public let kind: PartKind
        public let text: String
        /// EntityNamePartQualifier codes: `CL`, `BR`, `AC` …
        public let qualifiers: [String]
    }

    public let uses: [String]
    public let parts: [Part]
    /// Text that stands outside of the parts.
    public let looseText: String?
    public let validTime: TimeInterval?
    public let nullFlavor: NullFlavor?
    public let element: XMLElement

    public init(_ element: XMLElement) {
        self.element = element
        nullFlavor = element.nullFlavor
        uses = words(element.attributeBytes(.use, in: .none))
        validTime = element.child(.validTime).map(TimeInterval.init)
        var parts: [Part] = []
        element.forEachPart { part in
            guard case .element(let child) = part, let kind = PartKind(child.knownName), let text = child.plainText
            else { return }
            parts.append(Part(kind: kind, text: text, qualifiers: words(child.attributeBytes(.qualifier, in: .none))))
        }
        self.parts = parts
        let loose = element.ownWords
        looseText = loose.isEmpty ? nil : XMLElement.collapsed(loose)
    }

    public func texts(_ kind: PartKind) -> [String] { parts.compactMap { $0.kind == kind ? $0.text : nil } }

    /// Whether it names nobody.
    public var isEmpty: Bool { parts.isEmpty && looseText == nil }

    /// The same of an element, without its parts made.
    static func isEmpty(_ element: XMLElement) -> Bool {
        !element.hasOwnWords && element.children.allSatisfy { PartKind($0.knownName) == nil || $0.plainText == nil }
    }

    /// The name for people to read: prefix, given, family, suffix; or the loose text.
    public var display: String {
        guard !parts.isEmpty else { return looseText ?? "" }
        var display = ""
        for kind in [.prefix, .given, .family, .suffix] as [PartKind] {
            for part in parts where part.kind == kind {
                if !display.isEmpty { display += " " }
                display += part.text
            }
        }
        return display
    }
}

/// The words of an attribute that holds a list.
func words(_ list: ArraySlice<UInt8>?) -> [String] {
    guard var rest = list else { return [] }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    var words: [String] = []
    while let start = rest.firstIndex(where: { !isSpace($0) }) {
        let end = rest[start...].firstIndex(where: isSpace) ?? rest.endIndex
        words.append(String(decoding: rest[start..<end], as: UTF8.self))
        rest = rest[end...]
    }
    return words
}
