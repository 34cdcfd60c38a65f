import Crypto
import SwiftASN1
import X509

extension VariantTable {
    /// What a lenient decoder reads and DER or RFC 5280 §4.1 does not allow; each with a true signature over its own bytes.
    mutating func addWronglyEncoded() throws {
        let malformed = CertificateVariant.Expectation.refused("certificate-malformed")
        let unparsable = CertificateVariant.Expectation.refused("certificate-unparsable")
        let weak = CertificateVariant.Expectation.refused("key-not-allowed")
        try rewritten("dup_ext", "keyUsage twice", unparsable) { fields in
            try fields.changeExtensions { $0.insert($0[1], at: 1) }
        }
        try rewritten("dup_ext_other", "keyUsage twice, with other bits", unparsable) { fields in
            try fields.changeExtensions { $0.append(Self.keyUsageWithoutSignature) }
        }
        try rewritten("neg_serialno", "negative certificate serial number", unparsable) {
            $0.serialNumber = [0x02, 0x02, 0xFF, 0x01]
        }
        try rewritten("zero_serialno", "certificate serial number 0", malformed) {
            $0.serialNumber = [0x02, 0x01, 0x00]
        }
        try rewritten("long_serialno", "certificate serial number of 24 octets", malformed) {
            $0.serialNumber = [0x02, 24] + Array(repeating: 0x11, count: 24)
        }
        try rewritten("padded_serialno", "certificate serial number with a needless zero", unparsable) {
            $0.serialNumber = [0x02, 0x03, 0x00, 0x00, 0x11]
        }
        try rewritten("gentime", "GeneralizedTime before 2050", malformed) {
            $0.validity = DERNode.sequence(
                DERNode.node(0x18, Array("20200101000000Z".utf8)), DERNode.node(0x18, Array("20400101000000Z".utf8)))
        }
        try rewritten("time_offset", "a time with an offset", unparsable) {
            $0.validity = DERNode.sequence(
                DERNode.node(0x17, Array("200101000000+0200".utf8)), DERNode.node(0x17, Array("400101000000Z".utf8)))
        }
        try rewritten("version_1", "version 1 with extensions", malformed) { $0.version = nil }
        try rewritten("version_4", "version 4", unparsable) { $0.version = [0xA0, 0x03, 0x02, 0x01, 0x03] }
        try rewritten("bool_ber", "critical TRUE written as 01", unparsable) { fields in
            try fields.changeExtensions { list in
                guard let place = list[0].firstRange(of: [0x01, 0x01, 0xFF]) else { return }
                list[0][place.lowerBound + 2] = 0x01
            }
        }
        try rewritten("empty_eku", "extendedKeyUsage of nothing", .refused("extended-key-usage")) { fields in
            try fields.changeExtensions { list in
                list = list.filter { $0.firstRange(of: [0x06, 0x03, 0x55, 0x1D, 0x25]) == nil }
                list.append(DERNode.extensions([0x55, 0x1D, 0x25], isCritical: false, [0x30, 0x00]))
            }
        }
        try rewritten("crit_aki", "critical authority key identifier", .refused("unknown-critical-extension")) {
            fields in
            try fields.changeExtensions { list in
                list = list.filter { $0.firstRange(of: [0x06, 0x03, 0x55, 0x1D, 0x23]) == nil }
                list.append(
                    DERNode.extensions([0x55, 0x1D, 0x23], isCritical: true, [0x30, 0x04, 0x80, 0x02, 0x01, 0x02]))
            }
        }
        try edited("ber_length", "a length in more octets than it takes", unparsable) { certificate, _ in
            let der = try certificate.der
            // 30 82 LL LL → 30 83 00 LL LL
            return [0x30, 0x83, 0x00] + der[2...]
        }
        try edited("ber_indefinite", "indefinite length", unparsable) { certificate, _ in
            [0x30, 0x80] + (try certificate.der)[4...] + [0x00, 0x00]
        }
        try edited("trailing", "bytes after the certificate", unparsable) { certificate, _ in
            try certificate.der + [0x05, 0x00]
        }
        try rewritten("explicit_curve", "P-384 by explicit parameters", weak) {
            $0.publicKey = DERNode.sequence(
                DERNode.sequence(DERNode.ecPublicKey, DERNode.sequence([0x02, 0x01, 0x01])),
                DERNode.node(0x03, [0, 4] + Array(repeating: 1, count: 96)))
        }
        try rewritten("k256", "secp256k1", weak) {
            $0.publicKey = DERNode.sequence(
                DERNode.sequence(DERNode.ecPublicKey, [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x0A]),
                DERNode.node(0x03, [0] + Self.generatorOfK256))
        }
        try rewritten("off_curve", "a point that is not on P-384", unparsable) {
            $0.publicKey = DERNode.sequence(
                DERNode.sequence(DERNode.ecPublicKey, [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]),
                DERNode.node(0x03, [0, 4] + Array(repeating: 1, count: 96)))
        }
        for (name, summary, octets, exponent) in [
            ("rsa_huge", "RSA-16384", 2048, [1, 0, 1]), ("rsa_e1", "RSA with exponent 1", 256, [1]),
            ("rsa_e3", "RSA with exponent 3", 256, [3]), ("rsa_even", "RSA with an even exponent", 256, [1, 0, 0]),
        ] as [(String, String, Int, [UInt8])] {
            try rewritten(name, summary, weak) {
                let key = DERNode.sequence(
                    DERNode.node(0x02, [0] + Array(repeating: 0xF1, count: octets)), DERNode.node(0x02, exponent))
                $0.publicKey = DERNode.sequence(DERNode.rsaEncryption, DERNode.node(0x03, [0] + key))
            }
        }
        for (name, summary, algorithm) in [
            ("rsa_pss", "RSASSA-PSS", DERNode.rsa(10)), ("rsa_md5", "md5WithRSA", DERNode.rsa(4)),
            ("rsa_sha1", "sha1WithRSA", DERNode.rsa(5)),
            ("no_signature", "an algorithm nobody knows", DERNode.nobodysAlgorithm),
        ] {
            try rewritten(
                name, "signature algorithm \(summary)", .refused("signature-algorithm-not-allowed"),
                saying: algorithm
            ) { _ in }
        }
    }

