public import RecordTypes
public import TimeStamping
public import TransparencyLog

/// Audits all shards of a log: the newest one, and each before it by what the one after it has committed to.
public struct ShardAudit: Sendable {
    private let files: any LogFiles
    private let key: VerifierKey?
    private let policy: TlogPolicy?
    private let old: [LogAudit.OldCheckpoint]
    private let timeStamps: (roots: TimeStampAnchors, now: Instant)?

    /// As ``LogAudit/init(files:key:policy:old:timeStamps:)``; an older checkpoint may be of any shard.
    public init(
        files: any LogFiles, key: VerifierKey?, policy: TlogPolicy?, old: [LogAudit.OldCheckpoint],
        timeStamps: (roots: TimeStampAnchors, now: Instant)? = nil
    ) {
        self.files = files
        self.key = key
        self.policy = policy
        self.old = old
        self.timeStamps = timeStamps
    }

    /// - Throws: what `files` throws when a file cannot be read. What is wrong with the log is a line of the report.
    @concurrent
    public func run(
        progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) async throws -> VerificationReport {
        guard let list = try await files.file("shards") else {
            var report = try await audit(files, key, old).run(progress: progress)
            if try await opensWithLink() {
                report.add(
                    .notApplicable, "shards",
                    "an earlier log, which this one names in its first entry, is not shown here")
            }
            return report
        }
        var report = VerificationReport()
        guard let lines = ShardListLine.lines(list), let newest = lines.last else {
            report.add(.fail, "shards", "the list cannot be read")
            return report
        }
        // Who leaves a year out of the list hides all its entries from whoever audits by it.
        let opensWithLink = try await opensWithLink()
        guard ShardListLine.isWholeRow(lines), lines.count > 1 || !opensWithLink else {
            report.add(.fail, "shards", "the list is not the whole row: one that another follows is missing in it")
            return report
        }
        let names = Set(lines.dropLast().map(\.key.name))
        report = try await audit(files, key, old.filter { !names.contains(origin(of: $0)) }).run(progress: progress)
        let keys = key.map { [$0] } ?? policy?.logs.map(\.key) ?? [newest.key]
        guard report.outcome == .ok, var newer = try await checkpoint(files, keys) else { return report }
        var newerFiles = files
        for line in lines.dropLast().reversed() {
            let name = "shard \(line.number)"
            let own = ShardFiles(files, shard: line.number)
            guard let final = try await linked(line, to: newer, newerFiles, &report) else { return report }
            var found = try await audit(own, line.key, old.filter { origin(of: $0) == line.key.name }).run(
                progress: progress)
            found.lines = found.lines.map { VerificationReport.Line($0.outcome, "\(name) \($0.check)", $0.detail) }
            report.append(found)
            (newer, newerFiles) = (final, own)
        }
        return report
    }

    private func audit(
        _ files: some LogFiles, _ key: VerifierKey?, _ old: [LogAudit.OldCheckpoint]
    ) -> LogAudit { LogAudit(files: files, key: key, policy: policy, old: old, timeStamps: timeStamps) }

    /// Whether the log's first entry links it to an earlier one; false where it serves no entries.
    private func opensWithLink() async throws -> Bool {
        guard let note = try await files.file("checkpoint"),
            let size = try? Checkpoint(text: SignedNote(bytes: note).text).size, size > 0
        else { return false }
        let id = try TileID(level: 0, index: 0, width: Int(min(UInt64(TileID.fullWidth), size)))
        do {
            let first = try await EntrySearch.entries(under: id, files)?.first
            return first.flatMap { try? LedgerEntry(bytes: $0) }?.kind == .shardLink
        } catch let error as LedgerError where error.code == .entryMissing {
            return false
        }
    }

    private func origin(of old: LogAudit.OldCheckpoint) -> String {
        (try? Checkpoint(text: SignedNote(bytes: old.note).text))?.origin ?? ""
    }

    private func checkpoint(_ files: any LogFiles, _ keys: [VerifierKey]) async throws -> Checkpoint? {
        guard let note = try await files.file("checkpoint") else { return nil }
        return try? Checkpoint(verifying: SignedNote(bytes: note), logs: keys)
    }

    /// The final checkpoint of a closed shard, when it is what the newer shard names, and its last entry names the newer shard.
    private func linked(
        _ line: ShardListLine, to newer: Checkpoint, _ newerFiles: any LogFiles, _ report: inout VerificationReport
    ) async throws -> Checkpoint? {
        let name = "shard \(line.number) link"
        do {
            guard
                let commitment = try await ShardCommitment.read(
                    line.number, from: files, newer: (newerFiles, newer.size))
            else {
                report.add(.fail, name, "its checkpoint or the link to it is missing")
                return nil
            }
            let final: Checkpoint
            do { final = try commitment.verified(in: newer) } catch {
                report.add(
                    .fail, name, "FORK: \(newer.origin) commits to another end of this shard than is shown: \(error)")
                return nil
            }
            let own = ShardFiles(files, shard: line.number)
            let closing = try await own.file("closing").flatMap { try? ShardLink(bytes: $0) }
            let last = try await EvidenceBundle.inclusion(of: final.size - 1, size: final.size, own)
            guard line.size == final.size, final.size > 0 else {
                report.add(
                    .fail, name, "it ends with \(final.size) entries, and the list says \(line.size ?? 0)")
                return nil
            }
            guard let closing,
                (try? last.check(leaf: closing.leafHash, size: final.size, root: final.root)) != nil,
                case .closes(let origin, let next) = ShardStatement(statement: closing.statement),
                origin == final.origin, next.name == newer.origin
            else {
                report.add(.fail, name, "its last entry does not name \(newer.origin)")
                return nil
            }
            report.add(.ok, name, "\(final.origin) ends with \(final.size) entries, as \(newer.origin) says")
            return final
        } catch let error as LedgerError {
            report.add(.fail, name, "\(error)")
            return nil
        }
    }
}
