import RecordTypes
import XMLReader

/// The findings of one document, in the order they were made, bounded in number.
struct Findings {
    private(set) var issues: [Issue] = []
    private var known: Set<String> = []
    private var suppressed = 0
    /// The document's paths, for whoever names a place: siblings are counted once.
    var paths = XPathIndex()
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Errors are always listed; of the rest only as many as the limit allows.
    mutating func add(_ issue: Issue) {
        if issues.count < limit || issue.refuses && issues.count < 2 * limit {
            issues.append(issue)
        } else {
            suppressed += 1
            let last = Issue(
                issue.refuses ? .error : .information, "cda-more-findings", .informational,
                "\(suppressed) more findings are not listed.")
            if suppressed == 1 { issues.append(last) } else { issues[issues.count - 1] = last }
        }
    }

    mutating func add(
        _ severity: Issue.Severity, _ code: String, _ kind: Issue.Kind, _ message: String, at element: XMLElement,
        rule: String? = nil, remedy: String? = nil
    ) {
        guard issues.count < 2 * limit else {
            add(Issue(severity, code, kind, message))
            return
        }
        let place = Issue.Place.xpath(paths.path(of: element), line: element.line, column: element.column)
        add(Issue(severity, code, kind, message, at: place, rule: rule, remedy: remedy))
    }

    /// A finding that holds for every element that shares `topic`: told at the first one.
    mutating func addOnce(
        _ topic: String, _ severity: Issue.Severity, _ code: String, _ kind: Issue.Kind, _ message: String,
        at element: XMLElement, rule: String? = nil, remedy: String? = nil
    ) {
        guard known.insert(code + "|" + topic).inserted else { return }
        add(severity, code, kind, message, at: element, rule: rule, remedy: remedy)
    }
}

extension Issue.Place {
    static func at(_ element: XMLElement) -> Issue.Place {
        .xpath(element.xpath, line: element.line, column: element.column)
    }
}
