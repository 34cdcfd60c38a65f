/// A path into a CDA document, as rules write it: a small part of XPath 1.0.
///
/// ```
/// path      = ["/" | "//"] step { ("/" | "//") step }      "//" descends; a leading "/" is as good as none
/// step      = name | "*" | "." | "@" name, then { "[" test "]" }     "@" only as the last step
/// test      = path [ "=" "'" value "'" ]
/// ```
/// Names are local names, whatever their namespace. `//` at the beginning looks at everything below the place of the rule.
public struct RulePath: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
        /// Nil for any element.
        public let name: String?
        /// Whether elements at any depth count, not only children.
        public let descends: Bool
        public let tests: [Test]
    }

    /// A path that must lead somewhere, to this value when there is one.
    public struct Test: Hashable, Sendable {
        public let path: RulePath
        public let value: String?
    }

    public let steps: [Step]
    /// The attribute that the path ends in; nil when it ends in elements.
    public let attribute: String?

    /// Nil for anything that is no such path.
    public init?(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        guard let path = reader.path(depth: 0), reader.isAtEnd else { return nil }
        self = path
    }

    private init(steps: [Step], attribute: String?) {
        self.steps = steps
        self.attribute = attribute
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ byte: Character) -> Bool {
            guard position < bytes.count, bytes[position] == byte.asciiValue else { return false }
            position += 1
            return true
        }

        mutating func path(depth: Int) -> RulePath? {
            guard depth < 8 else { return nil }
            var steps: [Step] = []
            var descends = false
            if take("/") { descends = take("/") }
            while true {
                if take("@") {
                    guard !descends, let name = name() else { return nil }
                    return RulePath(steps: steps, attribute: name)
                }
                if take(".") {
                    guard !descends else { return nil }
                } else {
                    let isAny = take("*")
                    let name = isAny ? nil : name()
                    guard isAny || name != nil else { return nil }
                    var tests: [Test] = []
                    while take("[") {
                        guard let inner = path(depth: depth + 1) else { return nil }
                        var value: String?
                        if take("=") {
                            guard take("'") else { return nil }
                            let start = position
                            while position < bytes.count, bytes[position] != UInt8(ascii: "'") { position += 1 }
                            value = String(decoding: bytes[start..<position], as: UTF8.self)
                            guard take("'") else { return nil }
                        }
                        guard take("]") else { return nil }
                        tests.append(Test(path: inner, value: value))
                    }
                    steps.append(Step(name: name, descends: descends, tests: tests))
                }
                guard take("/") else { return RulePath(steps: steps, attribute: nil) }
                descends = take("/")
            }
        }

        mutating func name() -> String? {
            let start = position
            while position < bytes.count {
                let byte = bytes[position]
                guard
                    byte >= 48 && byte <= 57 || byte | 0x20 >= 97 && byte | 0x20 <= 122 || byte == 0x5F || byte == 0x2D
                else { break }
                position += 1
            }
            return start == position ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
        }
    }
}
