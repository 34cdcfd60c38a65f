/// What ties a person to their ledger identity: a certificate that named them, or a change of their number.
public enum IdentityBinding: Hashable, Sendable {
    /// A certificate was seen that names the person, judged by a profile, under this epoch of the identity secret.
    case certificate(CertificateFingerprint, profile: String, assurance: AssuranceLevel?, epoch: Int)
    /// A person's number changed: both numbers are one person from here on. Signed by two officials, under a case.
    case link(Link)

    public struct Link: Hashable, Sendable {
        public let former: PersonIdentifier
        public let current: PersonIdentifier
        /// The two officials, by their certificates; different ones.
        public let officials: [CertificateFingerprint]
        /// Case number or other basis.
        public let basis: String
        public let epoch: Int
        /// What the officials signed; nil on entries from before links were signed.
        public let approval: Approval?

        /// Nil unless the numbers differ and there are two different officials, each with a signature where there is an approval.
        public init?(
            former: PersonIdentifier, current: PersonIdentifier, officials: [CertificateFingerprint], basis: String,
            epoch: Int, approval: Approval?
        ) {
            guard former != current, officials.count == 2, officials[0] != officials[1],
                approval.map({ $0.signatures.count == officials.count }) ?? true
            else { return nil }
            self.former = former
            self.current = current
            self.officials = officials
            self.basis = basis
            self.epoch = epoch
            self.approval = approval
        }
    }

    /// Two officials' signatures over an order, with what the order says beside its link.
    public struct Approval: Hashable, Sendable {
        public struct Signature: Hashable, Sendable {
            /// DER of the SubjectPublicKeyInfo of the official's certificate, whose fingerprint stands beside it.
            public let key: [UInt8]
            public let signature: [UInt8]

            public init(key: [UInt8], signature: [UInt8]) {
                self.key = key
                self.signature = signature
            }
        }

        /// The log that the order was for.
        public let log: String
        /// When the order was drawn up.
        public let time: Instant
        /// In the order of the officials.
        public let signatures: [Signature]

        public init(log: String, time: Instant, signatures: [Signature]) {
            self.log = log
            self.time = time
            self.signatures = signatures
        }
    }
}
