public import RecordTypes
public import TimeStamping
public import TransparencyLog

/// Recomputes a whole log from its static files, with nothing of ours but the files: every tile from the leaf hashes, every leaf
/// hash from its entry where entries are served, the root; and holds it against checkpoints that somebody kept from earlier.
///
/// An old checkpoint of a larger size is a *rollback*; one of another root is a *fork*. Memory does not grow with the log.
public struct LogAudit: Sendable {
    /// A checkpoint that was kept, and what to call it.
    public struct OldCheckpoint: Sendable {
        public let name: String
        public let note: [UInt8]

        public init(name: String, note: [UInt8]) {
            self.name = name
            self.note = note
        }
    }

    private let files: any LogFiles
    private let key: VerifierKey?
    private let policy: TlogPolicy?
    private let old: [OldCheckpoint]
    private let timeStamps: (roots: TimeStampAnchors, now: Instant)?

    /// Level-0 tiles that are read and hashed at the same time.
    static let window = 32

    /// - Parameters:
    ///   - key: the log's key, got by a way that the auditor trusts. Without one the policy's logs count, else the file `vkey`,
    ///     which only shows that the log is true to itself.
    ///   - policy: whose cosignatures the checkpoint must carry; nil when nobody's.
    ///   - timeStamps: the roots of the time-stamping authorities that are trusted, and the time at which they are asked about; nil to
    ///     count time-stamps only.
    public init(
        files: any LogFiles, key: VerifierKey?, policy: TlogPolicy?, old: [OldCheckpoint],
        timeStamps: (roots: TimeStampAnchors, now: Instant)? = nil
    ) {
        self.files = files
        self.key = key
        self.policy = policy
        self.old = old
        self.timeStamps = timeStamps
    }

    /// - Parameter progress: called now and then with the number of entries done and to do.
    /// - Throws: what `files` throws when a file cannot be read. What is wrong with the log is a line of the report.
    @concurrent
    public func run(
        progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) async throws -> VerificationReport {
        var report = VerificationReport()
        guard let (checkpoint, keys) = try await checkpoint(&report) else { return report }
        var marks: [Mark] = []
        for old in old {
            if let mark = mark(old, keys, newest: checkpoint, &report) { marks.append(mark) }
        }
        var anchors = AnchorAudit(
            files: files, keys: keys, roots: timeStamps?.roots, now: timeStamps?.now ?? Instant(milliseconds: 0))
        let anchored = try await anchors.run(&report)
        marks += anchored.filter { $0.size <= checkpoint.size }
        try await tell(later: anchored.filter { $0.size > checkpoint.size }, keys, &report)
        marks.sort { $0.size < $1.size }
        var walk = TreeWalk(size: checkpoint.size, marks: marks)
        try await walk.run(over: files, progress: progress)
        walk.tell(&report, root: checkpoint.root)
        return report
    }

    /// Anchored checkpoints that are larger than the one that is audited: the log has grown since that was read, or has gone back.
    private func tell(later marks: [Mark], _ keys: [VerifierKey], _ report: inout VerificationReport) async throws {
        guard let largest = marks.map(\.size).max() else { return }
        let note = try await files.file("checkpoint").flatMap { try? SignedNote(bytes: $0) }
        let size = note.flatMap { try? Checkpoint(verifying: $0, logs: keys) }?.size ?? 0
        if size >= largest {
            report.add(
                .notApplicable, "anchored checkpoints", "\(marks.count) are newer than the checkpoint that is audited")
        } else {
            report.add(
                .fail, "anchored checkpoints",
                "ROLLBACK: \(largest) entries were anchored, and the log now shows \(size)")
        }
    }

    /// The newest checkpoint, when it is signed by the log; and the keys that may sign for it.
    private func checkpoint(_ report: inout VerificationReport) async throws -> (Checkpoint, [VerifierKey])? {
        var keys = key.map { [$0] } ?? policy?.logs.map(\.key) ?? []
        if keys.isEmpty {
            let text = try await files.file("vkey").flatMap { String(validating: $0, as: UTF8.self) }
            // Two while the log changes its key.
            keys = text?.split(separator: "\n").compactMap { try? VerifierKey($0) } ?? []
            report.add(.notApplicable, "log key", "taken from the log itself; give --vkey or --policy to trust more")
        }
        guard let note = try await files.file("checkpoint") else {
            report.add(.fail, "checkpoint signature", "there is no checkpoint")
            return nil
        }
        do {
            let note = try SignedNote(bytes: note)
            let checkpoint = try Checkpoint(verifying: note, logs: keys)
            guard checkpoint.size <= UInt64(Int64.max) else {
                report.add(.fail, "checkpoint signature", "no log has \(checkpoint.size) entries")
                return nil
            }
            report.add(.ok, "checkpoint signature", "\(checkpoint.origin), \(checkpoint.size) entries")
            report.add(cosignaturesOf: note, by: policy)
            return (checkpoint, keys)
        } catch {
            report.add(.fail, "checkpoint signature", error.description)
            return nil
        }
    }

    private func mark(
        _ old: OldCheckpoint, _ keys: [VerifierKey], newest: Checkpoint, _ report: inout VerificationReport
    ) -> Mark? {
        do {
            let checkpoint = try Checkpoint(verifying: SignedNote(bytes: old.note), logs: keys)
            guard checkpoint.origin.utf8.elementsEqual(newest.origin.utf8) else {
                report.add(.fail, "old checkpoint \(old.name)", "is of another log, \(checkpoint.origin)")
                return nil
            }
            guard checkpoint.size <= newest.size else {
                report.add(
                    .fail, "old checkpoint \(old.name)",
                    "ROLLBACK: the log has signed \(checkpoint.size) entries and now shows \(newest.size)")
                return nil
            }
            return Mark(name: old.name, size: checkpoint.size, root: checkpoint.root)
        } catch {
            report.add(.fail, "old checkpoint \(old.name)", "is not signed by this log: \(error.description)")
            return nil
        }
    }

    struct Mark: Sendable {
        let name: String
        let size: UInt64
        let root: MerkleHash
        /// Served by the log itself; many of them are told in one line.
        var isAnchored = false
    }
}

extension VerificationReport {
    mutating func add(_ outcome: Outcome, _ check: String, _ detail: String) {
        lines.append(Line(outcome, check, detail))
    }

    /// One line for each witness of the policy, and one for its quorum.
    mutating func add(cosignaturesOf note: SignedNote, by policy: TlogPolicy?) {
        guard let policy else { return add(.notApplicable, "cosignatures", "no policy given") }
        do {
            let cosignatures = try note.cosignatures(by: policy.witnesses.map(\.key))
            for witness in policy.witnesses {
                if let cosignature = cosignatures.first(where: { $0.key == witness.key }) {
                    let time = Instant(seconds: Int64(clamping: cosignature.time))
                    add(.ok, "cosignature \(witness.name)", "\(witness.key.name), \(time)")
                } else {
                    add(.notApplicable, "cosignature \(witness.name)", "none by \(witness.key.name)")
                }
            }
            if policy.needsNoCosignature {
                return add(.notApplicable, "quorum", "the policy asks for no cosignature")
            }
            let isMet = policy.isMet(by: Set(cosignatures.map(\.key)))
            let count = "\(cosignatures.count) of \(policy.witnesses.count) witnesses"
            add(isMet ? .ok : .fail, "quorum", isMet ? "met by \(count)" : "not met by \(count)")
        } catch {
            add(.fail, "cosignatures", error.description)
        }
    }
}
