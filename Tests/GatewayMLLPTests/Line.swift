import HL7v2
import NIOCore

/// The client's end of a connection.
struct Line {
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var chunks: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var received: [UInt8] = []

    init(
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        chunks: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) {
        self.outbound = outbound
        self.chunks = chunks
    }

    func say(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    func say(_ text: String) async throws { try await say(Array(text.utf8)) }

    /// The next acknowledgement; nil when the other side has closed.
    mutating func acknowledgement() async throws -> Message? { try await frame().map { try Message($0) } }

    /// What the next frame holds; nil when the other side has closed.
    mutating func frame() async throws -> [UInt8]? {
        while true {
            if let end = received.firstIndex(of: 0x1C), end + 1 < received.count {
                let frame = received[...end]
                received.removeFirst(end + 2)
                return Array(frame.dropFirst().dropLast())
            }
            guard try await hear() else { return nil }
        }
    }

    /// Sends a message and waits for its answer, as `AA`, `AE 101,102` or `closed`.
    mutating func verdict(on message: String) async throws -> String {
        try await say(framed(message))
        return try await verdict()
    }

    mutating func verdict() async throws -> String {
        guard let answer = try await acknowledgement() else { return "closed" }
        let conditions = answer.all("ERR").map { $0[3].text ?? "" }.joined(separator: ",")
        let code = answer.first("MSA")?[1].text ?? ""
        return conditions.isEmpty ? code : "\(code) \(conditions)"
    }

    /// Everything until the other side closes.
    mutating func rest() async throws -> String {
        while try await hear() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    private mutating func hear() async throws -> Bool {
        do {
            guard let chunk = try await chunks.next(isolation: #isolation) else { return false }
            received.append(contentsOf: chunk.readableBytesView)
            return true
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // A TLS alert or a reset is an end like any other.
            return false
        }
    }
}

/// A message of one segment; nobody here reads further.
func message(_ controlID: String, accept: String = "", application: String = "") -> String {
    "MSH|^~\\&|LAB|HOSPITAL|GATEWAY|ANKUR|20260301093000+0200||ORU^R01^ORU_R01|\(controlID)|P|2.5.1|||\(accept)|\(application)\r"
}

func framed(_ message: String) -> [UInt8] { [0x0B] + Array(message.utf8) + [0x1C, 0x0D] }
