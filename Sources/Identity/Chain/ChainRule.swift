import SwiftASN1
import X509

/// One rule that a chain must keep: a small pure function, run by the library's verifier on each chain it can build.
///
/// Chains are leaf first, anchor last, and signatures along them have been verified.
protocol ChainRule: Sendable {
    /// Extensions that this rule enforces, so that they may be critical.
    var enforced: [ASN1ObjectIdentifier] { get }
    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason?
}

extension ChainRule {
    var enforced: [ASN1ObjectIdentifier] { [] }
}

/// A rule as the library's policy. The reason travels as its stable code.
struct Enforcing<Rule: ChainRule>: VerifierPolicy, Sendable {
    let rule: Rule

    init(_ rule: Rule) { self.rule = rule }

    var verifyingCriticalExtensions: [ASN1ObjectIdentifier] { rule.enforced }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        guard let reason = rule.refusal(of: chain) else { return .meetsPolicy }
        return .failsToMeetPolicy(reason: reason.rawValue)
    }
}

extension RefusalReason {
    /// The reason behind a policy failure; a failure of the library's own policy is a ``pathConstraint``.
    init(_ failure: PolicyFailureReason) { self = RefusalReason(rawValue: failure.description) ?? .pathConstraint }
}
