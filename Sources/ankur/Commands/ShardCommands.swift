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
                the old log takes nothing, and its secret key is gone. People's counts and idempotency keys run on. The gateway must not \
                be running; what a crash leaves, its next start finishes. list prints one line a log: number, origin, position of the first \
                entry, number of entries (- while open), verifier key.
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

        func run() async throws {
            let folder = try source.folder()
            do {
                switch action {
                case .list: break
                case .prepare:
                    let lock = try DataFolderLock(folder)
                    defer { withExtendedLifetime(lock) {} }
                    let key = try KeyFolder(folder.keys).prepareShard(origin: origin ?? "")
                    return StandardOutput.write(key.text + "\n")
                case .open: try await EmbeddedGateway.open(folder).ledger.openNextShard()
                }
                for shard in try await folder.ledgerPlace().shards() {
                    StandardOutput.write(
                        "\(shard.number)\t\(shard.origin)\t\(shard.start)\t\(shard.size.map { String($0) } ?? "-")\t\(shard.verifierKey)\n"
                    )
                }
            } catch let error as LedgerError where error.code == .shardKey {
                throw CommandFailure.impossible(
                    "the next log has no key yet (ankur ledger shards prepare), its name was used before, or another key of the log is being changed"
                )
            } catch {
                throw CommandFailure.impossible("\(error)")
            }
        }
    }
}