    /// KeyUsage ::= BIT STRING { keyAgreement }, critical.
    private static let keyUsageWithoutSignature = DERNode.extensions(
        [0x55, 0x1D, 0x0F], isCritical: true, [0x03, 0x02, 0x03, 0x08])

    /// SEC 2 §2.4.1: the point whose private key is 1.
    private static let generatorOfK256: [UInt8] = [
        0x04, 0x79, 0xBE, 0x66, 0x7E, 0xF9, 0xDC, 0xBB, 0xAC, 0x55, 0xA0, 0x62, 0x95, 0xCE, 0x87, 0x0B, 0x07, 0x02,
        0x9B, 0xFC, 0xDB, 0x2D, 0xCE, 0x28, 0xD9, 0x59, 0xF2, 0x81, 0x5B, 0x16, 0xF8, 0x17, 0x98, 0x48, 0x3A, 0xDA,
        0x77, 0x26, 0xA3, 0xC4, 0x65, 0x5D, 0xA4, 0xFB, 0xFC, 0x0E, 0x11, 0x08, 0xA8, 0xFD, 0x17, 0xB4, 0x48, 0xA6,
        0x85, 0x54, 0x19, 0x9C, 0x47, 0xD0, 0x8F, 0xFB, 0x10, 0xD4, 0xB8,
    ]

    /// A good citizen's certificate whose signed part is changed field by field, and signed again.
    ///
    /// - Parameter saying: another AlgorithmIdentifier inside and outside; the signature itself is ECDSA all the same.
    private mutating func rewritten(
        _ name: String, _ summary: String, _ expectation: CertificateVariant.Expectation,
        saying algorithm: [UInt8]? = nil,
        _ change: (inout SignedFields) throws -> Void
    ) throws {
        try edited(name, summary, expectation) { certificate, key in
            var fields = try SignedFields(of: Array(certificate.tbsCertificateBytes))
            try change(&fields)
            if let algorithm { fields.algorithm = algorithm }
            return try CertificateSurgery.signAgain(fields.bytes, saying: fields.algorithm, by: key, over: SHA384.self)
        }
    }
}

/// TBSCertificate (RFC 5280 §4.1) as the encoded fields that stand in it.
struct SignedFields {
    var version: [UInt8]?
    var serialNumber: [UInt8]
    var algorithm: [UInt8]
    var issuer: [UInt8]
    var validity: [UInt8]
    var subject: [UInt8]
    var publicKey: [UInt8]
    private var extensions: [UInt8]

    init(of tbs: [UInt8]) throws {
        guard case .constructed(let nodes) = try DER.parse(tbs).content else {
            throw ASN1Error.invalidASN1Object(reason: "no TBSCertificate")
        }
        let fields = nodes.map { Array($0.encodedBytes) }
        guard fields.count == 8 else { throw ASN1Error.invalidASN1Object(reason: "no version 3 certificate") }
        version = fields[0]
        serialNumber = fields[1]
        algorithm = fields[2]
        issuer = fields[3]
        validity = fields[4]
        subject = fields[5]
        publicKey = fields[6]
        extensions = fields[7]
    }

    /// Each extension as encoded.
    mutating func changeExtensions(_ change: (inout [[UInt8]]) throws -> Void) throws {
        guard case .constructed(let outer) = try DER.parse(extensions).content,
            let list = outer.first(where: { _ in true }), case .constructed(let nodes) = list.content
        else { throw ASN1Error.invalidASN1Object(reason: "no extensions") }
        var all = nodes.map { Array($0.encodedBytes) }
        try change(&all)
        extensions = DERNode.node(0xA3, DERNode.node(0x30, Array(all.joined())))
    }

    var bytes: [UInt8] {
        DERNode.node(
            0x30, (version ?? []) + serialNumber + algorithm + issuer + validity + subject + publicKey + extensions)
    }
}

/// DER written by hand, for what no library writes.
enum DERNode {
    static func node(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case 0..<0x80: [tag, UInt8(content.count)] + content
        case 0x80..<0x100: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { node(0x30, Array(parts.joined())) }

    /// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }.
    static func extensions(_ id: [UInt8], isCritical: Bool, _ value: [UInt8]) -> [UInt8] {
        sequence(node(0x06, id), isCritical ? [0x01, 0x01, 0xFF] : [], node(0x04, value))
    }

    static let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    static let rsaEncryption = rsa(1)
    /// 2.999.7.
    static let nobodysAlgorithm: [UInt8] = sequence([0x06, 0x03, 0x88, 0x37, 0x07])

    /// AlgorithmIdentifier 1.2.840.113549.1.1.`arc` with NULL.
    static func rsa(_ arc: UInt8) -> [UInt8] {
        sequence([0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, arc], [0x05, 0x00])
    }
}
