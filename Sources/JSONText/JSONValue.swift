/// A JSON value in memory. Members keep their order, numbers their text.
public enum JSONValue: Hashable, Sendable {
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    /// As written: `72.50` is not `72.5`.
    case number(String)
    case bool(Bool)
    case null
}

public struct JSONMember: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue {
    /// The member of that name; nil also when this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    public var stringValue: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    public var arrayValue: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    public var objectValue: [JSONMember]? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// A number without fraction and exponent that fits.
    public var integerValue: Int64? {
        guard case .number(let text) = self else { return nil }
        return Int64(text)
    }

    public var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The value as it stands, without white space.
    public var bytes: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    public func write(to json: inout JSONWriter) {
        switch self {
        case .object(let members):
            json.beginObject()
            for member in members {
                let key: String = member.key
                json.key(key)
                member.value.write(to: &json)
            }
            json.endObject()
        case .array(let values):
            json.beginArray()
            for value in values { value.write(to: &json) }
            json.endArray()
        case .string(let value): json.string(value)
        case .number(let text): json.number(text: text)
        case .bool(let value): json.bool(value)
        case .null: json.null()
        }
    }
}
