extension IssuingAuthority {
    /// Whether an identifier is of a form that this authority's subjects may carry: no space, no other script, no lower-case prefix.
    func permits(_ identifier: String) -> Bool {
        let bytes = Array(identifier.utf8)
        return identifiers.contains { form in
            let prefix = Array(form.prefix.utf8) + [UInt8(ascii: "-")]
            guard bytes.starts(with: prefix) else { return false }
            let number = bytes.dropFirst(prefix.count)
            if let digits = form.digits { return number.count == digits && number.allSatisfy(Self.isDigit) }
            return (1...64).contains(number.count)
                && number.allSatisfy { Self.isDigit($0) || Self.isLetter($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) }
}

/// Whether a CN holds another code than serialNumber. CN is never a source; but one that contradicts it is refused.
///
/// A code is taken to be any run of decimal digits, in whatever script, at least as long as the number itself.
enum CommonNameContradiction {
    static func exists(between commonName: String, and number: String) -> Bool {
        guard number.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return false }
        var run = ""
        for character in commonName + " " {
            if let digit = character.wholeNumberValue, (0...9).contains(digit) {
                run += String(digit)
            } else {
                if run.utf8.count >= number.utf8.count, run != number { return true }
                run = ""
            }
        }
        return false
    }
}
