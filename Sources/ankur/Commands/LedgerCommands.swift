import ArgumentParser
import GatewayService
import Ledger
import LogHTTP
import TransparencyLog

struct LedgerCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The public log.",
        subcommands: [
            Audit.self, Contract.self, Export.self, Fsck.self, Heal.self, Keys.self, Shards.self, Vkey.self,
        ])

    struct Contract: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the creation code of the contract in which an EVM chain keeps checkpoints.",
            discussion: "Its source, 58 bytes of EVM code with comments, is documented at EVMAnchor.contractCode.")

        func run() { StandardOutput.write("0x\(EVMAnchor.contractCode)\n") }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Write the published log as static files: checkpoint, tile/…, vkey, anchor/…; earlier years in shard/….",
            discussion: "Works beside a running gateway and without one; needs no key.")

        @Argument(help: "The folder to write to; made unless it is there.")
        var directory: String
        @OptionGroup var source: DataOptions

        func run() async throws {
            let folder = try source.folder()
            do {
                let place = try folder.ledgerPlace()
                try await AnchorStore.export(
                    shards: try await place.shards(), path: folder.anchors(ofShard:), to: directory)
                try await Ledger.export(place, to: directory)
            } catch {
                throw CommandFailure.impossible("the log cannot be exported: \(error)")
            }
            StandardOutput.write("\(directory)/checkpoint\n")
        }
    }

    struct Fsck: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Derive the whole log anew from what is stored and name each defect.",
            discussion: "The gateway must not be running. Exit code 1 when there is a defect.")

        @OptionGroup var source: DataOptions

        func run() async throws {
            let folder = try source.folder()
            let check: LedgerCheck
            do {
                check = try await EmbeddedGateway.open(folder).ledger.fsck()
            } catch {
                throw CommandFailure.impossible("\(error)")
            }
            for defect in check.defects { StandardOutput.write("FAIL\t\(defect)\n") }
            let word = check.isSound ? "OK" : "FAIL"
            StandardOutput.write(
                "\(word)\t\(check.entries) entries, \(check.erased) erased, \(check.checkpoints) checkpoints\n")
            guard check.isSound else { throw CommandFailure.answeredNo() }
        }
    }

    struct Vkey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the log's verifier key, with which anyone checks checkpoints and receipts.")

        @OptionGroup var source: DataOptions

        func run() async throws {
            let folder = try source.folder()
            let key: VerifierKey?
            do { key = try await folder.verifierKey() } catch {
                throw CommandFailure.impossible("the ledger cannot be read: \(error)")
            }
            guard let key else { throw CommandFailure.impossible("the ledger has no key yet") }
            StandardOutput.write(key.text + "\n")
        }
    }
}
