import SwiftASN1
import X509

/// Certificate policies along a path: RFC 5280 §6.1.2 to §6.1.5 with the anyPolicy initial set, in the form of RFC 9618, where each
/// level holds one node a policy and so cannot grow exponentially.
///
/// Only a path that itself asks for an explicit policy (policyConstraints) can fail here.
struct PolicyProcessing: ChainRule {
    let name = "policy constraints"

    func applies(to path: CertificatePath) -> Bool {
        path.contains { $0.extensions[oid: PolicyExtensions.constraints] != nil }
    }

    func refusal(of path: CertificatePath) -> RefusalReason? {
        do throws(RefusalReason) {
            var state = State(pathLength: path.count - 1)
            for position in stride(from: path.count - 2, through: 0, by: -1) {
                try state.process(path.certificates[position], isLeaf: position == 0)
            }
            return state.isSatisfied ? nil : .policyConstraint
        } catch {
            return error
        }
    }

    private struct State {
        /// Policies valid so far, each with those expected next; nil = the tree is NULL.
        var level: [PolicyIdentifier: Set<PolicyIdentifier>]? = [.any: [.any]]
        var explicitPolicy: Int
        var policyMapping: Int
        var inhibitAnyPolicy: Int

        init(pathLength: Int) {
            explicitPolicy = pathLength + 1
            policyMapping = pathLength + 1
            inhibitAnyPolicy = pathLength + 1
        }

        var isSatisfied: Bool { explicitPolicy > 0 || level != nil }

        mutating func process(_ read: ReadCertificate, isLeaf: Bool) throws(RefusalReason) {
            let extensions = try PolicyExtensions(of: read.certificate)
            let isSelfIssued = read.isSelfIssued
            if let policies = try CertificatePolicies.of(read.certificate) {
                descend(to: policies, anyPolicyCounts: inhibitAnyPolicy > 0 || (!isLeaf && isSelfIssued))
            } else {
                level = nil
            }
            guard isSatisfied else { throw .policyConstraint }
            if isLeaf {
                if explicitPolicy > 0 { explicitPolicy -= 1 }
                if extensions.requireExplicitPolicy == 0 { explicitPolicy = 0 }
                return
            }
            map(extensions.mappings)
            if !isSelfIssued {
                explicitPolicy = max(0, explicitPolicy - 1)
                policyMapping = max(0, policyMapping - 1)
                inhibitAnyPolicy = max(0, inhibitAnyPolicy - 1)
            }
            explicitPolicy = min(explicitPolicy, extensions.requireExplicitPolicy ?? .max)
            policyMapping = min(policyMapping, extensions.inhibitPolicyMapping ?? .max)
            inhibitAnyPolicy = min(inhibitAnyPolicy, extensions.inhibitAnyPolicy ?? .max)
        }

        /// §6.1.3 (d).
        private mutating func descend(to policies: Set<PolicyIdentifier>, anyPolicyCounts: Bool) {
            guard let above = level else { return }
            let expected = above.values.reduce(into: Set<PolicyIdentifier>()) { $0.formUnion($1) }
            var below: [PolicyIdentifier: Set<PolicyIdentifier>] = [:]
            for policy in policies where policy != .any {
                if expected.contains(policy) || above[.any] != nil { below[policy] = [policy] }
            }
            if anyPolicyCounts, policies.contains(.any) {
                for policy in expected where below[policy] == nil { below[policy] = [policy] }
            }
            level = below.isEmpty ? nil : below
        }

        /// §6.1.4 (b).
        private mutating func map(_ mappings: [PolicyIdentifier: Set<PolicyIdentifier>]) {
            guard var nodes = level else { return }
            for (issuerPolicy, subjectPolicies) in mappings {
                if policyMapping == 0 {
                    nodes[issuerPolicy] = nil
                } else if nodes[issuerPolicy] != nil || nodes[.any] != nil {
                    nodes[issuerPolicy] = subjectPolicies
                }
            }
            level = nodes.isEmpty ? nil : nodes
        }
    }
}

/// What a certificate says about the policies of those below it (RFC 5280 §4.2.1.5, §4.2.1.11, §4.2.1.14).
///
/// ```
/// policyMappings    ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy OID, subjectDomainPolicy OID }
/// policyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER OPTIONAL, inhibitPolicyMapping [1] INTEGER OPTIONAL }
/// inhibitAnyPolicy  ::= INTEGER (0..MAX)
/// ```
struct PolicyExtensions {
    private(set) var mappings: [PolicyIdentifier: Set<PolicyIdentifier>] = [:]
    private(set) var requireExplicitPolicy: Int?
    private(set) var inhibitPolicyMapping: Int?
    private(set) var inhibitAnyPolicy: Int?

    static let mappings: ASN1ObjectIdentifier = [2, 5, 29, 33]
    static let constraints: ASN1ObjectIdentifier = [2, 5, 29, 36]
    static let inhibitAnyPolicy: ASN1ObjectIdentifier = [2, 5, 29, 54]

    /// - Throws: `malformed`, also where an extension that must be critical is not.
    init(of certificate: Certificate) throws(RefusalReason) {
        do {
            if let found = certificate.extensions[oid: Self.mappings] { try readMappings(DER.parse(found.value)) }
            if let found = certificate.extensions[oid: Self.constraints] {
                guard found.critical else { throw RefusalReason.malformed }
                try readConstraints(DER.parse(found.value))
            }
            if let found = certificate.extensions[oid: Self.inhibitAnyPolicy] {
                guard found.critical else { throw RefusalReason.malformed }
                inhibitAnyPolicy = try Self.count(Int(derEncoded: DER.parse(found.value)))
            }
        } catch {
            throw .malformed
        }
    }

    private mutating func readMappings(_ node: ASN1Node) throws {
        var pairs = try node.children()
        while let pair = pairs.next() {
            var parts = try pair.children()
            guard let issuer = PolicyIdentifier(octets: try parts.following().octets()),
                let subject = PolicyIdentifier(octets: try parts.following().octets()), issuer != .any, subject != .any
            else { throw RefusalReason.malformed }
            mappings[issuer, default: []].insert(subject)
        }
        guard !mappings.isEmpty else { throw RefusalReason.malformed }
    }

    private mutating func readConstraints(_ node: ASN1Node) throws {
        var parts = try node.children()
        while let part = parts.next() {
            let number = try Self.count(Int(derEncoded: part, withIdentifier: part.identifier))
            switch part.identifier {
            case ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific): requireExplicitPolicy = number
            case ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific): inhibitPolicyMapping = number
            default: throw RefusalReason.malformed
            }
        }
        guard requireExplicitPolicy != nil || inhibitPolicyMapping != nil else { throw RefusalReason.malformed }
    }

    private static func count(_ number: Int) throws -> Int {
        guard number >= 0 else { throw RefusalReason.malformed }
        return number
    }
}
