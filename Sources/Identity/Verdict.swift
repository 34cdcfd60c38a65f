public import RecordTypes

/// A listener that asks for certificates. Each lets in one kind of subject and no other.
public enum Door: String, Hashable, Sendable, CaseIterable {
    /// People with an ID certificate, for themselves.
    case citizen
    /// Provider systems with their institution's certificate, over HTTP or MLLP.
    case institution
    /// Ministry staff: people whose certificate the configuration gives a role.
    case official
}

/// What one certificate is worth at one door at one moment.
public enum Verdict: Hashable, Sendable {
    case citizen(VerifiedCitizen)
    case institution(VerifiedInstitution)
    case official(VerifiedOfficial)
    case refused(RefusalReason)

    /// Nil when the certificate was accepted.
    public var refusal: RefusalReason? {
        if case .refused(let reason) = self { reason } else { nil }
    }
}
