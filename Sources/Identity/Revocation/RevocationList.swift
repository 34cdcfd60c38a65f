import RecordTypes
import SwiftASN1
import X509

/// A certificate revocation list as received (RFC 5280 §5.1), decoded and not yet believed.
///
/// ```
/// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signature }
/// TBSCertList     ::= SEQUENCE { version, signature, issuer, thisUpdate, nextUpdate,
///                                SEQUENCE OF { userCertificate, revocationDate, crlEntryExtensions }, [0] { crlExtensions } }
/// ```
///
/// Only lists of version 2 with a number and a nextUpdate are used; indirect lists and lists for some reasons are not. A delta list can
/// revoke and never clears.
public struct RevocationList: Sendable {
    /// Bytes that a list may have.
    public static let sizeLimit = 32 << 20

    /// As received.
    let der: [UInt8]
    private let signed: SignedStructure
    private let issuer: ComparableName
    private let thisUpdate: Instant
    private let nextUpdate: Instant
    private let serialNumbers: Set<[UInt8]>
    private let scope: Scope
    /// Whether it holds the changes since another list only (RFC 5280 §5.2.4).
    let isDelta: Bool

    private static let deltaID: ASN1ObjectIdentifier = [2, 5, 29, 27]
    private static let numberID: ASN1ObjectIdentifier = [2, 5, 29, 20]
    private static let scopeID: ASN1ObjectIdentifier = [2, 5, 29, 28]
    private static let reasonID: ASN1ObjectIdentifier = [2, 5, 29, 21]

    /// - Throws: `revocationUnknown` for a list that cannot be read or may not be used at all.
    public init(der: [UInt8]) throws(RefusalReason) {
        guard der.count <= Self.sizeLimit, let list = try? Self(node: DER.parse(der), der: der) else {
            throw .revocationUnknown
        }
        self = list
    }

    private init(node: ASN1Node, der: [UInt8]) throws {
        self.der = der
        signed = try SignedStructure(node)
        var parts = try signed.tbs.children()
        let version = try parts.following()
        guard version.identifier == .integer, try version.octets() == [1] else { throw RefusalReason.malformed }
        guard Array(try parts.following().encodedBytes) == signed.algorithm else {
            throw RefusalReason.algorithmMismatch
        }
        issuer = ComparableName(try DistinguishedName(derEncoded: parts.following()))
        thisUpdate = try Instant(x509Time: parts.following())
        nextUpdate = try Instant(x509Time: parts.following())
        var serialNumbers: Set<[UInt8]> = []
        var next = parts.next()
        if let entries = next, entries.identifier == .sequence {
            var list = try entries.children()
            while let entry = list.next() {
                let serialNumber = try Self.serialNumber(of: entry)
                guard serialNumbers.insert(serialNumber).inserted else { throw RefusalReason.malformed }
            }
            next = parts.next()
        }
        self.serialNumbers = serialNumbers
        guard let last = next, last.identifier == .tagged(0), parts.next() == nil else { throw RefusalReason.malformed }
        var inside = try last.children()
        let extensions = try SignedExtensions(inside.following())
        guard extensions.understood([Self.scopeID, Self.deltaID]), let number = extensions.value(of: Self.numberID),
            try DER.parse(number).identifier == .integer
        else { throw RefusalReason.unknownCriticalExtension }
        isDelta = extensions.value(of: Self.deltaID) != nil
        scope = try extensions.value(of: Self.scopeID).map { try Scope(DER.parse($0)) } ?? Scope()
    }

    /// The entry's serial number; any critical extension of an entry makes the list one that we do not understand.
    private static func serialNumber(of entry: ASN1Node) throws -> [UInt8] {
        var parts = try entry.children()
        // In its one spelling: another would be found in no certificate, and clear whom it was to revoke.
        let serialNumber = try parts.following().integerOctets()
        _ = try Instant(x509Time: parts.following())
        if let node = parts.next() {
            guard try SignedExtensions(node).understood([reasonID]) else {
                throw RefusalReason.unknownCriticalExtension
            }
        }
        return serialNumber
    }

    /// Until when the list holds for certificates of this authority; nil when it does not at all.
    func end(for authority: ReadCertificate, now: Instant) -> Instant? {
        guard issuer == authority.subject, thisUpdate <= now, now <= nextUpdate else { return nil }
        if authority.certificate.extensions[oid: .X509ExtensionID.keyUsage] != nil {
            guard let usage = try? authority.certificate.extensions.keyUsage, usage.cRLSign else { return nil }
        }
        return signed.isSigned(by: authority) ? nextUpdate : nil
    }

    /// Whether certificates like this one are in its scope (RFC 5280 §6.3.3 b 2).
    func covers(_ certificate: ReadCertificate) -> Bool { scope.covers(certificate) }

    func lists(_ certificate: ReadCertificate) -> Bool { serialNumbers.contains(certificate.outline.serialNumber) }
}

/// issuingDistributionPoint (RFC 5280 §5.2.5): which certificates a list is about.
private struct Scope {
    private var names: Set<[UInt8]>?
    private var onlyUsers = false
    private var onlyAuthorities = false

    private static let pointsID: ASN1ObjectIdentifier = [2, 5, 29, 31]

    init() {}

    init(_ node: ASN1Node) throws {
        var parts = try node.children()
        while let part = parts.next() {
            switch part.identifier {
            case .tagged(0): names = try Self.fullName(part)
            case .tagged(1): onlyUsers = try Bool(derEncoded: part, withIdentifier: .tagged(1))
            case .tagged(2): onlyAuthorities = try Bool(derEncoded: part, withIdentifier: .tagged(2))
            // Some reasons only, indirect, attribute certificates: not for us.
            default: throw RefusalReason.unknownCriticalExtension
            }
        }
    }

    func covers(_ certificate: ReadCertificate) -> Bool {
        guard let claim = try? AuthorityClaim(of: certificate.certificate) else { return false }
        if onlyUsers, claim != .none { return false }
        if onlyAuthorities, claim == .none { return false }
        guard let names else { return true }
        guard let points = certificate.value(of: Self.pointsID), let theirs = try? Self.names(ofPoints: points) else {
            return false
        }
        return !names.isDisjoint(with: theirs)
    }

    /// cRLDistributionPoints ::= SEQUENCE OF SEQUENCE { [0] { [0] { GeneralName… } }, [1] reasons, [2] cRLIssuer }
    private static func names(ofPoints node: ASN1Node) throws -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        var points = try node.children()
        while let point = points.next() {
            var parts = try point.children()
            guard let name = parts.next(), name.identifier == .tagged(0), parts.next() == nil else { continue }
            names.formUnion(try fullName(name))
        }
        return names
    }

    /// URIs and directory names, as encoded. Other forms name no place where lists are kept.
    private static func fullName(_ node: ASN1Node) throws -> Set<[UInt8]> {
        var choice = try node.children()
        let full = try choice.following()
        guard full.identifier == .tagged(0) else { throw RefusalReason.malformed }
        var names: Set<[UInt8]> = []
        var entries = try full.children()
        while let entry = entries.next() {
            guard entry.identifier == .tagged(6) || entry.identifier == .tagged(4) else {
                throw RefusalReason.malformed
            }
            names.insert(Array(entry.encodedBytes))
        }
        return names
    }
}
