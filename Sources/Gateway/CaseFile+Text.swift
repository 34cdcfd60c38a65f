import AccessLog
import Oversight
import RecordTypes
import Reporting

extension CaseFile {
    /// For people: what it is, what it is about, what was done.
    public var text: String {
        let facts = [
            ["case", state.id.description], ["stage", state.stage.rawValue],
            ["due", state.due.map(\.description) ?? "nothing more"], ["limitation", state.limitation.description],
            ["institution", state.institution?.semantics ?? ""], ["officer", state.officer?.name ?? "nobody"],
            ["rules", state.rules.map(\.rawValue).joined(separator: " ")],
        ]
        let looks = looks.map { AccessReportRow(event: $0.event, ledgerIndex: $0.index) }
        let steps = state.steps.map { step in
            [step.time.description, step.by.name, step.by.role, step.act.kind.rawValue, step.act.words]
        }
        return PlainTable.text(heading: ["", ""], cells: facts) + "\n" + PlainTable.text(of: looks)
            + (steps.isEmpty
                ? "" : "\n" + PlainTable.text(heading: ["time", "who", "role", "step", "words"], cells: steps))
    }
}

extension CaseStep.Act {
    fileprivate var words: String {
        switch self {
        case .open(let look): look.rules.map(\.rawValue).joined(separator: " ")
        case .assign(let officer): officer.name
        case .ask(let words, let due): "\(words) (by \(due))"
        case .answer(let words), .close(let words): words
        case .decide(let finding, let reason, let measure, _): "\(finding.rawValue), \(measure.rawValue): \(reason)"
        }
    }
}
