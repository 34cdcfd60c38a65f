internal import RecordTypes

extension AccessCounts {
    /// For a terminal: a line an institution, sums last; `<10` and what goes with it is `*`.
    public var text: String {
        let outcomes = AccessEvent.Outcome.allCases.map(\.rawValue)
        let rows = lines.map { line in
            [line.institution?.semantics ?? "no institution"] + (line.counts + [line.sum]).map(\.text)
        }
        return PlainTable.text(
            heading: ["institution"] + outcomes + ["all"], cells: rows + [["all"] + (sums + [total]).map(\.text)])
    }
}

extension AccessCounts.Count {
    fileprivate var text: String {
        switch self {
        case .number(let number): String(number)
        case .suppressed: "*"
        }
    }
}
