extension IssuingAuthority {
    /// The identifier in its written form, `PNOBE-01050399864`, when it is of a form that this authority's subjects may carry: no space,
    /// no other script, no lower-case prefix. Nil otherwise.
    ///
    /// - Parameter country: the subject's C, for authorities that write the number alone.
    func semantics(of text: String, country: String?) -> String? {
        for form in identifiers {
            if let found = form.semantics(of: text, country: country) { return found }
        }
        return nil
    }
}

extension IssuingAuthority.IdentifierForm {
    func semantics(of text: String, country: String?) -> String? {
        if isBare {
            guard country.map({ prefix.hasSuffix($0) && $0.utf8.count == 2 }) ?? false,
                permits(number: Array(text.utf8))
            else { return nil }
            return "\(prefix)-\(text)"
        }
        // The first hyphen ends the prefix; Latvian numbers hold another.
        let bytes = Array(text.utf8)
        guard bytes.count > 6, bytes[5] == UInt8(ascii: "-"), bytes.starts(with: prefix.utf8),
            bytes[3..<5].allSatisfy({ $0 >= 65 && $0 <= 90 }), permits(number: Array(bytes[6...]))
        else { return nil }
        return text
    }

    private func permits(number: [UInt8]) -> Bool {
        switch self.number {
        case .any:
            (1...64).contains(number.count)
                && number.allSatisfy { Self.isDigit($0) || Self.isLetter($0) || $0 == UInt8(ascii: "-") }
        case .digits(let count): number.count == count && number.allSatisfy(Self.isDigit)
        case .pattern(let pattern):
            number.count == pattern.utf8.count
                && zip(number, pattern.utf8).allSatisfy { byte, wanted in
                    switch wanted {
                    case UInt8(ascii: "9"): Self.isDigit(byte)
                    case UInt8(ascii: "A"): Self.isUpperCase(byte)
                    case UInt8(ascii: "X"): Self.isDigit(byte) || Self.isUpperCase(byte)
                    default: byte == wanted
                    }
                }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isUpperCase(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    private static func isLetter(_ byte: UInt8) -> Bool { isUpperCase(byte) || (byte >= 97 && byte <= 122) }
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
