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
        /// The known name that it is; nil for any with a prefix.
        let known: KnownName?
        /// Whether it is `xmlns` or begins with `xmlns:`.
        let isDeclaration: Bool
        /// The scope that `meaning` holds in.
        var scope: Int32 = -1
        /// As an element's name, and as an attribute's where it has a prefix: in the namespace `uri`.
        var meaning: Int32 = -1
        var uri = -1
        /// As an attribute's name without prefix: the same everywhere.
        var attribute: Int32 = -1
        /// The names that came after it before: of the next attribute in the tag, of the first child and of the next sibling.
        var nextAttribute = Followers()
        var firstChild = Followers()
        var nextSibling = Followers()

        var isPrefixed: Bool { colon > lower }
    }

    /// The last two names that came after one; -1 for none.
    private struct Followers {
        private(set) var last: Int32 = -1
        private(set) var other: Int32 = -1

        mutating func add(_ name: Int) {
            other = last
            last = Int32(truncatingIfNeeded: name)
        }
    }

    private struct Declaration {
        /// Where the prefix stands; empty for the default namespace.
        let prefix: Range<Int>
        /// Position in `uris`.
        let uri: Int
        let outerScope: Int32
    }

    private var written: [Written] = []
    /// The name of the element that began or ended last, and whether it has ended.
    private var last = -1
    private var hasEnded = false
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

    /// The number of the element's name that begins here; `at` is moved behind it.
    @inline(__always)
    mutating func element(_ text: Span<UInt8>, _ at: inout Int) throws(PlainReader.NotPlain) -> Int {
        guard last >= 0 else {
            begin(try written(text, &at))
            return last
        }
        let followers = hasEnded ? written[last].nextSibling : written[last].firstChild
        if let name = stands(followers, text, &at) {
            begin(name)
            return name
        }
        let name = try written(text, &at)
        if hasEnded { written[last].nextSibling.add(name) } else { written[last].firstChild.add(name) }
        begin(name)
        return name
    }

    private mutating func begin(_ element: Int) {
        last = element
        hasEnded = false
    }

    /// The element of this name has ended.
    mutating func end(_ element: Int) {
        last = element
        hasEnded = true
    }

    /// Whether an end tag's name that begins here is this one; if it is, `at` is moved behind it.
    @inline(__always)
    func isEnd(of element: Int, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
        stands(element, text, &at)
    }

    /// The number of the attribute's name that begins here; `at` is moved behind it.
    /// - Parameter last: the name before it in the tag: of the element, or of another attribute.
    @inline(__always)
    mutating func attribute(
        _ text: Span<UInt8>, _ at: inout Int, after last: Int
    ) throws(PlainReader.NotPlain) -> Int {
        if let name = stands(written[last].nextAttribute, text, &at) { return name }
        let name = try written(text, &at)
        written[last].nextAttribute.add(name)
        return name
    }

    /// Which of two names begins here, if one does; `at` is moved behind it.
    ///
    /// The same names follow one another in nearly every entry, and one look is cheaper than a search.
    @inline(__always)
    private func stands(_ followers: Followers, _ text: Span<UInt8>, _ at: inout Int) -> Int? {
        if followers.last >= 0, stands(Int(followers.last), text, &at) { return Int(followers.last) }
        if followers.other >= 0, stands(Int(followers.other), text, &at) { return Int(followers.other) }
        return nil
    }

    /// Whether this name begins here; if it does, `at` is moved behind it.
    @inline(__always)
    private func stands(_ name: Int, _ text: Span<UInt8>, _ at: inout Int) -> Bool {
        let lower = written[name].lower
        let count = written[name].upper - lower
        guard at + count < text.count, Self.endsName(text[at + count]), text.isSame(at, lower, count: count) else {
            return false
        }
        at += count
        return true
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    /// The number of the name that begins here; `at` is moved behind it.
    ///
    /// Eight bytes at once: a name ends before white space, `/`, `=` or `>`. Whether what stands there is a name at all is looked
    /// at when it comes for the first time.
    private mutating func written(_ text: Span<UInt8>, _ at: inout Int) throws(PlainReader.NotPlain) -> Int {
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
        while at < text.count, !endsName(text[at]) {
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
        let known = KnownNameIndex.shared.find(text, name)
        let colon = known == nil ? try Self.colon(text, name) : -1
        let isDeclaration =
            known == nil && Self.begins(text, name, with: "xmlns")
            && (name.count == 5 || colon == name.lowerBound + 5)
        slots[slot] = Int32(truncatingIfNeeded: written.count)
        written.append(
            Written(
                lower: name.lowerBound, upper: name.upperBound, colon: colon, hash: hash, known: known,
                isDeclaration: isDeclaration))
        if written.count * 2 > slots.count { spread() }
        return written.count - 1
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
    func isPrefixed(_ name: Int) -> Bool { written[name].isPrefixed }

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
    @inline(__always)
    mutating func meaning(ofElement name: Int, _ text: Span<UInt8>) throws(PlainReader.NotPlain) -> Int32 {
        written[name].scope == scope ? written[name].meaning : try meaningHere(of: name, text)
    }

    /// The same for the name of an attribute without prefix that came before, as nearly all are.
    @inline(__always)
    func knownMeaning(ofAttribute name: Int) -> Int32? {
        let meaning = written[name].attribute
        return meaning >= 0 ? meaning : nil
    }

    /// The position in the table of an attribute's name: without prefix it is in no namespace.
    @inline(__always)
    mutating func meaning(ofAttribute name: Int, _ text: Span<UInt8>) throws(PlainReader.NotPlain) -> Int32 {
        if written[name].isPrefixed { return try meaning(ofElement: name, text) }
        if written[name].attribute < 0 { written[name].attribute = add(name, 0, text) }
        return written[name].attribute
    }

    /// What a name means with the declarations that are in scope now.
    private mutating func meaningHere(of name: Int, _ text: Span<UInt8>) throws(PlainReader.NotPlain) -> Int32 {
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
        let name = written[name]
        if let known = name.known {
            return table.add(local: UInt32(known.rawValue), prefix: 0, namespace: numbers[uri])
        }
        let local = name.isPrefixed ? (name.colon + 1)..<name.upper : name.lower..<name.upper
        let prefix = name.isPrefixed ? table.number(ofPrefix: Self.string(text, name.lower..<name.colon)) : 0
        let known = name.isPrefixed ? KnownNameIndex.shared.find(text, local) : nil
        let number = known.map { UInt32($0.rawValue) } ?? table.number(ofLocal: Self.string(text, local))
        return table.add(local: number, prefix: prefix, namespace: numbers[uri])
    }
}
