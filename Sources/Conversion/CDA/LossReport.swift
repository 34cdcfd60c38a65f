import CDA
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Lists each coded value, quantity, identifier and date of the entries that did not reach the output.
    ///
    /// Zero findings mean that nothing was lost; what is listed can be looked up by line and XPath.
    /// - Complexity: one walk over the entries.
    mutating func reportLosses() {
        var sections = document.sections
        sections.reverse()
        while let section = sections.popLast() {
            for entry in section.entries { reportLosses(in: entry) }
            sections += section.sections.reversed()
        }
    }

    private mutating func reportLosses(in entry: XMLElement) {
        reached.forEachMissing(in: entry) { element in
            guard let fact = Self.fact(element) else { return }
            findings.add(
                .warning, "cda-not-converted", .incomplete, "\(fact) is not in the output; the source holds it.",
                at: element, rule: "CDA R2 4.3: clinical statements",
                remedy: "Read it in the source document; report the document's template so that it can be mapped.")
        }
    }

    /// What an element states by itself, in words without its values; nil for structure.
    private static func fact(_ element: XMLElement) -> String? {
        // Most of what is left states nothing by itself.
        if element.isNamed(.templateId) { return nil }
        if element.hasWord(.code), element.hasWord(.codeSystem), !element.isNamed(.statusCode) {
            return "A coded value (\(element.localName))"
        }
        if element.isNamed(.id) { return element.nullFlavor == nil && element.hasWord(.root) ? "An identifier" : nil }
        guard element.hasWord(.value) else { return nil }
        if element.hasWord(.unit) || element.schemaType == "PQ" || isQuantity(element) {
            return "A quantity (\(element.localName))"
        }
        guard isTime(element), TimeStamp(element).parts != nil else { return nil }
        return "A date (\(element.localName))"
    }

    private static func isQuantity(_ element: XMLElement) -> Bool {
        switch element.knownName {
        case .quantity?, .capacityQuantity?, .doseQuantity?, .maxDoseQuantity?, .rateQuantity?: true
        case nil: element.localName.utf8.suffix(8).elementsEqual("Quantity".utf8)
        default: false
        }
    }

    private static func isTime(_ element: XMLElement) -> Bool {
        if let type = element.schemaType { return type == "TS" || type == "IVL_TS" }
        switch element.knownName {
        case .effectiveTime, .time, .birthTime, .deceasedTime, .expirationTime: return true
        case .low, .high, .center:
            guard let parent = element.parent else { return false }
            if let outer = parent.schemaType { return outer.hasSuffix("_TS") }
            return parent.isNamed(.effectiveTime) || parent.isNamed(.time) || parent.isNamed(.phase)
        default: return false
        }
    }
}
