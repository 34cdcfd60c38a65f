import SwiftASN1
import X509

/// What RFC 5280 §4.1 and §4.2 ask of each certificate by itself: version 3, a serial number, names where names must be, times in the
/// right encoding, one signature algorithm, and extensions that can be read.
struct CertificateForm: ChainRule {
    let name = "form"

    func refusal(of path: CertificatePath) -> RefusalReason? {
        for (position, read) in path.certificates.enumerated() {
            // An anchor's own signature is not looked at: it is trusted by configuration.
            if position < path.count - 1, read.outline.innerAlgorithm != read.outline.outerAlgorithm {
                return .algorithmMismatch
            }
            guard Self.isWellFormed(read, isLeaf: position == 0) else { return .malformed }
        }
        return nil
    }

    private static func isWellFormed(_ read: ReadCertificate, isLeaf: Bool) -> Bool {
        let certificate = read.certificate
        let serial = read.outline.serialNumber
        // Twenty octets of value: authorities that draw all 160 bits at random need a sign octet more.
        guard certificate.version == .v3, serial.drop(while: { $0 == 0 }).count <= 20, let first = serial.first,
            first & 0x80 == 0,
            serial.contains(where: { $0 != 0 }), read.outline.hasRightTimes, !certificate.issuer.isEmpty
        else { return false }
        do {
            let names = try certificate.extensions.subjectAlternativeNames
            if let names, names.isEmpty { return false }
            if certificate.subject.isEmpty {
                // §4.2.1.6: then the alternative name is the name, and critical.
                guard isLeaf, names != nil,
                    certificate.extensions[oid: .X509ExtensionID.subjectAlternativeName]?.critical == true
                else { return false }
            }
            _ = try certificate.extensions.keyUsage
            _ = try certificate.extensions.authorityKeyIdentifier
            _ = try certificate.extensions.subjectKeyIdentifier
            _ = try certificate.extensions.authorityInformationAccess
            if let purposes = try certificate.extensions.extendedKeyUsage, purposes.isEmpty { return false }
            _ = try AuthorityClaim(of: certificate)
            _ = try CertificatePolicies.of(certificate)
            return true
        } catch {
            return false
        }
    }
}

/// The key identifiers that conforming authorities always write (RFC 5280 §4.2.1.1 and §4.2.1.2).
struct KeyIdentifiers: ChainRule {
    let name = "key identifiers"

    func refusal(of path: CertificatePath) -> RefusalReason? {
        for (position, certificate) in path.enumerated() {
            let isAnchor = position == path.count - 1
            let authority = try? certificate.extensions.authorityKeyIdentifier
            if !isAnchor || !path.certificates[position].isSelfIssued {
                guard authority?.keyIdentifier != nil else { return .malformed }
            }
            if position > 0 {
                guard certificate.extensions[oid: .X509ExtensionID.subjectKeyIdentifier] != nil else {
                    return .malformed
                }
            }
        }
        return nil
    }
}

/// basicConstraints as a certificate states them.
///
/// Read here rather than by the library, because published Finnish cards write the default `cA FALSE` out, which strict DER forbids and
/// which can mean nothing else.
///
/// ```
/// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
/// ```
enum AuthorityClaim: Hashable {
    /// The extension is absent, or says no.
    case none
    case authority(pathLength: Int?)

    /// - Throws: `unparsable`.
    init(of certificate: Certificate) throws(RefusalReason) {
        guard let found = certificate.extensions[oid: .X509ExtensionID.basicConstraints] else {
            self = .none
            return
        }
        guard let claim = try? Self.read(found.value) else { throw .unparsable }
        self = claim
    }

    private static func read(_ value: ArraySlice<UInt8>) throws -> AuthorityClaim {
        var parts = try DER.parse(value).children()
        var isAuthority = false
        var next = parts.next()
        if let node = next, node.identifier == .boolean {
            isAuthority = try Bool(derEncoded: node)
            next = parts.next()
        }
        guard let node = next else { return isAuthority ? .authority(pathLength: nil) : .none }
        let length = try Int(derEncoded: node)
        guard isAuthority, length >= 0, parts.next() == nil else { throw RefusalReason.unparsable }
        return .authority(pathLength: length)
    }
}
