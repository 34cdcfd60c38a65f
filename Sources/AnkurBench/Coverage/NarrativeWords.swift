import XMLReader

/// The words of a narrative: what stands between white space, tags being white space too.
///
/// Markup inside of a word splits it on both sides alike, so that only words count and not how they are set.
struct NarrativeWords {
    private(set) var words: [String] = []

    mutating func add(_ element: XMLElement) {
        for part in element.content {
            switch part {
            case .text(let text): add(text)
            case .element(let child): add(child)
            }
        }
    }

    mutating func add(_ text: String) {
        for word in text.split(whereSeparator: { $0.isWhitespace }) { words.append(String(word)) }
    }

    /// The words of an XHTML fragment; none when it is not well-formed.
    init(xhtml: String) {
        guard let document = try? XMLDocument.reading(Array(xhtml.utf8)) else { return }
        add(document.root)
    }

    init() {}
}
