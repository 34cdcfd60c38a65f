import Gateway
import InstitutionRegister
import Ledger
import Logging
import NIOCore
import NIOPosix
import ReportSigning
import ServiceLifecycle

/// Answers questions of commands on this machine while the gateway runs, over a socket that only the data folder's owner can open.
///
/// Whoever may open it could also stop the gateway and read the folder; what it adds is that the ledger keeps one sequencer.
///
/// ```
/// command → gateway    one line: ConsoleQuestion, CaseOrder, RegisterOrder or ShardOrder
/// gateway → command    to a question: ConsolePart after ConsolePart as they come, then it closes
///                      to an order: ConsoleAnswer, then it closes
/// ```
struct ConsoleService: Service {
    let folder: DataFolder
    let embedded: EmbeddedGateway
    let logger: Logger

    private var gateway: Gateway { embedded.gateway }
    private var register: InstitutionRegister { embedded.register }

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
                if let question = ConsoleQuestion(reading: line) {
                    await question.answer(from: gateway, register) { part in
                        try await outbound.write(ByteBuffer(bytes: part.bytes))
                    }
                    return
                }
                let answer =
                    if let order = CaseOrder(reading: line) {
                        await ConsoleAnswer(to: order, from: gateway, seal: try ReportSeal(folder: folder.keys))
                    } else if let order = RegisterOrder(reading: line) {
                        await ConsoleAnswer(to: order, from: gateway, register)
                    } else if let order = ShardOrder(reading: line) {
                        await answer(order)
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

extension ConsoleService {
    private func answer(_ order: ShardOrder) async -> ConsoleAnswer {
        let answer = await ConsoleAnswer(to: order, from: embedded)
        if let error = answer.error {
            logger.warning("the row of logs stays as it is", metadata: ["cause": "\(error)"])
        } else if order == .open, let newest = embedded.ledger.shards.last {
            logger.notice("the next year's log is open", metadata: ["origin": "\(newest.origin)"])
        }
        return answer
    }
}

/// Asks a running gateway.
public enum ConsoleClient {
    /// Hands over the parts of the gateway's answer as they come.
    /// - Returns: false when no gateway listens in this folder.
    /// - Throws: what broke the connection, or what `each` throws.
    public static func ask(
        _ question: ConsoleQuestion, in folder: DataFolder, each: @escaping (ConsolePart) async throws -> Void
    ) async throws -> Bool {
        var parts = ConsoleParts()
        let wasThere = try await stream(question.bytes, in: folder) { bytes in
            for part in parts.take(bytes) { try await each(part) }
        }
        guard !wasThere || parts.isWhole else { throw DataFolderError.consoleBroken }
        return wasThere
    }

    /// What became of a step; nil when no gateway listens in this folder.
    public static func ask(_ order: CaseOrder, in folder: DataFolder) async throws -> ConsoleAnswer? {
        try await ask(order.bytes, in: folder)
    }

    /// What became of an order; nil when no gateway listens in this folder.
    public static func ask(_ order: RegisterOrder, in folder: DataFolder) async throws -> ConsoleAnswer? {
        try await ask(order.bytes, in: folder)
    }

    /// What became of an order; nil when no gateway listens in this folder.
    public static func ask(_ order: ShardOrder, in folder: DataFolder) async throws -> ConsoleAnswer? {
        try await ask(order.bytes, in: folder)
    }

    private static func ask(_ line: [UInt8], in folder: DataFolder) async throws -> ConsoleAnswer? {
        var answer: [UInt8] = []
        guard try await stream(line, in: folder, each: { answer += $0 }) else { return nil }
        guard let answer = ConsoleAnswer(reading: answer) else { throw DataFolderError.consoleBroken }
        return answer
    }

    /// - Returns: false when no gateway listens in this folder.
    private static func stream(
        _ line: [UInt8], in folder: DataFolder, each: ([UInt8]) async throws -> Void
    ) async throws -> Bool {
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
            return false
        }
        try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
            for try await part in inbound { try await each(Array(part.readableBytesView)) }
        }
        return true
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
