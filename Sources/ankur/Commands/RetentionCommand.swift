import AccessLog
import ArgumentParser
import GatewayService

/// Deletes looks by rule, after a dry run that has named just these.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract:
            "Says which looks of a category are older than so many years; deletes them only when told their plan's name.",
        discussion: """
            Without --apply nothing is deleted: the answer names the plan. With --apply and that name, what the looks said is destroyed on \
            the ledger and in the log. That each was made, when, and the person's count of them stay and can be proven; the person sees how \
            many were deleted. Less than three years is refused. Looks of cases that are not closed stay, and hidden looks.
            """)

    @Option(help: "emergency, care, other-purposes, own or oversight.", transform: oneOfTheWords)
    var category: RetentionCategory
    @Option(help: "For how many years looks are kept; three at least.")
    var years: Int
    @Flag(help: "Only say what would be deleted; this is the default.")
    var dryRun = false
    @Flag(help: "Delete what the plan names.")
    var apply = false
    @Option(help: "The plan's name, as the dry run has given it.")
    var plan: String?
    @OptionGroup var place: CaseCommands.Place

    func validate() throws {
        guard apply == (plan != nil), !(apply && dryRun) else {
            throw ValidationError("--apply goes with --plan, and not with --dry-run.")
        }
    }

    func run() async throws { try await place.run(.retention(category, years: years, plan: plan)) }
}
