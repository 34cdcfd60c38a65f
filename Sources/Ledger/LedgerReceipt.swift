internal import RecordTypes
public import TransparencyLog

/// The evidence that an entry is in the log: the entry's bytes and a C2SP tlog-proof. It verifies offline, for ever.
public struct LedgerReceipt: Hashable, Sendable {
    /// The entry as it stands in the log: ``LedgerEntry``.
    public let entry: [UInt8]
    /// Its `extra` is ``CommitmentOpening``, towards the holder of the statement only.
    public let proof: TlogProof

    public init(entry: [UInt8], proof: TlogProof) {
        self.entry = entry
        self.proof = proof
    }

    /// Reads the two parts as they are handed out.
    /// - Throws: what the proof is refused with.
    public init(entry: [UInt8], tlogProof: String) throws(TransparencyLogError) {
        self.init(entry: entry, proof: try TlogProof(bytes: Array(tlogProof.utf8)))
    }

    public var index: UInt64 { proof.inclusion.index }

    /// The content of a `.tlog-proof` file.
    public var tlogProof: String { String(decoding: proof.bytes, as: UTF8.self) }

    public var opening: CommitmentOpening? { proof.extra.flatMap { CommitmentOpening(bytes: $0) } }

    /// The same evidence for anybody: it shows that the entry is in the log, not what it commits to.
    public var withoutOpening: LedgerReceipt {
        LedgerReceipt(
            entry: entry, proof: TlogProof(extra: nil, inclusion: proof.inclusion, checkpoint: proof.checkpoint))
    }
}

/// What a verification found, line by line. NA (not applicable, not given) is not FAIL.
public struct VerificationReport: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case ok = "OK"
        case notApplicable = "NA"
        case fail = "FAIL"
    }

    public struct Line: Hashable, Sendable {
        public let outcome: Outcome
        /// `checkpoint signature`, `inclusion`, …
        public let check: String
        public let detail: String

        public init(_ outcome: Outcome, _ check: String, _ detail: String) {
            self.outcome = outcome
            self.check = check
            self.detail = detail
        }
    }

    public internal(set) var lines: [Line] = []

    public init(_ lines: [Line] = []) { self.lines = lines }

    /// Takes over the lines of another.
    public mutating func append(_ other: VerificationReport) { lines += other.lines }

    /// The closing word: FAIL if any line fails, OK if any holds.
    public var outcome: Outcome {
        if lines.contains(where: { $0.outcome == .fail }) { return .fail }
        return lines.contains { $0.outcome == .ok } ? .ok : .notApplicable
    }

    /// One line a check, then the closing word.
    public var text: String {
        lines.map { "\($0.outcome.rawValue)\t\($0.check)\t\($0.detail)\n" }.joined() + outcome.rawValue + "\n"
    }
}

extension LedgerReceipt {
    /// The entry that a proof is about, as a log or mirror serves it; nil where it serves none.
    /// - Throws: `entryMissing` where the log serves fewer entries than its checkpoint covers; what `log` fails with.
    public static func entry(of proof: TlogProof, in log: some LogFiles) async throws -> [UInt8]? {
        let index = proof.inclusion.index
        let log = try await ShardFiles.shard(of: Checkpoint(text: proof.checkpoint.text).origin, in: log)
        guard let note = try await log.file("checkpoint") else { return nil }
        let size = try Checkpoint(text: SignedNote(bytes: note).text).size
        guard index < size else { return nil }
        let (width, tile) = (UInt64(TileID.fullWidth), index / UInt64(TileID.fullWidth))
        let id = try TileID(level: 0, index: tile, width: Int(min(width, size - tile * width)))
        return try await EntrySearch.entries(under: id, log)?[Int(index % width)]
    }

    /// Checks the receipt offline, with nothing but the log's verifier key.
    ///
    /// - Parameters:
    ///   - statement: the statement's bytes, when the holder has them.
    ///   - vkey: the log's key as text, got by a way that the checker trusts.
    public func verify(statement: [UInt8]?, vkey: String) -> VerificationReport {
        do {
            return verify(statement: statement, logs: [try VerifierKey(vkey)], policy: nil)
        } catch {
            return verify(statement: statement, logs: [], policy: nil)
        }
    }

    /// As ``verify(statement:vkey:)``, for a checkpoint that a log of the policy signed and its quorum cosigned.
    public func verify(statement: [UInt8]?, policy: TlogPolicy) -> VerificationReport {
        verify(statement: statement, logs: policy.logs.map(\.key), policy: policy)
    }

    /// As ``verify(statement:vkey:)``, for a log that may sign with several keys.
    public func verify(statement: [UInt8]?, logs: [VerifierKey], policy: TlogPolicy?) -> VerificationReport {
        var report = VerificationReport()
        func line(_ outcome: VerificationReport.Outcome, _ check: String, _ detail: String) {
            report.lines.append(VerificationReport.Line(outcome, check, detail))
        }
        let leaf = MerkleHash.leaf(entry)
        do {
            let checkpoint = try Checkpoint(verifying: proof.checkpoint, logs: logs)
            line(.ok, "checkpoint signature", "\(checkpoint.origin), \(checkpoint.size) entries")
            if policy != nil { report.add(cosignaturesOf: proof.checkpoint, by: policy) }
            do {
                try proof.inclusion.check(leaf: leaf, size: checkpoint.size, root: checkpoint.root)
                line(.ok, "inclusion", "entry \(index) of \(checkpoint.size)")
            } catch {
                line(.fail, "inclusion", error.description)
            }
        } catch {
            line(.fail, "checkpoint signature", error.description)
            line(.notApplicable, "inclusion", "no checkpoint to prove it by")
        }
        var layout: LedgerEntry?
        do {
            let read = try LedgerEntry(bytes: entry)
            layout = read
            line(.ok, "entry", "\(read.kind), \(Instant(seconds: Int64(read.bucket) * 900)) or up to 15 minutes later")
        } catch {
            line(.fail, "entry", error.description)
        }
        if let extra = proof.extra {
            let opens = CommitmentOpening(bytes: extra).map { $0.commitment == layout?.commitment } ?? false
            line(opens ? .ok : .fail, "commitment", opens ? "opens the entry's" : "does not open the entry's")
        } else {
            line(.notApplicable, "commitment", "the receipt carries no opening")
        }
        switch (statement, opening) {
        case (nil, _): line(.notApplicable, "statement", "not given")
        case (_, nil): line(.notApplicable, "statement", "the receipt carries no opening")
        case (let statement?, let opening?):
            let matches = Digest.sha256(statement) == opening.statementDigest
            line(
                matches ? .ok : .fail, "statement",
                matches ? "is what the entry commits to" : "is not what the entry commits to")
        }
        return report
    }
}
