/// One message between gateway and worker.
///
/// ```
/// +--------------------+-----------------------+
/// | length u32, big-   | payload               |
/// | endian, of payload |                       |
/// +--------------------+-----------------------+
/// ```
public enum Frame {
    public static let headerSize = 4

    /// The frame around `payload`; nil when it is longer than a `UInt32` can say.
    public static func encode(_ payload: [UInt8]) -> [UInt8]? {
        guard let length = UInt32(exactly: payload.count) else { return nil }
        var frame: [UInt8] = []
        frame.reserveCapacity(headerSize + payload.count)
        frame.appendBigEndian(length)
        frame.append(contentsOf: payload)
        return frame
    }
}

/// Puts frames together from bytes as they arrive, never keeping more than `limit` and one read.
public struct FrameReader: Sendable {
    /// The frame announces more bytes than the limit; nothing after it can be trusted.
    public struct TooLarge: Error, Hashable {
        public let announced: Int

        public init(announced: Int) { self.announced = announced }
    }

    private let limit: Int
    private var pending: [UInt8] = []

    /// - Parameter limit: the most bytes that one payload may have.
    public init(limit: Int) { self.limit = limit }

    /// Whether part of a frame has arrived.
    public var hasPending: Bool { !pending.isEmpty }

    public mutating func receive(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }

    /// The next whole payload, or nil when more bytes are needed.
    /// - Throws: ``TooLarge`` as soon as the length is known, whether or not the payload has arrived.
    public mutating func next() throws(TooLarge) -> [UInt8]? {
        guard let length = pending.bigEndian(UInt32.self, at: 0) else { return nil }
        guard Int(length) <= limit else { throw TooLarge(announced: Int(length)) }
        let end = Frame.headerSize + Int(length)
        guard pending.count >= end else { return nil }
        let payload = Array(pending[Frame.headerSize..<end])
        pending.removeFirst(end)
        return payload
    }
}

extension [UInt8] {
    mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// The integer at `offset`, or nil when the bytes end before it does.
    func bigEndian<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type, at offset: Int) -> Value? {
        let size = Value.bitWidth / 8
        guard offset >= 0, count >= size, offset <= count - size else { return nil }
        return self[offset..<offset + size].reduce(0) { $0 << 8 | Value($1) }
    }
}
