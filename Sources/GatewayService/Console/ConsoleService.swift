import Gateway
import InstitutionRegister
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers questions of commands on this machine while the gateway runs, over a socket that only the data folder's owner can open.
///
/// Whoever may open it could also stop the gateway and read the folder; what it adds is that the ledger keeps one sequencer.
///
/// ```
/// command → gateway    one line: ConsoleQuestion or RegisterOrder
/// gateway → command    ConsoleAnswer, then it closes
/// ```
struct ConsoleService: Service {
    let folder: DataFolder
    let gateway: Gateway
    let register: InstitutionRegister
    let logger: Logger

    func run() async throws {
        let socket = try ConsoleSocket(in: folder)
        defer { socket.remove() }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup).bind(
            unixDomainSocketPath: socket.path, cleanupExistingSocketFile: true
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        socket.restrict()
        do {
            try await cancelWhenGracefulShutdown {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections { group.addTask { await serve(connection) } }
                    }
                }
            }
        } catch is CancellationError {}
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                guard let line = try await inbound.firstLine(limit: RegisterOrder.sizeLimit) else { return }
                let answer =
                    if let question = ConsoleQuestion(reading: line) {
                        await ConsoleAnswer(to: question, from: gateway)
                    } else if let order = RegisterOrder(reading: line) {
                        await ConsoleAnswer(to: order, from: gateway, register)
                    } else {
                        ConsoleAnswer.unreadableQuestion
                    }
                try await outbound.write(ByteBuffer(bytes: answer.bytes))
            }
        } catch {
            logger.warning("a console connection ended early", metadata: ["error": "\(type(of: error))"])
        }
    }
}

/// Asks a running gateway.
public enum ConsoleClient {
    /// The gateway's answer; nil when no gateway listens in this folder.
    /// - Throws: what broke the connection.
    public static func ask(_ question: ConsoleQuestion, in folder: DataFolder) async throws -> ConsoleAnswer? {
        try await ask(question.bytes, in: folder)
    }

    /// What became of an order; nil when no gateway listens in this folder.
    public static func ask(_ order: RegisterOrder, in folder: DataFolder) async throws -> ConsoleAnswer? {
        try await ask(order.bytes, in: folder)
    }

    private static func ask(_ line: [UInt8], in folder: DataFolder) async throws -> ConsoleAnswer? {
        let socket = try ConsoleSocket(in: folder)
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            connection = try await bootstrap.connect(unixDomainSocketPath: socket.path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        } catch {
            return nil
        }
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
            var answer: [UInt8] = []
            for try await part in inbound { answer.append(contentsOf: part.readableBytesView) }
            guard let answer = ConsoleAnswer(reading: answer) else { throw DataFolderError.consoleBroken }
            return answer
        }
    }
}

extension NIOAsyncChannelInboundStream<ByteBuffer> {
    /// Nil when the stream ends before a line does, or the line is longer than `limit`.
    fileprivate func firstLine(limit: Int) async throws -> [UInt8]? {
        var line: [UInt8] = []
        for try await part in self {
            line.append(contentsOf: part.readableBytesView)
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
            if line.count > limit { return nil }
        }
        return nil
    }
}
