import CDA
import XMLReader

/// Rows of narrative tables as a reader sees them: with the cells that reach down from rows above.
struct TableRow {
    struct Cell {
        let element: XMLElement
        /// The first column that it covers, and how many.
        let column: Int
        let width: Int
    }

    /// In the order of their columns.
    var cells: [Cell]

    /// The rows of one thead, tbody, tfoot or table, by the position of each row's element.
    ///
    /// - Complexity: linear in the cells; cells that reach further down than is sensible are forgotten.
    static func rows(of body: XMLElement) -> [Int: TableRow] {
        var rows: [Int: TableRow] = [:]
        var reaching: [(cell: Cell, left: Int)] = []
        for row in body.children where row.isNamed(.tr) {
            var cells = reaching.map(\.cell)
            var next: [(cell: Cell, left: Int)] = []
            var column = 0
            for element in row.children where element.isNamed(.td) || element.isNamed(.th) {
                while let above = reaching.first(where: {
                    $0.cell.column <= column && column < $0.cell.column + $0.cell.width
                }) {
                    column = above.cell.column + above.cell.width
                }
                let cell = Cell(element: element, column: column, width: span(element, .colspan))
                cells.append(cell)
                let height = span(element, .rowspan)
                if height > 1 { next.append((cell, height)) }
                column += cell.width
            }
            if !reaching.isEmpty { cells.sort { $0.column < $1.column } }
            rows[row.position] = TableRow(cells: cells)
            reaching = (reaching + next).map { ($0.cell, $0.left - 1) }.filter { $0.left > 0 }
            if reaching.count > 64 { reaching.removeAll() }
        }
        return rows
    }

    private static func span(_ cell: XMLElement, _ name: KnownName) -> Int {
        min(max(cell.word(name).flatMap { Int($0) } ?? 1, 1), 1_000)
    }
}
