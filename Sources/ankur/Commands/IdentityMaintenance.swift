import ArgumentParser
import Foundation
import Gateway
import GatewayService
import RecordTypes

extension IdentityCommands {
    struct RotateSecret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Begin the next epoch of the identity secret: everybody stays who they are, the former secret is destroyed.",
            discussion: """
                The gateway must not be running. Everything that was entered stays findable. An interruption is finished by the \
                next start. Exit code 1: somebody would be lost, nothing was changed.
                """)

        @OptionGroup var source: DataOptions

        func run() async throws {
            let folder = try source.folder()
            do {
                let rotation = try await folder.rotateIdentitySecret()
                StandardOutput.write("epoch \(rotation.epoch): \(rotation.people) people\n")
            } catch let error as SecretRotationError {
                throw CommandFailure.answeredNo("\(error)")
            } catch {
                throw CommandFailure.impossible("the secret was not rotated, or the next start finishes it: \(error)")
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Make one person of two numbers, because a person's number has changed: two officials answer for it.",
            discussion: """
                The numbers stand in a file, so that none is in a process list or a shell's history: two lines, PNOEE-…, the former \
                number first. Both officials are of the configuration's list. The gateway must not be running. Exit code 1: refused.
                """)

        @Option(help: "The gateway's configuration file.")
        var config: String
        @Option(help: "A file of two lines: the former number, the present one.")
        var persons: String
        @Option(parsing: .singleValue, help: "An official's certificate fingerprint (SHA-256); give two.")
        var official: [String]
        @Option(name: .customLong("case"), help: "The case number or other basis; kept on the ledger.")
        var basis: String

        func run() async throws {
            let configuration = try GatewayConfiguration.forCommand(file: config)
            let officials = official.compactMap { CertificateFingerprint($0) }
            guard officials.count == official.count else {
                throw CommandFailure.impossible("a fingerprint is 64 hexadecimal digits")
            }
            guard officials.count == 2, officials[0] != officials[1] else {
                throw CommandFailure.answeredNo("two different officials answer for a link")
            }
            guard officials.allSatisfy({ configuration.officials[$0] != nil }) else {
                throw CommandFailure.answeredNo("one of them is no official of \(config)")
            }
            let lines = String(decoding: try TrustOptions.contents(of: persons), as: UTF8.self)
                .split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            guard lines.count == 2, let former = PersonIdentifier(semantics: lines[0]),
                let current = PersonIdentifier(semantics: lines[1])
            else { throw CommandFailure.impossible("\(persons) does not hold two lines such as PNOEE-…") }
            do {
                let basis = basis
                let opened = try await EmbeddedGateway.open(DataFolder(path: configuration.data))
                try await opened.running { gateway in
                    try await gateway.link(former, to: current, by: officials, basis: basis)
                }
            } catch let error as GatewayError where error.code == .invalidRequest {
                throw CommandFailure.answeredNo(error.issues.map(\.message).joined(separator: " "))
            } catch {
                throw CommandFailure.impossible("\(error)")
            }
            StandardOutput.write("linked\n")
        }
    }
}
