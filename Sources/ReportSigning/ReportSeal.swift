internal import CSignatureDoor
internal import Foundation

/// The ministry's seal: signs reports, so that whoever gets one can tell that it is whole and whose it is.
///
/// A detached CMS signature (RFC 5652, DER, SHA-256), which anybody checks:
/// ```
/// openssl cms -verify -inform DER -in accesses.pdf.p7s -content accesses.pdf -binary -CAfile authority.pem -out /dev/null
/// ```
public struct ReportSeal: Sendable {
    /// PEM: the seal's certificate, then its chain.
    public let certificate: [UInt8]
    private let key: [UInt8]

    /// - Parameters:
    ///   - certificate: PEM, the seal's own first.
    ///   - key: PEM of its private key, without a password.
    /// - Throws: ``ReportSealError`` when they cannot be read or do not belong together.
    public init(certificate: [UInt8], key: [UInt8]) throws(ReportSealError) {
        self.certificate = certificate
        self.key = key
        _ = try signature(over: [])
    }

    /// The seal that an operator has put into a folder, `report-seal.crt` and `report-seal.key`; nil where there is none.
    /// - Throws: ``ReportSealError/unusable`` for files that are there and no seal.
    public init?(folder: String) throws(ReportSealError) {
        func read(_ name: String) -> [UInt8]? {
            (try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))).map { [UInt8]($0) }
        }
        let (certificate, key) = (read("report-seal.crt"), read("report-seal.key"))
        if certificate == nil, key == nil { return nil }
        guard let certificate, let key else { throw .unusable }
        try self.init(certificate: certificate, key: key)
    }

    /// The signature over the content, DER.
    public func signature(over content: [UInt8]) throws(ReportSealError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: certificate.count + 16_384)
        let length = Self.sign(content, certificate, key, &signature)
        guard length > 0 else { throw .unusable }
        return Array(signature[..<length])
    }

    /// Sound: every buffer outlives the call, which keeps none of them and writes no further than it is told.
    private static func sign(
        _ content: [UInt8], _ certificate: [UInt8], _ key: [UInt8], _ signature: inout [UInt8]
    ) -> Int {
        unsafe content.withUnsafeBufferPointer { content in
            unsafe certificate.withUnsafeBufferPointer { certificate in
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe signature.withUnsafeMutableBufferPointer { signature in
                        unsafe signature_door_sign(
                            content.baseAddress, content.count, certificate.baseAddress, certificate.count,
                            key.baseAddress, key.count, signature.baseAddress, signature.count)
                    }
                }
            }
        }
    }
}

public enum ReportSealError: Error, Hashable, Sendable {
    /// Certificate or key cannot be read, has a password, or they do not belong together.
    case unusable
}
