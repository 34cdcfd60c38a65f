import SwiftASN1
import X509

/// A distinguished name as RFC 5280 §7.1 compares them: attribute by attribute, letters in either case, white space collapsed,
/// whatever the string type. Never made into one text.
struct ComparableName: Hashable, Sendable {
    /// An attribute's type and value; a value of no known string type stands for itself, byte by byte.
    private struct Attribute: Hashable, Sendable {
        let type: ASN1ObjectIdentifier
        let text: String?
        let bytes: [UInt8]
    }

    private let names: [Set<Attribute>]

    init(_ name: DistinguishedName) {
        names = name.map { name in
            Set(
                name.map { attribute in
                    if let text = String(attribute.value) {
                        return Attribute(type: attribute.type, text: Self.prepared(text), bytes: [])
                    }
                    var coder = DER.Serializer()
                    let isEncoded = (try? coder.serialize(ASN1Any(attribute.value))) != nil
                    return Attribute(type: attribute.type, text: nil, bytes: isEncoded ? coder.serializedBytes : [])
                })
        }
    }

    var isEmpty: Bool { names.isEmpty }

    /// Whether this name lies in the subtree under `other` (RFC 5280 §4.2.1.10).
    func isWithin(_ other: ComparableName) -> Bool { names.starts(with: other.names) }

    /// The same attributes whatever their order, as two certificates of one card may have them.
    func hasSameAttributes(as other: ComparableName) -> Bool {
        names.count == other.names.count && Set(names) == Set(other.names)
    }

    private static func prepared(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
