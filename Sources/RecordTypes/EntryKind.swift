/// What a ledger entry is about. An outcome is never a kind: it would betray a restriction to whoever reads the log.
public enum EntryKind: UInt8, Hashable, Sendable, CaseIterable {
    case record = 1
    case access = 2
    case consent = 3
    case identityBinding = 4
    case claim = 5
    case pack = 6
    case administration = 7
    case shardLink = 8
    case correction = 9
    case research = 11
}
