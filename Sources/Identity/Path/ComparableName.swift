import Foundation
import SwiftASN1
import X509

/// A distinguished name as RFC 5280 §7.1 compares them, prepared by RFC 4518 §2: attribute by attribute, whatever the string type, in
/// compatibility form (NFKC), letters in either case, what is invisible left out, white space collapsed. Never made into one text.
///
/// Names that a reader takes for the same must be the same here: an excluded subtree is no obstacle to whoever writes it in full-width
/// letters or as BMPString otherwise. Two names that are taken for one only lead to another signature that does not verify.
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
                    if let text = Self.text(attribute.value) {
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

    /// The text of any string type of X.520's DirectoryString, and of those that are found in its place.
    private static func text(_ value: RelativeDistinguishedName.Attribute.Value) -> String? {
        var coder = DER.Serializer()
        guard (try? coder.serialize(ASN1Any(value))) != nil, let node = try? DER.parse(coder.serializedBytes),
            let octets = try? node.octets()
        else { return nil }
        switch node.identifier {
        case .bmpString:
            guard octets.count % 2 == 0 else { return nil }
            let units = stride(from: 0, to: octets.count, by: 2).map {
                UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        case .universalString:
            guard octets.count % 4 == 0 else { return nil }
            let units = stride(from: 0, to: octets.count, by: 4).map { start in
                octets[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            return String(validating: units, as: UTF32.self)
        case .teletexString:
            // What authorities write under this type is Latin-1.
            return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
        case .utf8String, .printableString, .ia5String, .numericString, .visibleString:
            return String(validating: octets, as: UTF8.self)
        default: return nil
        }
    }

    private static func prepared(_ text: String) -> String {
        // Most names are printable ASCII, which is in every normal form already.
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) {
            return text.lowercased().split(separator: " ").joined(separator: " ")
        }
        let visible = text.unicodeScalars.filter { scalar in
            !scalar.properties.isDefaultIgnorableCodePoint
                && (scalar.properties.generalCategory != .control || scalar.properties.isWhitespace)
        }
        return String(String.UnicodeScalarView(visible)).precomposedStringWithCompatibilityMapping.lowercased()
            .precomposedStringWithCompatibilityMapping.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
