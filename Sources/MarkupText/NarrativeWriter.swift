/// Makes FHIR narrative from whatever a document's author wrote: what is not allowed is left out, what is open is closed,
/// what is empty says so.
///
/// ```swift
/// var narrative = NarrativeWriter()
/// narrative.begin(.p)
/// narrative.text("5 < 7")
/// narrative.end()
/// let div = narrative.finish().text   // <div xmlns="http://www.w3.org/1999/xhtml"><p>5 &lt; 7</p></div>
/// ```
public struct NarrativeWriter: Sendable {
    /// Elements inside one another, the outer `div` included.
    public static let depthLimit = 64

    private var bytes: [UInt8] = []
    private var open: [NarrativeElement] = []
    /// Elements below the depth limit: their text stays, their tags do not.
    private var skipped = 0
    private var hasContent = false

    /// - Parameter language: BCP 47, written as `lang` and `xml:lang`.
    public init(language: String? = nil) {
        bytes.reserveCapacity(512)
        append("<div xmlns=\"http://www.w3.org/1999/xhtml\"", "", "")
        if let language, !language.isEmpty {
            append("lang", language)
            append("xml:lang", language)
        }
        bytes.append(UInt8(ascii: ">"))
    }

    public mutating func text(_ value: String) {
        text(utf8: value.utf8.span)
    }

    /// The same for UTF-8 bytes.
    public mutating func text(utf8 value: Span<UInt8>) {
        var at = 0
        while !hasContent, at < value.count {
            hasContent = value[at] > 0x20
            at += 1
        }
        Escaping.append(value, in: .text, to: &bytes)
    }

    /// A start tag; a void element is complete with it and needs no ``end()``.
    ///
    /// Attributes that the element may not have, or whose value is not harmless, are left out, and so is a second one of the
    /// same name.
    public mutating func begin(_ element: NarrativeElement, _ attributes: [(name: String, value: String)] = []) {
        guard open.count + 1 < Self.depthLimit else {
            if !element.isVoid { skipped += 1 }
            return
        }
        guard !attributes.isEmpty || element.isVoid else {
            append("<", element.rawValue, ">")
            open.append(element)
            return
        }
        append("<", element.rawValue, "")
        for (place, attribute) in attributes.enumerated()
        where element.allows(attribute.name, value: attribute.value)
            && !attributes[..<place].contains(where: {
                $0.name == attribute.name && element.allows($0.name, value: $0.value)
            })
        {
            append(attribute.name, attribute.value)
        }
        if element == .img {
            hasContent = true
            if !attributes.contains(where: { $0.name == "alt" }) { append("alt", "") }
        }
        if element.isVoid {
            bytes.append(UInt8(ascii: "/"))
            bytes.append(UInt8(ascii: ">"))
        } else {
            bytes.append(UInt8(ascii: ">"))
            open.append(element)
        }
    }

    /// Closes the element opened last; one too many is passed over.
    public mutating func end() {
        if skipped > 0 {
            skipped -= 1
        } else if let element = open.popLast() {
            append("</", element.rawValue, ">")
        }
    }

    /// An element that holds a text alone.
    public mutating func element(
        _ element: NarrativeElement, _ attributes: [(name: String, value: String)] = [], text: String
    ) {
        begin(element, attributes)
        guard !element.isVoid else { return }
        self.text(text)
        end()
    }

    /// The whole `div`. Without any visible content it holds a dash, because txt-2 wants some.
    public consuming func finish() -> XHTMLFragment {
        skipped = 0
        while !open.isEmpty { end() }
        if !hasContent { bytes.append(contentsOf: "–".utf8) }
        append("</", NarrativeElement.div.rawValue, ">")
        return XHTMLFragment(made: bytes)
    }

    private mutating func append(_ name: String, _ value: String) {
        append(" ", name, "=\"")
        Escaping.append(value, in: .attribute, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A name and the marks around it in one step.
    private mutating func append(_ opening: StaticString, _ name: String, _ closing: StaticString) {
        let name = name.utf8.span
        bytes.append(addingCapacity: opening.utf8CodeUnitCount + name.count + closing.utf8CodeUnitCount) { added in
            opening.withUTF8Buffer { for at in $0.indices { unsafe added.append($0[at]) } }
            for at in name.indices { added.append(name[at]) }
            closing.withUTF8Buffer { for at in $0.indices { unsafe added.append($0[at]) } }
        }
    }
}
