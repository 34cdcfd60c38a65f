import Crypto
public import RecordTypes

/// Seals what the next page of a search is to ask, so that a link can carry it: without a personal code, without a place on the ledger,
/// and of no use to anybody but whom it was given to.
///
/// ```
/// cursor = base64url( nonce[12] ‖ AES-256-GCM( u32 length ‖ question ‖ zeros to a multiple of 64 ) ‖ tag[16] )
/// associated data = "ankur/search-cursor/v1" ‖ 0 ‖ holder
/// ```
public struct SearchCursors: Sendable {
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// - Parameters:
    ///   - question: at most 4 GiB of whatever the door will need.
    ///   - holder: who asks, and through which door.
    public func seal(_ question: [UInt8], for holder: String) -> String {
        var plain = (0..<4).map { UInt8(truncatingIfNeeded: UInt32(question.count) >> (24 - 8 * $0)) } + question
        plain += Array(repeating: 0, count: (64 - plain.count % 64) % 64)
        guard let box = try? AES.GCM.seal(plain, using: key, authenticating: Self.associated(holder)),
            let bytes = box.combined
        else { preconditionFailure("AES-GCM with a 256-bit key and a fresh nonce does not fail") }
        return Base64URL.encode(Array(bytes))
    }

    /// Nil for anything that ``seal(_:for:)`` did not make for this holder.
    public func open(_ cursor: String, for holder: String) -> [UInt8]? {
        guard let bytes = Base64URL.decode(cursor), let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Self.associated(holder)), plain.count >= 4
        else { return nil }
        let length = plain.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= plain.count - 4 else { return nil }
        return Array(plain.dropFirst(4).prefix(length))
    }

    private static func associated(_ holder: String) -> [UInt8] {
        Array("ankur/search-cursor/v1\0".utf8) + Array(holder.utf8)
    }
}

extension Gateway {
    /// Seals and opens links to the next page.
    public var cursors: SearchCursors { records.cursors }
}

extension Reader {
    /// Whom a cursor belongs to: whoever the certificate proves.
    public var holder: String {
        switch self {
        case .citizen(let citizen): "citizen/\(citizen.person.semantics)"
        case .institution(let institution, _): "institution/\(institution.id.semantics)"
        case .official(let official): "official/\(official.citizen.person.semantics)"
        }
    }
}

/// Base 64 by RFC 4648 §5, without padding; one spelling for each value.
enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for position in 0...group.count { text.append(digits[Int(bits >> UInt32(18 - 6 * position) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            guard let digit = value(of: byte) else { return nil }
            bits = bits << 6 | digit
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        // Bits that say nothing must be zero, and no digit may say nothing at all.
        guard count < 6, bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
