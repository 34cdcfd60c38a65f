public import RecordTypes
public import XMLReader

/// An instance identifier (II): a root OID or UUID, mostly with an extension.
public struct InstanceIdentifier: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var root: String? { element.word(.root) }
    public var `extension`: String? { element.word(.extension) }
    public var assigningAuthorityName: String? { element.word(.assigningAuthorityName) }
    public var nullFlavor: NullFlavor? { element.nullFlavor }

    /// Nil where it names nothing: nullFlavor, empty, or an extension without a root.
    public var documentID: DocumentID? {
        guard nullFlavor == nil else { return nil }
        return root.map { DocumentID(root: $0, extension: `extension`) }
    }

    /// Stable text of the two parts, for names derived from it; nil for an identifier that identifies nothing.
    public var key: String? {
        guard nullFlavor == nil else { return nil }
        let root = element.wordBytes(.root)
        let text = element.wordBytes(.extension)
        guard root != nil || text != nil else { return nil }
        if let root, root.contains(where: { $0 >= 0x80 }) {
            let lower = String(decoding: root, as: UTF8.self).lowercased()
            return text.map { "\(lower)^\(String(decoding: $0, as: UTF8.self))" } ?? lower
        }
        let size = (root?.count ?? 0) + (text.map { $0.count + 1 } ?? 0)
        // Sound: as many bytes are written as were asked for.
        return unsafe String(unsafeUninitializedCapacity: size) { key in
            var at = 0
            if let root {
                at = unsafe key.update(fromContentsOf: root)
                for position in 0..<at {
                    let byte = unsafe key[position]
                    if byte >= 65, byte <= 90 { unsafe key[position] = byte + 32 }
                }
            }
            if let text {
                unsafe key[at] = UInt8(ascii: "^")
                at = unsafe key[(at + 1)...].update(fromContentsOf: text)
            }
            return at
        }
    }

    /// Whether it has an extension: without one a root may be that of all numbers of its kind.
    public var hasExtension: Bool { element.hasWord(.extension) }

    /// Whether there is a ``key``.
    public var hasKey: Bool {
        (element.hasWord(.root) || element.hasWord(.extension)) && nullFlavor == nil
    }

    /// Whether a root is a UUID.
    public static func isUUID(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard bytes.count == 36 else { return false }
        for position in bytes.indices {
            let isHyphen = position == 8 || position == 13 || position == 18 || position == 23
            guard isHyphen ? bytes[position] == UInt8(ascii: "-") : isHexadecimal(bytes[position]) else { return false }
        }
        return true
    }

    /// Whether a root is an object identifier: dotted numbers without leading zeros, at most 128 bytes.
    public static func isOID(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard bytes.count >= 3, bytes.count <= 128, (48...50).contains(bytes[0]), bytes[1] == UInt8(ascii: ".") else {
            return false
        }
        var start = 2
        for at in 2..<bytes.count {
            if bytes[at] == UInt8(ascii: ".") {
                guard at > start else { return false }
                start = at + 1
            } else {
                guard (48...57).contains(bytes[at]), at == start || bytes[start] != 48 else { return false }
            }
        }
        return start < bytes.count
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
