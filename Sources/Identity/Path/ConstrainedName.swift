import Foundation
import SwiftASN1
import X509

/// A name, or the subtree of a name constraint, in a form that can be compared.
enum ConstrainedName {
    case directory(ComparableName)
    /// Lower-case labels from the right: `["com", "example"]`; a leading `*` of a name is kept.
    case dns([Substring])
    /// A mailbox, a host, or (a leading dot) the hosts below a domain.
    case email(local: Substring?, host: Substring)
    /// A host, or (a leading dot) the hosts below a domain.
    case uri(host: Substring)
    /// Address, and mask for a subtree.
    case address([UInt8], mask: [UInt8])
    /// A form that nobody here compares: constrained means refused.
    case other(Int)

    /// The kind of name; constraints speak of their own kind alone.
    var form: Int {
        switch self {
        case .directory: 4
        case .dns: 2
        case .email: 1
        case .uri: 6
        case .address: 7
        case .other(let tag): tag
        }
    }

    private struct Malformed: Error {}

    /// The subtree of a constraint.
    init(constraint name: GeneralName) throws {
        switch name {
        case .directoryName(let name): self = .directory(ComparableName(name))
        case .dnsName(let name):
            let labels = Self.labels(name)
            guard name.isEmpty || labels.allSatisfy({ Self.isHostLabel($0) }) else { throw Malformed() }
            self = .dns(name.isEmpty ? [] : labels)
        case .rfc822Name(let text):
            let parts = text.lowercasedHost
            guard parts.count <= 2, let host = parts.last else { throw Malformed() }
            guard Self.isHost(parts.count == 1 && host.hasPrefix(".") ? host.dropFirst() : host) else {
                throw Malformed()
            }
            self = .email(local: parts.count == 2 ? parts[0] : nil, host: host)
        case .uniformResourceIdentifier(let text):
            let host = Substring(text.lowercased())
            guard Self.isHost(host.hasPrefix(".") ? host.dropFirst() : host) else { throw Malformed() }
            self = .uri(host: host)
        case .ipAddress(let octets):
            let bytes = Array(octets.bytes)
            guard bytes.count == 8 || bytes.count == 32 else { throw Malformed() }
            let mask = Array(bytes[(bytes.count / 2)...])
            guard Self.isContiguous(mask) else { throw Malformed() }
            self = .address(Array(bytes[..<(bytes.count / 2)]), mask: mask)
        case .otherName: self = .other(0)
        case .x400Address: self = .other(3)
        case .ediPartyName: self = .other(5)
        case .registeredID: self = .other(8)
        }
    }

    /// Every name of a certificate that constraints may speak of: subject, its e-mail attributes, alternative names.
    static func names(of certificate: Certificate) throws -> [ConstrainedName] {
        var names: [ConstrainedName] = []
        if !certificate.subject.isEmpty { names.append(.directory(ComparableName(certificate.subject))) }
        for attribute in certificate.subject.joined()
        where attribute.type == ASN1ObjectIdentifier.RDNAttributeType.emailAddress {
            names.append(try mailbox(String(attribute.value) ?? ""))
        }
        for name in try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames() {
            switch name {
            case .directoryName(let name): names.append(.directory(ComparableName(name)))
            case .dnsName(let name): names.append(.dns(labels(name)))
            case .rfc822Name(let text): names.append(try mailbox(text))
            case .uniformResourceIdentifier(let text): names.append(.uri(host: host(ofURI: text)))
            case .ipAddress(let octets): names.append(.address(Array(octets.bytes), mask: []))
            case .otherName, .x400Address, .ediPartyName, .registeredID:
                names.append(try ConstrainedName(constraint: name))
            }
        }
        return names
    }

    /// Whether it lies in a permitted subtree of its own form.
    func isWithin(_ subtree: ConstrainedName) -> Bool {
        switch (self, subtree) {
        case (.directory(let name), .directory(let base)): return name.isWithin(base)
        case (.dns(let name), .dns(let base)):
            // A wildcard stands for one label: the base must hold without it.
            let fixed = name.last == "*" ? name.dropLast() : name[...]
            return fixed.starts(with: base) && name.allSatisfy { $0 == "*" || Self.isHostLabel($0) }
        case (.email(let local, let host), .email(let baseLocal, let base)):
            if let baseLocal { return local == baseLocal && host == base }
            return Self.host(host, isIn: base)
        case (.uri(let host), .uri(let base)): return !host.isEmpty && Self.host(host, isIn: base)
        case (.address(let address, _), .address(let base, let mask)):
            return address.count == base.count
                && address.indices.allSatisfy { address[$0] & mask[$0] == base[$0] & mask[$0] }
        default: return false
        }
    }

    /// Whether it surely lies outside an excluded subtree. Names of other forms always do; what cannot be compared never does.
    func isOutside(_ subtree: ConstrainedName) -> Bool {
        guard form == subtree.form else { return true }
        switch (self, subtree) {
        case (.other, _): return false
        case (.dns(let name), .dns(let base)):
            if name.last == "*", base.starts(with: name.dropLast()) { return false }
            return !isWithin(subtree) && name.allSatisfy { $0 == "*" || Self.isHostLabel($0) }
        case (.uri(let host), _): return !host.isEmpty && !isWithin(subtree)
        case (.address(let address, _), .address(let base, _)): return address.count != base.count || !isWithin(subtree)
        default: return !isWithin(subtree)
        }
    }

    private static func mailbox(_ text: String) throws -> ConstrainedName {
        let parts = text.lowercasedHost
        guard parts.count == 2, !parts[0].isEmpty, isHost(parts[1]) else { throw Malformed() }
        return .email(local: parts[0], host: parts[1])
    }

    /// A leading dot in `base` means the hosts below it, and not itself.
    private static func host(_ host: Substring, isIn base: Substring) -> Bool {
        base.hasPrefix(".") ? host.hasSuffix(base) : host == base
    }

    /// The host of `scheme://user@host:port/…`; empty for an address, a relative reference or none.
    private static func host(ofURI text: String) -> Substring {
        guard let start = text.range(of: "://")?.upperBound else { return "" }
        var authority = text[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if let colon = authority.lastIndex(of: ":") { authority = authority[..<colon] }
        let host = Substring(authority.lowercased())
        let isAddress = host.allSatisfy { $0.isNumber || $0 == "." }
        return isHost(host) && !isAddress ? host : ""
    }

    private static func labels(_ name: String) -> [Substring] {
        name.lowercased().split(separator: ".", omittingEmptySubsequences: false).reversed()
    }

    private static func isHost(_ text: Substring) -> Bool {
        !text.isEmpty && labels(String(text)).allSatisfy { isHostLabel($0) }
    }

    private static func isHostLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }

    private static func isContiguous(_ mask: [UInt8]) -> Bool {
        let ones = mask.prefix { $0 == 0xFF }
        guard let edge = mask.dropFirst(ones.count).first else { return true }
        let hasRun = edge.leadingZeroBitCount == 0 || edge == 0
        return hasRun && (~edge).leadingZeroBitCount + edge.trailingZeroBitCount == 8
            && mask.dropFirst(ones.count + 1).allSatisfy { $0 == 0 }
    }
}

extension String {
    /// The parts around each `@`, the last one in lower case.
    fileprivate var lowercasedHost: [Substring] {
        var parts = split(separator: "@", omittingEmptySubsequences: false)
        if let host = parts.popLast() { parts.append(Substring(host.lowercased())) }
        return parts
    }
}
