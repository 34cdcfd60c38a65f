import JSONText

/// A member is there, but not what it should be.
struct WrongMember: Error {}

extension JSONWriter {
    /// Writes the member only when there is a value.
    mutating func member<Value>(_ name: StaticString, _ value: Value?, _ write: (Value, inout JSONWriter) -> Void) {
        guard let value else { return }
        key(name)
        write(value, &self)
    }
}

extension JSONValue {
    /// The member's value, nil when there is no such member.
    /// - Throws: ``WrongMember`` when it is there and `read` cannot read it.
    func read<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws(WrongMember) -> Value? {
        guard let member = self[name] else { return nil }
        guard let value = read(member) else { throw WrongMember() }
        return value
    }
}
