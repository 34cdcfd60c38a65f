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
        switch (root, `extension`) {
        case (let root?, let text?): return "\(root.lowercased())^\(text)"
        case (let root?, nil): return root.lowercased()
        case (nil, let text?): return "^\(text)"
        case (nil, nil): return nil
        }
    }

    /// Whether a root is a UUID.
    public static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        for (position, byte) in bytes.enumerated() {
            let isHyphen = position == 8 || position == 13 || position == 18 || position == 23
            guard isHyphen ? byte == UInt8(ascii: "-") : isHexadecimal(byte) else { return false }
        }
        return true
    }

    /// Whether a root is an object identifier: dotted numbers without leading zeros, at most 128 bytes.
    public static func isOID(_ text: String) -> Bool {
        let arcs = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard arcs.count >= 2, text.utf8.count <= 128, let first = arcs[0].first, arcs[0].count == 1,
            (48...50).contains(first)
        else { return false }
        return arcs.allSatisfy { arc in
            !arc.isEmpty && arc.allSatisfy { (48...57).contains($0) } && (arc.count == 1 || arc.first != 48)
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
