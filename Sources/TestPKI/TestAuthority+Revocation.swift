import Crypto
public import RecordTypes
import SwiftASN1
import X509

/// What a test responder or a test list says, and the ways in which it can be wrong.
public struct RevocationAnswer: Sendable {
    public enum Status: Sendable {
        case good
        case revoked
        case unknown
    }

    public var status: Status = .good
    public var thisUpdate: Instant
    public var nextUpdate: Instant?
    /// Echoed nonce.
    public var nonce: [UInt8]?
    /// Said twice, as no answer may be.
    public var isTwice = false
    /// Signed by the authority itself; else by a responder that it has certified.
    public var isByAuthority = false
    /// Whether the responder's certificate says OCSPSigning.
    public var responderHasPurpose = true
    /// Whether the responder's certificate says id-pkix-ocsp-nocheck.
    public var responderHasNoCheck = true
    /// A bit of the signature is flipped.
    public var isForged = false
    /// A critical extension that nobody knows.
    public var hasStrangeExtension = false

    public init(thisUpdate: Instant, nextUpdate: Instant?) {
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }
}

extension TestAuthority {
    /// An OCSP answer (RFC 6960) about a certificate that this authority has issued, or says it has.
    public func ocspResponse(to question: RevocationAnswer, about credential: Credential) throws -> [UInt8] {
        let signer = question.isByAuthority ? self : try responder(question)
        let data = try sequence { coder in
            // responderID byKey [2]
            try coder.appendConstructedNode(identifier: .tagged(2)) {
                try $0.serialize(ASN1OctetString(contentBytes: signer.keyHash[...]))
            }
            try coder.serialize(GeneralizedTime(question.thisUpdate))
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                for _ in 0..<(question.isTwice ? 2 : 1) {
                    coder.serializeRawBytes(try singleResponse(question, credential.certificate))
                }
            }
            var extensions: [Certificate.Extension] = []
            if let nonce = question.nonce {
                var inner = DER.Serializer()
                try inner.serialize(ASN1OctetString(contentBytes: nonce[...]))
                extensions.append(
                    .init(oid: [1, 3, 6, 1, 5, 5, 7, 48, 1, 2], critical: false, value: inner.serializedBytes[...]))
            }
            if question.hasStrangeExtension { extensions.append(.strange) }
            if !extensions.isEmpty {
                try coder.appendConstructedNode(identifier: .tagged(1)) { coder in
                    try coder.serializeSequenceOf(extensions)
                }
            }
        }
        let basic = try sign(data, by: signer, isForged: question.isForged) { coder in
            guard !question.isByAuthority else { return }
            try coder.appendConstructedNode(identifier: .tagged(0)) { coder in
                try coder.serializeSequenceOf([signer.certificate])
            }
        }
        return try sequence { coder in
            coder.appendPrimitiveNode(identifier: .enumerated) { $0.append(0) }
            try coder.appendConstructedNode(identifier: .tagged(0)) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.serialize([1, 3, 6, 1, 5, 5, 7, 48, 1, 1] as ASN1ObjectIdentifier)
                    try coder.serialize(ASN1OctetString(contentBytes: basic[...]))
                }
            }
        }
    }

    /// A revocation list (RFC 5280 §5) of this authority with these certificates on it.
    public func revocationList(
        of revoked: [Credential], thisUpdate: Instant, nextUpdate: Instant, isForged: Bool = false,
        hasStrangeExtension: Bool = false, paddedSerialNumbers: Bool = false
    ) throws -> [UInt8] {
        try revocationList(
            of: revoked.map { ($0.certificate, nil) }, thisUpdate: thisUpdate, nextUpdate: nextUpdate,
            isForged: isForged, hasStrangeExtension: hasStrangeExtension, paddedSerialNumbers: paddedSerialNumbers)
    }

    /// The same with a reason for each (§5.3.1).
    func revocationList(
        of revoked: [(certificate: Certificate, reason: RevocationReason?)], thisUpdate: Instant, nextUpdate: Instant,
        isForged: Bool = false, hasStrangeExtension: Bool = false, paddedSerialNumbers: Bool = false
    ) throws -> [UInt8] {
        let tbs = try sequence { coder in
            try coder.serialize(1)
            coder.serializeRawBytes(Self.algorithm)
            try coder.serialize(certificate.subject)
            try coder.serialize(UTCTime(thisUpdate))
            try coder.serialize(UTCTime(nextUpdate))
            if !revoked.isEmpty {
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    for entry in revoked {
                        try coder.appendConstructedNode(identifier: .sequence) { coder in
                            coder.appendPrimitiveNode(identifier: .integer) {
                                if paddedSerialNumbers { $0.append(0) }
                                $0.append(contentsOf: entry.certificate.serialNumber.bytes)
                            }
                            try coder.serialize(UTCTime(thisUpdate))
                            if let reason = entry.reason { try coder.serializeSequenceOf([reason.entryExtension]) }
                        }
                    }
                }
            }
            var number = DER.Serializer()
            try number.serialize(7)
            var extensions = [
                Certificate.Extension(oid: [2, 5, 29, 20], critical: false, value: number.serializedBytes[...])
            ]
            if hasStrangeExtension { extensions.append(.strange) }
            try coder.appendConstructedNode(identifier: .tagged(0)) { try $0.serializeSequenceOf(extensions) }
        }
        return try sign(tbs, by: self, isForged: isForged) { _ in }
    }

    private func singleResponse(_ question: RevocationAnswer, _ subject: Certificate) throws -> [UInt8] {
        var issuerName = DER.Serializer()
        try issuerName.serialize(certificate.subject)
        return try sequence { coder in
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                coder.serializeRawBytes([0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00])  // SHA-1
                try coder.serialize(
                    ASN1OctetString(contentBytes: Array(Insecure.SHA1.hash(data: issuerName.serializedBytes))[...]))
                try coder.serialize(ASN1OctetString(contentBytes: keyHash[...]))
                try coder.serialize(Array(subject.serialNumber.bytes)[...])
            }
            switch question.status {
            case .good: coder.appendPrimitiveNode(identifier: .tagged(0)) { _ in }
            case .revoked:
                try coder.appendConstructedNode(identifier: .tagged(1)) {
                    try $0.serialize(GeneralizedTime(question.thisUpdate))
                }
            case .unknown: coder.appendPrimitiveNode(identifier: .tagged(2)) { _ in }
            }
            try coder.serialize(GeneralizedTime(question.thisUpdate))
            if let nextUpdate = question.nextUpdate {
                try coder.appendConstructedNode(identifier: .tagged(0)) {
                    try $0.serialize(GeneralizedTime(nextUpdate))
                }
            }
        }
    }

    private func responder(_ question: RevocationAnswer) throws -> TestAuthority {
        var contents = CertificateContents(
            [.text(.commonName, "TEST OCSP RESPONDER")], from: question.thisUpdate.days(-1),
            to: question.thisUpdate.days(400))
        contents.usage = KeyUsage(digitalSignature: true)
        contents.purposes =
            question.responderHasPurpose ? [ExtendedKeyUsage.Usage(oid: [1, 3, 6, 1, 5, 5, 7, 3, 9])] : []
        if question.responderHasNoCheck {
            contents.further = [
                Certificate.Extension(oid: [1, 3, 6, 1, 5, 5, 7, 48, 1, 5], critical: false, value: [0x05, 0x00])
            ]
        }
        return TestAuthority(posing: try certify(contents), key: contents.key, above: [])
    }

    private var keyHash: [UInt8] { Array(Insecure.SHA1.hash(data: certificate.publicKey.subjectPublicKeyInfoBytes)) }

    /// ecdsa-with-SHA384.
    private static let algorithm: [UInt8] = [
        0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03,
    ]

    private func sign(
        _ tbs: [UInt8], by signer: TestAuthority, isForged: Bool, then rest: (inout DER.Serializer) throws -> Void
    ) throws -> [UInt8] {
        var signature = try signer.signature(over: tbs)
        if isForged { signature[signature.count - 1] ^= 1 }
        return try sequence { coder in
            coder.serializeRawBytes(tbs)
            coder.serializeRawBytes(Self.algorithm)
            try coder.serialize(ASN1BitString(bytes: signature[...]))
            try rest(&coder)
        }
    }

    private func signature(over tbs: [UInt8]) throws -> [UInt8] {
        let pem = try key.serializeAsPEM().pemString
        if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            return Array(try key.signature(for: SHA384.hash(data: tbs)).derRepresentation)
        }
        let key = try P521.Signing.PrivateKey(pemRepresentation: pem)
        return Array(try key.signature(for: SHA384.hash(data: tbs)).derRepresentation)
    }

    private func sequence(_ body: (inout DER.Serializer) throws -> Void) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence, body)
        return coder.serializedBytes
    }
}

