import Crypto
import RecordTypes
import SwiftASN1

/// What an OCSP answer says of one certificate.
///
/// ```
/// SingleResponse ::= SEQUENCE { certID, certStatus CHOICE { good [0], revoked [1], unknown [2] },
///                               thisUpdate, nextUpdate [0] { … } OPTIONAL, singleExtensions [1] { … } OPTIONAL }
/// CertID         ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }
/// ```
struct SingleResponse: Sendable {
    enum Status: Sendable {
        case good
        case revoked
        case unknown
    }

    let status: Status
    let extensions: SignedExtensions
    private let hashAlgorithm: [UInt8]
    private let nameHash: [UInt8]
    private let keyHash: [UInt8]
    private let serialNumber: [UInt8]
    /// When the responder knew the status to be so.
    let thisUpdate: Instant
    private let nextUpdate: Instant?

    init(_ node: ASN1Node) throws {
        var parts = try node.children()
        var id = try parts.following().children()
        var algorithm = try id.following().children()
        hashAlgorithm = try algorithm.following().octets()
        nameHash = try id.following().octets()
        keyHash = try id.following().octets()
        serialNumber = try id.following().integerOctets()
        switch try parts.following().identifier {
        case .tagged(0): status = .good
        case .tagged(1): status = .revoked
        case .tagged(2): status = .unknown
        default: throw OCSPProblem.unreadable
        }
        thisUpdate = try Instant(generalizedTime: parts.following())
        var nextUpdate: Instant?
        var extensions = SignedExtensions()
        while let part = parts.next() {
            var inside = try part.children()
            switch part.identifier {
            case .tagged(0): nextUpdate = try Instant(generalizedTime: inside.following())
            case .tagged(1): extensions = try SignedExtensions(inside.following())
            default: throw OCSPProblem.unreadable
            }
        }
        self.nextUpdate = nextUpdate
        self.extensions = extensions
    }

    func isAbout(_ certificate: ReadCertificate, issuedBy issuer: ReadCertificate) -> Bool {
        guard let hash = CertIDHash(hashAlgorithm) else { return false }
        return serialNumber == certificate.outline.serialNumber && nameHash == hash.of(certificate.outline.issuer)
            && keyHash == hash.of(issuer.outline.keyBits)
    }

    /// Until when the answer holds.
    ///
    /// - Throws: `notFresh`.
    func end(limits: OCSPLimits, now: Instant) throws(OCSPProblem) -> Instant {
        guard thisUpdate <= now.advanced(by: limits.skew) else { throw .notFresh }
        var end: Instant?
        if let nextUpdate {
            guard nextUpdate >= thisUpdate else { throw .notFresh }
            end = nextUpdate.advanced(by: limits.skew)
        }
        if let age = limits.age {
            let oldest = thisUpdate.advanced(by: age)
            end = end.map { min($0, oldest) } ?? oldest
        } else if nextUpdate == nil {
            end = thisUpdate.advanced(by: .seconds(3600))
        }
        guard let end, now < end else { throw .notFresh }
        return end
    }
}

/// The hash of a CertID. SHA-1 is no weakness here: it names a certificate whose issuer is known already.
enum CertIDHash {
    case sha1
    case sha256
    case sha384
    case sha512

    /// By the algorithm's object identifier, content octets.
    init?(_ octets: [UInt8]) {
        switch octets {
        case [0x2B, 0x0E, 0x03, 0x02, 0x1A]: self = .sha1
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]: self = .sha256
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]: self = .sha384
        case [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]: self = .sha512
        default: return nil
        }
    }

    func of(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
