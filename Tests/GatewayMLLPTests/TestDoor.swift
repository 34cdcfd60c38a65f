import Foundation
import Gateway
import GatewayMLLP
import GatewayTLS
import GatewayTesting
import Identity
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import RecordTypes
import ServiceLifecycle
import Synchronization
import TestPKI

/// A PKI in a folder, a judge that trusts it, and a listener on loopback in front of a closure.
final class TestDoor: Sendable {
    /// Clients check the server's certificate by the clock of this machine, so that the PKI has to be of today.
    static let pki: TestPKI? = try? TestPKI.make(now: Instant(seconds: Int64(Date().timeIntervalSince1970)))

    let pki: TestPKI
    let clock: ManualClock
    let log = TestLog()
    private let folder: String
    private let judge: CertificateJudge

    init() throws {
        guard let pki = Self.pki else { throw CocoaError(.featureUnsupported) }
        self.pki = pki
        clock = ManualClock(pki.now)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-mllp-\(UUID().uuidString)").path
        try pki.write(to: folder)
        judge = try CertificateJudge(
            profile: TrustProfile(contentsOfFile: "\(folder)/trust.yaml", realm: .test), revocation: nil)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var institution: Credential { pki.institution(.northHospital) }

    /// Listens while `body` runs, at a port of the system's choice, then shuts down gracefully and waits for that.
    func listening(
        limits: MLLPLimits = MLLPLimits(lingerTime: .milliseconds(50)), submit: @escaping MLLPListener.Submit,
        _ body: @escaping @Sendable (_ port: Int, _ service: ServiceGroup) async throws -> Void
    ) async throws {
        let tls = try ServerTLS(
            certificateFile: "\(folder)/server.pem", keyFile: "\(folder)/server.key",
            clientCertificates: .required(judge: judge, door: .institution), clock: clock.reading,
            handshakeLimit: .minutes(1))
        let (ports, bound) = AsyncStream.makeStream(of: Int.self)
        let log = log
        let logger = Logger(label: "test") { _ in log }
        let listener = MLLPListener(
            host: "127.0.0.1", port: 0, tls: tls, judge: judge, limits: limits, clock: clock.reading, logger: logger,
            submit: submit
        ) { port in
            bound.yield(port)
            bound.finish()
        }
        let service = ServiceGroup(configuration: ServiceGroupConfiguration(services: [listener], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                // A listener that cannot begin announces no port: nobody waits for one then.
                defer { bound.finish() }
                try await service.run()
            }
            for await port in ports { try await body(port, service) }
            await service.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// A TLS connection of `credential` for the time of `body`.
    func connected<Result: Sendable>(
        to port: Int, as credential: Credential?,
        _ body: @escaping @Sendable (inout Line) async throws -> Result
    ) async throws -> Result {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: Array(pki.root.certificatePEM.utf8), format: .pem)
        ])
        if let credential {
            settings.certificateChain = try credential.chain.map {
                .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
            }
            settings.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(credential.keyPEM.utf8), format: .pem))
        }
        let context = try NIOSSLContext(configuration: settings)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var line = Line(outbound: outbound, chunks: inbound.makeAsyncIterator())
            return try await body(&line)
        }
    }
}

/// Keeps every log line as text.
final class TestLog: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
