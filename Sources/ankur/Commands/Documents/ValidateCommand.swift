import ArgumentParser
import FHIR
import Foundation
import JSONText
import RecordTypes

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell everything that is wrong with CDA documents and HL7 v2 messages.",
        discussion: """
            Text: a finding a line, path:line: severity code message. FHIR: an OperationOutcome, or a Bundle of them for several documents. \
            Exit codes: 0 none would be refused, 1 some would, 2 not to be done as asked.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, fhir
    }

    @OptionGroup var options: DocumentOptions

    @Option(help: "text or fhir.")
    var format = Form.text

    func run() async throws {
        let inputs = try DocumentInputs(paths: options.inputs).inputs
        let reading = try DocumentReading(options)
        var bar = ProgressBar(total: inputs.count)
        var summary = ConversionSummary()
        var outcomes: [(path: String, outcome: OperationOutcome)] = []
        try await reading.forEachResult(of: inputs) { result in
            summary.count(result)
            bar.advance(to: result.input.path)
            switch format {
            case .text:
                bar.clear()
                for line in result.findings { StandardOutput.write(line + "\n") }
            case .fhir: outcomes += result.outcomes
            }
        }
        bar.clear()
        if summary.inputs == 0 { throw CommandFailure.impossible("no document was found") }
        if format == .fhir { write(outcomes) }
        StandardError.write(summary.text(done: "valid") + "\n")
        if summary.refused > 0 { throw CommandFailure.answeredNo() }
    }

    private func write(_ outcomes: [(path: String, outcome: OperationOutcome)]) {
        var json = JSONWriter()
        if outcomes.count == 1, let only = outcomes.first {
            only.outcome.write(to: &json)
        } else {
            var bundle = FHIR.Bundle(type: .collection)
            bundle.entry = outcomes.map { path, outcome in
                var entry = FHIR.Bundle.Entry()
                entry.fullUrl = URL(fileURLWithPath: path).absoluteString
                entry.resource = outcome.asAny
                return entry
            }
            bundle.write(to: &json)
        }
        StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
    }
}

extension InputResult {
    /// `path:line: severity code message (place; rule; remedy)`.
    fileprivate var findings: [String] {
        let whole = issues.map { "\(input.path):1: \($0.severity.rawValue) \($0.code) \($0.message)\($0.more)" }
        return whole
            + results.flatMap { result in
                result.outcome.issues.map { issue in
                    "\(input.path):\(issue.place.line(in: result.document)): "
                        + "\(issue.severity.rawValue) \(issue.code) \(issue.message)\(issue.more)"
                }
            }
    }

    /// One for each document; the file's own findings go with the first.
    fileprivate var outcomes: [(path: String, outcome: OperationOutcome)] {
        guard !isPassedOver else { return [] }
        guard !results.isEmpty else { return [(input.path, OperationOutcome(issues: issues))] }
        return results.enumerated().map { position, result in
            let own = position == 0 ? issues : []
            let path = result.document.number.map { "\(input.path)-\($0)" } ?? input.path
            return (path, OperationOutcome(issues: own + result.outcome.issues))
        }
    }
}

extension Issue {
    fileprivate var more: String {
        let parts = [place.words, rule, remedy].compactMap { $0 }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    }
}
