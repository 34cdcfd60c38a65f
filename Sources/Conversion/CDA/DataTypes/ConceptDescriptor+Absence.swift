import CDA

extension ConceptDescriptor {
    /// Whether it says that nothing is known, or that there is none: a code of IPS's "absent or unknown" list.
    var isAbsentOrUnknown: Bool { codeSystem == "2.16.840.1.113883.5.1150.1" && code != nil }
}
