/// Which logs and witnesses somebody trusts, and how many of the witnesses must have cosigned, by C2SP tlog-policy:
///
///     log <vkey> [<url>]
///     witness <name> <vkey> [<url>]
///     group <name> all|any|<k> <name>…
///     quorum <name>|none
///
/// A split view is impossible while any two quorums share an honest witness.
public struct TlogPolicy: Hashable, Sendable {
    public struct Log: Hashable, Sendable {
        public let key: VerifierKey
        public let url: String?
    }

    public struct Witness: Hashable, Sendable {
        /// In this policy only; the key has a name of its own.
        public let name: String
        public let key: VerifierKey
        /// The submission prefix of C2SP tlog-witness, where given.
        public let url: String?
    }

    enum Member: Hashable {
        case witness(Int)
        case group(Int)
    }

    struct Group: Hashable {
        let threshold: Int
        let members: [Member]
    }

    public let logs: [Log]
    public let witnesses: [Witness]
    let groups: [Group]
    /// Nil for `none`.
    let quorum: Member?

    /// Whether no cosignature is asked for.
    public var needsNoCosignature: Bool { quorum == nil }

    /// Whether these keys, whose cosignatures the caller has verified, are a quorum.
    public func isMet(by cosigners: Set<VerifierKey>) -> Bool {
        guard let quorum else { return true }
        // A group's members stand before it: one pass decides all.
        var groupIsMet: [Bool] = []
        func isMet(_ member: Member) -> Bool {
            switch member {
            case .witness(let position): cosigners.contains(witnesses[position].key)
            case .group(let position): groupIsMet[position]
            }
        }
        for group in groups { groupIsMet.append(group.members.count(where: isMet) >= group.threshold) }
        return isMet(quorum)
    }

    /// The checkpoint in a note that one of the logs signed and a quorum cosigned, and who cosigned it when.
    ///
    /// - Parameter moment: where given, cosignatures older than `age` seconds, or more than `age` ahead, do not count: an
    ///   old quorum shown again is a stale view.
    /// - Throws: `badSignature`, `noKnownSignature`, `wrongOrigin`, `quorumNotMet`, and what the text is refused with.
    public func check(
        _ note: SignedNote, at moment: UInt64? = nil, age: UInt64 = 600
    ) throws(TransparencyLogError) -> (checkpoint: Checkpoint, cosignatures: [Cosignature]) {
        let checkpoint = try Checkpoint(verifying: note, logs: logs.map(\.key))
        var cosignatures = try note.cosignatures(by: witnesses.map(\.key))
        if let moment {
            cosignatures.removeAll { ($0.time > moment ? $0.time - moment : moment - $0.time) > age }
        }
        guard isMet(by: Set(cosignatures.map(\.key))) else { throw TransparencyLogError(.quorumNotMet) }
        return (checkpoint, cosignatures)
    }
}
