import XMLReader

/// The facts of one CDA document, each once, with the line and the path of element names where it first stands.
///
/// Counted from the XML alone, by these rules:
/// - coded value: an element anywhere in the document with `code` and `codeSystem`, translations and qualifiers included;
///   `statusCode` is not one, as R4 has a status of its own;
/// - physical quantity: in an entry, an element with a number as `value` that has a `unit`, is typed PQ, or is a
///   `…Quantity`, `numerator` or `denominator`;
/// - id: in an entry, an `id` with a root and without nullFlavor, at any depth;
/// - time stamp: in an entry, a possible date as `value` of an element that is a time by its name or type;
/// - narrative: the words of a section's `text`, without those of sections within.
struct SourceFacts {
    private(set) var facts: [(fact: Fact, line: Int, path: String)] = []
    private var known: Set<Fact> = []

    init(_ root: XMLElement) { collect(root, path: "", isEntry: false) }

    private mutating func add(_ fact: Fact, _ element: XMLElement, _ path: String) {
        if known.insert(fact).inserted { facts.append((fact, element.line, path)) }
    }

    private mutating func collect(_ element: XMLElement, path: String, isEntry: Bool) {
        let path = path + "/" + element.localName
        if element.localName == "text", element.parent?.localName == "section" {
            var words = NarrativeWords()
            words.add(element)
            if !words.words.isEmpty { add(.narrative(words.words), element, path) }
            return
        }
        if element.localName != "statusCode", let code = Self.word(element, "code"),
            let system = Self.word(element, "codeSystem")
        {
            add(.code(code, system: system), element, path)
        }
        let isEntry = isEntry || element.localName == "entry" && element.parent?.localName == "section"
        if isEntry {
            if element.localName == "id" { collectIdentifier(element, path) }
            if let value = Self.word(element, "value") { collectValue(value, element, path) }
        }
        for child in element.children { collect(child, path: path, isEntry: isEntry) }
    }

    private mutating func collectIdentifier(_ element: XMLElement, _ path: String) {
        guard element.attribute("nullFlavor") == nil, let root = Self.word(element, "root") else { return }
        add(.identifier(root: root, extension: Self.word(element, "extension")), element, path)
    }

    private mutating func collectValue(_ value: String, _ element: XMLElement, _ path: String) {
        let unit = Self.word(element, "unit")
        let type = Self.type(element)
        let name = element.localName
        let isQuantity =
            unit != nil || type == "PQ" || name.hasSuffix("Quantity") || name == "quantity" || name == "numerator"
            || name == "denominator"
        if isQuantity, Double(value) != nil {
            add(.quantity(value, unit: unit), element, path)
        } else if Self.isTime(element, type), PossibleDate.isOne(value) {
            add(.time(value), element, path)
        }
    }

    /// A time by its type, or by its name and what it stands in.
    private static func isTime(_ element: XMLElement, _ type: String?) -> Bool {
        if let type { return type == "TS" || type == "IVL_TS" }
        switch element.localName {
        case "effectiveTime", "time", "birthTime", "deceasedTime", "expirationTime", "availabilityTime",
            "existenceTime":
            return true
        case "low", "high", "center":
            guard let parent = element.parent else { return false }
            let outer = self.type(parent) ?? ""
            return ["IVL_TS", "PIVL_TS", "EIVL_TS", "SXPR_TS"].contains(outer) || parent.localName == "phase"
                || outer.isEmpty && ["effectiveTime", "time", "validTime", "useablePeriod"].contains(parent.localName)
        default: return false
        }
    }

    private static func type(_ element: XMLElement) -> String? {
        element.attribute("type", in: "http://www.w3.org/2001/XMLSchema-instance")
            .map { String($0.split(separator: ":").last ?? "") }
    }

    private static func word(_ element: XMLElement, _ name: String) -> String? {
        guard let value = element.attribute(name) else { return nil }
        let words = value.split(whereSeparator: { $0.isWhitespace })
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}

/// Whether HL7 v3 time text can be a date at all: a fact that nobody can convert is nobody's loss.
enum PossibleDate {
    static func isOne(_ text: String) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard [4, 6, 8, 10, 12, 14].contains(digits.count), let year = Int(digits.prefix(4)), year >= 1800, year <= 2200
        else { return false }
        let numbers = stride(from: 4, to: digits.count, by: 2).compactMap { Int(digits.dropFirst($0).prefix(2)) }
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let month = numbers.first ?? 1
        guard (1...12).contains(month) else { return false }
        let limits = [1...12, 1...days[month - 1], 0...23, 0...59, 0...59]
        return zip(numbers, limits).allSatisfy { $1.contains($0) }
    }
}
