/// A text document as PDF 1.7 (ISO 32000-1): headings, paragraphs and lists on A4, for printing and for keeping.
///
/// The text can be selected and searched (fonts embedded, with their characters), the document says its language and title, and its structure
/// is tagged (§14.8): headings are headings to a screen reader too. Latin and Cyrillic letters; another character shows as a box.
public struct PrintedDocument: Sendable {
    /// A piece of the document.
    public enum Block: Hashable, Sendable {
        /// Level 1 or 2.
        case heading(Int, String)
        case paragraph(String)
        /// What is said in small print.
        case note(String)
        /// A line in bold with lines below it; kept together.
        case entry(String, [String])
    }

    let title: String
    /// BCP 47.
    let language: String
    let blocks: [Block]
    /// At the foot of each page.
    let footer: @Sendable (_ page: Int, _ pages: Int) -> String

    public init(
        title: String, language: String, blocks: [Block],
        footer: @escaping @Sendable (_ page: Int, _ pages: Int) -> String
    ) {
        self.title = title
        self.language = language
        self.blocks = blocks
        self.footer = footer
    }

    public var bytes: [UInt8] {
        var layout = PageLayout()
        for block in blocks { layout.add(block) }
        return PDFFile(
            layout.pages, tags: layout.elements, title: title, language: language, footer: footer
        ).bytes
    }
}

/// One line of text at its place.
struct PrintedLine: Sendable {
    let text: String
    let isBold: Bool
    let size: Int
    let x: Int
    let y: Int
    /// Which element of the structure it belongs to.
    let element: Int
}

struct PrintedPage: Sendable {
    var lines: [PrintedLine] = []
}

/// Breaks blocks into lines and lines into pages. Points from the lower left corner of A4.
struct PageLayout {
    static let width = 595
    static let height = 842
    static let margin = 56
    static let bottom = 72

    private(set) var pages = [PrintedPage()]
    /// `H1`, `H2`, `P`, in the order of the document.
    private(set) var elements: [String] = []
    private var y = PageLayout.height - PageLayout.margin

    mutating func add(_ block: PrintedDocument.Block) {
        switch block {
        case .heading(1, let text): write([(text, true, 20, 0)], as: "H1", before: 0, after: 8)
        case .heading(_, let text): write([(text, true, 13, 0)], as: "H2", before: 14, after: 4)
        case .paragraph(let text): write([(text, false, 10, 0)], as: "P", before: 0, after: 6)
        case .note(let text): write([(text, false, 8, 0)], as: "P", before: 2, after: 4)
        case .entry(let head, let lines):
            write([(head, true, 10, 0)] + lines.map { ($0, false, 9, 12) }, as: "P", before: 3, after: 5)
        }
    }

    private mutating func write(
        _ parts: [(text: String, isBold: Bool, size: Int, indent: Int)], as tag: String, before: Int, after: Int
    ) {
        let element = elements.count
        elements.append(tag)
        var lines: [(text: String, isBold: Bool, size: Int, indent: Int)] = []
        for part in parts {
            let font = part.isBold ? TrueTypeFont.bold : .regular
            let room = (Self.width - 2 * Self.margin - part.indent) * 1000 / part.size
            for line in Self.broken(part.text, font, room) { lines.append((line, part.isBold, part.size, part.indent)) }
        }
        let height = lines.reduce(0) { $0 + $1.size * 14 / 10 }
        let isFresh = pages[pages.count - 1].lines.isEmpty
        if !isFresh { y -= before }
        // Kept together where it fits on one page at all.
        if y - height < Self.bottom, !isFresh { turn() }
        for line in lines {
            let step = line.size * 14 / 10
            if y - step < Self.bottom { turn() }
            y -= step
            pages[pages.count - 1].lines.append(
                PrintedLine(
                    text: line.text, isBold: line.isBold, size: line.size, x: Self.margin + line.indent, y: y,
                    element: element))
        }
        y -= after
    }

    private mutating func turn() {
        pages.append(PrintedPage())
        y = Self.height - Self.margin
    }

    /// Lines at blanks; a word that is longer than a line is broken where the line ends.
    static func broken(_ text: String, _ font: TrueTypeFont, _ room: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        let blank = font.width(" ")
        for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }) {
            var rest = Substring(word)
            while !rest.isEmpty {
                let width = font.width(rest)
                let gap = line.isEmpty ? 0 : blank
                if used + gap + width <= room {
                    line += (line.isEmpty ? "" : " ") + rest
                    used += gap + width
                    rest = ""
                } else if line.isEmpty {
                    var (part, wide) = ("", 0)
                    while let next = rest.first, part.isEmpty || wide + font.width(String(next)) <= room {
                        part.append(next)
                        wide += font.width(String(next))
                        rest.removeFirst()
                    }
                    lines.append(part)
                } else {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}
