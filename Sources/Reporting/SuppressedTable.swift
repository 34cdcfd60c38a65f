/// A table of counts with its sums, small cells and their complements taken out.
///
/// A hidden cell can be computed when it is the only one hidden in a line whose sum is shown. So every line, every column and
/// the margins keep either no hidden cell or at least two, and two that together are no small number.
struct SuppressedTable {
    let cells: [[AccessCounts.Count]]
    let rowSums: [AccessCounts.Count]
    let columnSums: [AccessCounts.Count]
    let total: AccessCounts.Count

    init(_ counts: [[Int]], columns: Int, smallest: Int) {
        // The table with its margins: last column and last row are sums, the corner is the total.
        var table = counts.map { $0 + [$0.reduce(0, +)] }
        table.append((0...columns).map { column in table.reduce(0) { $0 + $1[column] } })
        let hidden = Self.hide(table, smallest)
        func count(_ row: Int, _ column: Int) -> AccessCounts.Count {
            hidden[row][column] ? .suppressed : .number(table[row][column])
        }
        cells = counts.indices.map { row in (0..<columns).map { count(row, $0) } }
        rowSums = counts.indices.map { count($0, columns) }
        columnSums = (0..<columns).map { count(counts.count, $0) }
        total = count(counts.count, columns)
    }

    private static func hide(_ table: [[Int]], _ smallest: Int) -> [[Bool]] {
        var hidden = table.map { $0.map { $0 > 0 && $0 < smallest } }
        var changed = true
        while changed {
            changed = false
            for row in table.indices {
                let line = table[row].indices.map { (row, $0) }
                if protect(line, table, &hidden, smallest) { changed = true }
            }
            for column in table[0].indices {
                let line = table.indices.map { ($0, column) }
                if protect(line, table, &hidden, smallest) { changed = true }
            }
        }
        return hidden
    }

    /// Hides the smallest shown cell of a line (its sum included) as long as the hidden ones could be worked out.
    private static func protect(
        _ line: [(row: Int, column: Int)], _ table: [[Int]], _ hidden: inout [[Bool]], _ smallest: Int
    ) -> Bool {
        var changed = false
        while true {
            let secret = line.filter { hidden[$0.row][$0.column] }
            guard !secret.isEmpty else { return changed }
            let isSafe = secret.count > 1 && secret.reduce(0) { $0 + table[$1.row][$1.column] } >= smallest
            let shown = line.filter { !hidden[$0.row][$0.column] && table[$0.row][$0.column] > 0 }
            guard !isSafe, let next = shown.min(by: { table[$0.row][$0.column] < table[$1.row][$1.column] }) else {
                return changed
            }
            hidden[next.row][next.column] = true
            changed = true
        }
    }
}
