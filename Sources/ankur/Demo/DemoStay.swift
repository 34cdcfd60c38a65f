import Foundation
import GatewayClient
import TestPKI

/// `--stay`: the gateway goes on running, and the narrator says how to reach it.
struct DemoStay: Sendable {
    let world: DemoWorld
    let narrator: Narrator
    let play: DemoPlay

    /// Prints URLs, certificates and curl lines, then waits for SIGINT or SIGTERM.
    func untilInterrupted() async throws {
        narrator.title("The gateway is running")
        for (name, address) in world.gateway.addresses.sorted(by: { $0.key < $1.key }) {
            narrator.say("\(name.padding(toLength: 11, withPad: " ", startingAt: 0)) \(address)")
        }
        narrator.say("Certificates and keys: \(world.realm.pkiFolder)  (root.pem is what clients trust)")
        narrator.say("")
        narrator.say("Paste:")
        let there = try await play.nameAtSouth(of: play.laboratoryReport)
        for line in curlLines(laboratoryReportAtSouth: there) { narrator.say(line) }
        narrator.say("")
        narrator.say("Ctrl-C ends it.")
        await Interruption.wait()
    }

    /// Each line works as it stands while the gateway runs.
    func curlLines(laboratoryReportAtSouth there: String) -> [String] {
        let pki = world.realm.pkiFolder
        func curl(_ name: String, _ rest: String) -> String {
            "curl -sS --fail-with-body --cacert \(pki)/root.pem --cert \(pki)/\(name).pem --key \(pki)/\(name).key \(rest)"
        }
        let gateway = world.gateway
        let make = ([world.executable] + play.tokenCommand).map { $0.contains(" ") ? "'\($0)'" : $0 }
        // Each token is good for one request: the line makes a new one.
        let doctor = "-H \"Authorization: Bearer $(\(make.joined(separator: " ")))\""
        return [
            curl("citizen-jaak", "\(gateway.url("citizens"))/fhir/DocumentReference"),
            curl("citizen-jaak", "\(gateway.url("citizens"))/fhir/Bundle/\(play.laboratoryReport)"),
            curl("citizen-jaak", "'\(gateway.url("citizens"))/fhir/AuditEvent?date=ge2026-01-01'"),
            curl("institution-90000021", "\(doctor) \(gateway.url("providers"))/fhir/Bundle/\(there)"),
            curl("institution-90000021", "-X POST '\(gateway.url("providers"))/$whoami' \(doctor)"),
            curl(
                "official-peeter",
                "-d case=JVK-2026-118 -d date=ge2026-01-01 -d organization=NTREE-90000021 \(gateway.url("ministry"))/fhir/AuditEvent/_search"
            ),
            "curl -sS --fail-with-body --cacert \(pki)/root.pem \(gateway.url("public"))/ledger/checkpoint",
            "curl -sS --fail-with-body \(gateway.url("operations"))/readyz",
        ]
    }
}

/// Waits for SIGINT or SIGTERM.
enum Interruption {
    static func wait() async {
        let signals = AsyncStream<Void>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { signals.continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals.stream { break }
        for source in sources { source.cancel() }
    }
}