extension Certificate.Extension {
    fileprivate static var strange: Certificate.Extension {
        Certificate.Extension(oid: [2, 999, 8], critical: true, value: [0x05, 0x00])
    }
}

extension ASN1Identifier {
    fileprivate static func tagged(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }
}

extension GeneralizedTime {
    fileprivate init(_ instant: Instant) throws {
        let day = CivilDate.fromDays(instant.seconds / 86_400)
        let second = Int(instant.seconds % 86_400)
        try self.init(
            year: Int(day.year), month: Int(day.month), day: Int(day.day), hours: second / 3600,
            minutes: second / 60 % 60, seconds: second % 60, fractionalSeconds: 0)
    }
}

extension UTCTime {
    fileprivate init(_ instant: Instant) throws {
        let day = CivilDate.fromDays(instant.seconds / 86_400)
        let second = Int(instant.seconds % 86_400)
        try self.init(
            year: Int(day.year), month: Int(day.month), day: Int(day.day), hours: second / 3600,
            minutes: second / 60 % 60, seconds: second % 60)
    }
}

/// Why a certificate stands on a list (RFC 5280 §5.3.1).
enum RevocationReason: UInt8 {
    case keyCompromise = 1
    case caCompromise = 2
    case cessationOfOperation = 5
    case certificateHold = 6

    /// reasonCode ::= ENUMERATED, not critical.
    var entryExtension: Certificate.Extension {
        .init(oid: [2, 5, 29, 21], critical: false, value: [0x0A, 0x01, rawValue])
    }
}
