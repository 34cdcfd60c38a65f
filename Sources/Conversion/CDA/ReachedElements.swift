import XMLReader

/// The elements of a document whose coded value, quantity, identifier or date stands in the output.
///
/// Mapping functions mark what they write, so that ``CDAMapping/reportLosses()`` can list the rest. One bit of knowledge an
/// element, without looking anything up.
final class ReachedElements {
    private var marks: [Bool]

    init(_ document: XMLDocument) { marks = [Bool](repeating: false, count: document.nodeCount) }

    func insert(_ element: XMLElement) { marks[element.position] = true }

    /// Shows the elements within another, itself included, that have attributes and were not reached.
    func forEachMissing(in element: XMLElement, _ body: (XMLElement) -> Void) {
        let marks = marks
        element.forEachWithAttributes(where: { !marks[$0] }, body)
    }
}
