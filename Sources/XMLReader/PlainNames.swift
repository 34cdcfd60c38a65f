/// The names that a plain document writes, and what they mean where they stand (Namespaces in XML 1.0).
///
/// A name as written is looked up once by its bytes; what it means is looked up again only when the declarations in scope
/// are others than the last time.
struct PlainNames {
    private(set) var table = NameTable(reserving: 96)

    private struct Written {
        let lower: Int
        let upper: Int
        /// Where the colon stands; below `lower` when there is none.
        let colon: Int
        let hash: UInt32
        /// Whether it is `xmlns` or begins with `xmlns:`.
        let isDeclaration: Bool
        /// The scope that `meaning` holds in.
        var scope: Int32 = -1
        /// As an element's name, and as an attribute's where it has a prefix: in the namespace `uri`.
        var meaning: Int32 = -1
        var uri = -1
        /// As an attribute's name without prefix: the same everywhere.
        var attribute: Int32 = -1

        var isPrefixed: Bool { colon > lower }
    }

    private struct Declaration {
        /// Where the prefix stands; empty for the default namespace.
        let prefix: Range<Int>
        /// Position in `uris`.
        let uri: Int
        let outerScope: Int32
    }

    private var written: [Written] = []
    /// Positions in `written` by hash, -1 where free; a power of two, at most half full.
    private var slots = [Int32](repeating: -1, count: 512)
    private var uris: [String?] = [nil, KnownNamespace.xml.uri]
    /// What the table calls each of `uris`.
    private var numbers = [UInt32(KnownNamespace.none.rawValue), UInt32(KnownNamespace.xml.rawValue)]
    private var positions: [String: Int] = [:]
    /// Positions in the table by name as written (upper half) and namespace (lower half): for names that mean several things.
    private var meanings: [UInt64: Int32] = [:]
    private var declarations: [Declaration] = []
    private var scope: Int32 = 0
    private var scopes: Int32 = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
        written.reserveCapacity(96)
    }

    // MARK: as written

    /// The number of the name that begins here; `at` is moved behind it.
    ///
    /// Eight bytes at once: a name ends before white space, `/`, `=` or `>`. Whether what stands there is a name at all is looked
    /// at when it comes for the first time.
    mutating func written(_ text: Span<UInt8>, _ at: inout Int) throws(PlainReader.NotPlain) -> Int {
        let lower = at
        var hash: UInt64 = 0
        while true {
            guard at + 8 <= text.count else {
                Self.hashTail(text, &at, &hash)
                break
            }
            let word = text.word(at: at)
            let marks =
                ByteWords.spaces(word) | ByteWords.equal(word, UInt8(ascii: ">"))
                | ByteWords.equal(word, UInt8(ascii: "=")) | ByteWords.equal(word, UInt8(ascii: "/"))
            guard marks == 0 else {
                let count = ByteWords.first(marks)
                if count > 0 { Self.mix(word & ((1 << (8 * UInt64(count))) - 1), into: &hash) }
                at += count
                break
            }
            Self.mix(word, into: &hash)
            at += 8
        }
        guard at > lower, at - lower < limit else { throw PlainReader.NotPlain() }
        return try position(text, lower..<at, hash: UInt32(truncatingIfNeeded: hash >> 32))
    }

    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
    }

    /// The same near the end of the text, where no eight bytes are left.
    private static func hashTail(_ text: Span<UInt8>, _ at: inout Int, _ hash: inout UInt64) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        while at < text.count, text[at] > 0x20, text[at] != UInt8(ascii: ">"), text[at] != UInt8(ascii: "="),
            text[at] != UInt8(ascii: "/")
        {
            word |= UInt64(text[at]) << (8 * count)
            count += 1
            at += 1
        }
        if count > 0 { mix(word, into: &hash) }
    }

    private mutating func position(
        _ text: Span<UInt8>, _ name: Range<Int>, hash: UInt32
    ) throws(PlainReader.NotPlain) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        var probes = 0
        while slots[slot] >= 0 {
            let known = Int(slots[slot])
            if written[known].hash == hash, Self.equal(text, written[known].lower..<written[known].upper, name) {
                return known
            }
            probes += 1
            // Names chosen to collide are libxml2's business.
            guard probes < 64 else { throw PlainReader.NotPlain() }
            slot = (slot + 1) & (slots.count - 1)
        }
        let colon = try Self.colon(text, name)
        let isDeclaration =
            Self.begins(text, name, with: "xmlns") && (name.count == 5 || colon == name.lowerBound + 5)
        slots[slot] = Int32(truncatingIfNeeded: written.count)
        written.append(
            Written(
                lower: name.lowerBound, upper: name.upperBound, colon: colon, hash: hash, isDeclaration: isDeclaration))
        if written.count * 2 > slots.count { spread() }
        return written.count - 1
    }

    /// Where the colon of a name stands, -1 when there is none.
    /// - Throws: for what is no name of ASCII letters, digits, `.`, `-` and `_`, or has more than one colon.
    private static func colon(_ text: Span<UInt8>, _ name: Range<Int>) throws(PlainReader.NotPlain) -> Int {
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

    private mutating func spread() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (position, name) in written.enumerated() {
            var slot = Int(name.hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: position)
        }
    }

    func isDeclaration(_ name: Int) -> Bool { written[name].isDeclaration }

    // MARK: scopes

    /// Takes up `xmlns="uri"` or `xmlns:prefix="uri"`.
    /// - Parameter alreadyHere: how many declarations of the same element came before.
    mutating func declare(
        _ name: Int, uri: [UInt8], _ text: Span<UInt8>, alreadyHere: Int, limit: Int
    ) throws(PlainReader.NotPlain) {
        let name = written[name]
        let prefix = name.isPrefixed ? (name.colon + 1)..<name.upper : name.upper..<name.upper
        guard declarations.count < limit, !(name.isPrefixed && uri.isEmpty),
            !Self.equal(text, prefix, to: "xml"), !Self.equal(text, prefix, to: "xmlns")
        else { throw PlainReader.NotPlain() }
        for earlier in declarations.suffix(alreadyHere) where Self.equal(text, earlier.prefix, prefix) {
            throw PlainReader.NotPlain()
        }
        let known = uri.isEmpty ? 0 : position(of: String(decoding: uri, as: UTF8.self))
        // libxml2 leaves references in URIs half resolved, and whether that is right is not ours to say.
        guard !uri.contains(UInt8(ascii: "&")) else { throw PlainReader.NotPlain() }
        // The two namespaces of XML itself may not be declared anew.
        guard known != 1, uris[known] != "http://www.w3.org/2000/xmlns/" else { throw PlainReader.NotPlain() }
        declarations.append(Declaration(prefix: prefix, uri: known, outerScope: scope))
        scopes += 1
        scope = scopes
    }

    /// Ends the scope of an element's declarations.
    mutating func leave(_ count: Int) {
        guard count > 0 else { return }
        scope = declarations[declarations.count - count].outerScope
        declarations.removeLast(count)
    }

    private mutating func position(of uri: String) -> Int {
        if uri == uris[1] { return 1 }
        if let known = positions[uri] { return known }
        positions[uri] = uris.count
        uris.append(uri)
        numbers.append(table.number(ofNamespace: uri))
        return uris.count - 1
    }

    // MARK: meaning

    /// The position in the table of an element's name.
    mutating func element(_ name: Int, _ text: Span<UInt8>) throws(PlainReader.NotPlain) -> Int32 {
        if written[name].scope == scope { return written[name].meaning }
        let other = written[name]
        let uri = try Self.namespace(of: other, declarations, text)
        if other.uri != uri {
            if other.meaning >= 0 { meanings[UInt64(name) << 32 | UInt64(other.uri)] = other.meaning }
            let known = other.meaning >= 0 ? meanings[UInt64(name) << 32 | UInt64(uri)] : nil
            written[name].meaning = known ?? add(name, uri, text)
            written[name].uri = uri
        }
        written[name].scope = scope
        return written[name].meaning
    }

    /// The position in the table of an attribute's name: without prefix it is in no namespace.
    mutating func attribute(_ name: Int, _ text: Span<UInt8>) throws(PlainReader.NotPlain) -> Int32 {
        if written[name].isPrefixed { return try element(name, text) }
        if written[name].attribute < 0 { written[name].attribute = add(name, 0, text) }
        return written[name].attribute
    }

    private static func namespace(
        of name: Written, _ declarations: [Declaration], _ text: Span<UInt8>
    ) throws(PlainReader.NotPlain) -> Int {
        let prefix = name.isPrefixed ? name.lower..<name.colon : name.lower..<name.lower
        for declaration in declarations.reversed() where equal(text, declaration.prefix, prefix) {
            return declaration.uri
        }
        if prefix.isEmpty { return 0 }
        guard equal(text, prefix, to: "xml") else { throw PlainReader.NotPlain() }
        return 1
    }

    private mutating func add(_ name: Int, _ uri: Int, _ text: Span<UInt8>) -> Int32 {
        let (lower, upper, colon) = (written[name].lower, written[name].upper, written[name].colon)
        let local = colon > lower ? (colon + 1)..<upper : lower..<upper
        let prefix = colon > lower ? Self.string(text, lower..<colon) : ""
        return if let known = KnownName.find(text, local) {
            table.add(known: known, prefix: prefix, namespace: uris[uri], number: numbers[uri])
        } else {
            table.add(local: Self.string(text, local), prefix: prefix, namespace: uris[uri])
        }
    }

    // MARK: bytes

    private static func equal(_ text: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count && text.isSame(left.lowerBound, right.lowerBound, count: left.count)
    }

    private static func equal(_ text: Span<UInt8>, _ name: Range<Int>, to word: StaticString) -> Bool {
        name.count == word.utf8CodeUnitCount && begins(text, name, with: word)
    }

    private static func begins(_ text: Span<UInt8>, _ name: Range<Int>, with word: StaticString) -> Bool {
        guard name.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            for offset in word.indices where unsafe word[offset] != text[name.lowerBound + offset] { return false }
            return true
        }
    }

    private static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for at in range { bytes.append(text[at]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
