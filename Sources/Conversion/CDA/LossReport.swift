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

    private mutating func reportLosses(in element: XMLElement) {
        if !reached.contains(element), let fact = Self.fact(element) {
            findings.add(
                .warning, "cda-not-converted", .incomplete, "\(fact) is not in the output; the source holds it.",
                at: element, rule: "CDA R2 4.3: clinical statements",
                remedy: "Read it in the source document; report the document's template so that it can be mapped.")
        }
        for child in element.children { reportLosses(in: child) }
    }

    /// What an element states by itself, in words without its values; nil for structure.
    private static func fact(_ element: XMLElement) -> String? {
        let name = element.localName
        if element.word("code") != nil, element.word("codeSystem") != nil, name != "statusCode" {
            return "A coded value (\(name))"
        }
        if name == "id" { return element.nullFlavor == nil && element.word("root") != nil ? "An identifier" : nil }
        guard let value = element.word("value") else { return nil }
        if element.word("unit") != nil || element.schemaType == "PQ" || name.hasSuffix("Quantity") || name == "quantity"
        {
            return "A quantity (\(name))"
        }
        guard isTime(element) else { return nil }
        return TimeStamp.parts(value) == nil ? nil : "A date (\(name))"
    }

    private static func isTime(_ element: XMLElement) -> Bool {
        if let type = element.schemaType { return type == "TS" || type == "IVL_TS" }
        switch element.localName {
        case "effectiveTime", "time", "birthTime", "deceasedTime", "expirationTime": return true
        case "low", "high", "center":
            guard let parent = element.parent else { return false }
            if let outer = parent.schemaType { return outer.hasSuffix("_TS") }
            return ["effectiveTime", "time", "phase"].contains(parent.localName)
        default: return false
        }
    }
}
