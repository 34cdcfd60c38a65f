public import TransparencyLog

/// How to reach one witness.
public protocol WitnessClient: Sendable {
    /// `POST …/add-checkpoint`.
    /// - Throws: when there is no answer. Ends soon when its task is cancelled.
    func addCheckpoint(_ body: [UInt8]) async throws -> (status: Int, body: [UInt8])
    /// `GET …/<hash of the origin>/checkpoint`: what the witness cosigned last; nil when nothing.
    func latestCheckpoint(of origin: String) async throws -> [UInt8]?
}

/// Who watches a log, and how many of them must have cosigned before a checkpoint is shown.
public struct Witnessing: Sendable {
    public let policy: TlogPolicy
    let clients: [VerifierKey: any WitnessClient]
    let timeout: Duration
    let notice: @Sendable (WitnessNotice) -> Void

    /// How far a cosignature's time may be from ours, in seconds.
    static let tolerance: UInt64 = 600
    /// A checkpoint is cosigned anew after this long, so that its cosignatures stay young.
    static let renewal = Duration.seconds(300)

    /// - Parameters:
    ///   - clients: for each witness of the policy that is to be asked, by its key.
    ///   - timeout: for one witness and one checkpoint. A witness that was late is asked less often.
    ///   - notice: told whenever something about a witness or the quorum changes.
    public init(
        policy: TlogPolicy, clients: [VerifierKey: any WitnessClient], timeout: Duration = .seconds(1),
        notice: @escaping @Sendable (WitnessNotice) -> Void = { _ in }
    ) {
        self.policy = policy
        self.clients = clients
        self.timeout = timeout
        self.notice = notice
    }
}

/// What an operator should know about witnesses. Nothing of it stops the ledger.
public struct WitnessNotice: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The witness cosigns.
        case cosigns
        case unreachable
        case late
        /// An answer that the standard does not allow here, or that cannot be read.
        case refused(status: Int)
        /// A cosignature that does not verify with the witness's key.
        case badCosignature
        /// A cosignature whose time is far from ours.
        case wrongTime
        /// Says to have cosigned more than this log has signed, and does not prove it.
        case claimsMore(size: UInt64)
        case quorumMet
        /// The last cosigned checkpoint stays the published one.
        case quorumMissed
    }

    /// Nil where the quorum is meant.
    public let witness: String?
    public let kind: Kind
}
