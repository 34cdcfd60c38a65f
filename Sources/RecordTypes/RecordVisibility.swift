/// Whether somebody whom one can think of could see a record now.
public struct RecordVisibility: Hashable, Sendable {
    /// Who is thought of.
    public enum Viewer: Hashable, Sendable {
        /// Whoever treats the person, at an institution that no rule names.
        case anyoneTreating
        /// The same, breaking the glass.
        case anyoneInEmergency
        /// The institution that filed the record.
        case author(InstitutionID)
        case institution(InstitutionID)
        case professional(PersonIdentifier)
        case role(String)
        /// For another purpose than care.
        case purpose(PurposeOfUse)
    }

    public let viewer: Viewer
    public let isPermitted: Bool

    public init(viewer: Viewer, isPermitted: Bool) {
        self.viewer = viewer
        self.isPermitted = isPermitted
    }
}
