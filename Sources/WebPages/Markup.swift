public import MarkupText

/// A piece of a page as a value: text, an element, or several of them.
///
/// Text and attribute values are kept as they are; escaping happens once, when `MarkupText` writes bytes. There is no case
/// for ready-made markup, so nothing can get into a page unescaped.
public indirect enum Markup: Hashable, Sendable {
    case text(String)
    case element(name: MarkupName, attributes: [Attribute], children: [Markup])
    case group([Markup])
}

extension Attribute {
    static func name(_ value: String) -> Attribute { Attribute("name", value) }
    static func value(_ value: String) -> Attribute { Attribute("value", value) }
    static func type(_ value: String) -> Attribute { Attribute("type", value) }
    static func role(_ value: String) -> Attribute { Attribute("role", value) }
    static func `for`(_ value: String) -> Attribute { Attribute("for", value) }
    static func labelledBy(_ value: String) -> Attribute { Attribute("aria-labelledby", value) }
    static func describedBy(_ value: String) -> Attribute { Attribute("aria-describedby", value) }
    static let required = Attribute(flag: "required")
    static let checked = Attribute(flag: "checked")
    static let selected = Attribute(flag: "selected")
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
func tag(_ name: MarkupName, _ attributes: Attribute..., @MarkupBuilder content: () -> [Markup]) -> Markup {
    .element(name: name, attributes: attributes, children: content())
}

/// An element that holds a text alone, or nothing.
func tag(_ name: MarkupName, _ attributes: Attribute..., text: String? = nil) -> Markup {
    .element(name: name, attributes: attributes, children: text.map { [.text($0)] } ?? [])
}

/// A heading; headings stop at level 6, as HTML does.
func heading(_ level: Int, _ attributes: Attribute..., text: String) -> Markup {
    let name: MarkupName =
        switch level {
        case ...1: "h1"
        case 2: "h2"
        case 3: "h3"
        case 4: "h4"
        case 5: "h5"
        default: "h6"
        }
    return .element(name: name, attributes: attributes, children: [.text(text)])
}

/// Several pieces without an element around them.
func group(@MarkupBuilder content: () -> [Markup]) -> Markup { .group(content()) }
