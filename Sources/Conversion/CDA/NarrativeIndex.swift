import CDA
import XMLReader

/// The narrative elements of a document that carry an ID: what `#id` references lead to.
///
/// Following references copies text. A document could refer to a long text from each of its entries, so single parts and
/// the sum of all have a limit; beyond it a reference leads to nothing.
final class NarrativeIndex {
    private var elements: [String: XMLElement] = [:]
    /// Bytes that may still be copied.
    private var budget = 1 << 20
    private static let partLimit = 64 << 10
    private let root: XMLElement
    /// Pictures by their ID, once a narrative has shown one.
    private var pictures: [String: XMLElement]?
    /// Rows by table part and row, once a part of a table was referred to.
    private var tables: [Int: [Int: TableRow]] = [:]

    init(_ document: ClinicalDocument) {
        root = document.element
        elements.reserveCapacity(document.element.document.nodeCount / 64)
        var sections = document.sections
        while let section = sections.popLast() {
            if let text = section.text { collect(text) }
            sections += section.sections
        }
    }

    private func collect(_ text: XMLElement) {
        budget += 4 * (text.size() ?? 0)
        text.forEachWithAttributes(where: { _ in true }) { element in
            if let id = element.attribute(.ID), elements[id] == nil { elements[id] = element }
        }
    }

    /// The element that a reference leads to, as long as it and all before it are not too much.
    func element(_ reference: String) -> XMLElement? {
        let id = reference.utf8.first == UInt8(ascii: "#") ? String(Substring(reference.utf8.dropFirst())) : reference
        guard let element = elements[id], let size = element.size(upTo: min(Self.partLimit, budget)) else { return nil }
        budget -= size
        return element
    }

    /// The value of the observationMedia that a renderMultiMedia shows, or of the one that its region of interest lies on;
    /// nil for too much.
    func picture(_ id: String) -> EncapsulatedData? {
        if pictures == nil { pictures = findPictures() }
        guard let value = pictures?[id]?.child(.value).map(EncapsulatedData.init) else { return nil }
        let size = value.element.textBytes.count
        guard size <= Self.partLimit, size <= budget else { return nil }
        budget -= size
        return value
    }

    private func findPictures() -> [String: XMLElement] {
        var found: [String: XMLElement] = [:]
        var waiting = [root]
        while let element = waiting.popLast() {
            if element.isNamed(.observationMedia) || element.isNamed(.regionOfInterest), let id = element.attribute(.ID)
            {
                found[id] =
                    element.isNamed(.observationMedia)
                    ? element : element.descendant(.entryRelationship, .observationMedia)
            }
            guard !element.isNamed(.text) else { continue }
            waiting += element.children
        }
        return found
    }

    /// A table row with the cells that reach into it; nil for what is no row.
    func row(_ row: XMLElement) -> TableRow? {
        guard let body = row.parent else { return nil }
        if tables[body.position] == nil { tables[body.position] = TableRow.rows(of: body) }
        return tables[body.position]?[row.position]
    }

    /// The words that a reference leads to; nil where it leads nowhere or to nothing.
    func text(of reference: String) -> String? {
        guard let element = element(reference) else { return nil }
        var words: [UInt8] = []
        append(element, withFootnotes: true, to: &words)
        let text = XMLElement.collapsed(words)
        return text.isEmpty ? nil : text
    }

    /// Text with a blank wherever one element ends and another begins without text between them; without what was deleted,
    /// with footnotes in brackets.
    private func append(_ element: XMLElement, withFootnotes: Bool, to words: inout [UInt8]) {
        NarrativeBlock.forEachPart(of: element) { part in
            switch part {
            case nil: words.append(0x20)
            case .text(let text): words.append(contentsOf: text.bytes)
            case .element(let child):
                if NarrativeBlock.isDeleted(child) { return }
                if child.isNamed(.footnoteRef) {
                    guard withFootnotes, let footnote = child.word("IDREF").flatMap({ self.element($0) }) else {
                        return
                    }
                    words.append(contentsOf: " (".utf8)
                    append(footnote, withFootnotes: false, to: &words)
                    words.append(UInt8(ascii: ")"))
                    return
                }
                append(child, withFootnotes: withFootnotes, to: &words)
                if NarrativeBlock.isBlock(child) { words.append(0x20) }
            }
        }
    }
}
