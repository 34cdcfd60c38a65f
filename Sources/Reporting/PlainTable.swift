/// A table for a terminal: columns as wide as their widest cell, control characters shown, never obeyed.
public enum PlainTable {
    /// The columns that a person at a terminal wants; the rest is in CSV and NDJSON.
    public static let columns: [AccessReportRow.Column] = [
        .time, .actor, .institution, .purpose, .action, .outcome, .basis, .ledgerIndex,
    ]

    public static func text(of rows: [AccessReportRow], columns: [AccessReportRow.Column] = columns) -> String {
        text(heading: columns.map(\.heading), cells: rows.map { row in columns.map(row.text) })
    }

    /// - Parameter cells: rows of as many cells as there are headings.
    public static func text(heading: [String], cells: [[String]]) -> String {
        let lines = ([heading] + cells).map { $0.map(visible) }
        let widths = heading.indices.map { column in
            lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        var text = ""
        for (position, line) in lines.enumerated() {
            text += joined(line, widths)
            if position == 0 { text += joined(widths.map { String(repeating: "-", count: $0) }, widths) }
        }
        return text
    }

    private static func joined(_ line: [String], _ widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(line, widths) {
            if !text.isEmpty { text += "  " }
            text += cell + String(repeating: " ", count: width - cell.count)
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text + "\n"
    }

    /// An escape sequence from a document must not move an official's cursor, nor a mark turn the text round.
    private static func visible(_ cell: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in cell.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
