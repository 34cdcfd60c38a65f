/// The elements that a FHIR narrative may hold (txt-1): formatting, lists, tables, links and images of HTML 4.0.
public enum NarrativeElement: String, Hashable, Sendable, CaseIterable {
    case div, p, br, h1, h2, h3, h4, h5, h6, a, span, b, em, i, strong, small, big, tt, dfn, q, abbr, acronym, cite
    case blockquote, hr, address, bdo, kbd, sub, sup, ul, ol, li, dl, dt, dd, pre, code, samp, img
    case table, caption, colgroup, col, thead, tbody, tfoot, tr, th, td
    case `var`

    /// Holds neither text nor elements.
    public var isVoid: Bool {
        switch self {
        case .br, .hr, .img, .col: true
        default: false
        }
    }

    /// Whether the element may have the attribute, and its value is harmless.
    public func allows(_ attribute: String, value: String) -> Bool {
        switch attribute {
        case "id", "class", "title", "lang", "xml:lang", "dir": return true
        case "style": return Self.isHarmlessStyle(value)
        case "href": return self == .a && SafeURL.isSafeLink(value)
        case "name": return self == .a
        case "src": return self == .img && SafeURL.isSafeImage(value)
        case "alt", "height": return self == .img
        case "width": return isTablePart || self == .img
        case "align", "valign", "char", "charoff", "span": return isTablePart
        case "rowspan", "colspan", "headers", "scope", "abbr", "axis": return self == .td || self == .th
        case "border", "cellpadding", "cellspacing", "frame", "rules", "summary": return self == .table
        case "cite": return (self == .q || self == .blockquote) && SafeURL.isSafeLink(value)
        case "type", "start": return self == .ol || self == .ul
        default: return false
        }
    }

    private var isTablePart: Bool {
        switch self {
        case .table, .caption, .colgroup, .col, .thead, .tbody, .tfoot, .tr, .th, .td: true
        default: false
        }
    }

    /// Declarations that can neither load anything nor leave their place on the page.
    private static func isHarmlessStyle(_ value: String) -> Bool {
        let lower = value.lowercased()
        let harmful = [
            "url", "expression", "import", "script", "behavior", "binding", "position", "content", "\\", "@", "<", "/*",
        ]
        return !harmful.contains { lower.contains($0) }
    }
}
