import Foundation
import GatewayTLS
import HummingbirdCore
import Identity
import Logging
import NIOCore
import NIOPosix
import RecordTypes
import Synchronization
import TestPKI

/// 2026-03-01T12:00:00Z.
let noon = Instant(seconds: 1_772_366_400)

/// A clock that stands until a test moves it.
final class StandingClock: Sendable {
    private let time = Mutex(noon)

    var now: Instant { time.withLock { $0 } }

    func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}

/// Answers each request head with what the judge says of the peer now: `PNOEE-… new`, `certificate-expired resumed`, `nobody`.
private struct WhoAmI: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let asyncChannel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        var channel: any Channel { asyncChannel.channel }
    }

    let judge: CertificateJudge
    let door: Door
    let clock: StandingClock
    let requests: RequestCount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            Value(asyncChannel: try NIOAsyncChannel(wrappingChannelSynchronously: channel))
        }
    }

    func handle(value: Value, logger: Logger) async {
        try? await value.asyncChannel.executeThenClose { inbound, outbound in
            var received = ""
            for try await part in inbound {
                received += String(buffer: part)
                while let end = received.range(of: "\r\n\r\n") {
                    let head = received[..<end.lowerBound]
                    received = String(received[end.upperBound...])
                    let body = await answer()
                    let close = head.lowercased().contains("connection: close")
                    try await outbound.write(
                        ByteBuffer(
                            string: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n"
                                + (close ? "Connection: close\r\n" : "") + "\r\n\(body)"))
                    if close { return }
                }
            }
        }
    }

    private func answer() async -> String {
        requests.increment()
        guard let peer = PeerCertificate.current else { return "nobody" }
        let said =
            switch await judge.judge(peer.leaf, fingerprint: peer.fingerprint, as: door, now: clock.now) {
            case .citizen(let citizen): citizen.person.semantics
            case .institution(let institution): institution.id.semantics
            case .official(let official): official.role.rawValue
            case .refused(let reason): reason.rawValue
            }
        return "\(said) \(peer.isResumed ? "resumed" : "new")"
    }
}

/// How many requests have reached a handler.
final class RequestCount: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
}

/// A PKI in a folder, a judge that trusts it, and listeners on loopback in front of ``WhoAmI``.
final class TestGround: Sendable {
    let folder: String
    let variants: CertificateVariants
    let judge: CertificateJudge
    let clock = StandingClock()
    let requests = RequestCount()

    var pki: TestPKI { variants.pki }

    /// Made once for all tests; the PKI with its RSA keys takes a second.
    static let shared: CertificateVariants? = try? CertificateVariants(of: TestPKI.make(now: noon))

    init(officials: Bool = false, freshness: Duration = .seconds(300)) throws {
        guard let variants = Self.shared else { throw CocoaError(.featureUnsupported) }
        self.variants = variants
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-tls-\(UUID().uuidString)").path
        try variants.writeTrust(to: folder)
        let profile = try TrustProfile(contentsOfFile: "\(folder)/trust.yaml", realm: .test)
        judge = try CertificateJudge(
            profile: profile, officials: officials ? [variants.pki.official.fingerprint: .analyst] : [:],
            revocation: nil,
            freshness: freshness)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func tls(for door: Door?, handshakeLimit: TimeAmount = .minutes(5)) throws -> ServerTLS {
        try ServerTLS(
            certificateFile: "\(folder)/server.pem", keyFile: "\(folder)/server.key",
            clientCertificates: door.map { .required(judge: judge, door: $0) } ?? .notRequested,
            clock: { [clock] in clock.now }, handshakeLimit: handshakeLimit)
    }

    /// Listens while `body` runs, at a port of the system's choice. `door` nil asks for no certificate.
    func listening(at door: Door?, _ body: @escaping @Sendable (_ port: Int) async throws -> Void) async throws {
        let channel = MutualTLSChannel(
            base: WhoAmI(judge: judge, door: door ?? .citizen, clock: clock, requests: requests),
            tls: try tls(for: door))
        let logger = Logger(label: "test")
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { child in channel.setup(channel: child, logger: logger) }
        let port = server.channel.localAddress?.port ?? 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { inbound in
                    try await withThrowingDiscardingTaskGroup { connections in
                        for try await value in inbound {
                            connections.addTask { await channel.handle(value: value, logger: logger) }
                        }
                    }
                }
            }
            do {
                try await body(port)
                group.cancelAll()
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }
}
