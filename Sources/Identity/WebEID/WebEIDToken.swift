import Foundation
import JSONText

/// A Web eID authentication token as sent, read and not yet believed.
///
/// ```
/// { "unverifiedCertificate": base64 of DER, "algorithm": "ES384", "signature": base64, "format": "web-eid:1.0", "appVersion": … }
/// ```
///
/// Format 1.1 adds `unverifiedSigningCertificates`; formats before it must not have the member. Unknown members are ignored.
public struct WebEIDToken: Sendable {
    public let algorithm: WebEIDAlgorithm
    /// DER.
    public let certificate: [UInt8]
    public let signature: [UInt8]
    /// DER; empty but in format 1.1.
    let signingCertificates: [[UInt8]]

    /// Bytes that a token may have.
    public static let lengths = 100...10_000
    private static let limits = JSONLimits(size: 10_000, depth: 8, values: 500, numberLength: 20)

    /// - Throws: a refusal about the form; nothing here has been verified.
    public init(parsing bytes: [UInt8]) throws(WebEIDRefusal) {
        guard Self.lengths.contains(bytes.count) else { throw .tokenLength }
        guard let json = try? JSONValue(parsing: bytes, limits: Self.limits), json.objectValue != nil else {
            throw .tokenMalformed
        }
        let version = try Version(try Self.text("format", of: json))
        let encodedCertificate = try Self.text("unverifiedCertificate", of: json)
        let algorithmName = try Self.text("algorithm", of: json)
        let encodedSignature = try Self.text("signature", of: json)
        signingCertificates = try Self.signingCertificates(of: json, version: version)
        guard let algorithm = WebEIDAlgorithm(rawValue: algorithmName) else { throw .algorithm }
        guard let signature = Data(base64Encoded: encodedSignature), !signature.isEmpty else { throw .tokenMalformed }
        guard let certificate = Data(base64Encoded: encodedCertificate), !certificate.isEmpty else {
            throw .certificateUndecodable
        }
        self.algorithm = algorithm
        self.signature = Array(signature)
        self.certificate = Array(certificate)
    }

    private static func text(_ name: String, of json: JSONValue) throws(WebEIDRefusal) -> String {
        guard let text = json[name]?.stringValue, !text.isEmpty else { throw .tokenMalformed }
        return text
    }

    /// `web-eid:1` and its minor versions. 1.1 is one of its own; a minor version to come is read as the first.
    private enum Version {
        case first
        case withSigningCertificates

        init(_ format: String) throws(WebEIDRefusal) {
            let prefix = "web-eid:1"
            guard format.hasPrefix(prefix) else { throw .tokenFormat }
            let minor = format.utf8.dropFirst(prefix.utf8.count)
            if minor.isEmpty {
                self = .first
                return
            }
            let digits = minor.dropFirst()
            guard minor.first == UInt8(ascii: "."), !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) })
            else {
                throw .tokenFormat
            }
            self = format == "web-eid:1.1" ? .withSigningCertificates : .first
        }
    }

    private static func signingCertificates(
        of json: JSONValue, version: Version
    ) throws(WebEIDRefusal) -> [[UInt8]] {
        let member = json["unverifiedSigningCertificates"]
        switch version {
        case .first:
            guard member == nil || member == .null else { throw .tokenMalformed }
            return []
        case .withSigningCertificates:
            guard let list = member?.arrayValue, !list.isEmpty, list.count <= 8 else { throw .tokenMalformed }
            var certificates: [[UInt8]] = []
            for entry in list {
                guard let text = entry["certificate"]?.stringValue, let algorithms = entry[algorithmsKey]?.arrayValue,
                    !algorithms.isEmpty, algorithms.allSatisfy(SupportedSignatureAlgorithm.isKnown)
                else { throw .tokenMalformed }
                guard let der = Data(base64Encoded: text) else { throw .signingCertificate }
                certificates.append(Array(der))
            }
            return certificates
        }
    }

    private static let algorithmsKey = "supportedSignatureAlgorithms"
}

/// A way of signing documents that the card says it has: `{"cryptoAlgorithm":"ECC","hashFunction":"SHA-384","paddingScheme":"NONE"}`.
private enum SupportedSignatureAlgorithm {
    private static let cryptoAlgorithms: Set<String> = ["ECC", "RSA"]
    private static let paddings: Set<String> = ["NONE", "PKCS1.5", "PSS"]
    private static let hashes: Set<String> = [
        "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512",
    ]

    static func isKnown(_ entry: JSONValue) -> Bool {
        func word(_ name: String, in words: Set<String>) -> Bool {
            entry[name]?.stringValue.map { words.contains($0) } ?? false
        }
        return word("cryptoAlgorithm", in: cryptoAlgorithms) && word("hashFunction", in: hashes)
            && word("paddingScheme", in: paddings)
    }
}
