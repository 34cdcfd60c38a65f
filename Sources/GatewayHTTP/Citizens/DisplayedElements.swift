import FHIR
import WebPages

/// FHIR elements as short texts for people.
extension CodeableConcept {
    /// What the author wrote, or the first code's own words.
    var words: String? { text ?? coding.first { $0.display != nil }?.display ?? coding.first?.code }

    var shown: String { words ?? "–" }

    /// The codes, without their systems.
    var codes: String { coding.compactMap(\.code).joined(separator: ", ") }
}

extension CodeableConcept? {
    var shown: String { self?.shown ?? "–" }
    var codes: String { self?.codes ?? "" }
}

extension Reference {
    func shown(_ names: [String: String]) -> String { display ?? reference.flatMap { names[$0] } ?? "–" }
}

extension Period {
    var shown: String { [start, end].compactMap { $0 }.joined(separator: " – ") }
}

extension Quantity {
    var shown: String {
        let number = (comparator?.rawValue ?? "") + (value?.text ?? "")
        // A unit that only repeats the code is UCUM's (system http://unitsofmeasure.org), which is written for programs.
        let isUCUM = system == "http://unitsofmeasure.org" && (unit == nil || unit == code)
        let words = isUCUM ? UnitText.plain(code ?? "") : unit ?? code ?? ""
        return [number, words].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension FHIRRange {
    var shown: String { [low?.shown, high?.shown].compactMap { $0 }.joined(separator: " – ") }
}

extension [Dosage] {
    var shown: String { compactMap(\.shown).joined(separator: "; ") }
}

extension Dosage {
    var shown: String? {
        if let text { return text }
        let doses = doseAndRate.compactMap { part -> String? in
            if case .quantity(let quantity)? = part.dose { quantity.shown } else { nil }
        }
        return doses.isEmpty ? nil : doses.joined(separator: ", ")
    }
}

extension Condition.Onset {
    var cell: RecordContent.Cell {
        switch self {
        case .dateTime(let text): .time(text)
        case .string(let text): .text(text)
        case .age(let age): .text(age.shown)
        case .period(let period): .period(from: period.start, until: period.end)
        case .range(let range): .text(range.shown)
        }
    }
}

extension Immunization.Occurrence {
    var cell: RecordContent.Cell {
        switch self {
        case .dateTime(let text): .time(text)
        case .string(let text): .text(text)
        }
    }
}

extension Procedure.Performed {
    var cell: RecordContent.Cell {
        switch self {
        case .dateTime(let text): .time(text)
        case .string(let text): .text(text)
        case .period(let period): .period(from: period.start, until: period.end)
        case .age(let age): .text(age.shown)
        case .range(let range): .text(range.shown)
        }
    }
}

extension Observation {
    /// The value with what the author made of it; components where there are any.
    var shownValue: RecordContent.Cell {
        let marks = interpretation.compactMap(\.words).joined(separator: ", ")
        if component.isEmpty, marks.isEmpty {
            switch value {
            case .boolean(let value)?: return .truth(value)
            case .dateTime(let text)?: return .time(text)
            case .period(let period)?: return .period(from: period.start, until: period.end)
            default: break
            }
        }
        let parts = component.map { "\($0.code.shown) \($0.value?.shown ?? "–")" }
        let own = value?.shown ?? dataAbsentReason?.words
        let text = ([own].compactMap { $0 } + parts).joined(separator: "; ")
        return .text(marks.isEmpty ? text : "\(text) (\(marks))")
    }
}

extension Observation.Value {
    var shown: String {
        switch self {
        case .quantity(let quantity): quantity.shown
        case .codeableConcept(let concept): concept.shown
        case .string(let text), .time(let text), .dateTime(let text): text
        case .boolean(let value): value ? "+" : "–"
        case .integer(let value): String(value)
        case .range(let range): range.shown
        case .ratio(let ratio):
            [ratio.numerator?.shown, ratio.denominator?.shown].compactMap { $0 }.joined(separator: " : ")
        case .period(let period): period.shown
        case .sampledData: "–"
        }
    }
}

extension Observation.Effective {
    var cell: RecordContent.Cell {
        switch self {
        case .dateTime(let text), .instant(let text): .time(text)
        case .period(let period): .period(from: period.start, until: period.end)
        case .timing: .text("")
        }
    }
}

extension Observation.ReferenceRange {
    var shown: String { text ?? [low?.shown, high?.shown].compactMap { $0 }.joined(separator: " – ") }
}

extension Extension.Value {
    /// The kinds of value a negated finding can have.
    var words: String? {
        switch self {
        case .codeableConcept(let concept): concept.words
        case .quantity(let quantity): quantity.shown
        case .string(let text), .dateTime(let text), .date(let text): text
        default: nil
        }
    }
}
