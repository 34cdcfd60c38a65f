/// What ties a person to their ledger identity: a certificate that named them, or a change of their number.
public enum IdentityBinding: Hashable, Sendable {
    /// A certificate was seen that names the person, judged by a profile, under this epoch of the identity secret.
    case certificate(CertificateFingerprint, profile: String, assurance: AssuranceLevel?, epoch: Int)
    /// A person's number changed: both numbers are one person from here on. Made by two officials, under a case.
    case link(Link)

    public struct Link: Hashable, Sendable {
        public let former: PersonIdentifier
        public let current: PersonIdentifier
        /// The two officials, by their certificates; different ones.
        public let officials: [CertificateFingerprint]
        /// Case number or other basis.
        public let basis: String
        public let epoch: Int

        /// Nil unless the numbers differ and there are two different officials.
        public init?(
            former: PersonIdentifier, current: PersonIdentifier, officials: [CertificateFingerprint], basis: String,
            epoch: Int
        ) {
            guard former != current, officials.count == 2, officials[0] != officials[1] else { return nil }
            self.former = former
            self.current = current
            self.officials = officials
            self.basis = basis
            self.epoch = epoch
        }
    }
}
