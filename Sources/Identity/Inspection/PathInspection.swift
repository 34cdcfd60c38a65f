import Foundation
public import RecordTypes
import X509

/// What was found about one certificate's path: the verdict, the path, and each rule's word on it.
public struct PathInspection: Sendable {
    /// A rule's word. NA is not FAIL: there was nothing to look at.
    public enum Word: String, Sendable {
        case ok = "OK"
        case na = "NA"
        case fail = "FAIL"
    }

    public struct Finding: Sendable {
        /// `name constraints`.
        public let rule: String
        public let word: Word
        public let reason: RefusalReason?

        init(rule: String, word: Word, reason: RefusalReason?) {
            self.rule = rule
            self.word = word
            self.reason = reason
        }
    }

    /// One certificate of the path.
    public struct Step: Sendable {
        public let fingerprint: CertificateFingerprint
        /// The name as the library writes it, for people to read.
        public let subject: String
        public let notBefore: Instant
        public let notAfter: Instant
    }

    /// Nil when the path was accepted.
    public let reason: RefusalReason?
    /// Leaf first; only the leaf where no path could be built, and nothing where it could not be read.
    public let path: [Step]
    public let findings: [Finding]

    init(refused reason: RefusalReason, leaf: ReadCertificate?) {
        self.reason = reason
        path = leaf.map { [Step($0)] } ?? []
        findings = [Finding(rule: leaf == nil ? "form" : "path", word: .fail, reason: reason)]
    }

    /// The same with another word on one rule, where that rule was reached.
    func replacing(_ finding: Finding) -> PathInspection {
        PathInspection(path: path, findings: findings.map { $0.rule == finding.rule ? finding : $0 })
    }

    private init(path: [Step], findings: [Finding]) {
        self.path = path
        self.findings = findings
        reason = findings.lazy.compactMap(\.reason).first
    }

    init(of path: CertificatePath, by rules: [any ChainRule]) {
        self.path = path.certificates.map { Step($0) }
        findings = rules.map { rule in
            if let reason = rule.refusal(of: path) { return Finding(rule: rule.name, word: .fail, reason: reason) }
            return Finding(rule: rule.name, word: rule.applies(to: path) ? .ok : .na, reason: nil)
        }
        reason = findings.lazy.compactMap(\.reason).first
    }
}

extension PathInspection.Step {
    init(_ read: ReadCertificate) {
        fingerprint = CertificateFingerprint(of: read.der)
        subject = read.certificate.subject.description
        notBefore = Instant(seconds: Int64(read.certificate.notValidBefore.timeIntervalSince1970))
        notAfter = Instant(seconds: Int64(read.certificate.notValidAfter.timeIntervalSince1970))
    }
}
