public import RecordTypes

/// Which accesses are asked for; what is nil or empty does not narrow.
public struct AccessLogQuery: Hashable, Sendable {
    /// Whose records were looked at.
    public var subject: LedgerIdentity?
    /// Who looked: the acting person, proved or asserted.
    public var professional: PersonIdentifier?
    /// Through whose certificate.
    public var institution: InstitutionID?
    /// The first moment, included.
    public var from: Instant?
    /// The end, not included.
    public var until: Instant?
    public var outcomes: Set<AccessEvent.Outcome>
    /// Why: `[.breakTheGlass]` for emergencies.
    public var purposes: Set<PurposeOfUse> = []
    /// What was done: `[.exportRecords]` for what was taken away.
    public var actions: Set<AccessEvent.Action> = []
    /// As what somebody looked: `[.official, .operatorConsole]` with `readAccessLog` for those who read logs.
    public var kinds: Set<AccessEvent.Actor.Kind> = []
    /// The official who asks: looks that are hidden from this person are left out, whatever the question.
    public var asker: LedgerIdentity?
    /// Events a page, 1 to 1000.
    public var limit: Int
    /// Where the page before ended.
    public var cursor: AccessLogCursor?

    public init(
        subject: LedgerIdentity? = nil, professional: PersonIdentifier? = nil, institution: InstitutionID? = nil,
        from: Instant? = nil, until: Instant? = nil, outcomes: Set<AccessEvent.Outcome> = [], limit: Int = 100,
        cursor: AccessLogCursor? = nil
    ) {
        self.subject = subject
        self.professional = professional
        self.institution = institution
        self.from = from
        self.until = until
        self.outcomes = outcomes
        self.limit = limit
        self.cursor = cursor
    }
}

extension AccessLogQuery {
    /// Whether something is asked that the plain columns do not say.
    var wantsFacts: Bool { !outcomes.isEmpty || !purposes.isEmpty || !actions.isEmpty || !kinds.isEmpty }

    func admits(_ facts: AccessFacts) -> Bool {
        (outcomes.isEmpty || outcomes.contains(facts.outcome)) && (purposes.isEmpty || purposes.contains(facts.purpose))
            && (actions.isEmpty || actions.contains(facts.action)) && (kinds.isEmpty || kinds.contains(facts.kind))
    }
}

/// A place between two events. Opaque: 32 hexadecimal digits that mean nothing to anybody else.
///
/// Events that arrive after the first page do not move it: nothing is left out and nothing comes twice.
public struct AccessLogCursor: Hashable, Sendable, LosslessStringConvertible {
    let time: Int64
    let ledgerIndex: Int64

    init(time: Int64, ledgerIndex: Int64) {
        self.time = time
        self.ledgerIndex = ledgerIndex
    }

    public init?(_ text: String) {
        guard let bytes = Hex.bytes(text), bytes.count == 16 else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
            Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        }
        time = number(bytes[..<8])
        ledgerIndex = number(bytes[8...])
    }

    public var description: String {
        Hex.text(
            [time, ledgerIndex].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
        )
    }
}

/// Events in order, newest first.
public struct AccessLogPage: Hashable, Sendable {
    public let events: [LoggedAccess]
    /// Where the next page starts; nil at the end.
    public let next: AccessLogCursor?
}
