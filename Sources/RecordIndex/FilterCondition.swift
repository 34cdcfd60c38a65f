internal import EmbeddedDatabase
internal import GRDB
internal import RecordTypes

/// A ``RecordFilter`` as an SQL expression over the columns of `record`, 1 for what passes, with bound values.
///
/// All columns it reads stand in one index, so that no row is fetched, and no statement opened, that does not pass.
struct FilterCondition {
    let sql: String
    let arguments: StatementArguments

    init(_ filter: RecordFilter, of person: LedgerIdentity, _ names: PersonNames) {
        var writer = ConditionWriter()
        for layer in filter.layers where writer.rest == nil { writer.add(layer, filter.institution, person, names) }
        let rest = writer.rest ?? filter.otherwise
        sql = writer.cases.isEmpty ? (rest ? "1" : "0") : "(CASE\(writer.cases) ELSE \(rest ? 1 : 0) END)"
        arguments = StatementArguments(writer.values)
    }
}

private struct ConditionWriter {
    var cases = ""
    var values: [any DatabaseValueConvertible] = []
    /// What holds of everything else; nothing comes after it.
    var rest: Bool?

    mutating func add(
        _ layer: RecordFilter.Layer, _ institution: InstitutionID?, _ person: LedgerIdentity, _ names: PersonNames
    ) {
        split(layer.records, "record") { Blob($0.bytes) }
        if layer.respectsAuthors {
            let closed = Blob(names.openness(isClosed: true, of: person))
            if let institution {
                add("openness = ? AND institution <> ?", [closed, institution.semantics], false)
            } else {
                add("openness = ?", [closed], false)
            }
        }
        split(layer.categories, "category") { Blob(names.category($0, of: person)) }
        split(layer.authors, "institution") { $0.semantics }
        for period in layer.periods {
            let span = [period.span.start.milliseconds, period.span.end.milliseconds]
            if period.touches {
                add("starts < ? AND ? < ends", span.reversed(), period.permits)
            } else {
                add("? <= starts AND ends <= ?", span, period.permits)
            }
        }
        rest = layer.whole
    }

    private mutating func split<Key: Hashable>(
        _ table: [Key: Bool], _ column: String, _ value: (Key) -> any DatabaseValueConvertible
    ) {
        for permits in [true, false] {
            let keys = table.filter { $0.value == permits }.keys
            guard !keys.isEmpty else { continue }
            let places = Array(repeating: "?", count: keys.count).joined(separator: ", ")
            add("\(column) IN (\(places))", keys.map(value), permits)
        }
    }

    private mutating func add(_ condition: String, _ values: [any DatabaseValueConvertible], _ permits: Bool) {
        cases += " WHEN \(condition) THEN \(permits ? 1 : 0)"
        self.values += values
    }
}
