import ArgumentParser
import Foundation
import Gateway
import GatewayService
import RecordTypes

extension IdentityCommands {
    struct TokenKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have the configured PKCS#11 token make the identity secret of a gateway that has not run yet.",
            discussion: """
                The secret never leaves the token. A gateway that has run with a key file moves by rotate-secret. Exit code 1: the gateway has \
                a secret elsewhere; nothing was made.
                """)

        @Option(help: "The gateway's configuration file, with identity.token.")
        var config: String

        func run() throws {
            let folder = try GatewayConfiguration.forCommand(file: config).folder
            guard folder.identityToken != nil else {
                throw CommandFailure.impossible("\(config) names no token: write identity.token")
            }
            do {
                let isNew = try folder.makeTokenSecret()
                StandardOutput.write(isNew ? "made, epoch 1\n" : "the token holds it already\n")
            } catch let error as TokenSecretMissing {
                throw CommandFailure.answeredNo("\(error)")
            } catch {
                throw CommandFailure.impossible("no secret was made: \(error)")
            }
        }
    }

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
}
