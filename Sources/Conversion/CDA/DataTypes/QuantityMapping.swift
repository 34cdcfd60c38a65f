import CDA
import FHIR
import RecordTypes
import XMLReader

extension CDAMapping {
    /// PQ → Quantity; nil without a number.
    mutating func quantity(_ quantity: PhysicalQuantity?) -> Quantity? {
        guard let quantity else { return nil }
        guard quantity.hasValue else {
            // OTH: only the translation has a number, in a unit of another system.
            guard let told = quantity.translations.first(where: \.hasValue) else { return nil }
            return translation(told)
        }
        guard let decimal = quantity.decimal.flatMap(FHIRDecimal.init(text:)) else {
            findings.add(
                .warning, "cda-invalid-number", .value, "A quantity's value is not a number.", at: quantity.element,
                rule: "CDA R2 data types: PQ.value", remedy: "Send digits with a decimal point.")
            return nil
        }
        let hasDecimalComma = quantity.hasDecimalComma
        if hasDecimalComma, let text = quantity.value, isGrouped(text) {
            findings.add(
                .warning, "cda-ambiguous-number", .value,
                "A comma before three digits: a thousand more or less, so that the number is kept in words only.",
                at: quantity.element, rule: "CDA R2 data types: REAL", remedy: "Send digits with a decimal point.")
            return nil
        }
        if hasDecimalComma {
            findings.add(
                .warning, "cda-decimal-comma", .value,
                "A number is written with a decimal comma; it was read as a point.",
                at: quantity.element, rule: "CDA R2 data types: REAL", remedy: "Send a decimal point.")
        }
        reached.insert(quantity.element)
        var result = Quantity(value: decimal)
        if let unit = quantity.unit {
            result.unit = unit
            if let code = UCUM.code(unit) {
                result.system = CodeSystemURI.ucum
                result.code = code
            }
        }
        result.extension = quantity.translations.compactMap { translation in
            self.translation(translation).map { Extension(url: ExtensionURL.quantityTranslation, value: .quantity($0)) }
        }
        return result
    }

    /// PQR: the same quantity in another unit, which is a code of any system.
    private mutating func translation(_ source: PhysicalQuantity) -> Quantity? {
        guard var result = quantity(source) else { return nil }
        let unit = ConceptDescriptor(source.element)
        if unit.code != nil {
            let coding = coding(unit)
            result.unit = result.unit ?? unit.displayName ?? unit.originalText?.plainText ?? unit.code
            (result.system, result.code) = (coding.system, coding.system == nil ? nil : coding.code)
        }
        return result
    }

    enum Age {
        case quantity(Quantity)
        case words(String)
    }

    /// An age with its unit of time (R4 age-1). INT has none: there CCD counts years. Of a PQ without one nobody here knows whether years or
    /// months are meant.
    mutating func age(_ value: XMLElement) -> Age? {
        guard var quantity = quantity(PhysicalQuantity(value)) else { return nil }
        let isCount = value.schemaType == "INT"
        guard let unit = timingUnit(quantity.code) ?? timingUnit(quantity.unit) ?? (isCount ? .a : nil) else {
            return .words([value.word(.value), quantity.unit].compactMap { $0 }.joined(separator: " "))
        }
        (quantity.system, quantity.code) = (CodeSystemURI.ucum, unit.rawValue)
        return .quantity(quantity)
    }

    /// IVL_PQ with one bound → comparator; with both → Range; with a point → Quantity.
    enum IntervalValue {
        case quantity(Quantity)
        case range(FHIRRange)
    }

    mutating func interval(_ interval: QuantityInterval) -> IntervalValue? {
        let low = quantity(interval.low)
        let high = quantity(interval.high)
        switch (low, high) {
        case (let low?, let high?):
            return .range(FHIRRange(low: low, high: high))
        case (var low?, nil):
            low.comparator = interval.lowInclusive ? .greaterOrEqual : .greaterThan
            return .quantity(low)
        case (nil, var high?):
            high.comparator = interval.highInclusive ? .lessOrEqual : .lessThan
            return .quantity(high)
        case (nil, nil):
            return quantity(interval.point).map { .quantity($0) }
        }
    }

    mutating func ratio(_ ratio: QuantityRatio) -> Ratio? {
        guard let numerator = quantity(ratio.numerator), let denominator = quantity(ratio.denominator) else {
            return nil
        }
        return Ratio(numerator: numerator, denominator: denominator)
    }

    /// `1,234` in English, `1.234` in text of languages that part thousands by a point: nobody here knows which is meant.
    private func isGrouped(_ text: String) -> Bool {
        let language = document.languageCode?.lowercased().prefix { $0.isLetter } ?? ""
        let mark: UInt8 =
            switch language {
            case "en", "eng": UInt8(ascii: ",")
            case "de", "it", "es", "nl", "da", "pt", "el", "ro", "sl", "hr", "tr": UInt8(ascii: ".")
            default: 0
            }
        let parts = text.utf8.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[0].count), parts[1].count == 3, parts[0].first != 48 else {
            return false
        }
        return parts.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
    }

    /// `0800123` and `20260101` are numbers of something (a kit, a day), not how much there is of it.
    private static func isLabel(_ number: Substring) -> Bool {
        let digits = number.utf8.prefix { (48...57).contains($0) }
        return digits.count == number.utf8.count && (digits.count > 7 || digits.count > 1 && digits.first == 48)
    }

    /// A number with or without comparator out of text: `12,2`, `<5`, `> 100 mg/l`; nil for anything else.
    ///
    /// `12 000` and `120 80` are no numbers with a unit, and of two different units neither is the right one.
    func quantity(fromText text: String, unit: String?) -> Quantity? {
        var rest = text[...]
        var comparator: Quantity.Comparator?
        for (prefix, value) in [
            ("<=", Quantity.Comparator.lessOrEqual), (">=", .greaterOrEqual), ("<", .lessThan), (">", .greaterThan),
        ] where rest.hasPrefix(prefix) {
            comparator = value
            rest = rest.dropFirst(prefix.count)
            break
        }
        let words = rest.split(separator: " ")
        guard let number = words.first, words.count <= 2, let decimal = PhysicalQuantity.decimal(String(number)),
            let value = FHIRDecimal(text: decimal), !isGrouped(String(number)), !Self.isLabel(number)
        else { return nil }
        let written = words.count == 2 ? String(words[1]) : nil
        if let first = written?.utf8.first, (48...57).contains(first) { return nil }
        if let written, let unit, written != unit, (UCUM.code(written) ?? written) != (UCUM.code(unit) ?? unit) {
            return nil
        }
        var quantity = Quantity(value: value, comparator: comparator)
        quantity.unit = unit ?? written
        if let unit = quantity.unit, let code = UCUM.code(unit) {
            quantity.system = CodeSystemURI.ucum
            quantity.code = code
        }
        return quantity
    }
}
