import ArgumentParser
import GatewayService

/// Orders that hide looks by law, from the gateway's own machine: read, and ended; never proposed or approved.
struct HidingCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hiding", abstract: "Orders that hide looks from people by law: the list, and an early end.",
        discussion: """
            Two officials propose and approve an order at the ministry's door, with their certificates. Each step is a statement on the ledger, \
            and what was hidden appears in the person's log when the order is over.
            """,
        subcommands: [List.self, End.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every order there ever was, the newest first, and how many looks it has hidden.")
        @OptionGroup var place: CaseCommands.Place

        func run() async throws { try await place.run(.hidingOrders) }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends an order now; what it has hidden appears. The reason is a file of one line.")
        @Argument(help: "The order: its position on the ledger, as list says.")
        var order: UInt64
        @OptionGroup var place: CaseCommands.Place
        @OptionGroup var words: CaseCommands.Words

        func run() async throws { try await place.run(.endHiding(order, words: try words.read())) }
    }
}
