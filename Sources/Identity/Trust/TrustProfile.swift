/// Whom a listener trusts, for what: anchors, intermediates, issuing authorities with their roles, and how revocation is asked.
///
/// A value checked once, when it is made; made from a file by ``init(contentsOfFile:realm:)``.
public struct TrustProfile: Hashable, Sendable {
    /// What the configuration is marked as. Production never loads a test profile.
    public enum Realm: String, Hashable, Sendable {
        case production
        case test
    }

    /// How a certificate's revocation is found out. There is no silent default: a profile says it in words.
    public enum Revocation: String, Hashable, Sendable, CaseIterable {
        /// A ``RevocationSource`` must answer *good*; no answer is a refusal.
        case required
        /// Nobody is asked. Only a test profile may say so.
        case noneTestOnly = "none-test-only"
    }

    public let name: String
    /// Marked `test: true`: may hold policies of the example arc 2.999 and go without revocation.
    public let isTest: Bool
    public let revocation: Revocation
    /// Where chains must end. An issuing authority may itself be an anchor.
    public let anchors: [AuthorityCertificate]
    /// Between anchors and issuing authorities; what a peer sends beside its own certificate is never used.
    public let intermediates: [AuthorityCertificate]
    public let issuers: [IssuingAuthority]
    /// Policies of identities kept by phones and servers (Mobile-ID, Smart-ID), each with everything below it: recognised, and refused
    /// with a reason of its own, as Web eID does.
    public let phonePolicies: Set<PolicyIdentifier>

    /// - Throws: ``TrustProfileError`` when it trusts nobody, names an authority twice, or a profile that is not marked test holds
    ///   what only a test profile may.
    public init(
        name: String, isTest: Bool, revocation: Revocation, anchors: [AuthorityCertificate],
        intermediates: [AuthorityCertificate], issuers: [IssuingAuthority], phonePolicies: Set<PolicyIdentifier> = []
    ) throws(TrustProfileError) {
        guard !anchors.isEmpty else { throw TrustProfileError(.nobodyTrusted, key: "anchors") }
        guard !issuers.isEmpty else { throw TrustProfileError(.nobodyTrusted, key: "issuers") }
        guard Set(issuers.map(\.certificate)).count == issuers.count else {
            throw TrustProfileError(.repeated, key: "issuers")
        }
        for issuer in issuers {
            guard !issuer.identifiers.isEmpty else {
                throw TrustProfileError(.missingKey, key: "issuers.\(issuer.name).identifiers")
            }
            let policies = issuer.requiredPolicies.union(issuer.documentTypes)
            guard isTest || !policies.contains(where: \.isOfExampleArc) else {
                throw TrustProfileError(.testPolicy, key: "issuers.\(issuer.name)")
            }
        }
        guard isTest || revocation != .noneTestOnly else { throw TrustProfileError(.revocation, key: "revocation") }
        self.name = name
        self.isTest = isTest
        self.revocation = revocation
        self.anchors = anchors
        self.intermediates = intermediates
        self.issuers = issuers
        self.phonePolicies = phonePolicies
    }

    func isOfPhone(_ policy: PolicyIdentifier) -> Bool { phonePolicies.contains { policy.isAtOrBelow($0) } }
}

extension TrustProfile {
    /// The authorities that certify people: whom Web eID's rules trust.
    public var personAuthorities: [AuthorityCertificate] {
        issuers.filter { $0.role == .citizen }.map(\.certificate)
    }
}

/// Why a trust profile cannot be used.
public struct TrustProfileError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable {
        case unreadableFile = "unreadable-file"
        case unreadableCertificate = "unreadable-certificate"
        case notYAML = "not-yaml"
        case unknownKey = "unknown-key"
        case missingKey = "missing-key"
        case wrongValue = "wrong-value"
        case repeated
        /// No anchor or no issuing authority: such a profile would refuse everybody.
        case nobodyTrusted = "nobody-trusted"
        /// A test profile under a production configuration.
        case testProfile = "test-profile-in-production"
        /// A policy of the example arc in a profile that is not marked test.
        case testPolicy = "test-policy-in-production"
        /// `none-test-only` in a profile that is not marked test, or `required` without a source to ask.
        case revocation
    }

    public let code: Code
    /// Where in the profile: `issuers[2].role`; empty for the file as a whole.
    public let key: String
    /// One-based line of the YAML file; 0 when unknown.
    public let line: Int

    public init(_ code: Code, key: String = "", line: Int = 0) {
        self.code = code
        self.key = key
        self.line = line
    }
}

extension TrustProfileError: CustomStringConvertible {
    public var description: String {
        var text = "trust profile: \(code.rawValue)"
        if !key.isEmpty { text += " at \(key)" }
        if line > 0 { text += ", line \(line)" }
        return text
    }
}
