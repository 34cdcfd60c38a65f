import ArgumentParser
import Foundation
import GatewayService
import RecordTypes
import ReportSigning

/// The ministry's cases, from the gateway's own machine.
struct CaseCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Cases: which look is being asked about, until when, and what was found.",
        discussion: """
            An emergency access opens its case by itself, BTG- and its ledger position; any other look is taken up by open. Each step \
            is a statement on the ledger, under your account and the case number. What was said is read from a file, so that it \
            stands in no process list.
            """,
        subcommands: [
            List.self, Figures.self, Show.self, Open.self, Take.self, Ask.self, Answer.self, Decide.self, Close.self,
            Evidence.self,
        ])

    struct Place: ParsableArguments {
        @Option(name: .customLong("case"), help: "The case number at the ministry; kept in the log.")
        var caseNumber: String
        @OptionGroup var source: DataOptions

        func run(_ content: CaseOrder.Content) async throws {
            let order = CaseOrder(content, caseNumber: caseNumber, by: NSUserName())
            let folder = try source.folder()
            let answer: ConsoleAnswer
            do {
                if let given = try await ConsoleClient.ask(order, in: folder) {
                    answer = given
                } else {
                    let seal = try ReportSeal(folder: folder.keys)
                    answer = try await EmbeddedGateway.open(folder).running {
                        await ConsoleAnswer(to: order, from: $0, seal: seal)
                    }
                }
            } catch {
                throw CommandFailure.impossible("the case cannot be worked on: \(error)")
            }
            if let error = answer.error { throw CommandFailure.impossible("the case cannot be worked on: \(error)") }
            StandardOutput.write(answer.report)
        }
    }

    struct Words: ParsableArguments {
        @Option(help: "A file with the words.")
        var words: String

        func read() throws -> String {
            guard let text = try? String(contentsOfFile: words, encoding: .utf8) else {
                throw ValidationError("--words names no file that can be read.")
            }
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    struct Name: ParsableArguments {
        @Argument(help: "The case: BTG-… or LOOK-….", transform: Self.read)
        var id: CaseID

        private static func read(_ text: String) throws -> CaseID {
            guard let id = CaseID(text) else {
                throw ValidationError("\(text) is no case: BTG- or LOOK- and a number.")
            }
            return id
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The cases, the earliest date first.")
        @OptionGroup var place: Place
        @Flag(help: "Only those whose date has passed.")
        var overdue = false
        @Option(help: "new, assigned, waiting, decided or closed.", transform: oneOfTheWords)
        var stage: CaseClock.Stage?

        func run() async throws { try await place.run(.list(overdueOnly: overdue, stage: stage)) }
    }

    struct Figures: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How many cases there are, emergencies reviewed, and how often each rule was right.")
        @OptionGroup var place: Place

        func run() async throws { try await place.run(.figures) }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One case with its looks and steps.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place

        func run() async throws { try await place.run(.show(name.id)) }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a look up as a case.")
        @Argument(help: "The look's position on the ledger.")
        var look: UInt64
        @Option(help: "Another look that belongs to it.")
        var further: [UInt64] = []
        @Option(help: "A rule that pointed at it.", transform: oneOfTheWords)
        var rule: [DetectionRule] = []
        @OptionGroup var place: Place

        func run() async throws { try await place.run(.open(look: look, further: further, rules: rule)) }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Assigns the case to you.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place

        func run() async throws { try await place.run(.take(name.id)) }
    }

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Notes that the institution was asked, with a term.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place
        @OptionGroup var words: Words
        @Option(help: "Until when; by default as long as the configuration says.")
        var due: String?

        func run() async throws {
            let due = try due.map { text in
                guard let due = Instant(rfc3339: text) else { throw ValidationError("--due wants a day or a moment.") }
                return due
            }
            try await place.run(.ask(name.id, words: try words.read(), due: due))
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Notes what the institution answered.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place
        @OptionGroup var words: Words

        func run() async throws { try await place.run(.answer(name.id, words: try words.read())) }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides: what it was, why, and what follows. The rules that had pointed at it are counted by it."
        )
        @OptionGroup var name: Name
        @OptionGroup var place: Place
        @OptionGroup var words: Words
        @Option(help: "justified, error, unjustified or undetermined.", transform: oneOfTheWords)
        var finding: CaseStep.Finding
        @Option(help: "none, reminder, proposal, misdemeanour or police.", transform: oneOfTheWords)
        var measure = CaseStep.Measure.none

        func run() async throws { try await place.run(.decide(name.id, finding, measure, words: try words.read())) }
    }

    struct Evidence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Writes an archive for a court: each look and step with its proof, signed where keys/ has a report-seal.",
            discussion: "The tar file goes to the standard output; its README.txt says how each part is checked.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place

        func run() async throws { try await place.run(.evidence(name.id)) }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a decided case once the person has been told.")
        @OptionGroup var name: Name
        @OptionGroup var place: Place
        @OptionGroup var words: Words

        func run() async throws { try await place.run(.close(name.id, words: try words.read())) }
    }
}
