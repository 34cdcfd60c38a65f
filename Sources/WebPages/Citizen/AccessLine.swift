import MarkupText
public import RecordTypes

/// One look as the citizen's page shows it.
public struct AccessLine: Hashable, Sendable {
    public let event: AccessEvent
    /// Titles of the citizen's own records by id; a record that is missing here shows its id.
    public let titles: [RecordID: String]
    /// Whether the citizen herself looked.
    public let isOwn: Bool
    /// The look's place on the ledger, by which it can be asked about; nil where it cannot.
    public let index: UInt64?
    /// What was asked about it, if anything was.
    public let inquiry: InquiryState?

    public init(
        _ event: AccessEvent, titles: [RecordID: String], isOwn: Bool, index: UInt64? = nil,
        inquiry: InquiryState? = nil
    ) {
        self.event = event
        self.titles = titles
        self.isOwn = isOwn
        self.index = index
        self.inquiry = inquiry
    }
}

extension AccessLine {
    /// What kind of look it is, as the page keeps them apart.
    enum Lane: Hashable {
        /// Somebody was shown something.
        case people
        /// Somebody tried, and was shown nothing.
        case attempts
        /// No person looked: a system of an institution, or the national usage monitor.
        case automatic
        case own
    }

    var lane: Lane {
        if isOwn { return .own }
        guard event.actor.kind == .institution else { return .people }
        if event.outcome != .released { return .attempts }
        let isNamed = event.actor.person != nil || event.actor.personName != nil
        switch event.purpose {
        case .operations, .publicHealth, .systemAdministration: return .automatic
        default: return isNamed && event.actor.assertion != .usageMonitor ? .people : .automatic
        }
    }
}

/// Looks that belong together: one person at one institution, for one visit or within an hour.
struct AccessVisit {
    private(set) var lines: [AccessLine]

    private init(_ line: AccessLine) { lines = [line] }

    /// The newest look.
    var newest: AccessEvent { lines[0].event }
    var oldest: AccessEvent { lines[lines.count - 1].event }

    /// The look that is asked about when somebody asks about the visit: one that was asked about already, else the newest.
    var asked: AccessLine { lines.first { $0.inquiry != nil } ?? lines[0] }

    private static let gap = Duration.seconds(3600)

    private func takes(_ line: AccessLine) -> Bool {
        let (event, last) = (line.event, oldest)
        guard event.actor == last.actor, event.purpose == last.purpose, event.encounter == last.encounter,
            event.basis == last.basis,
            line.lane == lines[0].lane, LocalTime(event.time).isoDay == LocalTime(last.time).isoDay
        else { return false }
        return event.encounter != nil || last.time.duration(since: event.time) <= Self.gap
    }

    /// - Parameter lines: newest first.
    static func grouped(_ lines: [AccessLine]) -> [AccessVisit] {
        var visits: [AccessVisit] = []
        for line in lines {
            if let place = visits.lastIndex(where: { $0.takes(line) }) {
                visits[place].lines.append(line)
            } else {
                visits.append(AccessVisit(line))
            }
        }
        return visits
    }

    /// What was done, each once, with how often; in the order in which it was last done.
    var acts: [(act: Act, times: Int)] {
        var acts: [(act: Act, times: Int)] = []
        for line in lines {
            let records: [RecordID?] =
                line.event.action.namesOneRecord || line.event.outcome != .released
                ? line.event.records.prefix(1).map { $0 } : [nil]
            for record in records.isEmpty ? [nil] : records {
                let act = Act(action: line.event.action, outcome: line.event.outcome, record: record)
                if let place = acts.firstIndex(where: { $0.act == act }) {
                    acts[place].times += 1
                } else {
                    acts.append((act, 1))
                }
            }
        }
        return acts
    }

    struct Act: Hashable {
        let action: AccessEvent.Action
        let outcome: AccessEvent.Outcome
        let record: RecordID?
    }

    /// The titles that its lines know.
    func title(of record: RecordID) -> String? { lines.lazy.compactMap { $0.titles[record] }.first }
}

extension AccessEvent.Action {
    /// Whether it opens one record; a search looks at many, which are not opened.
    var namesOneRecord: Bool {
        switch self {
        case .readRecord, .readSource, .readEntry: true
        case .searchRecords, .searchContents, .readAccessLog, .readRestrictions, .exportRecords: false
        }
    }
}

extension AccessEvent.Outcome {
    func mark(_ words: Words) -> Markup {
        let look =
            switch self {
            case .released: "mark-good"
            case .refused: "mark-bad"
            case .notFound, .empty: "mark-note"
            }
        return tag("span", .class(look), text: words.outcome(self))
    }
}

extension AccessEvent.Actor {
    /// The acting person, and how much that name is worth.
    func who(_ words: Words) -> Markup {
        group {
            personName ?? (kind == .institution ? words.access.unnamed : words.actorKind(kind))
            if let role { tag("small", text: words.role(role)) }
            if assertion != nil, assertion != .unnamed { tag("small", text: words.access.asserted) }
        }
    }
}
