import ArgumentParser
import Foundation
import GatewayService
import RecordTypes

struct AccessLogCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log", abstract: "Who looked at what, and why.",
        subcommands: [Query.self, Explain.self, Report.self])

    struct Query: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the access log. The query itself is logged, under your account, before anything is printed.",
            discussion: """
                Asks the running gateway, or works on its data when none runs. A person is named in a file, so that no code \
                stands in a process list or a shell's history.
                """)

        @OptionGroup var asked: Question
        @Option(help: "table, csv, ndjson or explained.", transform: oneOfTheWords)
        var format = ReportFormat.table

        func run() async throws { try await asked.answer(as: format) }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Run the access log explained first: what a visit, a consent or a case explains, then the rest by rank.",
            discussion: """
                Every emergency access opens a case, BTG- and its ledger position, whatever explains it. What is not explained \
                is not therefore wrong: appointments and orders are not known here. The question itself is logged first.
                """)

        @OptionGroup var asked: Question

        func run() async throws { try await asked.answer(as: .explained) }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Count accesses by institution and outcome. Numbers below 10, and what they could be worked out from, are *.",
            discussion: "The question itself is logged, under your account, before anything is printed.")

        @OptionGroup var asked: Question

        func run() async throws { try await asked.answer(as: .counts) }
    }

    /// What is asked of the log, and of which gateway.
    struct Question: ParsableArguments {
        @Option(name: .customLong("case"), help: "The case number; kept in the log.")
        var caseNumber: String
        @OptionGroup var source: DataOptions
        @Option(help: "A file with the identifier of the person whose records were looked at: PNOEE-…")
        var personFile: String?
        @Option(help: "A file with the identifier of the professional who looked.")
        var professionalFile: String?
        @Option(help: "The institution that looked: NTREE-…")
        var institution: String?
        @Option(help: "From this moment or day on: 2026-03-01 or 2026-03-01T09:30:00Z.")
        var from: String?
        @Option(help: "Before this moment or day.")
        var until: String?
        @Option(help: "Only these outcomes: released, refused, not-found, empty.", transform: oneOfTheWords)
        var outcome: [AccessEvent.Outcome] = []

        func answer(as format: ReportFormat) async throws {
            let folder = try source.folder()
            let answer = try await Self.answer(to: try question(format), in: folder)
            if let error = answer.error { throw CommandFailure.impossible("the access log cannot be run: \(error)") }
            StandardOutput.write(answer.report)
            for sentence in answer.sentences { StandardError.write(sentence + "\n") }
        }

        private func question(_ format: ReportFormat) throws -> ConsoleQuestion {
            var question = ConsoleQuestion(caseNumber: caseNumber, operatorName: NSUserName())
            question.person = try personFile.map { try PersonFile.person(in: $0) }
            question.professional = try professionalFile.map { try PersonFile.person(in: $0) }
            question.institution = try Self.read(institution, "--institution", "NTREE- and a number") {
                InstitutionID($0)
            }
            question.from = try Self.read(from, "--from", "a day or a moment in RFC 3339") { Instant(rfc3339: $0) }
            question.until = try Self.read(until, "--until", "a day or a moment in RFC 3339") { Instant(rfc3339: $0) }
            question.outcomes = outcome
            question.format = format
            return question
        }

        private static func read<Value>(
            _ text: String?, _ option: String, _ wanted: String, _ make: (String) -> Value?
        ) throws -> Value? {
            guard let text else { return nil }
            guard let value = make(text) else { throw ValidationError("\(option) wants \(wanted).") }
            return value
        }

        /// From the gateway that runs; else from its data, which no gateway may start to use meanwhile.
        private static func answer(to question: ConsoleQuestion, in folder: DataFolder) async throws -> ConsoleAnswer {
            if let answer = try await ConsoleClient.ask(question, in: folder) { return answer }
            do {
                return try await EmbeddedGateway.open(folder).running { gateway in
                    await ConsoleAnswer(to: question, from: gateway)
                }
            } catch {
                throw CommandFailure.impossible("the access log cannot be run: \(error)")
            }
        }
    }
}
