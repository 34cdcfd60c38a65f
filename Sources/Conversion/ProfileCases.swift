import JSONText
public import Profiles
public import RecordTypes

extension Converter {
    /// Converts a test's document and says what is not as the test wants it, a sentence each; nothing when all is.
    public func failures(of test: ProfileCase, source: SourceDocument) -> [String] {
        let outcome = convert(source)
        var failures: [String] = []
        let refusals = outcome.issues.filter(\.refuses)
        if test.isRefused, refusals.isEmpty { failures.append("the document is not refused") }
        if !test.isRefused, let first = refusals.first {
            failures.append("the document is refused: \(first.code) \(first.message)")
        }
        for wanted in test.finds where !outcome.issues.contains(where: { $0.fits(wanted) }) {
            let others = outcome.issues.filter { $0.code == wanted.code }
            let known = others.map { "\($0.severity.rawValue) in line \($0.line)" }.joined(separator: ", ")
            failures.append("no finding \(wanted.words)" + (others.isEmpty ? "" : "; it is \(known)"))
        }
        for code in test.lacks {
            for issue in outcome.issues where issue.code == code {
                failures.append("there is a finding \(code) in line \(issue.line): \(issue.message)")
            }
        }
        guard !test.gives.isEmpty else { return failures }
        guard let parts = outcome.parts else { return failures + ["there is no Bundle to look into"] }
        let resources = parts.entries.compactMap { try? JSONValue(parsing: $0.bytes)["resource"] }
        for fragment in test.gives {
            let differences = resources.map { fragment.difference(from: $0, at: "") }
            guard !differences.contains(where: { $0 == nil }) else { continue }
            // The nearest resource is the one that agreed for longest: its difference lies deepest.
            let nearest = differences.compactMap { $0 }.max { ($0.depth, $0.agreed) < ($1.depth, $1.agreed) }
            failures.append("no resource holds \(fragment.words)" + (nearest.map { "; nearest: \($0.text)" } ?? ""))
        }
        return failures
    }
}

extension Issue {
    fileprivate var line: Int { if case .xpath(_, let line, _) = place { line } else { 0 } }

    fileprivate func fits(_ wanted: ProfileCase.Finding) -> Bool {
        code == wanted.code && (wanted.severity == nil || wanted.severity == severity.rawValue)
            && (wanted.line == nil || wanted.line == line)
    }
}

extension ProfileCase.Finding {
    fileprivate var words: String {
        code + (severity.map { " of severity \($0)" } ?? "") + (line.map { " in line \($0)" } ?? "")
    }
}

/// Where a fragment and a value part.
private struct Difference {
    let text: String
    let depth: Int
    let agreed: Int
}

extension ProfileCase.Fragment {
    /// The first difference; nil when the value holds the fragment.
    fileprivate func difference(from value: JSONValue?, at path: String, depth: Int = 0) -> Difference? {
        guard let value else { return Difference(text: "\(path) is not there", depth: depth, agreed: 0) }
        switch self {
        case .text(let text):
            let found = value.stringValue ?? String(decoding: value.bytes, as: UTF8.self)
            return found == text
                ? nil : Difference(text: "\(path) is \(found.prefix(80)), not \(text)", depth: depth, agreed: 0)
        case .map(let entries):
            var agreed = 0
            for (key, fragment) in entries.sorted(by: { $0.key < $1.key }) {
                let inner = path.isEmpty ? key : path + "." + key
                if let difference = fragment.difference(from: value[key], at: inner, depth: depth + 1) {
                    return Difference(text: difference.text, depth: difference.depth, agreed: agreed)
                }
                agreed += 1
            }
            return nil
        case .list(let items):
            guard let values = value.arrayValue else {
                return Difference(text: "\(path) is no list", depth: depth, agreed: 0)
            }
            for item in items {
                let differences = values.map { item.difference(from: $0, at: path + "[]", depth: depth + 1) }
                guard !differences.contains(where: { $0 == nil }) else { continue }
                return differences.compactMap { $0 }.max { ($0.depth, $0.agreed) < ($1.depth, $1.agreed) }
                    ?? Difference(text: "\(path) is empty", depth: depth, agreed: 0)
            }
            return nil
        }
    }

    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .list(let items): "[" + items.map(\.words).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.words)" }.joined(separator: ", ")
                + "}"
        }
    }
}
