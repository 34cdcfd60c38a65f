import Crypto
import SwiftASN1

/// Certificates that no library writes: edited in their DER and signed again.
enum CertificateSurgery {
    /// AlgorithmIdentifier of 1.2.840.10045.4.1.
    static let ecdsaWithSHA1: [UInt8] = [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]
    /// AlgorithmIdentifier of 1.2.840.10045.4.3.4.
    static let ecdsaWithSHA512: [UInt8] = [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04]

    /// The signed part with another algorithm in its third field: [0] version, serialNumber, *signature*, ….
    static func replacingAlgorithm(in tbs: [UInt8], by algorithm: [UInt8]) throws -> [UInt8] {
        guard case .constructed(let fields) = try DER.parse(tbs).content else {
            throw ASN1Error.invalidASN1Object(reason: "no TBSCertificate")
        }
        var coder = DER.Serializer()
        coder.appendConstructedNode(identifier: .sequence) { coder in
            for (position, field) in fields.enumerated() {
                coder.serializeRawBytes(position == 2 ? algorithm[...] : field.encodedBytes)
            }
        }
        return coder.serializedBytes
    }

    /// Certificate ::= SEQUENCE { tbs, algorithm, BIT STRING } with a true signature over `tbs`.
    static func signAgain<Hash: HashFunction>(
        _ tbs: [UInt8], saying algorithm: [UInt8], by key: P384.Signing.PrivateKey, over hash: Hash.Type
    ) throws -> [UInt8] {
        let signature = try key.signature(for: Hash.hash(data: tbs))
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            coder.serializeRawBytes(tbs)
            coder.serializeRawBytes(algorithm)
            try coder.serialize(ASN1BitString(bytes: Array(signature.derRepresentation)[...]))
        }
        return coder.serializedBytes
    }
}
