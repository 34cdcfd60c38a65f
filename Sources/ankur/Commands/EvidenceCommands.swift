import ArgumentParser
import Foundation
import Ledger
import TransparencyLog

struct EvidenceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Evidence that others can check without this program.",
        subcommands: [Make.self])

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gather everything that proves one entry into a folder or a ZIP file.",
            discussion: """
                Takes the receipt that GET /submissions/{id} or /records/{id}/receipt.json gave, and the log as it is served to anybody: \
                the entry is proved against the first time-stamped checkpoint that covers it. A README in it says how to check all of it \
                with sha256sum, openssl and Go. Needs no key and no account.
                """)

        @Argument(help: "The receipt: JSON of a submission's status.")
        var receipt: String

        @Option(help: "The log or a mirror: its URL, or a folder.")
        var log: String

        @Option(help: "A folder, or a file that ends with .zip.")
        var output: String

        @Option(help: "The document that was submitted, to go with it.")
        var payload: String?

        @Option(help: "The log's verifier key, to go with it: its text, or a file that holds it.")
        var vkey: String?

        @Option(help: "A tlog-policy file, to go with it.")
        var policy: String?

        @Option(help: "PEM roots of the time-stamping authorities, to go with it.")
        var tsaRoots: String?

        func run() async throws {
            let evidence = try SubmissionEvidence(submissionStatus: TrustOptions.contents(of: receipt))
            let key = try vkey.map { Array("\(try TrustOptions.keyText($0))\n".utf8) }
            let policy = try policy.map(TrustOptions.contents(of:))
            let roots = try tsaRoots.map(TrustOptions.roots(inFile:))
            let payload = try payload.map(TrustOptions.contents(of:))
            do {
                let bundle = try await EvidenceBundle.make(
                    evidence.receipt, statement: evidence.statement, payload: payload, log: LogSource(log), vkey: key,
                    policy: policy, roots: roots)
                if output.hasSuffix(".zip") {
                    try Data(bundle.zip).write(to: URL(fileURLWithPath: output), options: .atomic)
                } else {
                    try bundle.write(toFolder: output)
                }
            } catch {
                throw CommandFailure.impossible("the evidence cannot be gathered: \(error)")
            }
            StandardOutput.write("\(output)\n")
        }
    }
}
