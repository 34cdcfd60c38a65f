/// The names of one document: each distinct one once, with a number for its local part and one for its namespace.
struct NameTable {
    private(set) var names: [XMLName] = []
    /// What each of `names` is compared by.
    private(set) var tags: [XMLName.Tag] = []

    /// Numbers of local parts and namespaces that are not among the known ones.
    private var locals: [String: UInt32] = [:]
    private var namespaces: [String: UInt32] = [:]

    init(reserving capacity: Int = 0) {
        names.reserveCapacity(capacity)
        tags.reserveCapacity(capacity)
    }

    /// Adds a name that is not there yet. The caller remembers by what to find it again.
    mutating func add(local: String, prefix: String, namespace: String?) -> Int32 {
        add(
            XMLName(local: local, prefix: prefix, namespace: namespace),
            XMLName.Tag(local: number(ofLocal: local), namespace: number(ofNamespace: namespace)))
    }

    /// Adds a name whose local part is a known one, in a namespace whose number was asked for before.
    mutating func add(known: KnownName, prefix: String, namespace: String?, number: UInt32) -> Int32 {
        add(
            XMLName(local: known.text, prefix: prefix, namespace: namespace),
            XMLName.Tag(local: UInt32(known.rawValue), namespace: number))
    }

    private mutating func add(_ name: XMLName, _ tag: XMLName.Tag) -> Int32 {
        names.append(name)
        tags.append(tag)
        return Int32(truncatingIfNeeded: names.count - 1)
    }

    private mutating func number(ofLocal local: String) -> UInt32 {
        if let known = KnownName.numbers[local] ?? locals[local] { return known }
        let number = UInt32(1 << 16 + locals.count)
        locals[local] = number
        return number
    }

    mutating func number(ofNamespace uri: String?) -> UInt32 {
        guard let uri else { return UInt32(KnownNamespace.none.rawValue) }
        if uri == KnownNamespace.hl7.uri { return UInt32(KnownNamespace.hl7.rawValue) }
        if let known = KnownNamespace.numbers[uri] ?? namespaces[uri] { return known }
        let number = UInt32(1 << 16 + namespaces.count)
        namespaces[uri] = number
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

        /// One of 32 bits: names with different marks are different names.
        var mark: UInt32 { 1 << (local & 31) }

        init(_ name: KnownName, _ namespace: KnownNamespace) {
            self.init(local: UInt32(name.rawValue), namespace: UInt32(namespace.rawValue))
        }
    }
}
