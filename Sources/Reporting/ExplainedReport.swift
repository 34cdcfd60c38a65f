internal import RecordTypes

/// An access report, explained first: how many accesses each reason explains, and the others, the most conspicuous first.
///
/// An emergency access opens a case of its own, `BTG-` and its ledger position, whatever explains it.
public struct ExplainedReport: Sendable {
    public struct Line: Sendable {
        public let row: AccessReportRow
        public let explanation: Explanation

        public init(row: AccessReportRow, explanation: Explanation) {
            self.row = row
            self.explanation = explanation
        }

        /// The follow-up that an emergency access opens; nil for any other.
        public var caseName: String? {
            explanation.rules.contains(.breakTheGlass) ? "BTG-\(row.ledgerIndex)" : nil
        }
    }

    public let explained: [(reason: Explanation.Reason, count: Int)]
    /// Those that need a look, by score, and of one score in the order they came.
    public let queue: [Line]
    public let total: Int

    public init(_ lines: [Line]) {
        total = lines.count
        explained = Explanation.Reason.allCases.map { reason in
            (reason, lines.count { $0.explanation.reason == reason && !$0.explanation.needsReview })
        }
        queue = lines.enumerated().filter { $0.element.explanation.needsReview }
            .sorted { ($1.element.explanation.score, $0.offset) < ($0.element.explanation.score, $1.offset) }
            .map(\.element)
    }

    /// For a terminal.
    public var text: String {
        let counts = explained.filter { $0.count > 0 }.map { [$0.reason.rawValue, String($0.count)] }
        let head = PlainTable.text(
            heading: ["explained by", "accesses"],
            cells: counts + [["to be looked at", String(queue.count)], ["all", String(total)]])
        let rows = queue.map { line in
            [
                String(line.explanation.score), line.caseName ?? "",
                line.explanation.rules.map(\.rawValue).joined(separator: " "),
            ] + PlainTable.columns.map(line.row.text) + [line.row.event.reason ?? ""]
        }
        return head + "\n"
            + PlainTable.text(
                heading: ["score", "case", "rules"] + PlainTable.columns.map(\.heading) + ["reason"], cells: rows)
    }
}
