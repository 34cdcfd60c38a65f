/// A person as the gateway's ledger knows them: 20 bytes of a keyed derivation from (scheme, country, number).
///
/// Never on the chain and never shown: whoever holds it can join entries only together with the keys derived from it.
public struct LedgerIdentity: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Nil unless there are exactly 20 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 20 else { return nil }
        self.bytes = bytes
    }
}

extension LedgerIdentity: CustomStringConvertible {
    public var description: String { "ledger identity …" }
}

/// Who submitted an entry, as the entry says it: the first 8 bytes of SHA-256 over the institution's identifier.
/// An organisation, not a person.
public struct SubmitterTag: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Nil unless there are exactly 8 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 8 else { return nil }
        self.bytes = bytes
    }

    /// The gateway itself: citizens' and officials' acts show no organisation.
    public static let gateway = SubmitterTag(zeros: ())

    private init(zeros: Void) { bytes = Array(repeating: 0, count: 8) }
}
