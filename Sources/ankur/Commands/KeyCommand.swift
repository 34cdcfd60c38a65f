import ArgumentParser
import GatewayService
import Ledger
import LogHTTP
import TransparencyLog

/// What `keys list`, `keys rotate` and `keys retire` have in common, wherever the keys lie.
enum KeyCommand {
    static func run(_ action: String, _ role: KeyFolder.Role?, in directory: String) throws {
        let folder = KeyFolder(directory)
        do {
            if let role {
                switch action {
                case "rotate": _ = try folder.prepare(role)
                case "retire": _ = try folder.retire(role)
                default: break
                }
            }
            for listed in try folder.list() {
                StandardOutput.write("\(listed.role.rawValue)\t\(listed.state.rawValue)\t\(listed.key.text)\n")
            }
        } catch {
            throw CommandFailure.impossible("the keys in \(directory) cannot be read or changed: \(error)")
        }
    }
}

extension LedgerCommands {
    struct Keys: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys of the log and of this node's acknowledgements, or change them.",
            discussion: """
                One line a key: role, state (active, next, retired), verifier key. rotate --role log makes the next key: from the next \
                start on every checkpoint carries two signatures. When witnesses, mirrors and readers have taken the next key into \
                their policies, retire --role log ends the overlap; the old secret is gone, and what it signed stays true. \
                rotate --role acknowledgement takes effect at the next start, without an overlap. New keys are entered on the log. \
                The gateway must not be running for rotate and retire.
                """)

        enum Action: String, ExpressibleByArgument, CaseIterable { case list, rotate, retire }
        enum Role: String, ExpressibleByArgument, CaseIterable { case log, acknowledgement }

        @Argument(help: "list, rotate or retire.")
        var action: Action

        @Option(help: "Which key to change: log or acknowledgement.")
        var role: Role?

        @OptionGroup var source: DataOptions

        func validate() throws {
            guard action == .list || role != nil else { throw ValidationError("Say which key: --role log.") }
        }

        func run() throws {
            let folder = try source.folder()
            guard action != .list, let role else { return try KeyCommand.run("list", nil, in: folder.keys) }
            let lock: DataFolderLock
            do { lock = try DataFolderLock(folder) } catch { throw CommandFailure.impossible("\(error)") }
            defer { withExtendedLifetime(lock) {} }
            switch role {
            case .log: try KeyCommand.run(action.rawValue, .log, in: folder.keys)
            case .acknowledgement:
                // Promises are checked one by one: nobody needs two signatures on them.
                do { _ = try KeyFolder(folder.keys).prepare(.acknowledgement) } catch {
                    throw CommandFailure.impossible("the next key cannot be made: \(error)")
                }
                try KeyCommand.run("retire", .acknowledgement, in: folder.keys)
            }
        }
    }

    struct Heal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Restore missing or damaged tiles and entries from a mirror, only when all hashes agree.",
            discussion: """
                What the mirror gives is believed only as far as it makes the root that this log has signed. Sealed statements are in \
                no mirror: an entry restored whole is there for everybody's proofs, and its statement is lost. The gateway must not \
                be running. Exit code 1 when the log cannot be healed; nothing is changed then.
                """)

        @Option(help: "The mirror: its URL, or a folder with an exported log.")
        var from: String

        @OptionGroup var source: DataOptions

        func run() async throws {
            let folder = try source.folder()
            let healed: LedgerHealing
            do {
                let lock = try DataFolderLock(folder)
                defer { withExtendedLifetime(lock) {} }
                let keys = try KeyFolder(folder.keys).list().filter { $0.role == .log }.map(\.key)
                if from.hasPrefix("http://") || from.hasPrefix("https://") {
                    healed = try await Ledger.heal(path: folder.ledger, keys: keys, from: HTTPLogFiles(url: from))
                } else {
                    healed = try await Ledger.heal(path: folder.ledger, keys: keys, from: LogFolder(from))
                }
            } catch let error as LedgerError where error.code == .cannotHeal {
                StandardOutput.write("FAIL\tthe mirror's files do not make the root that this log has signed\n")
                throw CommandFailure.answeredNo()
            } catch {
                throw CommandFailure.impossible("the log cannot be healed: \(error)")
            }
            StandardOutput.write(
                "OK\t\(healed.tiles) tiles, \(healed.entries) entries, \(healed.leafHashes) leaf hashes restored; "
                    + "\(healed.lostStatements) statements are lost\n")
        }
    }
}
