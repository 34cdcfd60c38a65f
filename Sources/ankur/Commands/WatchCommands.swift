import ArgumentParser
import GatewayService
import RecordTypes

/// The list of people whom others are curious about: rule R4 points at every look at them.
struct WatchCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "The list of people whom others are curious about; every look at them is pointed at.",
        discussion:
            "Kept by the data protection officer. Each change is on the ledger; nobody is named there, nor in the list.",
        subcommands: [List.self, Add.self, Remove.self])

    struct Change: ParsableArguments {
        @Option(help: "A file with the person's identifier: PNOEE-…")
        var personFile: String
        @OptionGroup var place: CaseCommands.Place
        @OptionGroup var words: CaseCommands.Words

        func run(isWatched: Bool) async throws {
            try await place.run(
                .watch(try PersonFile.person(in: personFile), isWatched: isWatched, words: try words.read()))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Who put somebody on it, when and why.")
        @OptionGroup var place: CaseCommands.Place

        func run() async throws { try await place.run(.watchList) }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Puts a person on it; the reason is one line.")
        @OptionGroup var change: Change

        func run() async throws { try await change.run(isWatched: true) }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a person off it.")
        @OptionGroup var change: Change

        func run() async throws { try await change.run(isWatched: false) }
    }
}
