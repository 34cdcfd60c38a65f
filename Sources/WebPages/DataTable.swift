import MarkupText

/// A table that reads well on a narrow screen and to a screen reader: header cells with scope, each cell labelled.
///
/// Roles are written out because a stylesheet that stacks the cells takes the table's own meaning away in some browsers.
struct DataTable {
    struct Row {
        let header: Markup
        let cells: [Markup]
        let `class`: String?
    }

    let caption: String
    let id: String
    let columns: [String]
    let rows: [Row]

    var markup: Markup {
        tag(
            "div", .class("scroll stack"), .role("region"), .labelledBy(id), Attribute("tabindex", "0")
        ) {
            tag("table", .role("table")) {
                tag("caption", .id(id), text: caption)
                tag("thead", .role("rowgroup")) {
                    tag("tr", .role("row")) {
                        for column in columns {
                            tag("th", .role("columnheader"), Attribute("scope", "col"), text: column)
                        }
                    }
                }
                tag("tbody", .role("rowgroup")) {
                    for row in rows { row.markup(columns) }
                }
            }
        }
    }
}

extension DataTable.Row {
    init(_ header: Markup, _ cells: [Markup], class: String? = nil) {
        self.header = header
        self.cells = cells
        self.class = `class`
    }

    fileprivate func markup(_ columns: [String]) -> Markup {
        let content = group {
            tag(
                "th", .role("rowheader"), Attribute("scope", "row"), Attribute("data-label", columns.first ?? "")
            ) { header }
            for (cell, column) in zip(cells, columns.dropFirst()) {
                tag("td", .role("cell"), Attribute("data-label", column)) { cell }
            }
        }
        return if let `class` {
            tag("tr", .role("row"), .class(`class`)) { content }
        } else {
            tag("tr", .role("row")) { content }
        }
    }
}

/// Names with their values.
func facts(_ facts: [(name: String, value: Markup)]) -> Markup {
    tag("dl", .class("facts")) {
        for fact in facts {
            tag("dt", text: fact.name)
            tag("dd") { fact.value }
        }
    }
}
