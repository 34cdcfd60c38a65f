/// One `div` of FHIR narrative that holds to the subset: made by ``NarrativeWriter``, or checked here.
public struct XHTMLFragment: Hashable, Sendable {
    public let bytes: [UInt8]

    init(made bytes: [UInt8]) { self.bytes = bytes }

    /// Nil unless the text is one well-formed `<div xmlns="http://www.w3.org/1999/xhtml">` with nothing but elements and
    /// attributes of ``NarrativeElement``, character references and XML's five entities, and with some visible content
    /// (txt-1 and txt-2 of R4). Comments, CDATA and processing instructions are refused with the rest.
    public init?(checking text: String) {
        let bytes = Array(text.utf8)
        var scanner = NarrativeScanner(bytes)
        guard scanner.isNarrative() else { return nil }
        self.bytes = bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// One pass over narrative; stops at the first thing that does not belong.
private struct NarrativeScanner {
    private let bytes: [UInt8]
    private var at = 0
    private var open: [NarrativeElement] = []
    private var hasContent = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func isNarrative() -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: "<"), startTag(isRoot: true), open == [.div] else { return false }
        while !open.isEmpty {
            guard let byte = peek else { return false }
            if byte != UInt8(ascii: "<") {
                guard characters() else { return false }
            } else if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "/") {
                guard endTag() else { return false }
            } else {
                guard startTag(isRoot: false) else { return false }
            }
        }
        skipSpace()
        return at == bytes.count && hasContent
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func characters() -> Bool {
        while let byte = peek, byte != UInt8(ascii: "<") {
            if byte == UInt8(ascii: "&") {
                guard reference() != nil else { return false }
                hasContent = true
                continue
            }
            guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return false }
            if byte > 0x20 { hasContent = true }
            at += 1
        }
        return true
    }

    /// `<name attribute="value" …>` or `<name …/>`.
    private mutating func startTag(isRoot: Bool) -> Bool {
        at += 1
        guard let element = NarrativeElement(rawValue: name()), open.count < NarrativeWriter.depthLimit else {
            return false
        }
        var seen: Set<String> = []
        var hasNamespace = false
        while true {
            let hadSpace = skipSpace()
            guard let byte = peek else { return false }
            if byte == UInt8(ascii: ">") {
                at += 1
                open.append(element)
                break
            }
            if byte == UInt8(ascii: "/") {
                guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: ">"), !isRoot else { return false }
                at += 2
                break
            }
            let attribute = name()
            guard hadSpace, !attribute.isEmpty, seen.insert(attribute).inserted, let value = attributeValue() else {
                return false
            }
            if attribute == "xmlns" {
                guard value == "http://www.w3.org/1999/xhtml" else { return false }
                hasNamespace = true
            } else if !element.allows(attribute, value: value) {
                return false
            }
        }
        if element == .img { hasContent = true }
        return !isRoot || hasNamespace
    }

    private mutating func endTag() -> Bool {
        at += 2
        guard let element = open.popLast(), name() == element.rawValue else { return false }
        skipSpace()
        guard peek == UInt8(ascii: ">") else { return false }
        at += 1
        return true
    }

    /// `= "value"`, with references resolved: `java&#115;cript:` is judged by what it means.
    private mutating func attributeValue() -> String? {
        skipSpace()
        guard peek == UInt8(ascii: "=") else { return nil }
        at += 1
        skipSpace()
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        at += 1
        var value: [UInt8] = []
        while let byte = peek, byte != quote {
            if byte == UInt8(ascii: "&") {
                guard let scalar = reference() else { return nil }
                value.append(contentsOf: Character(scalar).utf8)
            } else {
                guard byte != UInt8(ascii: "<"), byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else {
                    return nil
                }
                value.append(byte)
                at += 1
            }
        }
        guard peek == quote else { return nil }
        at += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// `&amp;`, `&#228;` or `&#xE4;`; leaves `at` behind the semicolon.
    private mutating func reference() -> Unicode.Scalar? {
        guard let end = bytes[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
        at = end + 1
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#"), name.utf8.dropFirst().first != UInt8(ascii: "+"),
            name.utf8.dropFirst(2).first != UInt8(ascii: "+")
        else { return nil }
        let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        guard let code, code >= 0x20 || code == 0x09 || code == 0x0A || code == 0x0D, code != 0xFFFE, code != 0xFFFF
        else {
            return nil
        }
        return Unicode.Scalar(code)
    }

    private mutating func name() -> String {
        let start = at
        while let byte = peek,
            (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || byte == UInt8(ascii: ":")
                || byte == UInt8(ascii: "-")
        {
            at += 1
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = at
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
        return at > start
    }
}
