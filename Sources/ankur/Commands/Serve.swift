import ArgumentParser
import CoreMetrics
import GatewayService
import JSONText
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway.",
        discussion: """
            When every door serves, one line is printed: {"ready":{"providers":"127.0.0.1:8443",…}}. \
            The log goes to standard error, one JSON object a line. SIGTERM drains and ends with 0.
            """)

    @Option(help: "The configuration file.")
    var config: String

    @Option(
        help: "The least level that is logged: trace, debug, info, notice, warning, error, critical.",
        transform: oneOfTheWords)
    var logLevel = Logger.Level.info

    func run() async throws {
        let settings = try GatewayConfiguration.forCommand(file: config)
        let level = logLevel
        LoggingSystem.bootstrap { JSONLinesLog(label: $0, level: level, now: SystemClock.now) }
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let server = GatewayServer(
            settings, metrics: metrics, clock: SystemClock.now, logger: Logger(label: "ankur.gateway"))
        do {
            try await server.run { addresses in
                var json = JSONWriter()
                json.beginObject()
                json.key("ready")
                json.beginObject()
                for (name, address) in addresses.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    json.key(name.rawValue)
                    json.string(address)
                }
                json.endObject()
                json.endObject()
                StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
            }
        } catch {
            throw CommandFailure.impossible("the gateway cannot serve: \(error)")
        }
    }
}
