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
        return Base64URL.text(Array(bytes))
    }

    /// Nil for anything that ``seal(_:for:)`` did not make for this holder.
    public func open(_ cursor: String, for holder: String) -> [UInt8]? {
        guard let bytes = Base64URL.bytes(cursor), let box = try? AES.GCM.SealedBox(combined: bytes),
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
    /// Whom a cursor belongs to: whoever the certificate proves, an official in one role.
    public var holder: String {
        switch self {
        case .citizen(let citizen): "citizen/\(citizen.person.semantics)"
        case .representative(let representative):
            "citizen/\(representative.citizen.person.semantics)/for/\(representative.mandate.principal.semantics)"
        case .institution(let institution, _): "institution/\(institution.id.semantics)"
        case .official(let official): "official/\(official.citizen.person.semantics)/\(official.role.rawValue)"
        }
    }
}
