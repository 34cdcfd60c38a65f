/// Takes the text out of FHIR narrative XHTML: paragraphs, lists and tables, without a single tag.
///
/// The narrative comes from strangers. This reader is no XML parser and need not be one: whatever it makes of its input is text
/// and is escaped when a page is written. It never fails, takes one pass, and nothing within `script`, `style`, `head`, `title`,
/// `template`, `object` or a comment comes through.
public struct NarrativeText {
    private var blocks: [RecordContent.Block] = []
    private var text: [UInt8] = []
    private var items: [String] = []
    private var rows: [[String]] = []
    private var row: [String] = []
    private var columns: [String] = []
    private var rowIsHeader = false
    private var tableDepth = 0
    private var listDepth = 0

    /// The blocks of a narrative, at most `limit` bytes of it.
    public static func blocks(of xhtml: String, limit: Int = 1 << 20) -> [RecordContent.Block] {
        var reader = NarrativeText()
        reader.read(Array(xhtml.utf8.prefix(limit)))
        return reader.blocks
    }

    private mutating func read(_ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "<"): at = readTag(bytes, from: at)
            case UInt8(ascii: "&"): at = readReference(bytes, from: at)
            default:
                text.append(bytes[at])
                at += 1
            }
        }
        endBlock()
        endTable()
    }

    /// Reads one tag, comment or processing instruction and returns the place after it; an unfinished one swallows the rest.
    private mutating func readTag(_ bytes: [UInt8], from start: Int) -> Int {
        if bytes[start...].starts(with: Array("<!--".utf8)) {
            return Self.end(of: Array("-->".utf8), in: bytes, from: start + 4) ?? bytes.count
        }
        if bytes[start...].starts(with: Array("<![CDATA[".utf8)) {
            let first = start + 9
            let after = Self.end(of: Array("]]>".utf8), in: bytes, from: first)
            text += bytes[first..<(after.map { $0 - 3 } ?? bytes.count)]
            return after ?? bytes.count
        }
        var at = start + 1
        let closes = at < bytes.count && bytes[at] == UInt8(ascii: "/")
        if closes { at += 1 }
        var name: [UInt8] = []
        while at < bytes.count, Self.isNameByte(bytes[at]) {
            name.append(bytes[at] | 0x20)
            at += 1
        }
        guard let end = Self.endOfTag(bytes, from: at) else { return bytes.count }
        let element = String(decoding: name, as: UTF8.self)
        let closesItself = bytes[end - 2] == UInt8(ascii: "/")
        if closes {
            leave(element)
        } else if Self.silent.contains(element), !closesItself {
            return Self.afterSilence(of: name, bytes, from: end)
        } else {
            enter(element)
            if closesItself { leave(element) }
        }
        return end
    }

    private static let silent: Set<String> = [
        "script", "style", "head", "title", "template", "object", "iframe", "noscript", "svg", "math", "textarea",
        "select",
    ]

    private mutating func enter(_ element: String) {
        switch element {
        case "br": text.append(UInt8(ascii: "\n"))
        case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dl", "dt", "dd", "hr", "caption":
            if tableDepth == 0 { endBlock() } else { separate() }
        case "ul", "ol":
            if tableDepth == 0, listDepth == 0 { endBlock() } else { separate() }
            listDepth += 1
        case "li":
            if tableDepth == 0 { endItem() } else { separate() }
        case "table":
            if tableDepth == 0 { endBlock() } else { separate() }
            tableDepth += 1
        case "tr":
            if tableDepth == 1 { beginRow() } else { separate() }
        case "td", "th":
            if tableDepth == 1 {
                text = []
                rowIsHeader = rowIsHeader && element == "th"
            } else {
                separate()
            }
        default: break
        }
    }

    private mutating func leave(_ element: String) {
        switch element {
        case "p", "div", "blockquote", "pre", "dl", "dt", "dd", "caption":
            if tableDepth == 0, listDepth == 0 { endBlock() } else { separate() }
        case "h1", "h2", "h3", "h4", "h5", "h6":
            guard tableDepth == 0, listDepth == 0 else { return separate() }
            if let heading = takeText() { blocks.append(.heading(heading)) }
        case "li":
            if tableDepth == 0 { endItem() } else { separate() }
        case "ul", "ol":
            listDepth = max(0, listDepth - 1)
            if tableDepth == 0, listDepth == 0 { endList() }
        case "td", "th":
            if tableDepth == 1 { row.append(takeText() ?? "") } else { separate() }
        case "tr":
            if tableDepth == 1 { endRow() } else { separate() }
        case "table":
            if tableDepth == 1 { endTable() }
            tableDepth = max(0, tableDepth - 1)
        default: break
        }
    }

    private mutating func separate() { text.append(UInt8(ascii: "\n")) }

    /// What was collected, trimmed; runs of spaces become one space and runs of line ends one line end.
    private mutating func takeText() -> String? {
        var clean: [UInt8] = []
        var gap: UInt8?
        for byte in text {
            switch byte {
            case UInt8(ascii: "\n"): gap = byte
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): gap = gap ?? UInt8(ascii: " ")
            default:
                if let space = gap, !clean.isEmpty { clean.append(space) }
                gap = nil
                clean.append(byte)
            }
        }
        text = []
        return clean.isEmpty ? nil : String(decoding: clean, as: UTF8.self)
    }

    private mutating func endBlock() {
        guard listDepth == 0 else { return endItem() }
        if let paragraph = takeText() { blocks.append(.paragraph(paragraph)) }
    }

    private mutating func endItem() {
        if let item = takeText() { items.append(item) }
        if listDepth == 0 { endList() }
    }

    private mutating func endList() {
        if let item = takeText() { items.append(item) }
        if !items.isEmpty { blocks.append(.list(items)) }
        items = []
    }

    private mutating func beginRow() {
        endRow()
        rowIsHeader = true
    }

    private mutating func endRow() {
        defer {
            row = []
            text = []
        }
        guard !row.isEmpty else { return }
        if rowIsHeader, columns.isEmpty, rows.isEmpty { columns = row } else { rows.append(row) }
    }

    /// Rows get the same number of cells, so that every cell has its column.
    private mutating func endTable() {
        endRow()
        guard !rows.isEmpty || !columns.isEmpty else { return }
        let width = max(columns.count, rows.map(\.count).max() ?? 0)
        func padded(_ cells: [String]) -> [String] { cells + Array(repeating: "", count: width - cells.count) }
        blocks.append(.table(columns: padded(columns), rows: rows.map(padded)))
        rows = []
        columns = []
    }

    /// A character or entity reference; one that is unknown stays as it is written.
    private mutating func readReference(_ bytes: [UInt8], from start: Int) -> Int {
        let window = bytes[start..<min(start + 12, bytes.count)]
        guard let end = window.firstIndex(of: UInt8(ascii: ";")) else {
            text.append(bytes[start])
            return start + 1
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        guard let character = Self.character(named: name) else {
            text.append(bytes[start])
            return start + 1
        }
        text += Array(character.utf8)
        return end + 1
    }

    private static func character(named name: String) -> String? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return "\u{A0}"
        default:
            let number: UInt32?
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                number = UInt32(name.dropFirst(2), radix: 16)
            } else if name.hasPrefix("#") {
                number = UInt32(name.dropFirst())
            } else {
                return nil
            }
            guard let number, number >= 32 || number == 9 || number == 10, let scalar = Unicode.Scalar(number) else {
                return nil
            }
            return String(Character(scalar))
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
    }

    /// The place after the `>` that ends a tag; quotes hide a `>`.
    private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        var quote: UInt8?
        while at < bytes.count {
            let byte = bytes[at]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return at + 1
            }
            at += 1
        }
        return nil
    }

    private static func end(of marker: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + marker.count <= bytes.count {
            if bytes[at] == marker[0], bytes[at..<(at + marker.count)].elementsEqual(marker) {
                return at + marker.count
            }
            at += 1
        }
        return nil
    }

    /// The place after the end tag of an element nothing of which is shown; the end of the input when there is none.
    private static func afterSilence(of name: [UInt8], _ bytes: [UInt8], from start: Int) -> Int {
        var at = start
        while let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
            let first = open + 2
            if first + name.count <= bytes.count, bytes[open + 1] == UInt8(ascii: "/"),
                bytes[first..<(first + name.count)].elementsEqual(name, by: { $0 | 0x20 == $1 })
            {
                return endOfTag(bytes, from: first) ?? bytes.count
            }
            at = open + 1
        }
        return bytes.count
    }
}
