import ArgumentParser
import GatewayService
import Ledger
import TransparencyLog

extension LedgerCommands {
    struct Shards: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The row of logs, one a year: list them, prepare the next one's key, open it.",
            discussion: """
                prepare --origin ORIGIN makes the key of the next log and prints its verifier key, for witnesses, mirrors and readers to \
                take into their policies; nothing else changes. open enters the last entry of this year's log, which names the next one, \
                signs its final checkpoint, and enters the first entry of the next one, which commits to that checkpoint; from then on \
                the old log takes nothing, and its secret key is gone. People's counts and idempotency keys run on. A running gateway is \
                asked to do both and goes on; who submits or reads meanwhile waits. Where several gateways share one ledger all of them \
                must be stopped for open. What a crash leaves, the next start finishes. list prints one line a log: number, origin, \
                position of the first entry, number of entries (- while open), verifier key.
                """)

        enum Action: String, ExpressibleByArgument, CaseIterable { case list, prepare, open }

        @Argument(help: "list, prepare or open.")
        var action: Action

        @Option(help: "The next log's name: DOMAIN/REALM/YEAR.")
        var origin: String?

        @OptionGroup var source: DataOptions

        func validate() throws {
            guard (action == .prepare) == (origin != nil) else {
                throw ValidationError("--origin goes with prepare, and prepare needs it.")
            }
        }

        /// What a running gateway is asked to do.
        private var order: ShardOrder? {
            switch action {
            case .list: nil
            case .prepare: .prepare(origin: origin ?? "")
            case .open: .open
            }
        }

        func run() async throws {
            let folder = try source.folder()
            do {
                if let order = order, let answer = try await ConsoleClient.ask(order, in: folder) {
                    if let error = answer.error { throw CommandFailure.impossible(error) }
                    return StandardOutput.write(answer.report)
                }
                switch action {
                case .list: break
                case .prepare:
                    let lock = try DataFolderLock(folder)
                    defer { withExtendedLifetime(lock) {} }
                    let key = try KeyFolder(folder.keys).prepareShard(origin: origin ?? "")
                    return StandardOutput.write(key.text + "\n")
                case .open: try await EmbeddedGateway.open(folder).ledger.openNextShard()
                }
                for shard in try await folder.ledgerPlace().shards() { StandardOutput.write(shard.line) }
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                throw CommandFailure.impossible(ShardOrder.reason(error))
            }
        }
    }
}
