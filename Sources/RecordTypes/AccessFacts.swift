/// What explaining an access needs to know of it, and no more: no name, no record, nothing written by anybody.
///
/// People are 64 bits of a blind index: enough to tell them apart within one log, worth nothing outside it.
public struct AccessFacts: Hashable, Sendable {
    /// What the event gives as its basis.
    public enum Basis: UInt8, Hashable, Sendable, CaseIterable {
        case none
        /// The citizen allowed this reader.
        case allowedByCitizen
        /// A case number, or a rule that holds for everybody.
        case other
    }

    public var ledgerIndex: UInt64
    public var time: Instant
    /// A number in the list that comes with the facts; nil for citizens and officials.
    public var institution: Int32?
    /// Whose records; nil when nobody is concerned.
    public var person: UInt64?
    /// Who looked; nil when nobody is named.
    public var professional: UInt64?
    public var kind: AccessEvent.Actor.Kind
    public var action: AccessEvent.Action
    public var outcome: AccessEvent.Outcome
    public var purpose: PurposeOfUse
    public var basis: Basis
    public var hasEncounter: Bool
    /// Whether the role is an insurer's or an employer's.
    public var isPayer: Bool
    /// Whether the role is a pharmacist's.
    public var isPharmacist: Bool
    /// The ledger's time less the event's, in seconds.
    public var drift: Int32

    public init(
        of event: AccessEvent, at ledgerIndex: UInt64, ledgerTime: Instant, institution: Int32?, person: UInt64?,
        professional: UInt64?
    ) {
        self.ledgerIndex = ledgerIndex
        time = event.time
        self.institution = institution
        self.person = person
        self.professional = professional
        kind = event.actor.kind
        action = event.action
        outcome = event.outcome
        purpose = event.purpose
        basis =
            switch event.basis {
            case nil: .none
            case Self.allowed: .allowedByCitizen
            case .some: .other
            }
        hasEncounter = event.encounter != nil
        let role = event.actor.role?.lowercased() ?? ""
        isPayer = Self.payers.contains(role)
        isPharmacist = role == "pharmacist"
        drift = Int32(clamping: (ledgerTime.milliseconds - event.time.milliseconds) / 1000)
    }

    /// The basis that stands in an event which the citizen's own allowance let through.
    public static let allowed = "allowed-by-citizen"
    /// Roles that pay for or depend on what is found, as institutions assert them.
    static let payers: Set<String> = [
        "insurer", "insurers-doctor", "insurance-doctor", "payer", "employer", "occupational-physician",
    ]
}

extension AccessFacts {
    /// ```text
    /// 01 | kind | action | outcome | purpose | basis | flags | drift (4, big-endian, two's complement)
    /// ```
    /// Positions in the order of each word's cases, which therefore only grow at the end.
    public var packed: [UInt8] {
        func place<Word: CaseIterable & Equatable>(_ word: Word) -> UInt8 {
            UInt8(Array(Word.allCases).firstIndex(of: word) ?? 255)
        }
        let flags: UInt8 = (hasEncounter ? 1 : 0) | (isPayer ? 2 : 0) | (isPharmacist ? 4 : 0)
        let drift = UInt32(bitPattern: drift)
        return [
            1, place(kind), Self.code(action), place(outcome), place(purpose), basis.rawValue, flags,
            UInt8(drift >> 24), UInt8(drift >> 16 & 255), UInt8(drift >> 8 & 255), UInt8(drift & 255),
        ]
    }

    /// Nil for what ``packed`` does not write.
    public init?(
        packed bytes: [UInt8], ledgerIndex: UInt64, time: Instant, institution: Int32?, person: UInt64?,
        professional: UInt64?
    ) {
        guard bytes.count == 11, bytes[0] == 1, bytes[1] < Self.kinds.count,
            let action = Self.action(bytes[2]), bytes[3] < Self.outcomes.count,
            bytes[4] < Self.purposes.count, let basis = Basis(rawValue: bytes[5]), bytes[6] < 8
        else { return nil }
        self.ledgerIndex = ledgerIndex
        self.time = time
        self.institution = institution
        self.person = person
        self.professional = professional
        kind = Self.kinds[Int(bytes[1])]
        self.action = action
        outcome = Self.outcomes[Int(bytes[3])]
        purpose = Self.purposes[Int(bytes[4])]
        self.basis = basis
        hasEncounter = bytes[6] & 1 != 0
        isPayer = bytes[6] & 2 != 0
        isPharmacist = bytes[6] & 4 != 0
        drift = Int32(bitPattern: bytes[7...].reduce(0) { $0 << 8 | UInt32($1) })
    }

    private static let kinds = AccessEvent.Actor.Kind.allCases
    private static let outcomes = AccessEvent.Outcome.allCases
    private static let purposes = PurposeOfUse.allCases

    /// Written out, so that a new action takes a new number and no other changes.
    private static func code(_ action: AccessEvent.Action) -> UInt8 {
        switch action {
        case .readRecord: 0
        case .readSource: 1
        case .readEntry: 2
        case .searchRecords: 3
        case .searchContents: 4
        case .readAccessLog: 5
        case .readRestrictions: 6
        case .exportRecords: 7
        }
    }

    private static let actions: [UInt8: AccessEvent.Action] = Dictionary(
        uniqueKeysWithValues: AccessEvent.Action.allCases.map { (code($0), $0) })

    private static func action(_ code: UInt8) -> AccessEvent.Action? { actions[code] }
}
