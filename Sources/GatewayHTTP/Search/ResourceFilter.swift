import JSONText
import RecordTypes

/// What a search asks of a resource: every parameter must match (FHIR R4 3.1.1.4).
struct ResourceFilter: Sendable {
    private enum Condition: Sendable {
        case token([TokenCriterion], [String])
        case date([DateCriterion], [String])
    }

    private let conditions: [Condition]

    /// - Throws: ``HTTPFault`` for a value that cannot be read; parameters that are none of the type's are for others to refuse.
    init(_ fields: FormFields, on type: SearchedType) throws {
        var conditions: [Condition] = []
        for parameter in type.parameters {
            guard let value = fields[parameter.name] else { continue }
            guard !value.isEmpty else {
                throw HTTPFault.badRequest(.parameterInvalid(parameter.name, remedy: "Give a value or no parameter."))
            }
            switch parameter.kind {
            case .token:
                let tokens = value.split(separator: ",").map { TokenCriterion(String($0)) }
                conditions.append(.token(tokens, parameter.elements))
            case .date:
                let dates = value.split(separator: ",").compactMap { DateCriterion(String($0)) }
                guard dates.count == value.split(separator: ",").count else {
                    throw HTTPFault.badRequest(
                        .parameterInvalid(
                            parameter.name, remedy: "Give a date such as 2026, 2026-03, ge2026-03-01 or lt2026-04-01."))
                }
                conditions.append(.date(dates, parameter.elements))
            }
        }
        self.conditions = conditions
    }

    func matches(_ resource: JSONValue) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .token(let tokens, let elements):
                elements.contains { element in
                    resource[element].map { value in tokens.contains { $0.matches(value) } } ?? false
                }
            case .date(let dates, let elements):
                elements.contains { element in
                    resource[element].flatMap(DateSpan.init(element:)).map { span in
                        dates.contains { $0.matches(span) }
                    } ?? false
                }
            }
        }
    }
}

/// One alternative of a token parameter (R4 3.1.1.5.12).
struct TokenCriterion: Hashable, Sendable {
    /// Nil: any system; empty: no system.
    let system: String?
    /// Nil: any code of the system.
    let code: String?

    init(_ text: String) {
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            system = parts[0]
            code = parts[1].isEmpty ? nil : parts[1]
        } else {
            system = nil
            code = text
        }
    }

    /// - Parameter value: a code, a Coding, a CodeableConcept, or an array of one of these.
    func matches(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): (code == nil || code == text) && (system ?? "").isEmpty
        case .array(let values): values.contains { matches($0) }
        case .object:
            if let codings = value["coding"] { matches(codings) } else { matches(coding: value) }
        default: false
        }
    }

    private func matches(coding: JSONValue) -> Bool {
        guard code == nil || coding["code"]?.stringValue == code else { return false }
        guard let system else { return true }
        return system.isEmpty ? coding["system"] == nil : coding["system"]?.stringValue == system
    }
}

/// One alternative of a date parameter (R4 3.1.1.5.9): a prefix and the span that a date covers at its precision.
struct DateCriterion: Hashable, Sendable {
    enum Prefix: String, Sendable { case eq, ne, gt, lt, ge, le, sa, eb }

    let prefix: Prefix
    let span: DateSpan

    init?(_ text: String) {
        let head = String(text.prefix(2))
        let prefix = Prefix(rawValue: head)
        guard let span = DateSpan(fhir: prefix == nil ? text : String(text.dropFirst(2))) else { return nil }
        self.prefix = prefix ?? .eq
        self.span = span
    }

    func matches(_ target: DateSpan) -> Bool {
        switch prefix {
        case .eq: span.start <= target.start && target.end <= span.end
        case .ne: !(span.start <= target.start && target.end <= span.end)
        case .gt: target.end > span.end
        case .lt: target.start < span.start
        case .ge: target.end > span.start
        case .le: target.start < span.end
        case .sa: target.start >= span.end
        case .eb: target.end <= span.start
        }
    }
}

extension DateSpan {
    /// A dateTime, an instant or a Period.
    init?(element: JSONValue) {
        switch element {
        case .string(let text): self.init(fhir: text)
        case .object:
            let start = element["start"]?.stringValue.flatMap { DateSpan(fhir: $0) }
            let end = element["end"]?.stringValue.flatMap { DateSpan(fhir: $0) }
            guard start != nil || end != nil else { return nil }
            // An end that is not given is not over yet (R4 2.24.0.16).
            self.init(start: start?.start ?? .beforeAllDates, end: end?.end ?? .afterAllDates)
        default: return nil
        }
    }
}
