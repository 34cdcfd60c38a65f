import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// A unit (CWE, or ST in old versions) → unit, and the UCUM code where the message says that it is one.
    mutating func quantity(_ value: FHIRDecimal, comparator: Quantity.Comparator? = nil, unit: Field) -> Quantity {
        var quantity = Quantity(value: value, comparator: comparator)
        quantity.unit = unit[1][2].text ?? unit[1][1].text
        if let code = unit[1][1].text, let name = unit[1][3].text {
            let system = profiles.system(forHL7Name: name)
            if system == "http://unitsofmeasure.org" { (quantity.system, quantity.code) = (system, code) }
        }
        return quantity
    }

    /// NM: a number as written; a comparator or sign before it is taken. Nil for anything else.
    static func number(_ text: String) -> (value: FHIRDecimal, comparator: Quantity.Comparator?)? {
        var rest = text.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        var comparator: Quantity.Comparator?
        for sign in ["<=", ">=", "<", ">"] where rest.hasPrefix(sign) {
            comparator = Quantity.Comparator(rawValue: sign)
            rest = rest.dropFirst(sign.utf8.count).drop { $0 == " " }
            break
        }
        if rest.first == "+" { rest = rest.dropFirst() }
        // `120 80` are two numbers, and a comma before three digits may part thousands: nobody here knows.
        guard !rest.contains(" "), !isGrouped(rest) else { return nil }
        var digits = String(rest)
        // `.5`, `5.`, `007` and `0,5` are no JSON numbers.
        if digits.utf8.filter({ $0 == UInt8(ascii: ",") }).count == 1, !digits.contains(".") {
            digits = digits.replacing(",", with: ".")
        }
        if digits.last == "." { digits.removeLast() }
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        if digits.first == "." { digits = "0" + digits }
        while digits.utf8.count > 1, digits.first == "0", digits.dropFirst().first?.isWholeNumber == true {
            digits.removeFirst()
        }
        return FHIRDecimal(text: (isNegative ? "-" : "") + digits).map { ($0, comparator) }
    }

    /// `1,234`: a thousand or one and a bit.
    private static func isGrouped(_ number: Substring) -> Bool {
        let parts = number.utf8.drop { $0 == UInt8(ascii: "-") }
            .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[0].count), parts[1].count == 3, parts[0].first != 48 else {
            return false
        }
        return parts.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
    }

    /// Words where a number belongs that no reader may take for a value: not a number, infinite, or beyond any measurement.
    static func isImpossibleNumber(_ text: String) -> Bool {
        let word = text.filter { $0 != " " && $0 != "+" && $0 != "-" }.uppercased()
        if ["NAN", "INF", "INFINITY", "1.#INF", "#DIV/0!"].contains(word) { return true }
        let bytes = Array(word.utf8)
        if bytes.count > 40, bytes.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) { return true }
        guard let exponent = word.firstIndex(of: "E"), let power = Int(word[word.index(after: exponent)...]) else {
            return false
        }
        return power > 60 && bytes.first.map { (48...57).contains($0) } == true
    }

    /// SN: comparator, number, separator or suffix, number.
    mutating func structuredNumeric(_ repetition: Repetition, unit: Field) -> Observation.Value? {
        let sign = repetition[1].text
        guard let first = repetition[2].text.flatMap({ Self.number($0) }) else {
            return repetition.wholeText.map { .string($0) }
        }
        let second = repetition[4].text.flatMap { Self.number($0) }
        let low = quantity(first.value, unit: unit)
        let comparator = sign.flatMap { Quantity.Comparator(rawValue: $0) }
        let isPlain = comparator != nil || sign == nil || sign == "="
        switch (repetition[3].text, second) {
        case ("-", let second?) where sign == nil || sign == "=":
            return .range(FHIRRange(low: low, high: quantity(second.value, unit: unit)))
        case (":", let second?) where isPlain, ("/", let second?) where isPlain:
            return .ratio(
                Ratio(
                    numerator: Quantity(value: first.value, comparator: comparator),
                    denominator: Quantity(value: second.value)))
        case (nil, nil):
            guard let sign, sign != "=" else { return .quantity(low) }
            guard let comparator = Quantity.Comparator(rawValue: sign) else {
                return repetition.wholeText.map { .string($0) }
            }
            return .quantity(quantity(first.value, comparator: comparator, unit: unit))
        default:
            let words = [repetition[1], repetition[2], repetition[3], repetition[4]].compactMap(\.text)
            return .string((words + [unit[1][2].text ?? unit[1][1].text].compactMap { $0 }).joined(separator: " "))
        }
    }

    /// OBX-7: the text, and what can be read of it: `3.5-5.0`, `<5`, `>= 60`.
    mutating func referenceRange(_ field: Field, unit: Field) -> Observation.ReferenceRange? {
        guard let text = field.wholeText else { return nil }
        var range = Observation.ReferenceRange(text: text)
        if let single = Self.number(text), let comparator = single.comparator {
            let bound = quantity(single.value, unit: unit)
            if comparator == .lessThan || comparator == .lessOrEqual { range.high = bound } else { range.low = bound }
            return range
        }
        let body = Array(text.utf8)
        // A hyphen that is no sign: behind a digit or a blank.
        if let hyphen = body.indices.dropFirst().first(where: {
            body[$0] == UInt8(ascii: "-") && body[$0 - 1] != UInt8(ascii: "-")
        }),
            let low = Self.number(String(decoding: body[..<hyphen], as: UTF8.self)),
            let high = Self.number(String(decoding: body[(hyphen + 1)...], as: UTF8.self)), low.comparator == nil,
            high.comparator == nil
        {
            range.low = quantity(low.value, unit: unit)
            range.high = quantity(high.value, unit: unit)
        }
        return range
    }
}
