import ArgumentParser
import Foundation

/// The command line. Exit codes: 0 done; 1 the answer is no (a faulty configuration, a refused document, a receipt that does not
/// verify, a defect in the ledger); 2 it could not be done or asked for (usage, files, a gateway that is not there).
struct Ankur: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ankur", abstract: "A national gateway for health records.",
        discussion: "Exit codes: 0 done; 1 the answer is no; 2 it could not be done.",
        subcommands: [
            Serve.self, Demo.self, ConfigurationCommands.self, AccessLogCommands.self, LedgerCommands.self,
            WitnessCommands.self, MirrorCommands.self, Verify.self, EvidenceCommands.self,
            Validate.self, Convert.self, ProfilesCommands.self, IdentityCommands.self, WebEIDCommands.self,
            TokenCommands.self, RegistryCommands.self, CertsCommands.self, Worker.self,
        ])
}

/// Where the process begins.
@main enum Program {
    static func main() async {
        do {
            var command = try Ankur.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            if !failure.message.isEmpty { StandardError.write("ankur: \(failure.message)\n") }
            exit(failure.exitCode)
        } catch {
            let text = Ankur.fullMessage(for: error)
            let code = Ankur.exitCode(for: error)
            if code == .success {
                StandardOutput.write(text + "\n")
                exit(0)
            }
            StandardError.write(text + "\n")
            exit(2)
        }
    }
}
