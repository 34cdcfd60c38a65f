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
}
