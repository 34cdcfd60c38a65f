public import RecordTypes

/// Decisions about the whole record that many people want, each behind one button.
public enum RestrictionPreset: String, Hashable, Sendable, CaseIterable {
    /// Whoever treats me may look.
    case open
    /// Nobody may look.
    case closed
    /// Pharmacists may not look.
    case closedToPharmacists
    /// What I closed may be opened in an emergency, with a reason that I will read.
    case emergencyOpen
    /// What I closed stays closed in an emergency too.
    case emergencyClosed

    /// Whether earlier exceptions end with it: who closes everything means everything.
    public var replacesNarrower: Bool {
        switch self {
        case .closed, .closedToPharmacists: true
        case .open, .emergencyOpen, .emergencyClosed: false
        }
    }

    public var decision: (effect: Restriction.Effect, audience: Restriction.Audience, purpose: PurposeOfUse?) {
        switch self {
        case .open: (.permit, .everyone, nil)
        case .closed: (.deny, .everyone, nil)
        case .closedToPharmacists: (.deny, .role("pharmacist"), nil)
        case .emergencyOpen: (.permit, .everyone, .breakTheGlass)
        case .emergencyClosed: (.deny, .everyone, .breakTheGlass)
        }
    }
}
