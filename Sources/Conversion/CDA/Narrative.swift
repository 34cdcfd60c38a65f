import CDA
import FHIR
import MarkupText
import XMLReader

/// The CDA narrative block (CDA R2 4.3.5) → FHIR narrative: the same words, in the XHTML subset.
///
/// White space between elements that have no text beside them does not count; inline elements there are set apart by a blank.
struct NarrativeBlock {
    let narrative: NarrativeIndex

    /// A section's narrative. Its author wrote it: it says more than the entries do.
    func narrative(_ text: XMLElement) -> Narrative {
        var writer = NarrativeWriter()
        writeContent(of: text, to: &writer)
        return Narrative(status: .additional, div: writer.finish().text)
    }

    /// One referenced part by itself; a table row brings its header row along.
    func part(_ element: XMLElement) -> Narrative {
        var writer = NarrativeWriter()
        switch element.knownName {
        case .tr:
            writer.begin(.table)
            if let head = Self.head(of: element) { write(head, to: &writer) }
            writer.begin(.tbody)
            writeRow(element, to: &writer)
            writer.end()
            writer.end()
        case .td where Self.head(of: element) != nil:
            writer.begin(.table)
            writeHead(of: element, to: &writer)
            writer.begin(.tbody)
            writer.begin(.tr)
            write(element, to: &writer)
            writer.end()
            writer.end()
            writer.end()
        case .td, .th, .item, .tbody, .thead, .caption:
            writer.begin(.div)
            writeContent(of: element, to: &writer)
            writer.end()
        default:
            write(element, to: &writer)
        }
        writeFootnotes(of: element, to: &writer)
        return Narrative(status: .additional, div: writer.finish().text)
    }

    /// A row by itself: cells that reach into it from rows above come along, none reaches further.
    private func writeRow(_ row: XMLElement, to writer: inout NarrativeWriter) {
        guard let cells = narrative.row(row)?.cells, cells.contains(where: { $0.element.parent != row }) else {
            return write(row, to: &writer)
        }
        writer.begin(.tr, attributes(of: row))
        for cell in cells {
            writer.begin(
                cell.element.isNamed(.th) ? .th : .td, attributes(of: cell.element).filter { $0.name != "rowspan" })
            writeContent(of: cell.element, to: &writer)
            writer.end()
        }
        writer.end()
    }

    /// Of each header row, the cells above one cell.
    private func writeHead(of cell: XMLElement, to writer: inout NarrativeWriter) {
        guard let head = Self.head(of: cell), let row = cell.parent,
            let own = narrative.row(row)?.cells.first(where: { $0.element == cell })
        else { return }
        writer.begin(.thead)
        for row in head.children where row.isNamed(.tr) {
            writer.begin(.tr)
            for above in narrative.row(row)?.cells ?? []
            where above.column < own.column + own.width && own.column < above.column + above.width {
                writer.begin(.th)
                writeContent(of: above.element, to: &writer)
                writer.end()
            }
            writer.end()
        }
        writer.end()
    }

    /// What a part refers to with footnote marks, after it.
    private func writeFootnotes(of part: XMLElement, to writer: inout NarrativeWriter) {
        guard !part.isNamed(.footnote) else { return }
        var waiting = [part]
        while let element = waiting.popLast() {
            if element.isNamed(.footnoteRef), let id = element.word("IDREF"), let footnote = narrative.element(id) {
                write(footnote, as: .p, to: &writer)
            }
            waiting += element.children.reversed()
        }
    }

    /// A narrative of plain words.
    static func words(_ text: String) -> Narrative {
        var writer = NarrativeWriter()
        writer.element(.p, text: text)
        return Narrative(status: .generated, div: writer.finish().text)
    }

    private static func head(of row: XMLElement) -> XMLElement? {
        var ancestor = row.parent
        while let element = ancestor {
            if element.isNamed(.thead) { return nil }
            if element.isNamed(.table) { return element.child(.thead) }
            ancestor = element.parent
        }
        return nil
    }

