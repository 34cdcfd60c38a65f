import JSONText
import RecordTypes

/// Takes the members of one JSON object by name; whatever nobody took is an error.
struct MemberReader {
    private var members: [JSONMember]

    init(_ value: JSONValue) throws(StatementError) {
        guard case .object(let members) = value else { throw StatementError(.invalidValue) }
        self.members = members
    }

    func end() throws(StatementError) {
        if let member = members.first { throw StatementError(.unknownMember, at: member.key) }
    }

    mutating func optional(_ name: String) -> JSONValue? {
        guard let position = members.firstIndex(where: { $0.key == name }) else { return nil }
        return members.remove(at: position).value
    }

    mutating func value(_ name: String) throws(StatementError) -> JSONValue {
        guard let value = optional(name) else { throw StatementError(.missingMember, at: name) }
        return value
    }

    mutating func text(_ name: String) throws(StatementError) -> String {
        guard case .string(let text) = try value(name) else { throw StatementError(.invalidValue, at: name) }
        return text
    }

    mutating func optionalText(_ name: String) throws(StatementError) -> String? {
        guard let value = optional(name) else { return nil }
        guard case .string(let text) = value else { throw StatementError(.invalidValue, at: name) }
        return text
    }

    mutating func integer(_ name: String) throws(StatementError) -> Int64 {
        guard let integer = try value(name).integerValue else { throw StatementError(.invalidValue, at: name) }
        return integer
    }

    mutating func optionalInteger(_ name: String) throws(StatementError) -> Int64? {
        guard let value = optional(name) else { return nil }
        guard let integer = value.integerValue else { throw StatementError(.invalidValue, at: name) }
        return integer
    }

    /// True when it is there; it is written only then.
    mutating func optionalFlag(_ name: String) throws(StatementError) -> Bool {
        guard let value = optional(name) else { return false }
        guard value == .bool(true) else { throw StatementError(.invalidValue, at: name) }
        return true
    }

    /// The ids of records, in an array.
    mutating func records(_ name: String) throws(StatementError) -> [RecordID] {
        guard case .array(let values) = try value(name) else { throw StatementError(.invalidValue, at: name) }
        var records: [RecordID] = []
        records.reserveCapacity(values.count)
        for value in values {
            guard let record = value.stringValue.flatMap(RecordID.init(_:)) else {
                throw StatementError(.invalidValue, at: name)
            }
            records.append(record)
        }
        return records
    }

    /// Words of ours in an array, each once and in the order of their spelling; empty when it is absent, which is how none is written.
    mutating func optionalWords<W: Hashable>(
        _ name: String, _ make: (String) -> W?
    ) throws(StatementError) -> Set<W> {
        guard let value = optional(name) else { return [] }
        guard case .array(let values) = value, !values.isEmpty else { throw StatementError(.invalidValue, at: name) }
        var words: Set<W> = []
        var last = ""
        for value in values {
            guard let text = value.stringValue, text > last, let word = make(text) else {
                throw StatementError(.invalidValue, at: name)
            }
            last = text
            words.insert(word)
        }
        return words
    }

    mutating func instant(_ name: String) throws(StatementError) -> Instant {
        try Self.instant(text(name), name)
    }

    mutating func optionalInstant(_ name: String) throws(StatementError) -> Instant? {
        guard let text = try optionalText(name) else { return nil }
        return try Self.instant(text, name)
    }

    /// Only the form that is written: 24 characters, UTC, milliseconds.
    private static func instant(_ text: String, _ name: String) throws(StatementError) -> Instant {
        guard let instant = Instant(rfc3339: text), instant.description == text else {
            throw StatementError(.invalidValue, at: name)
        }
        return instant
    }

    /// A word of ours that has one spelling: made from the text, nil when the text is none.
    mutating func word<W>(_ name: String, _ make: (String) -> W?) throws(StatementError) -> W {
        guard let word = make(try text(name)) else { throw StatementError(.invalidValue, at: name) }
        return word
    }

    mutating func optionalWord<W>(_ name: String, _ make: (String) -> W?) throws(StatementError) -> W? {
        guard let text = try optionalText(name) else { return nil }
        guard let word = make(text) else { throw StatementError(.invalidValue, at: name) }
        return word
    }

    /// Reads what is inside a member; an error there names both.
    mutating func object<Inner>(
        _ name: String, _ read: (inout MemberReader) throws(StatementError) -> Inner
    ) throws(StatementError) -> Inner {
        let value = try value(name)
        return try Self.object(value, name, read)
    }

    mutating func optionalObject<Inner>(
        _ name: String, _ read: (inout MemberReader) throws(StatementError) -> Inner
    ) throws(StatementError) -> Inner? {
        guard let value = optional(name) else { return nil }
        return try Self.object(value, name, read)
    }

    private static func object<Inner>(
        _ value: JSONValue, _ name: String, _ read: (inout MemberReader) throws(StatementError) -> Inner
    ) throws(StatementError) -> Inner {
        do throws(StatementError) {
            var reader = try MemberReader(value)
            let inner = try read(&reader)
            try reader.end()
            return inner
        } catch {
            throw error.inside(name)
        }
    }
}
