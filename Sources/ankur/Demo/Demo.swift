import ArgumentParser
import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// `ankur demo`: the whole mission once, over real TLS, with test certificates made on the spot.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Plays the main job on loopback: submit, read, restrict, see who looked, run the access log, prove.",
        discussion: """
            The demonstration is a client of the product: it makes a test PKI and a configuration in a folder, starts `ankur serve` on them and \
            talks to it over mutual TLS and MLLP like anybody else.
            """)

    @Option(
        help:
            "Keep everything in this folder (the test PKI in DIR/pki); without it a temporary folder is used and removed."
    )
    var data: String?

    @Option(help: "Folder of the profile set; found beside the binary when not given.")
    var profiles: String?

    @Flag(help: "Keep the gateway running after the play, and print URLs, certificates and curl lines to paste.")
    var stay = false

    func run() async throws {
        let folder: String
        if let data {
            folder = URL(fileURLWithPath: data).path
        } else {
            folder =
                FileManager.default.temporaryDirectory.appendingPathComponent("ankur-demo-\(UUID().uuidString)").path
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            if data == nil { try? FileManager.default.removeItem(atPath: folder) }
        }
        let narrator = Narrator()
        narrator.title("Ankur: one citizen, two hospitals, a laboratory and a ministry")
        let world = try await DemoWorld(
            folder: folder, profiles: try ProfileFolder.find(profiles), executable: try OwnExecutable.path(),
            now: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        var play = DemoPlay(world: world, narrator: narrator)
        do {
            try await play.run()
            if stay { try await DemoStay(world: world, narrator: narrator, play: play).untilInterrupted() }
        } catch {
            narrator.say("The demonstration stopped: \(error)")
            narrator.say("The gateway's log: \(world.gateway.logPath)")
            try? await world.end()
            throw ExitCode.failure
        }
        try await world.end()
    }
}
