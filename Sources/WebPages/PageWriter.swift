import MarkupText

/// Writes markup values as an HTML document, through the one writer that escapes.
enum PageWriter {
    static func document(_ markup: Markup) -> [UInt8] {
        var page = MarkupWriter(.html, reserving: 16 * 1024)
        page.doctype()
        write(markup, to: &page)
        return page.bytes
    }

    /// A piece that stands in no document: a drawing.
    static func fragment(_ markup: Markup) -> [UInt8] {
        var page = MarkupWriter(.xml, reserving: 8 * 1024)
        write(markup, to: &page)
        return page.bytes
    }

    private static func write(_ markup: Markup, to page: inout MarkupWriter) {
        switch markup {
        case .text(let text): page.text(text)
        case .group(let parts): for part in parts { write(part, to: &page) }
        case .element(let name, let attributes, let children):
            page.begin(name, attributes)
            for child in children { write(child, to: &page) }
            page.end()
        }
    }
}
