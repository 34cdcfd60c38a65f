/// What somebody at the ministry may do. Which role may what is decided here and nowhere else.
public enum MinistryRight: String, Hashable, Sendable, CaseIterable {
    /// Counts with small numbers taken out, precision of rules, lateness of providers: nothing about anybody.
    case statistics
    /// Single accesses, with the people in them.
    case readLog = "read-log"
    /// The log explained first, with the queue of what is not explained.
    case explain
    /// What the ministry itself, and whoever reads logs, has done.
    case readReaders = "read-readers"
    /// The cases, with what was said in them.
    case readCases = "read-cases"
    /// Open, assign, ask, decide and close.
    case workCases = "work-cases"
    /// A package for a court.
    case evidence
    /// Enter who has the care of a person.
    case guardians
    /// Propose and approve orders that hide looks from whom they concern.
    case hideLooks = "hide-looks"
    /// Read those orders, and end them.
    case overseeHiding = "oversee-hiding"
    /// Keep the list of people whom others are curious about.
    case watchList = "watch-list"
}

extension VerifiedOfficial.Role {
    /// What the role may do.
    ///
    /// - An analyst sees numbers and nobody.
    /// - A supervisor reads the log and works the cases.
    /// - A data protection officer reads everything and takes no case over: who checks does not decide.
    public var rights: Set<MinistryRight> {
        switch self {
        case .analyst: [.statistics]
        case .supervisor:
            [
                .statistics, .readLog, .explain, .readReaders, .readCases, .workCases, .evidence, .guardians,
                .hideLooks,
                .overseeHiding,
            ]
        case .dataProtectionOfficer:
            [
                .statistics, .readLog, .explain, .readReaders, .readCases, .evidence, .guardians, .overseeHiding,
                .watchList,
            ]
        }
    }

    public func may(_ right: MinistryRight) -> Bool { rights.contains(right) }
}
