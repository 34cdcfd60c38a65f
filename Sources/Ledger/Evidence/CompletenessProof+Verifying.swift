public import RecordTypes
public import TimeStamping
public import TransparencyLog

internal import struct Crypto.HMAC
internal import struct Crypto.SHA256
internal import struct Crypto.SymmetricKey

extension CompletenessProof {
    /// Checks the proof offline, line by line.
    ///
    /// - Parameters:
    ///   - logs: keys that are trusted to sign for the log.
    ///   - policy: whose quorum must have cosigned; nil when nobody's.
    public func verify(logs: [VerifierKey], policy: TlogPolicy?) -> VerificationReport {
        var report = VerificationReport()
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(verifying: self.checkpoint, logs: logs)
            report.add(.ok, "checkpoint signature", "\(checkpoint.origin), \(checkpoint.size) entries")
        } catch {
            report.add(.fail, "checkpoint signature", error.description)
            return report
        }
        report.add(cosignaturesOf: self.checkpoint, by: policy)
        guard let finals = finals(before: checkpoint, policy, &report) else { return report }
        let faults = faults(in: checkpoint, finals)
        if faults.isEmpty {
            report.add(.ok, "own entries", "\(items.count), counted 1 to \(items.count), each in the log")
        }
        let destroyed = items.count { $0.destroyed != nil }
        if destroyed > 0 {
            report.add(
                .notApplicable, "deleted statements",
                "\(destroyed) by the rule of retention: whose and when is proven, what they said is not any more")
        }
        for fault in faults.prefix(8) { report.add(.fail, "own entries", fault) }
        if faults.count > 8 { report.add(.fail, "own entries", "and \(faults.count - 8) more faults") }
        verifyStatement(checkpoint, &report)
        return report
    }

    /// The final checkpoints of earlier shards by number, each by what the shard after it has committed to; nil, and a line that fails,
    /// where one does not fit.
    private func finals(
        before checkpoint: Checkpoint, _ policy: TlogPolicy?, _ report: inout VerificationReport
    ) -> [Int: Checkpoint]? {
        var finals: [Int: Checkpoint] = [:]
        var newer = checkpoint
        for commitment in earlier {
            do {
                newer = try commitment.verified(in: newer)
            } catch {
                report.add(.fail, "shard \(commitment.number)", "is not what the next one has committed to: \(error)")
                return nil
            }
            finals[commitment.number] = newer
            report.add(.ok, "shard \(commitment.number)", "\(newer.origin), \(newer.size) entries")
            if policy != nil { report.add(cosignaturesOf: commitment.checkpoint, by: policy) }
        }
        return finals
    }

    private func faults(in checkpoint: Checkpoint, _ finals: [Int: Checkpoint]) -> [String] {
        var faults: [String] = []
        var (last, identity, counter): ((shard: Int, index: UInt64)?, [UInt8]?, UInt64) = (nil, nil, 0)
        var time = Instant(milliseconds: 0)
        for item in items {
            func fault(_ words: String) { faults.append("entry \(item.index): \(words)") }
            guard let layout = try? LedgerEntry(bytes: item.entry), let envelope = Envelope(bytes: item.envelope),
                item.salt.count == CommitmentOpening.saltLength
            else {
                fault("cannot be read")
                continue
            }
            let opening = CommitmentOpening(
                salt: item.salt, statementDigest: item.destroyed ?? .sha256(item.statement),
                envelopeDigest: .sha256(item.envelope))
            if opening.commitment != layout.commitment { fault("statement and count are not what it commits to") }
            let inclusion = InclusionProof(index: item.index, hashes: item.proof)
            let covering = item.shard.map { finals[$0] } ?? checkpoint
            let isIn = covering.map {
                (try? inclusion.check(leaf: .leaf(item.entry), size: $0.size, root: $0.root)) != nil
            }
            if isIn != true { fault("is not in the log") }
            if envelope.counter != counter + 1 {
                fault("is number \(envelope.counter) of this person, and number \(counter + 1) is missing")
            }
            counter = envelope.counter
            if let identity, identity != envelope.identity { fault("is about somebody else") }
            identity = identity ?? envelope.identity
            let place = (shard: item.shard ?? .max, index: item.index)
            if let last, place <= last { fault("does not follow the entry before") }
            last = place
            if envelope.time < time || LedgerEntry.bucket(of: envelope.time) != layout.bucket {
                fault("its time does not fit")
            }
            time = envelope.time
            if tag(counter: envelope.counter, year: envelope.time.year) != layout.tag {
                fault("its tag is not this person's")
            }
        }
        return faults
    }

    /// The last entry must say how far the person's count had come, and it must be right.
    private func verifyStatement(_ checkpoint: Checkpoint, _ report: inout VerificationReport) {
        guard let last = items.last, let statement = LastCountStatement(statement: last.statement) else {
            return report.add(.fail, "statement of completeness", "is missing: the last entry is none")
        }
        let covered = items.count { $0.shard != nil || $0.index < statement.size }
        guard statement.origin == checkpoint.origin, statement.size <= last.index,
            UInt64(covered) == statement.lastCounter
        else {
            return report.add(
                .fail, "statement of completeness",
                "\(statement.lastCounter) entries in the first \(statement.size) of the log, and \(covered) are here")
        }
        report.add(
            .ok, "statement of completeness",
            "\(statement.lastCounter) in the first \(statement.size) of the log; it is entry \(last.index) itself"
                + (Envelope(bytes: last.envelope).map { ", of \($0.time): what came later is not in it" } ?? ""))
    }

    /// HMAC-SHA-256(key of the year, "HL1/tag" ‖ counter), the first 16 bytes; nil without the year's key.
    func tag(counter: UInt64, year: Int64) -> [UInt8]? {
        tagKeys[year].map { key in
            let message = Array("HL1/tag".utf8) + BigEndian.bytes(counter)
            let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
            return Array(code.prefix(LedgerEntry.tagLength))
        }
    }

    /// Looks for the first time-stamped checkpoint that covers the statement of completeness, and checks that it does and when it existed.
    /// - Throws: what `log` fails with.
    public func verifyTime(
        in log: some LogFiles, logs: [VerifierKey], roots: TimeStampAnchors, now: Instant
    ) async throws -> VerificationReport {
        var report = VerificationReport()
        let origin = (try? Checkpoint(text: checkpoint.text))?.origin ?? ""
        let log = try await ShardFiles.shard(of: origin, in: log)
        guard let last = items.last, let (note, lines) = try await EvidenceBundle.anchored(covering: last.index, log)
        else {
            report.add(.notApplicable, "time-stamp", "none yet over the statement of completeness")
            return report
        }
        do {
            let stamped = try Checkpoint(verifying: note, logs: logs)
            let inclusion = try await EvidenceBundle.inclusion(of: last.index, size: stamped.size, log)
            try inclusion.check(leaf: .leaf(last.entry), size: stamped.size, root: stamped.root)
        } catch let error as TransparencyLogError {
            report.add(.fail, "time-stamp", "is over a checkpoint that does not hold the statement: \(error)")
            return report
        }
        for line in lines where line.fileExtension == "tsr" {
            do {
                let stamp = try TimeStampReply(bytes: try await log.file("anchor/\(line.file)") ?? []).verify(
                    over: note.bytes, anchors: roots, at: now)
                report.add(.ok, "time-stamp \(line.anchor)", "\(stamp.time), over \(line.object.number) entries")
            } catch let error as TimeStampError {
                report.add(.fail, "time-stamp \(line.anchor)", error.description)
            }
        }
        return report
    }

    /// How many counts beyond the proof's last are searched for.
    static let searchDepth: UInt64 = 1024

    /// Searches whole logs, as a mirror serves them, for the person's tags: every entry that carries one, and that is not in the proof, was
    /// hidden (within the proof's checkpoint), or came later (beyond it). Needs no gateway.
    ///
    /// Earlier shards are looked for below `shard/<number>/`. Nothing that is read is believed: the entries must make the root of the
    /// proof's own checkpoint. Memory does not grow with the log.
    /// - Throws: what `log` fails with.
    public func search(
        _ log: some LogFiles, progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) async throws -> VerificationReport {
        var report = VerificationReport()
        // The log may have begun a newer shard since.
        let origin = (try? Checkpoint(text: checkpoint.text))?.origin ?? ""
        try await search(ShardFiles.shard(of: origin, in: log), nil, checkpoint, &report, progress)
        for commitment in earlier {
            let files = ShardFiles(log, shard: commitment.number)
            guard try await files.file("checkpoint") != nil else {
                report.add(.notApplicable, "search in shard \(commitment.number)", "it is not served here")
                continue
            }
            try await search(files, commitment.number, commitment.checkpoint, &report, progress)
        }
        return report
    }

    private func search(
        _ log: some LogFiles, _ shard: Int?, _ own: SignedNote, _ report: inout VerificationReport,
        _ progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void
    ) async throws {
        let name = shard.map { "search in shard \($0)" } ?? "search"
        guard let note = try await log.file("checkpoint"),
            let shown = try? Checkpoint(text: SignedNote(bytes: note).text),
            let own = try? Checkpoint(text: own.text), shown.size >= own.size
        else { return report.add(.fail, name, "the log shows less than the proof's checkpoint covers") }
        var tags: [[UInt8]: UInt64] = [:]
        for year in tagKeys.keys {
            for counter in 1...UInt64(items.count) + Self.searchDepth {
                tags[tag(counter: counter, year: year) ?? []] = counter
            }
        }
        let known = Set(items.lazy.filter { $0.shard == shard }.map(\.index))
        var (hidden, later, seen): ([UInt64], Int, Int) = ([], 0, 0)
        let width = UInt64(TileID.fullWidth)
        var covered = Frontier()
        for start in stride(from: 0, to: shown.size, by: UInt64.Stride(width)) {
            let id = try TileID(level: 0, index: start / width, width: Int(min(width, shown.size - start)))
            let entries: [[UInt8]]
            do {
                guard let served = try await EntrySearch.entries(under: id, log) else {
                    // Entries that are served elsewhere and not here may be just those that are looked for.
                    let isFirst = start == 0
                    return report.add(
                        isFirst ? .notApplicable : .fail, name,
                        isFirst ? "the log serves no entries" : "the log does not serve its entries from \(start) on")
                }
                entries = served
            } catch let error as LedgerError where error.code == .entryMissing {
                return report.add(
                    .fail, name,
                    "the log does not serve all its entries from \(start) on: what is hidden there is not seen")
            }
            for (position, bytes) in entries.enumerated() {
                let index = start + UInt64(position)
                if index < own.size { covered.append(.leaf(bytes)) }
                guard let entry = try? LedgerEntry(bytes: bytes), tags[entry.tag] != nil else { continue }
                if known.contains(index) {
                    seen += 1
                } else if index < own.size {
                    hidden.append(index)
                } else {
                    later += 1
                }
            }
            progress(min(shown.size, start + width), shown.size)
        }
        guard covered.root == own.root else {
            return report.add(.fail, name, "the entries that the log serves are not those of the proof's checkpoint")
        }
        if seen == known.count, hidden.isEmpty {
            report.add(.ok, name, "no other entry among the first \(own.size) carries a tag of this person")
        }
        if seen < known.count {
            report.add(.fail, name, "\(known.count - seen) entries of the proof are not in this log")
        }
        for index in hidden.prefix(8) {
            report.add(.fail, name, "entry \(index) carries a tag of this person and is not in the proof")
        }
        if later > 0 { report.add(.notApplicable, name, "\(later) entries came after the proof was made") }
    }
}

enum EntrySearch {
    /// The entries under a level-0 tile, as many as it has hashes, from whatever width the log serves; nil where it serves none.
    /// - Throws: `entryMissing` for a bundle that is none or has fewer; what `log` fails with.
    static func entries(under id: TileID, _ log: some LogFiles) async throws -> [[UInt8]]? {
        for width in Set([id.width, TileID.fullWidth]).sorted() {
            let path = LogPath.entries(try BundleID(index: id.index, width: width)).text
            guard let bytes = try await log.file(path) else { continue }
            guard let bundle = try? EntryBundle(bytes: bytes), bundle.entries.count >= id.width else {
                throw LedgerError(.entryMissing, at: id.index * UInt64(TileID.fullWidth))
            }
            return Array(bundle.entries.prefix(id.width))
        }
        return nil
    }
}
