import FHIR
import HL7v2
import Profiles
import RecordTypes

/// A unit (CWE, or ST in old versions): its text, and its code where the message says of which list that is.
struct MeasuredUnit {
    var text: String?
    var code: String?
    var system: String?
    /// Whether the text was put together of two components: `10^3/uL`, whose sign for a power nobody escaped.
    var isJoined = false
}

extension MessageMapping {
    /// UCUM, wherever among the alternates it stands, is the code; else the sender's own, where its name says more than it.
    func unit(_ field: Field) -> MeasuredUnit {
        let unit = field[1]
        guard unit.hasValue else { return MeasuredUnit() }
        let code = unit.text(1)
        let name = unit.text(2)
        if let code, let name, let power = Self.power(code, name) {
            let whole = unit.text(3).flatMap { Self.power(power, $0) } ?? power
            return MeasuredUnit(text: whole, isJoined: true)
        }
        let text = name ?? code ?? unit.text(5) ?? unit.text(4) ?? unit.text(9)
        for (at, list) in [(1, 3), (4, 6)] {
            guard let named = unit.text(list), let code = unit.text(at),
                profiles.system(forHL7Name: named) == CodeSystemURI.ucum
            else { continue }
            return MeasuredUnit(text: text, code: code, system: CodeSystemURI.ucum)
        }
        guard let code, let name, code != name, let list = unit.text(3) else { return MeasuredUnit(text: text) }
        return MeasuredUnit(text: text, code: Self.codeForm(code), system: codeSystem(oid: nil, name: list, table: nil))
    }

    /// The unit of a CQ, whose parts are subcomponents; of OBX-6 where the CQ has none.
    func unit(_ component: Component, else other: MeasuredUnit) -> MeasuredUnit {
        guard component.hasValue else { return other }
        let isUCUM = component[3].flatMap { profiles.system(forHL7Name: $0) } == CodeSystemURI.ucum
        let code = isUCUM ? component.text : nil
        return MeasuredUnit(
            text: component[2] ?? component.text, code: code, system: code == nil ? nil : CodeSystemURI.ucum)
    }

    /// `10^3/uL`, `kg/m^2`: what stands behind the sign for a power begins with its exponent. Nil for a code and its name.
    private static func power(_ base: String, _ rest: String) -> String? {
        var bytes = rest.utf8[...]
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        let digits = bytes.prefix { (48...57).contains($0) }
        guard (1...2).contains(digits.count), let last = base.utf8.last,
            last == UInt8(ascii: "0") || last | 0x20 == 0x6D
        else { return nil }
        if let next = bytes.dropFirst(digits.count).first, ![0x2F, 0x20, 0x2E, 0x2A, 0x28].contains(next) {
            return nil
        }
        return base + "^" + rest
    }

    func quantity(_ value: FHIRDecimal, comparator: Quantity.Comparator? = nil, unit: MeasuredUnit) -> Quantity {
        Quantity(value: value, comparator: comparator, unit: unit.text, system: unit.system, code: unit.code)
    }

    func quantity(_ value: FHIRDecimal, unit: Field) -> Quantity { quantity(value, unit: self.unit(unit)) }

    /// NM: a number as written; a comparator or sign before it is taken. Nil for anything else.
    static func number(_ text: String) -> (value: FHIRDecimal, comparator: Quantity.Comparator?)? {
        // Nearly every number is written as JSON writes it.
        if let value = FHIRDecimal(text: text) { return (value, nil) }
        var rest = Array(text.utf8)[...].drop { $0 == UInt8(ascii: " ") }
        while rest.last == UInt8(ascii: " ") { rest = rest.dropLast() }
        var comparator: Quantity.Comparator?
        if let sign = rest.first, sign == UInt8(ascii: "<") || sign == UInt8(ascii: ">") {
            let length = rest.dropFirst().first == UInt8(ascii: "=") ? 2 : 1
            comparator = Quantity.Comparator(rawValue: String(decoding: rest.prefix(length), as: UTF8.self))
            rest = rest.dropFirst(length).drop { $0 == UInt8(ascii: " ") }
        }
        if rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        // `120 80` are two numbers, and a comma before three digits may part thousands: nobody here knows.
        guard !rest.contains(UInt8(ascii: " ")), !isGrouped(rest) else { return nil }
        return FHIRDecimal(text: String(decoding: plain(rest), as: UTF8.self)).map { ($0, comparator) }
    }

