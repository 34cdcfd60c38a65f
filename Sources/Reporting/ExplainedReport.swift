public import RecordTypes

/// An access report, explained first: how many accesses each reason explains, and the others, the most conspicuous first.
///
/// Built access by access; of those that need a look only the foremost are kept, the rest is counted.
public struct ExplainedReport: Sendable {
    /// One access that needs a look.
    public struct Line: Sendable {
        public let facts: AccessFacts
        public let explanation: Explanation
        /// The event itself, once it was opened; nil where the person is erased.
        public var event: AccessEvent?

        public init(facts: AccessFacts, explanation: Explanation, event: AccessEvent? = nil) {
            self.facts = facts
            self.explanation = explanation
            self.event = event
        }

        public var ledgerIndex: UInt64 { facts.ledgerIndex }

        /// The follow-up that an emergency access opens; nil for any other.
        public var caseID: CaseID? {
            explanation.rules.contains(.breakTheGlass) ? CaseID(.emergency, at: ledgerIndex) : nil
        }
    }

    private var reasons: [Explanation.Reason: Int] = [:]
    private var rules: [DetectionRule: Int] = [:]
    public private(set) var total = 0
    /// How many need a look.
    public private(set) var toReview = 0
    private var foremost: [Line] = []
    private let limit: Int
    private let wanted: Set<DetectionRule>

    /// - Parameters:
    ///   - limit: lines that are kept.
    ///   - wanted: only lines to which one of these rules points are kept, also where they are explained; empty: those that need a look.
    public init(keeping limit: Int, pointedAtBy wanted: Set<DetectionRule> = []) {
        self.limit = limit
        self.wanted = wanted
    }

    public mutating func add(_ facts: AccessFacts, _ explanation: Explanation) {
        total += 1
        if explanation.needsReview {
            toReview += 1
        } else if let reason = explanation.reason {
            reasons[reason, default: 0] += 1
        }
        for rule in explanation.rules { rules[rule, default: 0] += 1 }
        let isKept =
            wanted.isEmpty ? explanation.needsReview : !wanted.isDisjoint(with: explanation.rules)
        guard isKept else { return }
        foremost.append(Line(facts: facts, explanation: explanation))
        if foremost.count >= 2 * max(limit, 500) { foremost = ranked }
    }

    private var ranked: [Line] {
        Array(
            foremost.enumerated().sorted {
                ($1.element.explanation.score, $0.offset) < ($0.element.explanation.score, $1.offset)
            }.prefix(limit).map(\.element))
    }

    /// How many each reason explains, in the order of the reasons.
    public var explained: [(reason: Explanation.Reason, count: Int)] {
        Explanation.Reason.allCases.map { ($0, reasons[$0] ?? 0) }
    }

    /// To how many accesses each rule points, explained or not.
    public var pointed: [(rule: DetectionRule, count: Int)] { DetectionRule.allCases.map { ($0, rules[$0] ?? 0) } }

    /// The foremost, by score, and of one score in the order they came.
    public var queue: [Line] { ranked }
}

extension ExplainedReport {
    /// For a terminal.
    /// - Parameter lines: the queue with its events opened.
    public func text(_ lines: [Line]) -> String {
        let counts = explained.filter { $0.count > 0 }.map { [$0.reason.rawValue, String($0.count)] }
        let head = PlainTable.text(
            heading: ["explained by", "accesses"],
            cells: counts + [["to be looked at", String(toReview)], ["all", String(total)]])
        let pointed = pointed.filter { $0.count > 0 }.map {
            [$0.rule.number ?? "", $0.rule.rawValue, String($0.count), $0.rule.words]
        }
        let rules =
            pointed.isEmpty
            ? "" : "\n" + PlainTable.text(heading: ["", "rule", "accesses", "what it says"], cells: pointed)
        let rows = lines.map { line in
            let row = line.event.map { AccessReportRow(event: $0, ledgerIndex: line.ledgerIndex) }
            return [
                String(line.explanation.score), line.caseID?.description ?? "",
                line.explanation.rules.map(\.rawValue).joined(separator: " "),
                line.explanation.reason?.rawValue ?? "",
            ] + PlainTable.columns.map { row?.text($0) ?? "" } + [line.event?.reason ?? ""]
        }
        return head + rules + "\n"
            + PlainTable.text(
                heading: ["score", "case", "rules", "explained"] + PlainTable.columns.map(\.heading) + ["reason"],
                cells: rows)
    }
}
