import SwiftASN1

/// The parts of a certificate that the library does not show, read from its DER once more:
///
/// ```
/// Certificate ::= SEQUENCE {
///     tbsCertificate       SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, … },
///     signatureAlgorithm   AlgorithmIdentifier,      -- must equal tbsCertificate.signature
///     signatureValue       BIT STRING }
/// ```
struct CertificateOutline: Hashable, Sendable {
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
    /// Whether an RSA key's public exponent is odd and between 2¹⁶ and 2²⁵⁶ (FIPS 186-5 §5.4): with others signatures can be made up.
    let hasSoundExponent: Bool
    /// Content octets: a two's complement number.
    let serialNumber: [UInt8]
    /// Names as encoded, which an OCSP CertID hashes.
    let issuer: [UInt8]
    let subject: [UInt8]
    /// The public key's BIT STRING without its unused-bits octet, which an OCSP CertID hashes.
    let keyBits: [UInt8]
    /// UTCTime until 2049 and GeneralizedTime from 2050, both in whole seconds and Zulu (RFC 5280 §4.1.2.5).
    let hasRightTimes: Bool

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
        serialNumber = try field.octets()
        let inner = try tbs.following()
        issuer = Array(try tbs.following().encodedBytes)
        var times = try tbs.following().children()
        let notBefore = try times.following()
        let notAfter = try times.following()
        hasRightTimes = Self.isRightTime(notBefore) && Self.isRightTime(notAfter)
        subject = Array(try tbs.following().encodedBytes)
        var publicKey = try tbs.following().children()
        var keyAlgorithm = try publicKey.following().children()
        keyBits = Array(try publicKey.following().octets().dropFirst())

        innerAlgorithm = Array(inner.encodedBytes)
        outerAlgorithm = Array(outer.encodedBytes)
        var algorithm = try outer.children()
        signatureAlgorithm = try algorithm.following().octets()
        self.keyAlgorithm = try keyAlgorithm.following().octets()
        switch self.keyAlgorithm {
        case AlgorithmOctets.ecPublicKey:
            // Anything but a named curve is none: explicit parameters can hide a generator of somebody's choice (CVE-2020-0601).
            let parameters = try keyAlgorithm.following()
            curve = parameters.identifier == .objectIdentifier ? try parameters.octets() : nil
            modulusBits = nil
            hasSoundExponent = true
        case AlgorithmOctets.rsaEncryption:
            curve = nil
            let key = try DER.parse(keyBits)
            var numbers = try key.children()
            let modulus = try numbers.following().octets().drop { $0 == 0 }
            modulusBits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
            let exponent = try numbers.following().integerOctets().drop { $0 == 0 }
            hasSoundExponent = (3...32).contains(exponent.count) && exponent.last.map { $0 & 1 == 1 } ?? false
        default:
            curve = nil
            modulusBits = nil
            hasSoundExponent = true
        }
    }

    static func isRightTime(_ time: ASN1Node) -> Bool {
        guard let text = try? time.octets(), text.last == UInt8(ascii: "Z") else { return false }
        switch time.identifier {
        case .utcTime: return text.count == 13
        case .generalizedTime: return text.count == 15 && !text.prefix(4).lexicographicallyPrecedes(Array("2050".utf8))
        default: return false
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
    static let ecdsaWithSHA256: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
    static let ecdsaWithSHA384: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03]
    static let ecdsaWithSHA512: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04]
    static let sha256WithRSA: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]
    static let sha384WithRSA: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C]
    static let sha512WithRSA: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D]

    static let signatures: Set<[UInt8]> = [
        ecdsaWithSHA256, ecdsaWithSHA384, ecdsaWithSHA512, sha256WithRSA, sha384WithRSA, sha512WithRSA,
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

    /// The content of an INTEGER in its one DER spelling (X.690 §8.3.2): no more octets than it takes.
    func integerOctets() throws -> [UInt8] {
        let octets = try octets()
        guard identifier == .integer, let first = octets.first else { throw WrongShape() }
        if octets.count > 1, (first == 0 && octets[1] < 0x80) || (first == 0xFF && octets[1] >= 0x80) {
            throw WrongShape()
        }
        return octets
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
