/// How sure a way of identification makes of a person: the levels of Regulation (EU) 910/2014, article 8.
public enum AssuranceLevel: String, Hashable, Sendable, CaseIterable {
    case low
    case substantial
    case high
}
