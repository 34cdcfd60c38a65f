/// Why a JSON text was refused. Quotes nothing of the text.
public struct JSONError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case tooManyValues = "too-many-values"
        case unexpectedEnd = "unexpected-end"
        case unexpectedCharacter = "unexpected-character"
        /// More text after the value.
        case trailingCharacters = "trailing-characters"
        case duplicateKey = "duplicate-key"
        case invalidEscape = "invalid-escape"
        /// `\ud800` without its other half: not a character.
        case loneSurrogate = "lone-surrogate"
        case invalidUTF8 = "invalid-utf8"
        case invalidNumber = "invalid-number"
        /// Longer than allowed, or beyond what a double can hold.
        case numberOutOfRange = "number-out-of-range"
    }

    public let code: Code
    /// Zero-based byte in the input.
    public let offset: Int

    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(code.rawValue) at byte \(offset)" }
}