    /// `.5`, `5.`, `007` and `0,5` as JSON writes them.
    private static func plain(_ number: ArraySlice<UInt8>) -> [UInt8] {
        let point = UInt8(ascii: ".")
        var digits = number
        if digits.count(where: { $0 == UInt8(ascii: ",") }) == 1, !digits.contains(point) {
            digits = digits.map { $0 == UInt8(ascii: ",") ? point : $0 }[...]
        }
        if digits.last == point { digits = digits.dropLast() }
        var plain: [UInt8] = []
        if digits.first == UInt8(ascii: "-") {
            plain.append(UInt8(ascii: "-"))
            digits = digits.dropFirst()
        }
        if digits.first == point { plain.append(UInt8(ascii: "0")) }
        while digits.first == UInt8(ascii: "0"), let next = digits.dropFirst().first, (48...57).contains(next) {
            digits = digits.dropFirst()
        }
        return plain + digits
    }

    /// `1,234`: a thousand or one and a bit.
    private static func isGrouped(_ number: ArraySlice<UInt8>) -> Bool {
        let digits = number.drop { $0 == UInt8(ascii: "-") }
        guard let comma = digits.firstIndex(of: UInt8(ascii: ",")) else { return false }
        let (thousands, rest) = (digits[..<comma], digits[(comma + 1)...])
        return (1...3).contains(thousands.count) && rest.count == 3 && thousands.first != UInt8(ascii: "0")
            && thousands.allSatisfy { (48...57).contains($0) } && rest.allSatisfy { (48...57).contains($0) }
    }

    /// Words where a number belongs that no reader may take for a value: not a number, infinite, or beyond any measurement.
    static func isImpossibleNumber(_ text: String) -> Bool {
        // All such words are long or have letters.
        guard text.utf8.count > 40 || text.utf8.contains(where: { $0 > 0x40 }) else { return false }
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
    func structuredNumeric(_ repetition: Repetition, unit: MeasuredUnit) -> Observation.Value? {
        // As the sender wrote it, where no type of R4 says the same.
        let words = [repetition[1], repetition[2], repetition[3], repetition[4]].compactMap(\.text)
        let text = Observation.Value.string((words + [unit.text].compactMap { $0 }).joined(separator: " "))
        guard let first = repetition[2].text.flatMap({ Self.number($0) }) else { return words.isEmpty ? nil : text }
        let second = repetition[4].text.flatMap { Self.number($0) }
        // `^<5`: some put the comparator before the number.
        let given = repetition[1].text
        if second?.comparator != nil || given != nil && first.comparator != nil { return text }
        let sign = given ?? first.comparator?.rawValue
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
            guard let comparator = Quantity.Comparator(rawValue: sign) else { return text }
            return .quantity(quantity(first.value, comparator: comparator, unit: unit))
        default: return text
        }
    }

    /// OBX-7: the text, and what can be read of it: `3.5-5.0`, `<5`, `>= 60`.
    func referenceRange(_ field: Field, unit: MeasuredUnit) -> Observation.ReferenceRange? {
        guard let text = field.wholeText else { return nil }
        var range = Observation.ReferenceRange(text: text)
        let sign = text.utf8.first { $0 != UInt8(ascii: " ") }
        if sign == UInt8(ascii: "<") || sign == UInt8(ascii: ">"), let single = Self.number(text),
            let comparator = single.comparator
        {
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
