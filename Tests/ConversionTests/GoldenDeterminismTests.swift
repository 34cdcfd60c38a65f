import Conversion
import Foundation
import RecordTypes
import Testing

/// Over every golden document: other white space between elements, other line ends, other threads: the same bytes.
@Suite("Determinism over all goldens")
struct GoldenDeterminismTests {
    private static let folder = CDAGoldenTests.folder

    /// The text of a document in tags and what stands between them.
    private enum Token {
        case open(String)
        case close(String)
        /// An empty element, a comment, a declaration.
        case other(String)
        case text(String)
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            guard rest.first == "<" else {
                let end = rest.firstIndex(of: "<") ?? rest.endIndex
                tokens.append(.text(String(rest[..<end])))
                rest = rest[end...]
                continue
            }
            let end: String.Index
            if rest.hasPrefix("<!--") {
                end = rest.range(of: "-->")?.upperBound ?? rest.endIndex
            } else {
                end = rest.firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex
            }
            let tag = String(rest[..<end])
            if tag.hasPrefix("</") {
                tokens.append(.close(tag))
            } else if tag.hasPrefix("<!") || tag.hasPrefix("<?") || tag.hasSuffix("/>") {
                tokens.append(.other(tag))
            } else {
                tokens.append(.open(tag))
            }
            rest = rest[end...]
        }
        return tokens
    }

    /// The document with `gap` for white space between elements, where an element holds nothing but elements.
    static func respaced(_ text: String, gap: String) -> String {
        let tokens = tokens(text)
        // Whether each element has words of its own, in the order of their beginnings.
        var hasWords: [Bool] = []
        var hasChildren: [Bool] = []
        var open: [Int] = []
        for token in tokens {
            switch token {
            case .open:
                if let outer = open.last { hasChildren[outer] = true }
                open.append(hasWords.count)
                hasWords.append(false)
                hasChildren.append(false)
            case .close: open.removeLast()
            case .other(let tag): if let outer = open.last, tag.hasSuffix("/>") { hasChildren[outer] = true }
            case .text(let words):
                if let outer = open.last, words.contains(where: { !$0.isWhitespace }) { hasWords[outer] = true }
            }
        }
        var result = ""
        var next = 0
        func isSpaced() -> Bool { open.last.map { !hasWords[$0] && hasChildren[$0] } ?? false }
        for token in tokens {
            switch token {
            case .open(let tag):
                if isSpaced() { result += gap }
                result += tag
                open.append(next)
                next += 1
            case .close(let tag):
                if isSpaced() { result += gap }
                result += tag
                open.removeLast()
            case .other(let tag):
                if isSpaced() { result += gap }
                result += tag
            case .text(let words):
                if !isSpaced() { result += words }
            }
        }
        return result
    }

    @Test("a document gives the same bytes whatever stands between its elements", arguments: CDAGoldenTests.names)
    func whiteSpace(_ name: String) throws {
        let text = String(decoding: CDASamples.read("\(Self.folder)/\(name).xml"), as: UTF8.self)
        let expected = try #require(try CDASamples.convert(text).parts).bytes
        for gap in ["", "\n", "\r\n\t    ", " \n \n "] {
            let other = Self.respaced(text, gap: gap)
            #expect(other != text || gap == "\n")
            #expect(try CDASamples.convert(other).parts?.bytes == expected, "\(name) with \(gap.debugDescription)")
        }
    }

    @Test("messages give the same bytes whatever ends their lines", arguments: ["\r", "\r\n", "\n"])
    func lineEnds(_ end: String) throws {
        let converter = try HL7v2Messages.converter()
        let folder = CDASamples.package + "/Tests/ConversionTests/Fixtures/hl7v2"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".hl7") }
        #expect(names.count >= 30)
        for name in names {
            let bytes = CDASamples.read(folder + "/" + name)
            // A text with line feeds of its own is another text with other line ends.
            guard let expected = converter.convert(hl7v2: bytes).parts?.bytes else { continue }
            let lines = bytes.split(omittingEmptySubsequences: true) { $0 == 0x0D || $0 == 0x0A }
            guard
                lines.allSatisfy({
                    $0.count > 3 && $0.prefix(3).allSatisfy { ($0 >= 65 && $0 <= 90) || ($0 >= 48 && $0 <= 57) }
                })
            else { continue }
            let other = Array(lines.joined(separator: Array(end.utf8))) + Array(end.utf8)
            #expect(converter.convert(hl7v2: other).parts?.bytes == expected, "\(name)")
        }
    }

    @Test("many at once give what one after the other gives")
    func threads() async throws {
        let converter = try #require(CDASamples.converter)
        let sources = CDAGoldenTests.names.map {
            SourceDocument(format: .cda, bytes: CDASamples.read("\(Self.folder)/\($0).xml"))
        }
        let alone = sources.map { converter.convert($0) }.map { ($0.parts?.bytes, $0.issues) }
        let together = await withTaskGroup(of: (Int, [UInt8]?, [RecordTypes.Issue]).self) { group in
            for (number, source) in sources.enumerated() {
                group.addTask {
                    let outcome = converter.convert(source)
                    return (number, outcome.parts?.bytes, outcome.issues)
                }
            }
            var found: [Int: ([UInt8]?, [RecordTypes.Issue])] = [:]
            for await (number, bytes, issues) in group { found[number] = (bytes, issues) }
            return found
        }
        for number in sources.indices {
            #expect(together[number]?.0 == alone[number].0)
            #expect(together[number]?.1 == alone[number].1)
        }
    }
}
