import Foundation
import RecordTypes

/// A bar on standard error where a person sees it; nothing elsewhere.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var done = 0

    init(total: Int) {
        self.total = total
        isShown = isatty(STDERR_FILENO) == 1 && total > 0
    }

    mutating func advance(to name: String) {
        done += 1
        guard isShown else { return }
        let width = 30
        let filled = done * width / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        StandardError.write("\r\u{1B}[K\(bar) \(done)/\(total) \((name as NSString).lastPathComponent.prefix(40))")
    }

    /// Makes room for a line of text.
    func clear() { if isShown { StandardError.write("\r\u{1B}[K") } }
}

/// What a run came to, in one line.
struct ConversionSummary {
    private(set) var inputs = 0
    private(set) var documents = 0
    private(set) var accepted = 0
    private(set) var refused = 0
    private(set) var passedOver = 0
    private var findings: [String: Int] = [:]
    private var bytes = 0
    private let start = ContinuousClock.now

    mutating func count(_ result: InputResult) {
        if result.isPassedOver {
            passedOver += 1
            return
        }
        inputs += 1
        bytes += result.byteCount
        documents += result.results.count
        accepted += result.results.count { !$0.isRefused }
        refused += result.results.count(where: \.isRefused) + (result.isRefusedAsWhole ? 1 : 0)
        for issue in result.allIssues { findings[issue.severity.rawValue, default: 0] += 1 }
    }

    /// - Parameter done: what was done with those that were not refused: `converted`, `valid`.
    func text(done: String) -> String {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let counts = ["fatal", "error", "warning", "information"].compactMap { severity in
            findings[severity].map { "\($0) \(severity)" }
        }
        var text = "\(inputs) files, \(documents) documents: \(accepted) \(done), \(refused) refused"
        if passedOver > 0 { text += "; \(passedOver) other files passed over" }
        if !counts.isEmpty { text += "; findings: \(counts.joined(separator: ", "))" }
        let size = (Double(bytes) / 1e4).rounded() / 100
        return text + "; \(size) MB in \((seconds * 10).rounded() / 10) s"
    }
}

extension InputResult {
    /// A file that holds no document that could be refused by itself.
    var isRefusedAsWhole: Bool { results.isEmpty && issues.contains(where: \.refuses) }
}
