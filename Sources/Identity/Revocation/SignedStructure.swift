import RecordTypes
import SwiftASN1
import X509

/// Something that an authority has signed beside certificates: `SEQUENCE { tbs, AlgorithmIdentifier, BIT STRING, … }`.
struct SignedStructure {
    let tbs: ASN1Node
    /// As encoded, parameters included.
    let algorithm: [UInt8]
    private let algorithmOctets: [UInt8]
    private let signature: [UInt8]
    /// What stands after the signature.
    let rest: ASN1Node?

    init(_ node: ASN1Node) throws {
        var parts = try node.children()
        tbs = try parts.following()
        let algorithm = try parts.following()
        self.algorithm = Array(algorithm.encodedBytes)
        var inside = try algorithm.children()
        algorithmOctets = try inside.following().octets()
        let bits = try parts.following().octets()
        guard bits.first == 0 else { throw RefusalReason.malformed }
        signature = Array(bits.dropFirst())
        rest = parts.next()
        guard parts.next() == nil else { throw RefusalReason.malformed }
    }

    /// Whether it is signed by this certificate's key, with an algorithm that certificates may be signed with too.
    func isSigned(by signer: ReadCertificate) -> Bool {
        guard let algorithm = Self.algorithms[algorithmOctets] else { return false }
        return signer.certificate.publicKey.isValidSignature(
            signature, for: tbs.encodedBytes, signatureAlgorithm: algorithm)
    }

    private static let algorithms: [[UInt8]: Certificate.SignatureAlgorithm] = [
        AlgorithmOctets.ecdsaWithSHA256: .ecdsaWithSHA256, AlgorithmOctets.ecdsaWithSHA384: .ecdsaWithSHA384,
        AlgorithmOctets.ecdsaWithSHA512: .ecdsaWithSHA512, AlgorithmOctets.sha256WithRSA: .sha256WithRSAEncryption,
        AlgorithmOctets.sha384WithRSA: .sha384WithRSAEncryption,
        AlgorithmOctets.sha512WithRSA: .sha512WithRSAEncryption,
    ]
}

/// Extensions as they stand in answers and lists: `SEQUENCE OF SEQUENCE { OID, critical BOOLEAN DEFAULT FALSE, OCTET STRING }`.
struct SignedExtensions {
    private(set) var all: [(id: ASN1ObjectIdentifier, critical: Bool, value: [UInt8])] = []

    init() {}

    init(_ node: ASN1Node) throws {
        var entries = try node.children()
        while let entry = entries.next() {
            let found = try Certificate.Extension(derEncoded: entry)
            guard !all.contains(where: { $0.id == found.oid }) else { throw RefusalReason.malformed }
            all.append((found.oid, found.critical, Array(found.value)))
        }
    }

    func value(of id: ASN1ObjectIdentifier) -> [UInt8]? { all.first { $0.id == id }?.value }

    /// Whether each critical one is among those understood.
    func understood(_ known: Set<ASN1ObjectIdentifier>) -> Bool {
        all.allSatisfy { !$0.critical || known.contains($0.id) }
    }
}

extension Instant {
    /// UTCTime or GeneralizedTime in the form of RFC 5280 §4.1.2.5: whole seconds, Zulu, the right one of both for the year.
    init(x509Time node: ASN1Node) throws {
        let text = try node.octets()
        guard CertificateOutline.isRightTime(node) else { throw RefusalReason.malformed }
        try self.init(digits: text, isShort: node.identifier == .utcTime)
    }

    /// GeneralizedTime in whole seconds and Zulu, of any year (RFC 6960 §4.2.2.1).
    init(generalizedTime node: ASN1Node) throws {
        let text = try node.octets()
        guard node.identifier == .generalizedTime, text.count == 15, text.last == UInt8(ascii: "Z") else {
            throw RefusalReason.malformed
        }
        try self.init(digits: text, isShort: false)
    }

    private init(digits text: [UInt8], isShort: Bool) throws {
        let digits = String(decoding: text.dropLast(), as: UTF8.self)
        // RFC 5280: two digits of a year from 50 on are of the last century.
        let century = isShort ? (digits < "50" ? "20" : "19") : ""
        let whole = Array((century + digits).utf8)
        guard whole.count == 14 else { throw RefusalReason.malformed }
        func part(_ range: Range<Int>) -> String { String(decoding: whole[range], as: UTF8.self) }
        let rfc3339 =
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z"
        guard let instant = Instant(rfc3339: rfc3339) else { throw RefusalReason.malformed }
        self = instant
    }
}
