import ArgumentParser
import Foundation
import GatewayService
import RecordTypes
import Synchronization

struct AccessLogCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log", abstract: "Who looked at what, and why.",
        subcommands: [
            Query.self, Explain.self, Report.self, CaseCommands.self, HidingCommands.self, RetentionCommand.self,
            WatchCommands.self, Verify.self,
        ])

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
                is not therefore wrong: appointments and rosters are not known here. The question itself is logged first. How far \
                a long report has come is written to the standard error.
                """)

        @OptionGroup var asked: Question
        @Option(
            help:
                "Only what this rule points at, explained or not: \(DetectionRule.allCases.map(\.rawValue).joined(separator: ", ")).",
            transform: oneOfTheWords)
        var rule: [DetectionRule] = []

        func run() async throws { try await asked.answer(as: .explained, rules: rule) }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Count accesses, or late and missing documents, by institution. Numbers below 10, and what they could be worked out from, are *.",
            discussion: """
                --kind accesses counts by outcome. --kind lateness says of each institution how many days after what they are about its documents \
                come, how many visits that it has named have none, and how many of its orders nobody answered. The question itself is logged, \
                under your account, before anything is printed.
                """)

        enum Kind: String, CaseIterable { case accesses, lateness }
        enum Form: String, CaseIterable { case table, csv, ndjson }

        @OptionGroup var asked: Question
        @Option(help: "accesses or lateness.", transform: oneOfTheWords)
        var kind = Kind.accesses
        @Option(help: "Of lateness: table, csv or ndjson.", transform: oneOfTheWords)
        var format = Form.table

        func validate() throws {
            guard kind == .lateness || format == .table else {
                throw ValidationError("Accesses are counted in a table alone; their rows are ankur access-log query's.")
            }
        }

        func run() async throws {
            switch (kind, format) {
            case (.accesses, _): try await asked.answer(as: .counts)
            case (.lateness, .table): try await asked.answer(as: .lateness)
            case (.lateness, .csv): try await asked.answer(as: .latenessCSV)
            case (.lateness, .ndjson): try await asked.answer(as: .latenessNDJSON)
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold every look on the ledger against the access log, and the other way round.",
            discussion:
                "Exits with a failure, and says where, when they are not the same. Options that narrow have no effect.")

        @OptionGroup var asked: Question

        func run() async throws { try await asked.answer(as: .verified) }
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

        @Option(help: "Only for this purpose: BTG for emergencies, HRESCH, ….", transform: oneOfTheWords)
        var purpose: [PurposeOfUse] = []
        @Option(help: "Only this: export-records, read-access-log, ….", transform: oneOfTheWords)
        var action: [AccessEvent.Action] = []
        @Flag(help: "Only what the ministry and operators read of the log.")
        var readers = false

        func answer(as format: ReportFormat, rules: [DetectionRule] = []) async throws {
            let folder = try source.folder()
            var question = try question(format)
            question.rules = rules
            let outcome = ReportOutcome()
            if try await ConsoleClient.ask(question, in: folder, each: { outcome.take($0) }) {
                return try outcome.check()
            }
            // No gateway runs: its data, which none may start to use meanwhile.
            do {
                let embedded = try await EmbeddedGateway.open(folder)
                let asked = question
                try await embedded.running { gateway in
                    await asked.answer(from: gateway, embedded.register) { outcome.take($0) }
                }
            } catch {
                throw CommandFailure.impossible("the access log cannot be run: \(error)")
            }
            try outcome.check()
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
            question.purposes = purpose
            question.actions = action
            question.readersOnly = readers
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
    }
}

/// Prints an answer as its parts come, and remembers why there is none.
private final class ReportOutcome: Sendable {
    private let failure = Mutex<String?>(nil)

    func take(_ part: ConsolePart) {
        switch part {
        case .progress(let words): StandardError.write(words + "\n")
        case .head(let sentences): for sentence in sentences { StandardError.write(sentence + "\n") }
        case .report(let bytes): StandardOutput.write(bytes)
        case .failure(let words): failure.withLock { $0 = words }
        }
    }

    func check() throws {
        if let words = failure.withLock({ $0 }) {
            throw CommandFailure.impossible("the access log cannot be run: \(words)")
        }
    }
}