    // MARK: content

    /// Child elements and text; white space alone is left out where no text stands beside it, and nil given for the blank that then
    /// stands between neighbouring inline elements.
    static func forEachPart(of element: XMLElement, _ body: (XMLElement.Part?) -> Void) {
        guard !element.hasOwnWords else { return element.forEachPart { part in body(part) } }
        var wasInline = false
        element.forEachPart { part in
            guard let isInline = isInlineElement(part) else { return }
            if wasInline, isInline { body(nil) }
            body(part)
            wasInline = isInline
        }
    }

    /// Whether a part is an inline element; nil for text.
    private static func isInlineElement(_ part: XMLElement.Part) -> Bool? {
        guard case .element(let element) = part else { return nil }
        return element.isNamed(.content) || element.isNamed(.linkHtml)
    }

    static func isBlock(_ element: XMLElement) -> Bool {
        switch element.knownName {
        case .paragraph, .list, .item, .table, .caption, .thead, .tbody, .tfoot, .tr, .td, .th, .br, .footnote: true
        default: false
        }
    }

    private func writeContent(of element: XMLElement, to writer: inout NarrativeWriter) {
        Self.forEachPart(of: element) { part in
            switch part {
            case nil: writer.text(" ")
            case .text(let text): writer.text(utf8: text.bytes.span)
            case .element(let child): write(child, to: &writer)
            }
        }
    }

    private func write(_ element: XMLElement, to writer: inout NarrativeWriter) {
        switch element.knownName {
        case .content: writeStyled(element, to: &writer)
        case .paragraph: write(element, as: .p, to: &writer)
        case .list: writeList(element, to: &writer)
        case .item: write(element, as: .li, to: &writer)
        case .caption:
            write(element, as: element.parent?.isNamed(.table) == true ? .caption : .b, to: &writer)
        case .br: writer.begin(.br)
        case .sub: write(element, as: .sub, to: &writer)
        case .sup: write(element, as: .sup, to: &writer)
        case .footnoteRef: writeMark(element, to: &writer)
        case .table: write(element, as: .table, to: &writer)
        case .thead: write(element, as: .thead, to: &writer)
        case .tbody: write(element, as: .tbody, to: &writer)
        case .tfoot: write(element, as: .tfoot, to: &writer)
        case .tr: write(element, as: .tr, to: &writer)
        case .td: write(element, as: .td, to: &writer)
        case .th: write(element, as: .th, to: &writer)
        case .colgroup: write(element, as: .colgroup, to: &writer)
        case .col: writer.begin(.col, attributes(of: element))
        case .linkHtml: writeLink(element, to: &writer)
        case .footnote: write(element, as: .span, to: &writer)
        case nil where element.localName == "renderMultiMedia": writePictures(element, to: &writer)
        default: writeContent(of: element, to: &writer)
        }
    }

    /// The mark that leads to a footnote.
    private func writeMark(_ element: XMLElement, to writer: inout NarrativeWriter) {
        writer.begin(.sup, attributes(of: element))
        if let id = element.word("IDREF") {
            writer.begin(.a, [(name: "href", value: "#\(id)")])
            writer.text("*")
            writer.end()
        }
        writeContent(of: element, to: &writer)
        writer.end()
    }

    /// renderMultiMedia: pictures that the document holds itself, with the caption; of others the place they lie at.
    private func writePictures(_ element: XMLElement, to writer: inout NarrativeWriter) {
        let caption = element.child(.caption)?.plainText ?? ""
        let ids = element.word("referencedObject")?.split(separator: " ") ?? []
        for picture in ids.prefix(16).compactMap({ narrative.picture(String($0)) }) {
            if picture.compression == nil, let type = picture.mediaType, let data = picture.base64 {
                let source = "data:\(type);base64,\(data)"
                if NarrativeElement.img.allows("src", value: source) {
                    writer.begin(.img, [(name: "src", value: source), (name: "alt", value: caption)])
                }
            } else if let reference = picture.reference, !reference.hasPrefix("#") {
                writer.begin(.a, [(name: "href", value: reference)])
                writer.text(reference)
                writer.end()
            }
        }
        writeContent(of: element, to: &writer)
    }

