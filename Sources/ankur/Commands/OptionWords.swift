import ArgumentParser

/// Reads an option that is one of an enum's words, where the enum belongs to another target.
@Sendable func oneOfTheWords<Value: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Value {
    guard let value = Value(rawValue: text) else {
        throw ValidationError("Write one of: \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return value
}
