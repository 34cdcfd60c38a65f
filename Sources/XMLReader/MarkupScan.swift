/// One pass over the markup before libxml2 sees it: refuses what would cost too much, and remembers where things begin.
///
/// It does not judge well-formedness: on a document that is not well-formed it may count wrongly, and libxml2 refuses that.
struct MarkupScan {
    /// Offset of the `<` of each start tag, in document order.
    private(set) var starts: [UInt32] = []
    /// Offset of the byte after each line feed.
    private(set) var lineStarts: [UInt32] = [0]

    private let text: [UInt8]
    private let limits: XMLLimits
    private var instructions = 0
    /// For each open element the number of namespaces it declares.
    private var open: [Int] = []
    private var namespaces = 0

    init(_ text: [UInt8], limits: XMLLimits) throws(XMLFault) {
        self.text = text
        self.limits = limits
        starts.reserveCapacity(text.count / 48)
        var at = 0
        while true {
            try skip(&at, to: UInt8(ascii: "<"))
            guard at < text.count else { return }
            try markup(&at)
        }
    }

    private func fault(_ code: XMLFault.Code, at offset: Int) -> XMLFault { XMLFault(code, at: offset, of: text) }

    /// A byte below the space: line feeds are remembered, other white space passes.
    private mutating func control(_ byte: UInt8, _ offset: Int) throws(XMLFault) {
        switch byte {
        case 0x0A: lineStarts.append(UInt32(truncatingIfNeeded: offset + 1))
        case 0x09, 0x0D: break
        default: throw fault(.controlCharacter, at: offset)
        }
    }

    private mutating func markup(_ at: inout Int) throws(XMLFault) {
        guard at + 1 < text.count else {
            at += 1
            return
        }
        switch text[at + 1] {
        case UInt8(ascii: "/"):
            if let declared = open.popLast() { namespaces -= declared }
            try skip(&at, past: ">")
        case UInt8(ascii: "?"):
            instructions += 1
            guard instructions <= limits.processingInstructions else { throw fault(.tooManyInstructions, at: at) }
            try skip(&at, past: "?>")
        case UInt8(ascii: "!"):
            if follows("<!--", at) {
                at += 4
                try skip(&at, past: "-->")
            } else if follows("<![CDATA[", at) {
                at += 9
                try skip(&at, past: "]]>")
            } else {
                throw fault(follows("<!DOCTYPE", at) ? .documentType : .notWellFormed, at: at)
            }
        default:
            try startTag(&at)
        }
    }

    private func follows(_ word: StaticString, _ at: Int) -> Bool {
        word.withUTF8Buffer { word in unsafe text[at...].starts(with: word) }
    }

    /// Moves past the next occurrence of `end`, or to the end of the text.
    private mutating func skip(_ at: inout Int, past end: StaticString) throws(XMLFault) {
        let first = end.withUTF8Buffer { unsafe $0[0] }
        while true {
            try skip(&at, to: first)
            guard at < text.count else { return }
            if follows(end, at) {
                at += end.utf8CodeUnitCount
                return
            }
            at += 1
        }
    }

    /// Moves to the next such byte, or to the end of the text.
    private mutating func skip(_ at: inout Int, to wanted: UInt8) throws(XMLFault) {
        while at < text.count {
            if at + 8 <= text.count {
                let word = text.span.word(at: at)
                let marks = ByteWords.controls(word) | ByteWords.equal(word, wanted)
                guard marks != 0 else {
                    at += 8
                    continue
                }
                at += ByteWords.first(marks)
            }
            let byte = text[at]
            if byte == wanted { return }
            if byte < 0x20 { try control(byte, at) }
            at += 1
        }
    }

    private mutating func startTag(_ at: inout Int) throws(XMLFault) {
        let start = at
        guard starts.count < limits.elements else { throw fault(.tooManyElements, at: start) }
        starts.append(UInt32(truncatingIfNeeded: start))
        var attributes = 0
        var declared = 0
        var word = start + 1
        at += 1
        var closed = false
        scan: while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let value = at + 1
                try skipValue(&at, quote: byte)
                guard at - value <= limits.attributeLength else { throw fault(.attributeTooLong, at: value) }
                word = at
            case UInt8(ascii: "="):
                attributes += 1
                guard attributes <= limits.attributesPerElement else { throw fault(.tooManyAttributes, at: start) }
                if text[word...].starts(with: Self.xmlns) {
                    declared += 1
                    guard namespaces + declared <= limits.namespaces else { throw fault(.tooManyNamespaces, at: start) }
                }
                at += 1
                word = at
            case 0x09, 0x0A, 0x0D, 0x20:
                if byte == 0x0A { try control(byte, at) }
                at += 1
                word = at
            case UInt8(ascii: ">"):
                closed = text[at - 1] == UInt8(ascii: "/")
                at += 1
                break scan
            case UInt8(ascii: "<"):
                break scan
            default:
                if byte < 0x20 { throw fault(.controlCharacter, at: at) }
                guard at - word < limits.nameLength else { throw fault(.nameTooLong, at: word) }
                at += 1
            }
        }
        guard !closed else { return }
        open.append(declared)
        namespaces += declared
        guard open.count <= limits.depth else { throw fault(.tooDeep, at: start) }
    }

    private static let xmlns = Array("xmlns".utf8)

    private mutating func skipValue(_ at: inout Int, quote: UInt8) throws(XMLFault) {
        at += 1
        try skip(&at, to: quote)
        if at < text.count { at += 1 }
    }
}
