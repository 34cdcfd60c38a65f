/// Writes HTML, XHTML or XML as UTF-8 bytes. The only ways in are names, attributes, text and checked fragments: nothing
/// can get out unescaped.
///
/// ```swift
/// var page = MarkupWriter(.html)
/// page.doctype()
/// page.element("a", .href("/records"), .class("button")) { $0.text("Records & more") }
/// ```
public struct MarkupWriter: Sendable {
    public enum Dialect: Sendable {
        /// Void elements without a slash, boolean attributes without a value.
        case html
        /// HTML's elements in the syntax of XML.
        case xhtml
        /// Elements without content are closed at once.
        case xml
    }

    public let dialect: Dialect
    public private(set) var bytes: [UInt8] = []
    private var open: [MarkupName] = []
    /// The start tag still lacks its `>`: it may become `/>`.
    private var isTagOpen = false

    public init(_ dialect: Dialect, reserving capacity: Int = 4096) {
        self.dialect = dialect
        bytes.reserveCapacity(capacity)
    }

    /// `<!DOCTYPE html>`.
    public mutating func doctype() { bytes.append(contentsOf: Array("<!DOCTYPE html>\n".utf8)) }

    /// `<?xml version="1.0" encoding="UTF-8"?>`.
    public mutating func declaration() {
        bytes.append(contentsOf: Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8))
    }

    public mutating func element(
        _ name: MarkupName, _ attributes: Attribute..., content: (inout MarkupWriter) throws -> Void
    ) rethrows {
        begin(name, attributes)
        try content(&self)
        end()
    }

    /// An element that holds a text alone.
    public mutating func element(_ name: MarkupName, _ attributes: Attribute..., text: String) {
        begin(name, attributes)
        self.text(text)
        end()
    }

    /// An element without content, void in HTML or not.
    public mutating func element(_ name: MarkupName, _ attributes: Attribute...) {
        begin(name, attributes)
        end()
    }

    public mutating func text(_ value: String) {
        guard !value.isEmpty else { return }
        precondition(canHoldContent, "a void, script or style element holds no text")
        closeTag()
        Escaping.append(value, in: .text, to: &bytes)
    }

    /// Narrative that was checked or made by ``NarrativeWriter``.
    public mutating func fragment(_ fragment: XHTMLFragment) {
        precondition(canHoldContent, "a void, script or style element holds no markup")
        closeTag()
        bytes.append(contentsOf: fragment.bytes)
    }

    /// A start tag; ``end()`` closes it.
    public mutating func begin(_ name: MarkupName, _ attributes: [Attribute] = []) {
        precondition(canHoldContent, "a void, script or style element holds no elements")
        closeTag()
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name.text.utf8)
        for attribute in attributes { append(attribute) }
        isTagOpen = true
        open.append(name)
    }

    public mutating func end() {
        guard let name = open.popLast() else { preconditionFailure("no element is open") }
        if isTagOpen {
            isTagOpen = false
            switch dialect {
            case .xml: return bytes.append(contentsOf: Array("/>".utf8))
            case .xhtml where Self.isVoid(name): return bytes.append(contentsOf: Array("/>".utf8))
            case .html where Self.isVoid(name): return bytes.append(UInt8(ascii: ">"))
            case .html, .xhtml: bytes.append(UInt8(ascii: ">"))
            }
        }
        bytes.append(contentsOf: Array("</".utf8))
        bytes.append(contentsOf: name.text.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(_ attribute: Attribute) {
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: attribute.name.text.utf8)
        guard attribute.value != nil || dialect != .html else { return }
        bytes.append(contentsOf: Array("=\"".utf8))
        Escaping.append(attribute.value ?? attribute.name.text, in: .attribute, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func closeTag() {
        guard isTagOpen else { return }
        isTagOpen = false
        bytes.append(UInt8(ascii: ">"))
    }

    /// Script and style have their own escaping rules in HTML, so they are only ever referred to by `src` and `href`.
    private var canHoldContent: Bool {
        guard let name = open.last, dialect != .xml else { return true }
        return !Self.isVoid(name) && name.text != "script" && name.text != "style"
    }

    /// HTML Living Standard §13.1.2.
    private static func isVoid(_ name: MarkupName) -> Bool {
        switch name.text {
        case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr": true
        default: false
        }
    }
}
