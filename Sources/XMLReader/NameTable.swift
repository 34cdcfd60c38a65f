/// The names of one document: each distinct one once, as numbers of its local part, its prefix and its namespace.
///
/// No text is kept for what the reader knows by itself: a name becomes an ``XMLName`` when somebody asks for it.
struct NameTable {
    /// What each name is compared by.
    private(set) var tags: [XMLName.Tag] = []
    /// The number of each name's prefix.
    private var prefixNumbers: [UInt32] = []

    private var prefixes = NumberedTexts([""])
    /// Local parts and namespaces that are not among the known ones.
    private var locals = NumberedTexts()
    private var namespaces = NumberedTexts()

    /// Where the numbers begin of what is not among the known ones.
    private static let firstOther: UInt32 = 1 << 16

    init(reserving capacity: Int = 0) {
        tags.reserveCapacity(capacity)
        prefixNumbers.reserveCapacity(capacity)
    }

    /// Adds a name that is not there yet. The caller remembers by what to find it again.
    mutating func add(local: UInt32, prefix: UInt32, namespace: UInt32) -> Int32 {
        tags.append(XMLName.Tag(local: local, namespace: namespace))
        prefixNumbers.append(prefix)
        return Int32(truncatingIfNeeded: tags.count - 1)
    }

    mutating func number(ofLocal local: String) -> UInt32 {
        Self.number(ofKnown: local) ?? Self.firstOther + locals.number(of: local)
    }

    private static func number(ofKnown local: String) -> UInt32? {
        let bytes = local.utf8.span
        return KnownNameIndex.shared.find(bytes, 0..<bytes.count).map { UInt32($0.rawValue) }
    }

    /// The number is 0 for no prefix.
    mutating func number(ofPrefix prefix: String) -> UInt32 { prefixes.number(of: prefix) }

    mutating func number(ofNamespace uri: String?) -> UInt32 {
        guard let uri else { return UInt32(KnownNamespace.none.rawValue) }
        return KnownNamespace.number(of: uri) ?? Self.firstOther + namespaces.number(of: uri)
    }

    // MARK: texts

    subscript(position: Int32) -> XMLName {
        XMLName(local: local(position), prefix: prefix(position), namespace: namespace(position))
    }

    func local(_ position: Int32) -> String {
        let number = tags[Int(position)].local
        return number < Self.firstOther
            ? KnownName.text(UInt16(truncatingIfNeeded: number)) : locals[number - Self.firstOther]
    }

    /// Empty when the document wrote none.
    func prefix(_ position: Int32) -> String { prefixes[prefixNumbers[Int(position)]] }

    func namespace(_ position: Int32) -> String? {
        let number = tags[Int(position)].namespace
        return number < Self.firstOther
            ? KnownNamespace(rawValue: UInt16(truncatingIfNeeded: number))?.uri : namespaces[number - Self.firstOther]
    }

    /// What names of this local part and namespace are compared by; nil when the document has none.
    func tag(_ local: String, _ namespace: String?) -> XMLName.Tag? {
        guard let local = Self.number(ofKnown: local) ?? locals.find(local).map({ Self.firstOther + $0 }) else {
            return nil
        }
        guard let namespace else { return XMLName.Tag(local: local, namespace: UInt32(KnownNamespace.none.rawValue)) }
        return (KnownNamespace.number(of: namespace) ?? namespaces.find(namespace).map { Self.firstOther + $0 }).map {
            XMLName.Tag(local: local, namespace: $0)
        }
    }
}

/// Texts with their numbers, from 0 in the order in which they came.
private struct NumberedTexts {
    private var texts: [String]
    private var numbers: [String: UInt32] = [:]

    init(_ texts: [String] = []) {
        self.texts = texts
        for (number, text) in texts.enumerated() { numbers[text] = UInt32(number) }
    }

    subscript(number: UInt32) -> String { texts[Int(number)] }

    func find(_ text: String) -> UInt32? { numbers[text] }

    mutating func number(of text: String) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = UInt32(texts.count)
        texts.append(text)
        numbers[text] = number
        return number
    }
}

extension XMLName {
    /// A name as two numbers of its document: equal tags are equal local names in the same namespace.
    struct Tag: Hashable {
        let local: UInt32
        let namespace: UInt32

        init(local: UInt32, namespace: UInt32) {
            self.local = local
            self.namespace = namespace
        }

        /// The local part, if it is a known one.
        var knownName: KnownName? { UInt16(exactly: local).flatMap(KnownName.init(rawValue:)) }

        /// One of 32 bits: names with different marks are different names.
        var mark: UInt32 { 1 << (local & 31) }

        init(_ name: KnownName, _ namespace: KnownNamespace) {
            self.init(local: UInt32(name.rawValue), namespace: UInt32(namespace.rawValue))
        }
    }
}
