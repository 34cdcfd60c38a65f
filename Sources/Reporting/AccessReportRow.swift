public import RecordTypes

/// One line of an access report: an event flattened for people, spreadsheets and programs.
public struct AccessReportRow: Hashable, Sendable {
    public let event: AccessEvent
    /// Position in the ledger.
    public let ledgerIndex: UInt64

    public init(event: AccessEvent, ledgerIndex: UInt64) {
        self.event = event
        self.ledgerIndex = ledgerIndex
    }

    /// The columns of every form of the report, in order.
    public enum Column: String, CaseIterable, Sendable {
        case time, actor, role, institution, purpose, action, outcome, basis, encounter, records, ledgerIndex

        /// The word at the head of the column.
        public var heading: String {
            switch self {
            case .ledgerIndex: "ledger_index"
            default: rawValue
            }
        }
    }

    /// The text in a column; empty where there is nothing to say.
    public func text(_ column: Column) -> String {
        switch column {
        case .time: event.time.description
        case .actor: actor
        case .role: event.actor.role ?? ""
        case .institution: institution
        case .purpose: event.purpose.rawValue
        case .action: event.action.rawValue
        case .outcome: event.outcome.rawValue
        case .basis: event.basis ?? ""
        case .encounter: event.encounter ?? ""
        case .records: event.records.map(\.description).joined(separator: " ")
        case .ledgerIndex: String(ledgerIndex)
        }
    }

    /// Name and identifier of the person, and that an institution only asserts them; the kind of actor where there is no person.
    private var actor: String {
        let actor = event.actor
        let identifier = actor.person?.semantics
        let person = [actor.personName, identifier.map { actor.personName == nil ? $0 : "(\($0))" }].compactMap { $0 }
        guard !person.isEmpty else { return actor.kind.rawValue }
        let isAsserted = actor.kind == .institution
        return person.joined(separator: " ") + (isAsserted ? " [asserted]" : "")
    }

    private var institution: String {
        guard let id = event.actor.institution else { return "" }
        return event.actor.institutionName.map { "\($0) (\(id.semantics))" } ?? id.semantics
    }
}
