/// One attribute. Its value is plain text: the writer escapes it.
///
/// Two things cannot be said with it: a script (`onclick`, `style` and `srcdoc` are no attributes here; behaviour and looks
/// live in files under the content security policy) and a URL of an unsafe scheme, which becomes ``SafeURL/blocked``.
public struct Attribute: Hashable, Sendable {
    public let name: MarkupName
    /// Nil for a boolean attribute: `required`.
    public let value: String?

    public init(_ name: MarkupName, _ value: String) {
        precondition(!Self.isActive(name), "active content is no attribute")
        self.name = name
        self.value = Self.checked(value, of: name)
    }

    /// A boolean attribute.
    public init(flag name: MarkupName) {
        precondition(!Self.isActive(name), "active content is no attribute")
        self.name = name
        value = nil
    }

    private static func isActive(_ name: MarkupName) -> Bool {
        let lower = name.text.lowercased()
        return lower.hasPrefix("on") || lower == "style" || lower == "srcdoc"
    }

    private static func checked(_ value: String, of name: MarkupName) -> String {
        switch name.text.lowercased() {
        case "href", "action", "formaction", "cite", "ping", "manifest", "xlink:href":
            SafeURL.isSafeLink(value) ? value : SafeURL.blocked
        case "src", "poster", "background", "data": SafeURL.isSafeImage(value) ? value : SafeURL.blocked
        default: value
        }
    }

    public static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
    public static func id(_ value: String) -> Attribute { Attribute("id", value) }
    public static func href(_ value: String) -> Attribute { Attribute("href", value) }
    public static func src(_ value: String) -> Attribute { Attribute("src", value) }
    public static func lang(_ value: String) -> Attribute { Attribute("lang", value) }
}
