import ArgumentParser
import Conversion
import FHIR
import Foundation
import JSONText
import RecordTypes

struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn CDA documents and HL7 v2 messages into FHIR R4 Bundles.",
        discussion: """
            Writes NAME.json and NAME.outcome.json for each file, NAME-1.json, NAME-2.json … for the messages of a batch. What is refused \
            gets its outcome only. Exit codes: 0 all converted, 1 some refused, 2 not to be done as asked.
            """)

    @OptionGroup var options: DocumentOptions

    @Option(help: "The folder for Bundles; it is made when it is not there.")
    var output = "."

    @Option(help: "The folder for OperationOutcomes; that of the Bundles when not given.")
    var outcome: String?

    func run() async throws {
        let inputs = try DocumentInputs(paths: options.inputs).inputs
        let reading = try DocumentReading(options, convertsRefused: true)
        var bar = ProgressBar(total: inputs.count)
        var summary = ConversionSummary()
        try await reading.forEachResult(of: inputs) { result in
            summary.count(result)
            try write(result)
            bar.advance(to: result.input.path)
            for line in result.refusals {
                bar.clear()
                StandardError.write(line + "\n")
            }
        }
        bar.clear()
        StandardError.write(summary.text(done: "converted") + "\n")
        if summary.inputs == 0 { throw CommandFailure.impossible("no document was found") }
        if summary.refused > 0 { throw CommandFailure.answeredNo() }
    }

    private func write(_ result: InputResult) throws {
        guard !result.isPassedOver else { return }
        let name = result.input.name
        for each in result.results {
            let name = each.document.number.map { "\(name)-\($0)" } ?? name
            if let parts = each.outcome.parts {
                try write(parts.bytes, to: output, as: name + ".json")
            } else {
                // What an earlier run left must not pass for this one's answer.
                try? FileManager.default.removeItem(atPath: "\(output)/\(name).json")
            }
            let own = each.document.number == nil ? result.issues : []
            try write(OperationOutcome(issues: own + each.outcome.issues), as: name)
        }
        let isWhole = result.results.count == 1 && result.results.first?.document.number == nil
        if !isWhole, !result.issues.isEmpty { try write(OperationOutcome(issues: result.issues), as: name) }
    }

    private func write(_ resource: OperationOutcome, as name: String) throws {
        var json = JSONWriter()
        resource.write(to: &json)
        try write(json.bytes, to: outcome ?? output, as: name + ".outcome.json")
    }

    private func write(_ bytes: [UInt8], to folder: String, as name: String) throws {
        let path = "\(folder)/\(name)"
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure.impossible("\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}

extension InputResult {
    /// A line for each document that was refused, with its first reason.
    fileprivate var refusals: [String] {
        var lines = results.filter(\.isRefused).map { line(for: $0.outcome.issues, in: $0.document) }
        if isRefusedAsWhole, let issue = issues.first(where: \.refuses) {
            lines.append("\(input.path): refused: \(issue.code) \(issue.message)")
        }
        return lines
    }

    private func line(for issues: [Issue], in document: InputDocument) -> String {
        guard let issue = issues.first(where: \.refuses) else { return "\(input.path): refused" }
        return "\(input.path):\(issue.place.line(in: document)): refused: \(issue.code) \(issue.message)"
    }
}
