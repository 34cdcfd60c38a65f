import ArgumentParser
import Foundation
import GatewayService
import Ledger
import LogHTTP
import Logging
import TransparencyLog

struct WitnessCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "Cosign other people's logs (C2SP tlog-witness).",
        subcommands: [Init.self, Serve.self, Evidence.self, Keys.self])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a witness's key, unless it is there, and print its verifier key.")

        @Argument(help: "The witness's folder; made unless it is there.")
        var directory: String

        @Option(help: "The witness's name: a URL without scheme, such as witness.example.ee/w1.")
        var name: String

        func run() async throws {
            do {
                StandardOutput.write(
                    try Cosigner.loadOrCreate(directory: directory, name: name).verifierKey.text + "\n")
            } catch {
                throw CommandFailure.impossible("the key cannot be made or used: \(error)")
            }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a witness.",
            discussion: """
                POST /add-checkpoint for logs, GET /<SHA-256 of the origin>/checkpoint for monitors; HTTP without TLS, \
                for loopback or behind a server that does TLS. When it serves, one line is printed: {"ready":"127.0.0.1:8090"}.
                """)

        @Argument(help: "The witness's folder, made by witness init.")
        var directory: String

        @Option(help: "The verifier key of a log that is witnessed, as text or file; may be given more than once.")
        var log: [String]

        @OptionGroup var address: ListenAddress

        @Option(help: "The port to listen at; 0 for any free one.")
        var port = 8090

        func run() async throws {
            LoggingSystem.bootstrap { JSONLinesLog(label: $0, level: .notice, now: SystemClock.now) }
            do {
                let keys = try log.map { try VerifierKey(TrustOptions.keyText($0)) }
                let witness = try await Witness.open(in: directory, logs: keys)
                let host = address.host
                try await WitnessServer(witness, logger: Logger(label: "ankur.witness")).run(host: host, port: port) {
                    ListenAddress.announce(host, $0)
                }
            } catch let error as CommandFailure {
                throw error
            } catch {
                throw CommandFailure.impossible("the witness cannot serve: \(error)")
            }
        }
    }

    struct Keys: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a witness's keys, or change them.",
            discussion: """
                rotate makes the next key; after a restart the witness cosigns with both. Logs and their readers take the next key \
                into their policies; then retire ends the overlap. Restart the witness after each.
                """)

        enum Action: String, ExpressibleByArgument, CaseIterable { case list, rotate, retire }

        @Argument(help: "list, rotate or retire.")
        var action: Action

        @Argument(help: "The witness's folder.")
        var directory: String

        func run() throws { try KeyCommand.run(action.rawValue, .witness, in: directory) }
    }

    struct Evidence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print what logs have signed against themselves: whole requests, beside what was cosigned before.",
            discussion: "Exit code 1 when there is any.")

        @Argument(help: "The witness's folder.")
        var directory: String

        func run() async throws {
            let evidence: [WitnessEvidence]
            do {
                evidence = try await Witness.open(in: directory, logs: []).evidence()
            } catch let error as CommandFailure {
                throw error
            } catch {
                throw CommandFailure.impossible("the evidence cannot be read: \(error)")
            }
            for one in evidence {
                StandardOutput.write("=== \(one.origin), \(one.time)\n")
                StandardOutput.write(one.request)
                StandardOutput.write("--- cosigned before\n")
                StandardOutput.write(one.cosigned ?? Array("nothing\n".utf8))
            }
            guard evidence.isEmpty else { throw CommandFailure.answeredNo() }
        }
    }
}

extension Witness {
    fileprivate static func open(in directory: String, logs: [VerifierKey]) async throws -> Witness {
        guard let cosigner = try Cosigner.load(directory: directory) else {
            throw CommandFailure.impossible("\(directory) holds no witness; make one with ankur witness init")
        }
        return try await Witness.open(
            path: directory + "/witness.sqlite", cosigner: cosigner,
            successor: try Cosigner.loadNext(directory: directory), logs: logs, clock: SystemClock.now)
    }
}
