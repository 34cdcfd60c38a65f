extension PlainNames {
    /// Where the colon of a name stands, -1 when there is none.
    /// - Throws: for what is no name of ASCII letters, digits, `.`, `-` and `_`, or has more than one colon.
    static func colon(_ text: Span<UInt8>, _ name: Range<Int>) throws(PlainReader.NotPlain) -> Int {
        var colon = -1
        var start = name.lowerBound
        for at in name {
            if text[at] == UInt8(ascii: ":") {
                guard colon < 0, at > start else { throw PlainReader.NotPlain() }
                colon = at
                start = at + 1
            } else {
                let isFine = at == start ? PlainReader.isNameStart(text[at]) : PlainReader.isNamePart(text[at])
                guard isFine else { throw PlainReader.NotPlain() }
            }
        }
        guard start < name.upperBound else { throw PlainReader.NotPlain() }
        return colon
    }

    static func equal(_ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count && text.isSame(left.lowerBound, right.lowerBound, count: left.count)
    }

    static func equal(_ text: Span<UInt8>, _ name: Range<Int>, to word: StaticString) -> Bool {
        name.count == word.utf8CodeUnitCount && begins(text, name, with: word)
    }

    static func begins(_ text: Span<UInt8>, _ name: Range<Int>, with word: StaticString) -> Bool {
        guard name.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            for offset in word.indices where unsafe word[offset] != text[name.lowerBound + offset] { return false }
            return true
        }
    }

    static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for at in range { bytes.append(text[at]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
