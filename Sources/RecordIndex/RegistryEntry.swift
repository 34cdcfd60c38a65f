public import RecordTypes

/// A record as the registry holds it.
public struct RegistryEntry: Hashable, Sendable {
    public let description: RecordDescription
    /// The patient as the document names them.
    public let patient: PersonIdentifier
    public let position: RecordPosition
}

/// A place in the list of a person's records, newest received first. Only for the gateway's own eyes: it says where a record stands on
/// the ledger.
///
/// Records that arrive after the first page do not move it: nothing is left out and nothing comes twice.
public struct RecordPosition: Hashable, Sendable {
    let received: Int64
    let ledgerIndex: Int64

    init(received: Int64, ledgerIndex: Int64) {
        self.received = received
        self.ledgerIndex = ledgerIndex
    }

    /// Before the newest record.
    public static let beforeAll = RecordPosition(received: .max, ledgerIndex: .max)

    /// Nil for anything but the 16 bytes of ``bytes``.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
            Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        }
        received = number(bytes[..<8])
        ledgerIndex = number(bytes[8...])
    }

    public var bytes: [UInt8] {
        [received, ledgerIndex].flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }
    }
}
