public import RecordTypes

/// How forms write what a decision is about: ``FieldName/wholeRecord``, a record id, `author:…`, `category:system|code`, or
/// `period:start/end`.
extension Restriction.Target {
    public var fieldValue: String {
        switch self {
        case .wholeRecord: FieldName.wholeRecord
        case .record(let id): id.description
        case .author(let institution): "author:\(institution.semantics)"
        case .category(let system, let code): "category:\(system)|\(code)"
        case .period(let span): "period:\(span.start)/\(span.end)"
        }
    }

    /// Nil for anything that ``fieldValue`` does not write.
    public init?(fieldValue text: String) {
        if text == FieldName.wholeRecord {
            self = .wholeRecord
        } else if let id = RecordID(text) {
            self = .record(id)
        } else if let institution = text.after("author:").flatMap({ InstitutionID($0) }) {
            self = .author(institution)
        } else if let word = text.after("category:"), let bar = word.lastIndex(of: "|"), word.utf8.count <= 400 {
            self = .category(system: String(word[..<bar]), code: String(word[word.index(after: bar)...]))
        } else if let span = text.after("period:"), let slash = span.firstIndex(of: "/"),
            let start = Instant(rfc3339: span[..<slash]), let end = Instant(rfc3339: span[span.index(after: slash)...]),
            start < end
        {
            self = .period(DateSpan(start: start, end: end))
        } else {
            return nil
        }
    }
}

/// How forms write towards whom: ``FieldName/everyone``, an institution, a person, or `role:…`.
extension Restriction.Audience {
    public var fieldValue: String {
        switch self {
        case .everyone: FieldName.everyone
        case .institution(let institution): institution.semantics
        case .professional(let person): person.semantics
        case .role(let role): "role:\(role)"
        }
    }

    /// Nil for anything that ``fieldValue`` does not write.
    public init?(fieldValue text: String) {
        if text == FieldName.everyone {
            self = .everyone
        } else if let institution = InstitutionID(text) {
            self = .institution(institution)
        } else if let role = text.after("role:"), (1...200).contains(role.utf8.count) {
            self = .role(role)
        } else if let person = PersonIdentifier(semantics: text) {
            self = .professional(person)
        } else {
            return nil
        }
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
