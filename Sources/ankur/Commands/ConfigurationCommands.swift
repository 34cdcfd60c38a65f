import ArgumentParser
import DocumentWorkers
import Foundation
import GatewayService
import Identity
import Profiles

struct ConfigurationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration file.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell everything that is wrong with a configuration, without starting anything.",
            discussion: "Each fault is one line: FILE:LINE: key: what is wrong; remedy. Exit code 1 when there is one.")

        @Argument(help: "The configuration file.")
        var file: String

        func run() throws {
            let settings = try GatewayConfiguration.forCommand(file: file)
            let faults = settings.faultsOfFiles
            for fault in faults { StandardError.write("\(file): \(fault)\n") }
            guard faults.isEmpty else { throw CommandFailure.answeredNo() }
            StandardOutput.write("\(file): nothing is wrong\n")
        }
    }
}

extension GatewayConfiguration {
    /// Reads a configuration for a command: every fault is printed, one a line.
    static func forCommand(file: String) throws -> GatewayConfiguration {
        do {
            return try GatewayConfiguration(
                contentsOfFile: file, environment: ProcessInfo.processInfo.environment,
                cores: ProcessInfo.processInfo.activeProcessorCount)
        } catch {
            for fault in error.faults { StandardError.write(fault.text(file: error.file) + "\n") }
            throw CommandFailure.answeredNo()
        }
    }

    /// What is wrong with the files that the configuration names: `key: what is wrong; remedy`.
    fileprivate var faultsOfFiles: [String] {
        var faults: [String] = []
        for (key, path) in [("tls.certificate", tls.certificate), ("tls.key", tls.key)]
        where !FileManager.default.isReadableFile(atPath: path) {
            faults.append("\(key): there is no readable file \(path); name a PEM file")
        }
        for (key, path) in [("trust.institutions", trust.institutions), ("trust.people", trust.people)] {
            do {
                _ = try TrustProfile(contentsOfFile: path, realm: mode == .test ? .test : .production)
            } catch {
                faults.append("\(key): \(error); correct \(path)")
            }
        }
        if let fault = ledger.policyFault { faults.append("ledger.policy: \(fault)") }
        do {
            _ = try ProfileSet(directory: profiles)
        } catch {
            faults.append("profiles: \(error); correct the files in \(profiles)")
        }
        return faults
    }
}
