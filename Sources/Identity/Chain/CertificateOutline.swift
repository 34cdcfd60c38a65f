import SwiftASN1

/// The parts of a certificate that the library does not show, read from its DER once more:
///
/// ```
/// Certificate ::= SEQUENCE {
///     tbsCertificate       SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, … },
///     signatureAlgorithm   AlgorithmIdentifier,      -- must equal tbsCertificate.signature
///     signatureValue       BIT STRING }
/// ```
struct CertificateOutline {
    /// Estonian certificates have about 1.5 kB; what is larger than this costs more to look at than it can be worth.
    static let sizeLimit = 32 * 1024

    /// The whole AlgorithmIdentifier, parameters included, as encoded.
    let innerAlgorithm: [UInt8]
    let outerAlgorithm: [UInt8]
    /// The algorithm's object identifier alone, content octets.
    let signatureAlgorithm: [UInt8]
    let keyAlgorithm: [UInt8]
    /// The named curve of an EC key, content octets.
    let curve: [UInt8]?
    /// Length of an RSA key's modulus.
    let modulusBits: Int?

    /// - Throws: `unparsable` or `tooLarge`.
    init(der: [UInt8]) throws(RefusalReason) {
        guard der.count <= Self.sizeLimit else { throw .tooLarge }
        guard let outline = try? Self.read(der) else { throw .unparsable }
        self = outline
    }

    private init(certificate: ASN1Node) throws {
        var parts = try certificate.children()
        var tbs = try parts.following().children()
        let outer = try parts.following()
        var field = try tbs.following()
        if field.identifier.tagClass == .contextSpecific { field = try tbs.following() }  // [0] version
        let inner = try tbs.following()
        for _ in 0..<3 { _ = try tbs.following() }  // issuer, validity, subject
        var publicKey = try tbs.following().children()
        var keyAlgorithm = try publicKey.following().children()
        let keyBits = try publicKey.following()

        innerAlgorithm = Array(inner.encodedBytes)
        outerAlgorithm = Array(outer.encodedBytes)
        var algorithm = try outer.children()
        signatureAlgorithm = try algorithm.following().octets()
        self.keyAlgorithm = try keyAlgorithm.following().octets()
        switch self.keyAlgorithm {
        case AlgorithmOctets.ecPublicKey:
            curve = try keyAlgorithm.following().octets()
            modulusBits = nil
        case AlgorithmOctets.rsaEncryption:
            curve = nil
            let key = try DER.parse(Array(keyBits.octets().dropFirst()))  // unused-bits octet
            var numbers = try key.children()
            let modulus = try numbers.following().octets().drop { $0 == 0 }
            modulusBits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        default:
            curve = nil
            modulusBits = nil
        }
    }

    private static func read(_ der: [UInt8]) throws -> CertificateOutline {
        try CertificateOutline(certificate: DER.parse(der))
    }
}

/// Content octets of the object identifiers that ``CryptographicStrength`` decides about.
enum AlgorithmOctets {
    static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]

    /// P-256, P-384, P-521.
    static let curves: Set<[UInt8]> = [
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07], [0x2B, 0x81, 0x04, 0x00, 0x22],
        [0x2B, 0x81, 0x04, 0x00, 0x23],
    ]
    /// ecdsa-with-SHA256, -384, -512; sha256-, sha384-, sha512WithRSAEncryption.
    static let signatures: Set<[UInt8]> = [
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02], [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03],
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04], [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B],
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C], [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D],
    ]
}

/// A shape that DER allows and a certificate does not.
private struct WrongShape: Error {}

extension ASN1Node {
    /// The nodes of a SEQUENCE or SET.
    func children() throws -> ASN1NodeCollection.Iterator {
        guard case .constructed(let nodes) = content else { throw WrongShape() }
        return nodes.makeIterator()
    }

    /// The content of a primitive.
    func octets() throws -> [UInt8] {
        guard case .primitive(let octets) = content else { throw WrongShape() }
        return Array(octets)
    }
}

extension ASN1NodeCollection.Iterator {
    mutating func following() throws -> ASN1Node {
        guard let node = next() else { throw WrongShape() }
        return node
    }
}
