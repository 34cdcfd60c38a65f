import ArgumentParser
import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// Mutual TLS handshakes, beside nginx with the same certificates, and the price of knowing who it was.
struct TLSBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls",
        abstract:
            "Counts full and resumed mutual TLS handshakes with P-256 and P-384 client certificates, beside nginx.",
        discussion: """
            The client is openssl s_time, several at once, the same for every server; the server's own CPU time is read from /proc, because \
            the clients use the same cores. A handshake counts when an answer has come back through it. "bare" and "judged" are one small \
            listener, once with the TLS library's own verification and once with the gateway's judge, whose OCSP answers are cached after \
            the first: the difference is what a verified identity costs.
            """)

    @OptionGroup var options: BenchOptions

    @Option(help: "Seconds of each run.")
    var seconds = 5

    @Option(help: "Clients at once.")
    var clients = 2

    @Option(help: "Runs of each server, taken in turns; the median is printed.")
    var rounds = 3

    func run() async throws {
        print("machine: \(Machine.description); \(clients) × openssl s_time, \(seconds) s a run, \(rounds) rounds")
        try await options.inFolder("tls") { folder in
            let place = try await HandshakePlace(folder: URL(fileURLWithPath: folder).path, options: options)
            do {
                try await measure(place)
                await place.end()
            } catch {
                await place.end()
                throw error
            }
        }
    }

    private func measure(_ place: HandshakePlace) async throws {
        for kind in [
            ("P-256, full", "card-p256", false), ("P-384, full", "card-p384", false),
            ("P-256, resumed", "card-p256", true),
        ] {
            for version in ["-tls1_3", "-tls1_2"] {
                var figures: [String: [HandshakeRun]] = [:]
                for _ in 0..<rounds {
                    for server in place.servers {
                        let run = try HandshakeRun(
                            of: server, card: place.card(kind.1), root: place.root, version: version, isResumed: kind.2,
                            seconds: seconds, clients: clients)
                        figures[server.name, default: []].append(run)
                    }
                }
                print("\(kind.0), \(version == "-tls1_3" ? "TLS 1.3" : "TLS 1.2")")
                let nginx = HandshakeRun.median(figures["nginx"] ?? [])
                let bare = HandshakeRun.median(figures["bare"] ?? [])
                for server in place.servers {
                    guard let run = HandshakeRun.median(figures[server.name] ?? []) else { continue }
                    var words = ["  \(server.name.padding(toLength: 8, withPad: " ", startingAt: 0))"]
                    words.append("\(run.rate.rounded(to: 0)) handshakes/s,")
                    words.append("\(run.processorMilliseconds.rounded(to: 3)) ms of server CPU each")
                    if let nginx, server.name == "gateway" {
                        words.append(
                            "(nginx: \((run.rate / nginx.rate).rounded(to: 2)) of its rate, \((run.processorMilliseconds / nginx.processorMilliseconds).rounded(to: 2)) of its CPU)"
                        )
                    }
                    if let bare, server.name == "judged" {
                        let cost = (run.processorMilliseconds / bare.processorMilliseconds - 1) * 100
                        words.append("(\(cost.rounded(to: 1)) % over bare)")
                    }
                    print(words.joined(separator: " "))
                }
            }
        }
    }
}

/// A server that is measured.
struct HandshakeServer: Sendable {
    let name: String
    let address: String
    /// Its processes, whose CPU time counts.
    let processes: [Int32]
}

/// One client program's run against one server.
struct HandshakeRun: Sendable {
    let rate: Double
    let processorMilliseconds: Double

    /// - Throws: when a client did not get through once.
    init(
        of server: HandshakeServer, card: ClientIdentity, root: String, version: String, isResumed: Bool, seconds: Int,
        clients: Int
    ) throws {
        let before = server.processes.map(ProcessTime.ofProcess).reduce(0, +)
        let began = ContinuousClock.now
        var running: [(Process, Pipe)] = []
        for _ in 0..<clients {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "openssl", "s_time", "-connect", server.address, "-cert", card.certificatePath, "-key", card.keyPath,
                "-CAfile", root, isResumed ? "-reuse" : "-new", version, "-www", "/none", "-time", String(seconds),
            ]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            running.append((process, output))
        }
        var count = 0
        for (process, output) in running {
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            count += Self.connections(in: text)
        }
        let took = began.duration(to: .now).inSeconds
        let used = server.processes.map(ProcessTime.ofProcess).reduce(0, +) - before
        guard count > 0 else { throw ValidationError("no handshake with \(server.name) answered by \(version)") }
        rate = Double(count) / took
        processorMilliseconds = used * 1000 / Double(count)
    }

    /// `1234 connections in 6 real seconds, 48 bytes read per connection`: the last such line.
    ///
    /// In TLS 1.3 a client has shaken hands before its certificate is refused: connections through which nothing came back are none.
    private static func connections(in text: String) -> Int {
        let lines = text.matches(of: /([0-9]+) connections in [0-9]+ real seconds, ([0-9]+) bytes read per connection/)
        guard let last = lines.last, let bytes = Int(last.2), bytes > 0 else { return 0 }
        return Int(last.1) ?? 0
    }

    static func median(_ runs: [HandshakeRun]) -> HandshakeRun? {
        let sorted = runs.sorted { $0.processorMilliseconds < $1.processorMilliseconds }
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
}
