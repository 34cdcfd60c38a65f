public import Gateway
public import GatewayTLS
public import Identity
public import Logging
import NIOCore
import NIOPosix
public import RecordTypes
public import ServiceLifecycle

/// The door for HL7 v2 messages: MLLP over TLS, one institution a connection, one message at a time.
///
/// At graceful shutdown it accepts no more connections, answers the messages that are being filed, and closes.
public struct MLLPListener: Service {
    /// Files a message. Returns, with every finding short of a refusal, only when it is durable.
    public typealias Submit =
        @Sendable (SourceDocument, VerifiedInstitution) async throws(GatewayError) -> [Issue]

    private let host: String
    private let port: Int
    private let tls: ServerTLS
    private let limits: MLLPLimits
    private let door: MessageDoor
    private let room: ReceptionRoom
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - tls: requires institutions' certificates.
    ///   - judge: asked again for every message.
    ///   - onRunning: told the bound port before the first message is handled; the place for the anonymous-client self-test.
    public init(
        host: String, port: Int, tls: ServerTLS, judge: CertificateJudge, limits: MLLPLimits = MLLPLimits(),
        clock: @escaping @Sendable () -> Instant, logger: Logger, submit: @escaping Submit,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.limits = limits
        self.onRunning = onRunning
        door = MessageDoor(judge: judge, submit: submit, limits: limits, clock: clock, logger: logger)
        room = ReceptionRoom(limit: limits.heldBytes)
    }

    /// The same in front of a gateway.
    public init(
        host: String, port: Int, tls: ServerTLS, judge: CertificateJudge, gateway: Gateway,
        limits: MLLPLimits = MLLPLimits(), clock: @escaping @Sendable () -> Instant, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.init(
            host: host, port: port, tls: tls, judge: judge, limits: limits, clock: clock, logger: logger,
            submit: { source, institution async throws(GatewayError) in
                try await gateway.submit(source, from: institution).issues
            }, onRunning: onRunning)
    }

    public func run() async throws {
        let server = try await listen()
        try await withGracefulShutdownHandler {
            await onRunning(server.channel.localAddress?.port ?? port)
            try await withThrowingDiscardingTaskGroup { group in
                try await server.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { await handle(connection) }
                    }
                }
            }
        } onGracefulShutdown: {
            server.channel.close(promise: nil)
        }
    }

    private struct Connection: Sendable {
        let peer: PeerBox
        let accepted: AcceptedChannel
    }

    private func listen() async throws -> NIOAsyncChannel<Connection, Never> {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptGate(limit: limits.connections))
                }
            }
            .bind(host: host, port: port) { [tls, limits, room] channel in
                let peer = PeerBox()
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(tls.handlers(filling: peer))
                    try pipeline.addHandler(ConversationHandler(limits: limits, room: room))
                }.flatMap {
                    AcceptedChannel.holding(channel).map { Connection(peer: peer, accepted: $0) }
                }
            }
    }

    private func handle(_ connection: Connection) async {
        // Gone before anybody was there for it.
        guard
            let channel = try? await connection.accepted.takeUp({ channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<Arrival, Answer>(wrappingChannelSynchronously: channel)
                }
            })
        else { return }
        await withGracefulShutdownHandler {
            // A peer that is gone needs no answer; its message is filed or not, and sending it again finds out which.
            try? await channel.executeThenClose { arrivals, answers in
                for try await arrival in arrivals {
                    try await answers.write(await door.answer(arrival, from: connection.peer))
                }
            }
        } onGracefulShutdown: {
            channel.channel.triggerUserOutboundEvent(ConversationHandler.Drain(), promise: nil)
        }
    }
}
