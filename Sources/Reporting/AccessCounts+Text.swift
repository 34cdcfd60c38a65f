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

extension AccessCounts {
    /// The table for a spreadsheet: one line an institution, what is suppressed as `*`.
    public var commaSeparated: [UInt8] {
        func text(_ count: Count) -> String { if case .number(let number) = count { String(number) } else { "*" } }
        var bytes = CommaSeparated.line(["institution"] + AccessEvent.Outcome.allCases.map(\.rawValue) + ["all"])
        for line in lines {
            bytes += CommaSeparated.line(
                [line.institution?.semantics ?? "none"] + line.counts.map(text) + [text(line.sum)])
        }
        return bytes + CommaSeparated.line(["all"] + sums.map(text) + [text(total)])
    }
}
