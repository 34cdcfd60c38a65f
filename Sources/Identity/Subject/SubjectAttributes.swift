import SwiftASN1
import X509

/// A subject's attributes one by one, multi-valued RDNs included. Names are never compared or split as one string.
struct SubjectAttributes {
    typealias AttributeType = ASN1ObjectIdentifier

    private let attributes: [RelativeDistinguishedName.Attribute]

    static let serialNumber: ASN1ObjectIdentifier = [2, 5, 4, 5]
    static let surname: ASN1ObjectIdentifier = [2, 5, 4, 4]
    static let givenName: ASN1ObjectIdentifier = [2, 5, 4, 42]
    static let organizationIdentifier: ASN1ObjectIdentifier = [2, 5, 4, 97]
    static let country = ASN1ObjectIdentifier.RDNAttributeType.countryName
    static let commonName = ASN1ObjectIdentifier.RDNAttributeType.commonName
    static let organization = ASN1ObjectIdentifier.RDNAttributeType.organizationName

    /// - Throws: `controlCharacter` for NUL, a line break, a mark of direction or another invisible character in any attribute,
    ///   whatever its string type.
    init(of certificate: Certificate) throws(RefusalReason) {
        attributes = certificate.subject.flatMap { Array($0) }
        for attribute in attributes {
            // Read without regard to the string type; a BMPString's zero bytes are for `stringType` to refuse.
            guard let text = String(attribute.value) else { continue }
            guard !text.unicodeScalars.contains(where: Self.isControl) else { throw .controlCharacter }
        }
    }

    /// Control characters of C0 and C1, DEL, the line and paragraph separators, and what is invisible or turns the direction of writing:
    /// none of our authorities writes such, and with them one name looks like another.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    func count(of type: ASN1ObjectIdentifier) -> Int { attributes.count { $0.type == type } }

    /// The one value of an attribute; nil when absent.
    ///
    /// - Throws: `identifierRepeated` for more than one, `stringType` for anything but UTF8String and PrintableString.
    func single(_ type: ASN1ObjectIdentifier) throws(RefusalReason) -> String? {
        let found = attributes.filter { $0.type == type }
        guard found.count <= 1 else { throw .identifierRepeated }
        guard let value = found.first?.value else { return nil }
        return try Self.text(value)
    }

    /// All values of an attribute that may repeat.
    func all(_ type: ASN1ObjectIdentifier) throws(RefusalReason) -> [String] {
        var texts: [String] = []
        for attribute in attributes where attribute.type == type { texts.append(try Self.text(attribute.value)) }
        return texts
    }

    private static func text(_ value: RelativeDistinguishedName.Attribute.Value) throws(RefusalReason) -> String {
        var coder = DER.Serializer()
        guard (try? coder.serialize(ASN1Any(value))) != nil, let tag = coder.serializedBytes.first,
            tag == 0x0C || tag == 0x13,  // UTF8String, PrintableString
            let text = String(value)
        else { throw .stringType }
        return text
    }
}
