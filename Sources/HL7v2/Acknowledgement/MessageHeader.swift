/// What an answer needs of a message: MSH, read without reading the rest, also from a message that is broken or cut short.
///
/// Nothing is decoded or unescaped: what is echoed is echoed as bytes of the sender, within bounds.
public struct MessageHeader: Hashable, Sendable {
    public let delimiters: Delimiters
    /// MSH-3 to MSH-6, as sent.
    public let sendingApplication: [UInt8]
    public let sendingFacility: [UInt8]
    public let receivingApplication: [UInt8]
    public let receivingFacility: [UInt8]
    /// MSH-9.1 and MSH-9.2.
    public let messageCode: [UInt8]
    public let triggerEvent: [UInt8]
    /// MSH-10.
    public let controlID: [UInt8]
    /// MSH-11.1.
    public let processingID: [UInt8]
    /// MSH-12.1.
    public let version: [UInt8]
    /// MSH-15 and MSH-16.
    public let acceptAcknowledgement: [UInt8]
    public let applicationAcknowledgement: [UInt8]
    /// MSH-18 as we understand it; UTF-8 when it is absent or unknown.
    public let characterSet: CharacterSet

    /// The standard gives control ids 20, later 199 characters; no echo is longer.
    public static let longestEcho = 199

    /// Reads the first segment of a message within its first 4096 bytes.
    /// - Returns: nil when the bytes do not begin with MSH and usable delimiters.
    public init?(_ bytes: some Collection<UInt8>) {
        var head = Array(bytes.prefix(4096))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        head = Array(head.drop { $0 == MLLPFraming.startBlock || $0 == 0x0D || $0 == 0x0A })
        let end = head.firstIndex { $0 == 0x0D || $0 == 0x0A } ?? head.count
        head = Array(head[..<end])
        guard head.count > 4, head.starts(with: Array("MSH".utf8)) else { return nil }
        let separator = head[3]
        let fields = head[4...].split(separator: separator, omittingEmptySubsequences: false)
        guard let encoding = fields.first,
            let delimiters = Delimiters(field: separator, encoding: Array(encoding.prefix(6)))
        else { return nil }
        self.delimiters = delimiters
        func field(_ number: Int) -> [UInt8] {
            guard number - 2 < fields.count else { return [] }
            return Self.echo(fields[number - 2])
        }
        func component(_ number: Int, of field: [UInt8]) -> [UInt8] {
            let parts = field.split(separator: delimiters.component, omittingEmptySubsequences: false)
            return number <= parts.count ? Array(parts[number - 1]) : []
        }
        sendingApplication = field(3)
        sendingFacility = field(4)
        receivingApplication = field(5)
        receivingFacility = field(6)
        messageCode = component(1, of: field(9))
        triggerEvent = component(2, of: field(9))
        controlID = field(10)
        processingID = component(1, of: field(11))
        version = component(1, of: field(12))
        acceptAcknowledgement = field(15)
        applicationAcknowledgement = field(16)
        let set = field(18).prefix { $0 != delimiters.repetition }
        characterSet = CharacterSet(hl7Name: String(decoding: set, as: UTF8.self)) ?? .utf8
    }

    /// At most ``longestEcho`` bytes, control characters replaced: what is echoed can end neither segment nor frame.
    private static func echo(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.prefix(longestEcho).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    }
}
