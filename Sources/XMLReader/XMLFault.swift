/// Why bytes are no XML document that we read, and where. Names no content.
public struct XMLFault: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case empty = "xml-empty"
        case tooLarge = "xml-too-large"
        /// Neither UTF-8, US-ASCII, ISO-8859-1, -2, -4, -13, -15, Windows-1250, -1252, -1257 nor UTF-16 with a byte order mark.
        case unsupportedEncoding = "xml-unsupported-encoding"
        /// Bytes that the encoding does not allow.
        case invalidText = "xml-invalid-text"
        case controlCharacter = "xml-control-character"
        case documentType = "xml-doctype"
        case tooDeep = "xml-too-deep"
        case tooManyElements = "xml-too-many-elements"
        case tooManyAttributes = "xml-too-many-attributes"
        case tooManyNamespaces = "xml-too-many-namespaces"
        case nameTooLong = "xml-name-too-long"
        case attributeTooLong = "xml-attribute-too-long"
        case tooManyInstructions = "xml-too-many-instructions"
        case undeclaredPrefix = "xml-undeclared-prefix"
        case undeclaredEntity = "xml-undeclared-entity"
        case notWellFormed = "xml-not-well-formed"
        case outOfMemory = "xml-out-of-memory"
    }

    public let code: Code
    /// One-based; 0 when unknown.
    public let line: Int
    public let column: Int
    /// libxml2's `xmlParserErrors` value, 0 when the fault was found without it.
    public let parserCode: Int

    public init(_ code: Code, line: Int, column: Int, parserCode: Int = 0) {
        self.code = code
        self.line = line
        self.column = column
        self.parserCode = parserCode
    }

    /// The fault at a byte of `text`; the line and column are counted here, once.
    init(_ code: Code, at offset: Int, of text: [UInt8]) {
        var line = 1
        var lineStart = 0
        for (position, byte) in text.prefix(offset).enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        self.init(code, line: line, column: min(offset, text.count) - lineStart + 1)
    }
}

extension XMLFault: CustomStringConvertible {
    public var description: String {
        let parser = parserCode == 0 ? "" : " (libxml2 \(parserCode))"
        return "\(code.rawValue) at line \(line), column \(column)\(parser)"
    }
}
