import ArgumentParser
import Foundation
import GatewayService
import Ledger
import LogHTTP
import RecordTypes
import Synchronization
import TimeStamping
import TransparencyLog

extension LedgerCommands {
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Compute a whole log anew from its files, with all its years, and hold it against older checkpoints.",
            discussion: """
                One line a check, OK, NA or FAIL, and a closing word. Exit code 0 for OK, 1 for FAIL, 2 where it could not be checked. \
                Progress goes to standard error.
                """)

        @Argument(help: "The log: its URL, or the folder that it was exported to.")
        var log: String

        @Option(help: "A checkpoint kept from earlier; may be given more than once.")
        var old: [String] = []

        @Option(help: "The log's verifier key: its text, or a file that holds it.")
        var vkey: String?

        @Option(help: "A tlog-policy file: logs, witnesses and the quorum that must have cosigned.")
        var policy: String?

        @Option(
            help: "PEM roots of the time-stamping authorities that are trusted; without, time-stamps are counted only.")
        var tsaRoots: String?

        func run() async throws {
            let key: VerifierKey?
            do {
                key = try vkey.map { try VerifierKey(TrustOptions.keyText($0)) }
            } catch let error as TransparencyLogError {
                throw CommandFailure.impossible("the verifier key cannot be used: \(error)")
            }
            let policy = try policy.map(TrustOptions.policy(inFile:))
            let old = try old.map { LogAudit.OldCheckpoint(name: $0, note: try TrustOptions.contents(of: $0)) }
            let roots = try tsaRoots.map(TrustOptions.roots(inFile:))
            let report: VerificationReport
            if log.hasPrefix("http://") || log.hasPrefix("https://") {
                report = try await Self.audit(HTTPLogFiles(url: log), key, policy, old, roots)
            } else {
                guard FileManager.default.fileExists(atPath: log) else {
                    throw CommandFailure.impossible("there is no folder \(log)")
                }
                report = try await Self.audit(LogFolder(log), key, policy, old, roots)
            }
            StandardOutput.write(report.text)
            guard report.outcome == .ok else { throw CommandFailure.answeredNo() }
        }

        private static func audit(
            _ files: some LogFiles, _ key: VerifierKey?, _ policy: TlogPolicy?, _ old: [LogAudit.OldCheckpoint],
            _ roots: TimeStampAnchors?
        ) async throws -> VerificationReport {
            let progress = Progress()
            do {
                return try await ShardAudit(
                    files: files, key: key, policy: policy, old: old,
                    timeStamps: roots.map { ($0, SystemClock.now()) }
                ).run {
                    progress.tell($0, of: $1)
                }
            } catch {
                throw CommandFailure.impossible("the log cannot be read: \(error)")
            }
        }
    }

    /// One line of progress a second at most.
    private final class Progress: Sendable {
        private let start = ContinuousClock.now
        private let next = Mutex(Duration.seconds(1))

        func tell(_ done: UInt64, of all: UInt64) {
            let elapsed = ContinuousClock.now - start
            let isDue = next.withLock { next in
                guard elapsed >= next else { return false }
                next = elapsed + .seconds(1)
                return true
            }
            if isDue { StandardError.write("\(done) of \(all) entries, \(done * 100 / max(all, 1)) %\n") }
        }
    }
}