    /// What a later version of the text took away.
    static func isDeleted(_ element: XMLElement) -> Bool {
        element.isNamed(.content) && element.word("revised") == "delete"
    }

    private func write(_ element: XMLElement, as name: NarrativeElement, to writer: inout NarrativeWriter) {
        writer.begin(name, attributes(of: element))
        writeContent(of: element, to: &writer)
        writer.end()
    }

    /// A list with its caption before it, as HTML lists hold items alone.
    private func writeList(_ element: XMLElement, to writer: inout NarrativeWriter) {
        if let caption = element.child(.caption) { write(caption, as: .p, to: &writer) }
        writer.begin(element.attribute(.listType) == "ordered" ? .ol : .ul, attributes(of: element))
        for child in element.children where !child.isNamed(.caption) { write(child, to: &writer) }
        writer.end()
    }

    private func writeLink(_ element: XMLElement, to writer: inout NarrativeWriter) {
        let href = element.attribute(.href) ?? ""
        var attributes = attributes(of: element)
        attributes.append((name: "href", value: href))
        writer.begin(.a, attributes)
        writeContent(of: element, to: &writer)
        if element.isEmpty { writer.text(href) }
        writer.end()
    }

    /// Bold and Italics have elements of their own; other style codes become classes.
    private func writeStyled(_ element: XMLElement, to writer: inout NarrativeWriter) {
        let styles = element.attributeBytes(.styleCode, in: .none)?.split(separator: UInt8(ascii: " ")) ?? []
        func has(_ style: StaticString) -> Bool {
            styles.contains { code in style.withUTF8Buffer { unsafe code.elementsEqual($0) } }
        }
        guard !Self.isDeleted(element) else {
            let struck = (name: "style", value: "text-decoration: line-through")
            writer.begin(.span, attributes(of: element) + [struck])
            writeContent(of: element, to: &writer)
            writer.end()
            return
        }
        write(element, as: has("Bold") ? .b : has("Italics") ? .i : .span, to: &writer)
    }

    private func attributes(of element: XMLElement) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        element.forEachKnownAttribute { name, value in
            switch name {
            case .ID:
                attributes.append((name: "id", value: value))
            case .styleCode:
                let classes = Self.classes(of: value)
                if !classes.isEmpty { attributes.append((name: "class", value: classes)) }
            case .align, .valign, .colspan, .rowspan, .span, .width, .scope, .headers, .abbr:
                attributes.append((name: name.text, value: value))
            default: break
            }
        }
        return attributes
    }

    /// Style codes as classes: `Botrule xRowHead` is `cda-Botrule cda-xRowHead`. Only letters, digits, `-` and `_` of ASCII stay.
    private static func classes(of styleCode: String) -> String {
        var bytes: [UInt8] = []
        var isWithin = false
        for byte in styleCode.utf8 {
            guard byte != UInt8(ascii: " ") else {
                isWithin = false
                continue
            }
            if !isWithin {
                bytes.append(contentsOf: (bytes.isEmpty ? "cda-" : " cda-").utf8)
                isWithin = true
            }
            if isClassCharacter(byte) { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isClassCharacter(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }
}

extension CDAMapping {
    /// The part of the narrative that a statement points at.
    func narrativeText(of statement: ClinicalStatement) -> Narrative? {
        guard let reference = statement.text?.reference, let element = narrative.element(reference), !element.isEmpty
        else { return nil }
        return NarrativeBlock(narrative: narrative).part(element)
    }
}
