public import JSONText

/// A data type or a part of a resource: one JSON object that writes and reads itself.
public protocol Element: Hashable, Sendable {
    /// Writes the members in the order of R4, without empty strings, arrays and objects.
    func write(to json: inout JSONWriter)

    /// Reads strictly: an element R4 does not have, a wrong type, an unknown code or an empty value is an error.
    ///
    /// Extensions of primitives (`_birthDate`) are the one thing passed over: these types have no place for them.
    init(reading json: JSONValue) throws(FHIRError)
}

/// A code with a required binding: no other value is possible.
public protocol FHIRCode: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {}
