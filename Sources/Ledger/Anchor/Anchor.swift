public import RecordTypes

/// A place outside the realm where a checkpoint is published, so that its age can be shown without trusting the realm: a
/// time-stamping authority, a contract on an EVM chain, a newspaper.
///
/// What comes back is a proof that stands beside the checkpoint and that others' software can check.
public protocol Anchor: Sendable {
    /// In file names and alarms: 1 to 32 lower-case letters, digits and hyphens.
    var name: String { get }
    /// What a file with a proof ends with, without the dot: `tsr`, `json`.
    var fileExtension: String { get }

    /// Publishes these bytes, or their SHA-256, and gives the proof, which the conformer has verified.
    ///
    /// Nothing secret is in them. Publishing the same bytes twice does no harm.
    /// - Parameter clock: asked when the proof is judged, which may be long after the call.
    /// - Throws: when there is no proof. Ends soon when its task is cancelled.
    func publish(_ bytes: [UInt8], clock: @Sendable () -> Instant) async throws -> AnchorProof
}

/// That bytes were published by a time.
public struct AnchorProof: Hashable, Sendable {
    /// As it is stored and served.
    public let bytes: [UInt8]
    /// The time that the anchor gives.
    public let time: Instant
    /// From when on the proof shows nothing more by itself; nil for one that does not end.
    public let ends: Instant?

    public init(bytes: [UInt8], time: Instant, ends: Instant?) {
        self.bytes = bytes
        self.time = time
        self.ends = ends
    }
}

/// Why an answer of an anchor is no proof, where no standard has a word for it.
public enum AnchorError: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The time in the proof is far from ours.
    case wrongTime = "wrong-time"
    /// The answer cannot be read.
    case malformed
    /// The chain did not take the transaction.
    case refused
    /// Not confirmed in time.
    case unconfirmed

    public var description: String { rawValue }
}

/// What an operator should know about anchors. Nothing of it stops the ledger.
public struct AnchorNotice: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A proof is stored: the anchor's time, and until when it proves something.
        case anchored(at: Instant, ends: Instant?)
        /// No answer, or none that can be used: in words.
        case failed(String)
        case late
    }

    public let anchor: String
    /// `checkpoint/<size>`, `renewal/<number>`.
    public let object: String
    public let kind: Kind
}
