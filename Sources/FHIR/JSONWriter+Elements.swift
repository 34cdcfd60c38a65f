import JSONText

/// One element each. What would be empty is not written: FHIR knows no empty string, array or object.
extension JSONWriter {
    mutating func beginResource(_ type: String) {
        beginObject()
        member("resourceType", type)
    }

    mutating func element(_ name: StaticString, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        member(name, value)
    }

    mutating func element(_ name: StaticString, _ values: [String]) {
        guard values.contains(where: { !$0.isEmpty }) else { return }
        key(name)
        beginArray()
        for value in values where !value.isEmpty { string(value) }
        endArray()
    }

    mutating func element(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }

    mutating func element(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        key(name)
        integer(value)
    }

    mutating func element(_ name: StaticString, _ values: [Int]) {
        guard !values.isEmpty else { return }
        key(name)
        beginArray()
        for value in values { integer(value) }
        endArray()
    }

    mutating func element(_ name: StaticString, _ value: FHIRDecimal?) {
        guard let value else { return }
        key(name)
        number(text: value.text)
    }

    mutating func element<C: FHIRCode>(_ name: StaticString, _ value: C?) {
        guard let value else { return }
        member(name, value.rawValue)
    }

    mutating func element<C: FHIRCode>(_ name: StaticString, _ values: [C]) {
        guard !values.isEmpty else { return }
        key(name)
        beginArray()
        for value in values { string(value.rawValue) }
        endArray()
    }

    mutating func element<E: Element>(_ name: StaticString, _ value: E?) {
        guard let value else { return }
        let before = mark
        key(name)
        if !wroteSomething(value) { rewind(to: before) }
    }

    mutating func element<E: Element>(_ name: StaticString, _ values: [E]) {
        guard !values.isEmpty else { return }
        let before = mark
        key(name)
        beginArray()
        var isEmpty = true
        values.span.forEachLent { value in
            let beforeValue = mark
            if wroteSomething(value) { isEmpty = false } else { rewind(to: beforeValue) }
        }
        endArray()
        if isEmpty { rewind(to: before) }
    }

    /// Writes a value and tells whether it was more than `{}`.
    private mutating func wroteSomething(_ value: some Element) -> Bool {
        let start = bytes.count
        value.write(to: &self)
        return bytes.count > start + 3 || bytes.last != UInt8(ascii: "}") || bytes[bytes.count - 2] != UInt8(ascii: "{")
    }
}
