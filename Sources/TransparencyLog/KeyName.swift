/// The name of a note's key, by C2SP signed-note: not empty, no white space, no `+`, no control characters.
enum KeyName {
    /// - Throws: `malformedKeyName`.
    static func check(_ name: String) throws(TransparencyLogError) {
        guard !name.isEmpty, name.unicodeScalars.allSatisfy({ isAllowed($0) }) else {
            throw TransparencyLogError(.malformedKeyName)
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "+" && !scalar.properties.isWhitespace && scalar.value >= 0x20 && scalar.value != 0x7F
    }

    /// Names are bytes: two spellings of one letter are two names, though `String` calls them equal.
    static func areSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
