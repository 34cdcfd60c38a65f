/// A piece of a page as a value: text, an element, or several of them.
///
/// Text and attribute values are kept as they are; escaping happens once, when ``PageWriter`` writes bytes. There is no case
/// for ready-made markup, so nothing can get into a page unescaped.
public indirect enum Markup: Hashable, Sendable {
    case text(String)
    case element(name: String, attributes: [Attribute], children: [Markup])
    case group([Markup])
}

/// An attribute of an element; a nil value is a boolean attribute (`required`).
public struct Attribute: Hashable, Sendable {
    public let name: String
    public let value: String?

    public init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value
    }

    static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
    static func id(_ value: String) -> Attribute { Attribute("id", value) }
    static func href(_ value: String) -> Attribute { Attribute("href", value) }
    static func name(_ value: String) -> Attribute { Attribute("name", value) }
    static func value(_ value: String) -> Attribute { Attribute("value", value) }
    static func type(_ value: String) -> Attribute { Attribute("type", value) }
    static func role(_ value: String) -> Attribute { Attribute("role", value) }
    static func `for`(_ value: String) -> Attribute { Attribute("for", value) }
    static func labelledBy(_ value: String) -> Attribute { Attribute("aria-labelledby", value) }
    static func describedBy(_ value: String) -> Attribute { Attribute("aria-describedby", value) }
    static let required = Attribute("required", nil)
    static let checked = Attribute("checked", nil)
    static let selected = Attribute("selected", nil)
}

/// Lets a page read like the page: elements, strings, `if` and `for` in the order of the document.
@resultBuilder
enum MarkupBuilder {
    static func buildExpression(_ markup: Markup) -> [Markup] { [markup] }
    static func buildExpression(_ markup: [Markup]) -> [Markup] { markup }
    static func buildExpression(_ markup: Markup?) -> [Markup] { markup.map { [$0] } ?? [] }
    static func buildExpression(_ text: String) -> [Markup] { [.text(text)] }
    static func buildBlock(_ parts: [Markup]...) -> [Markup] { parts.flatMap { $0 } }
    static func buildOptional(_ part: [Markup]?) -> [Markup] { part ?? [] }
    static func buildEither(first: [Markup]) -> [Markup] { first }
    static func buildEither(second: [Markup]) -> [Markup] { second }
    static func buildArray(_ parts: [[Markup]]) -> [Markup] { parts.flatMap { $0 } }
}

/// An element with what stands in it.
func tag(_ name: String, _ attributes: Attribute..., @MarkupBuilder content: () -> [Markup]) -> Markup {
    .element(name: name, attributes: attributes, children: content())
}

/// An element that holds a text alone, or nothing.
func tag(_ name: String, _ attributes: Attribute..., text: String? = nil) -> Markup {
    .element(name: name, attributes: attributes, children: text.map { [.text($0)] } ?? [])
}

/// Several pieces without an element around them.
func group(@MarkupBuilder content: () -> [Markup]) -> Markup { .group(content()) }

extension Markup {
    /// The text of this piece and of all within it, in order, without any element.
    public var plainText: String {
        switch self {
        case .text(let text): text
        case .element(_, _, let children): children.map(\.plainText).joined(separator: " ")
        case .group(let children): children.map(\.plainText).joined(separator: " ")
        }
    }
}
