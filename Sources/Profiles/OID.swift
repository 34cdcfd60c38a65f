/// The written form of ISO object identifiers: arcs of digits between dots.
enum OID {
    /// At least two arcs, none empty, none with a leading zero.
    static func isWellFormed(_ text: some StringProtocol) -> Bool {
        var arcs = 1
        var digits = 0
        var leadingZero = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") {
                guard digits > 0 else { return false }
                arcs += 1
                digits = 0
                leadingZero = false
            } else {
                guard byte >= 48, byte <= 57, !leadingZero else { return false }
                leadingZero = digits == 0 && byte == 48
                digits += 1
            }
        }
        return arcs > 1 && digits > 0
    }

    /// The OID above, and the last arc; nil for a single arc.
    static func split(_ oid: String) -> (parent: String, arc: String)? {
        guard let dot = oid.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        return (String(oid[..<dot]), String(oid[oid.utf8.index(after: dot)...]))
    }
}
