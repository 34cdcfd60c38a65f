import ArgumentParser
import Foundation
import GatewayService
import Ledger
import LogHTTP
import Logging
import TransparencyLog

struct MirrorCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mirror", abstract: "Keep a second copy of a log, check it anew, cosign and serve it.",
        subcommands: [Init.self, Serve.self, Follow.self, Evidence.self])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a mirror's key, unless it is there, and print its verifier key.")

        @Argument(help: "The mirror's folder; made unless it is there.")
        var directory: String

        @Option(help: "The mirror's name: a URL without scheme, such as mirror.example.ee/m1.")
        var name: String

        func run() async throws {
            do {
                StandardOutput.write(
                    try Cosigner.loadOrCreateMirror(directory: directory, name: name).verifierKey.text + "\n")
            } catch {
                throw CommandFailure.impossible("the key cannot be made or used: \(error)")
            }
        }
    }

    /// What both ways of following need.
    struct Source: ParsableArguments {
        @Argument(help: "The mirror's folder, made by mirror init.")
        var directory: String

        @Option(help: "Where the log is read: its URL, or the folder that it was exported to.")
        var from: String

        @Option(help: "The log's verifier key, as text or file; twice while the log changes its key.")
        var log: [String]

        @Flag(help: "A log that withholds its entries is a fault; else only its hashes are mirrored.")
        var entries = false

        func mirror() async throws -> Mirror {
            guard let cosigner = try Cosigner.loadMirror(directory: directory) else {
                throw CommandFailure.impossible("\(directory) holds no mirror; make one with ankur mirror init")
            }
            return try await Mirror.open(
                folder: directory, cosigner: cosigner, logs: try log.map { try VerifierKey(TrustOptions.keyText($0)) },
                needsEntries: entries, clock: SystemClock.now)
        }

        /// One look at the log.
        func follow(_ mirror: Mirror) async throws -> Mirror.Step {
            if from.hasPrefix("http://") || from.hasPrefix("https://") {
                return try await follow(mirror, HTTPLogFiles(url: from))
            }
            return try await follow(mirror, LogFolder(from))
        }

        private func follow(_ mirror: Mirror, _ files: some LogFiles) async throws -> Mirror.Step {
            let step = try await mirror.follow(files)
            try await mirror.followAnchors(files)
            return step
        }
    }

    struct Follow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the copy up to the log's newest checkpoint, once.",
            discussion: "Exit code 1 when the log is not what it was, or not true to itself.")

        @OptionGroup var source: Source

        func run() async throws {
            do {
                switch try await source.follow(try await source.mirror()) {
                case .unchanged(let size): StandardOutput.write("OK\tunchanged at \(size) entries\n")
                case .advanced(let old, let new): StandardOutput.write("OK\tfrom \(old) to \(new) entries\n")
                }
            } catch let error as MirrorError {
                StandardOutput.write("FAIL\t\(error)\n")
                throw CommandFailure.answeredNo()
            } catch let error as CommandFailure {
                throw error
            } catch {
                throw CommandFailure.impossible("the log cannot be mirrored: \(error)")
            }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Follow a log and serve the copy.",
            discussion: """
                GET /checkpoint, /tile/…, /vkey, /anchor/…, and /tag/<hexadecimal digits> for entries whose tag begins so; HTTP \
                without TLS, for loopback or behind a server that does TLS. When it serves, one line is printed: \
                {"ready":"127.0.0.1:8091"}. What is wrong with the log goes to standard error, and the copy stays as it was.
                """)

        @OptionGroup var source: Source

        @OptionGroup var address: ListenAddress

        @Option(help: "The port to listen at; 0 for any free one.")
        var port = 8091

        @Option(help: "Seconds between two looks at the log.")
        var every = 10

        func validate() throws {
            guard (1...86_400).contains(every) else { throw ValidationError("--every is 1 to 86400 seconds.") }
        }

        func run() async throws {
            LoggingSystem.bootstrap { JSONLinesLog(label: $0, level: .notice, now: SystemClock.now) }
            let logger = Logger(label: "ankur.mirror")
            do {
                let mirror = try await source.mirror()
                let (host, port, source, every) = (address.host, port, source, every)
                try await withThrowingTaskGroup { group in
                    group.addTask {
                        try await MirrorServer(mirror, logger: logger).run(host: host, port: port) {
                            ListenAddress.announce(host, $0)
                        }
                    }
                    group.addTask {
                        while true {
                            await Self.look(source, mirror, logger)
                            try await Task.sleep(for: .seconds(every))
                        }
                    }
                    // The server ends by a signal.
                    try await group.next()
                    group.cancelAll()
                }
            } catch let error as CommandFailure {
                throw error
            } catch {
                throw CommandFailure.impossible("the mirror cannot serve: \(error)")
            }
        }

        /// A log that is away or wrong is told, and asked again.
        private static func look(_ source: Source, _ mirror: Mirror, _ logger: Logger) async {
            do {
                if case .advanced(let old, let new) = try await source.follow(mirror) {
                    logger.notice("mirrored", metadata: ["from": "\(old)", "to": "\(new)"])
                }
            } catch let error as MirrorError {
                logger.critical("the log is not what it was, or not true to itself", metadata: ["cause": "\(error)"])
            } catch {
                logger.warning("the log cannot be read", metadata: ["cause": "\(error)"])
            }
        }
    }

    struct Evidence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what the log has signed against what was mirrored.",
            discussion: "Exit code 1 when there is any.")

        @OptionGroup var source: Source

        func run() async throws {
            let evidence: [MirrorEvidence]
            do {
                evidence = try await source.mirror().evidence()
            } catch let error as CommandFailure {
                throw error
            } catch {
                throw CommandFailure.impossible("the evidence cannot be read: \(error)")
            }
            for one in evidence {
                StandardOutput.write("=== \(one.time)\n")
                StandardOutput.write(one.note)
                StandardOutput.write("--- mirrored before\n")
                StandardOutput.write(one.mirrored)
            }
            guard evidence.isEmpty else { throw CommandFailure.answeredNo() }
        }
    }
}
