import JSONText
import RecordTypes

/// What a search asks of a resource: every parameter must match, and every value of one that is repeated (FHIR R4 3.1.1.4).
struct ResourceFilter: Sendable {
    private enum Condition: Sendable {
        case token([TokenCriterion], [String])
        case date([DateCriterion], [String])
        case reference([String], [String])
        case string([String], [String])
    }

    private let conditions: [Condition]

    /// Whether anything matches.
    var isEmpty: Bool { conditions.isEmpty }

    /// - Parameter base: in front of `/Type/id` where a reference is given as a whole URL.
    /// - Throws: ``HTTPFault`` for a value that cannot be read; parameters that are none of the type's are for others to refuse.
    init(_ fields: FormFields, _ parameters: [SearchedType.Parameter], base: String) throws {
        var conditions: [Condition] = []
        for parameter in parameters {
            for value in fields[all: parameter.name] {
                guard !value.isEmpty else {
                    throw HTTPFault.badRequest(
                        .parameterInvalid(parameter.name, remedy: "Give a value or no parameter."))
                }
                let alternatives = value.split(separator: ",").map(String.init)
                switch parameter.kind {
                case .token: conditions.append(.token(alternatives.map { TokenCriterion($0) }, parameter.elements))
                case .date:
                    conditions.append(.date(try DateCriterion.all(in: value, of: parameter.name), parameter.elements))
                case .reference:
                    let prefix = "\(base)/"
                    let names = alternatives.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
                    conditions.append(.reference(names, parameter.elements))
                case .string: conditions.append(.string(alternatives.map { $0.lowercased() }, parameter.elements))
                }
            }
        }
        self.conditions = conditions
    }

    /// - Parameter resource: with the names that its references have outside.
    func matches(_ resource: JSONValue) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .token(let tokens, let elements):
                resource.values(at: elements).contains { value in tokens.contains { $0.matches(value) } }
            case .date(let dates, let elements):
                resource.values(at: elements).contains { value in
                    DateSpan(element: value).map { span in dates.contains { $0.matches(span) } } ?? false
                }
            case .reference(let names, let elements):
                resource.values(at: elements).contains { value in
                    value["reference"]?.stringValue.map { reference in
                        names.contains { $0 == reference || reference.hasSuffix("/\($0)") }
                    } ?? false
                }
            case .string(let starts, let elements):
                resource.values(at: elements).contains { value in
                    value.words.contains { word in starts.contains { word.hasPrefix($0) } }
                }
            }
        }
    }
}

extension JSONValue {
    /// What stands at these paths, arrays taken apart: `reaction.manifestation`.
    func values(at paths: [String]) -> [JSONValue] {
        paths.flatMap { path in
            path.split(separator: ".").reduce([self]) { values, name in
                values.flatMap { value -> [JSONValue] in
                    guard let found = value[String(name)] else { return [] }
                    return found.arrayValue ?? [found]
                }
            }
        }
    }

    /// The whole text and each of its words in lower case; of a name or an address, all of its parts.
    fileprivate var words: [String] {
        switch self {
        case .string(let text):
            [text.lowercased()] + text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        case .array(let values): values.flatMap(\.words)
        case .object(let members):
            members.filter { !["use", "system", "type", "period", "extension"].contains($0.key) }.flatMap(\.value.words)
        default: []
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

    /// - Parameter value: a code, a boolean, a Coding, a CodeableConcept, an Identifier, or an array of one of these.
    func matches(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): (code == nil || code == text) && (system ?? "").isEmpty
        case .bool(let flag): code == (flag ? "true" : "false")
        case .array(let values): values.contains { matches($0) }
        case .object:
            if let codings = value["coding"] { matches(codings) } else { matches(coding: value) }
        default: false
        }
    }

    private func matches(coding: JSONValue) -> Bool {
        guard code == nil || (coding["code"] ?? coding["value"])?.stringValue == code else { return false }
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

    /// - Throws: ``HTTPFault`` when one of the alternatives is no date.
    static func all(in value: String, of name: String) throws -> [DateCriterion] {
        let texts = value.split(separator: ",")
        let dates = texts.compactMap { DateCriterion(String($0)) }
        guard !dates.isEmpty, dates.count == texts.count else {
            throw HTTPFault.badRequest(
                .parameterInvalid(name, remedy: "Give a date such as 2026, 2026-03, ge2026-03-01 or lt2026-04-01."))
        }
        return dates
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
