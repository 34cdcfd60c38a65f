/// The objects of a PDF file and, at its end, where each of them stands.
///
/// ```
/// 1 catalog · 2 pages · 3 info · 4 structure tree · 5 the document's element · 6 parent tree
/// 7–11 the regular font · 12–16 the bold one · from 17 on: an element for each block, then a page and its content for each page
/// ```
struct PDFFile {
    private(set) var bytes: [UInt8] = Array("%PDF-1.7\n".utf8) + [0x25, 0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    private var places: [Int: Int] = [:]

    /// - Parameter tags: the structure type of each block, by its number.
    init(
        _ pages: [PrintedPage], tags: [String], title: String, language: String,
        footer: (_ page: Int, _ pages: Int) -> String
    ) {
        let firstElement = 17
        let firstPage = firstElement + tags.count
        func pageObject(_ page: Int) -> Int { firstPage + 2 * page }
        let kids = pages.indices.map { "\(pageObject($0)) 0 R" }.joined(separator: " ")
        object(
            1,
            """
            << /Type /Catalog /Pages 2 0 R /Lang \(Self.text(language)) /MarkInfo << /Marked true >> \
            /StructTreeRoot 4 0 R /ViewerPreferences << /DisplayDocTitle true >> >>
            """)
        object(2, "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>")
        object(3, "<< /Title \(Self.text(title)) /Producer \(Self.text("Ankur")) >>")
        object(4, "<< /Type /StructTreeRoot /K [5 0 R] /ParentTree 6 0 R /ParentTreeNextKey \(pages.count) >>")
        let elements = tags.indices.map { "\(firstElement + $0) 0 R" }.joined(separator: " ")
        object(5, "<< /Type /StructElem /S /Document /P 4 0 R /K [\(elements)] >>")
        font(.regular, at: 7)
        font(.bold, at: 12)

        // Each run of lines of one element on one page is one piece of marked content.
        var pieces: [Int: [(page: Int, piece: Int)]] = [:]
        var parents: [[Int]] = []
        for (number, page) in pages.enumerated() {
            var content = ""
            var owners: [Int] = []
            var at = 0
            while at < page.lines.count {
                let element = page.lines[at].element
                content += "/\(tags[element]) << /MCID \(owners.count) >> BDC\n"
                pieces[element, default: []].append((number, owners.count))
                owners.append(element)
                while at < page.lines.count, page.lines[at].element == element {
                    content += Self.show(page.lines[at])
                    at += 1
                }
                content += "EMC\n"
            }
            parents.append(owners)
            let foot = PrintedLine(
                text: footer(number + 1, pages.count), isBold: false, size: 8, x: PageLayout.margin, y: 40, element: 0)
            content += "/Artifact BMC\n\(Self.show(foot))EMC\n"
            object(
                pageObject(number),
                """
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 \(PageLayout.width) \(PageLayout.height)] /StructParents \(number) \
                /Tabs /S /Resources << /Font << /F1 7 0 R /F2 12 0 R >> >> /Contents \(pageObject(number) + 1) 0 R >>
                """)
            stream(pageObject(number) + 1, Array(content.utf8))
        }
        let numbers = parents.enumerated().map { page, owners in
            "\(page) [\(owners.map { "\(firstElement + $0) 0 R" }.joined(separator: " "))]"
        }
        object(6, "<< /Nums [\(numbers.joined(separator: " "))] >>")
        for (element, tag) in tags.enumerated() {
            let kids = (pieces[element] ?? []).map {
                "<< /Type /MCR /Pg \(pageObject($0.page)) 0 R /MCID \($0.piece) >>"
            }
            object(
                firstElement + element,
                "<< /Type /StructElem /S /\(tag) /P 5 0 R /K [\(kids.joined(separator: " "))] >>")
        }
        end(count: firstPage + 2 * pages.count)
    }

    private static func show(_ line: PrintedLine) -> String {
        let font = line.isBold ? TrueTypeFont.bold : .regular
        let glyphs = line.text.unicodeScalars.map { hex(font.glyph($0)) }.joined()
        return "BT /\(line.isBold ? "F2" : "F1") \(line.size) Tf \(line.x) \(line.y) Td <\(glyphs)> Tj ET\n"
    }

    private static func hex(_ value: UInt16) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    /// A text string (§7.9.2.2): UTF-16BE with a byte order mark, in hexadecimal.
    private static func text(_ text: String) -> String { "<FEFF\(text.utf16.map(hex).joined())>" }

    /// Type 0 font, CIDFont, descriptor, file, and what its glyphs mean.
    private mutating func font(_ font: TrueTypeFont, at first: Int) {
        func scaled(_ value: Int) -> Int { value * 1000 / font.unitsPerEm }
        object(
            first,
            """
            << /Type /Font /Subtype /Type0 /BaseFont /\(font.name) /Encoding /Identity-H \
            /DescendantFonts [\(first + 1) 0 R] /ToUnicode \(first + 4) 0 R >>
            """)
        let widths = font.characters.map { "\($0.glyph) [\(font.width($0.glyph))]" }.joined(separator: " ")
        object(
            first + 1,
            """
            << /Type /Font /Subtype /CIDFontType2 /BaseFont /\(font.name) /CIDToGIDMap /Identity /DW 600 /W [\(widths)] \
            /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor \(first + 2) 0 R >>
            """)
        object(
            first + 2,
            """
            << /Type /FontDescriptor /FontName /\(font.name) /Flags 4 \
            /FontBBox [\(font.box.map { String(scaled($0)) }.joined(separator: " "))] /ItalicAngle 0 \
            /Ascent \(scaled(font.ascent)) /Descent \(scaled(font.descent)) /CapHeight 729 /StemV 80 \
            /FontFile2 \(first + 3) 0 R >>
            """)
        stream(first + 3, font.bytes, "/Length1 \(font.bytes.count)")
        var map = """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
            /CMapName /Adobe-Identity-UCS def /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            1 begincodespacerange <0000> <FFFF> endcodespacerange

            """
        let characters = font.characters
        for start in stride(from: 0, to: characters.count, by: 100) {
            let part = characters[start..<min(start + 100, characters.count)]
            map += "\(part.count) beginbfchar\n"
            for (glyph, character) in part { map += "<\(Self.hex(glyph))> <\(Self.hex(character))>\n" }
            map += "endbfchar\n"
        }
        map += "endcmap CMapName currentdict /CMap defineresource pop end end\n"
        stream(first + 4, Array(map.utf8))
    }

    private mutating func object(_ number: Int, _ text: String) {
        places[number] = bytes.count
        bytes += "\(number) 0 obj\n\(text)\nendobj\n".utf8
    }

    private mutating func stream(_ number: Int, _ content: [UInt8], _ more: String = "") {
        places[number] = bytes.count
        bytes += "\(number) 0 obj\n<< /Length \(content.count) \(more) >>\nstream\n".utf8
        bytes += content
        bytes += "\nendstream\nendobj\n".utf8
    }

    private mutating func end(count: Int) {
        let start = bytes.count
        bytes += "xref\n0 \(count)\n0000000000 65535 f \n".utf8
        for number in 1..<count {
            guard let place = places[number] else { preconditionFailure("every object was written") }
            let digits = String(place)
            bytes += "\(String(repeating: "0", count: 10 - digits.utf8.count))\(digits) 00000 n \n".utf8
        }
        bytes += "trailer\n<< /Size \(count) /Root 1 0 R /Info 3 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8
    }
}
