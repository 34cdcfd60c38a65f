internal import Foundation
public import RecordTypes
public import TimeStamping
public import TransparencyLog

/// Everything that shows that a statement was entered on the log by a time, in one folder or one ZIP file, for whoever has none of our
/// software: its README says how to check it with `sha256sum`, `openssl` and Go.
///
/// ```text
/// README.txt              what this is, and the commands
/// SHA256SUMS              of every other file
/// statement.json          what was entered
/// opening                 salt (32) ‖ SHA-256 of the statement (32) ‖ of the envelope (32)
/// entry                   as it stands in the log; its last 32 bytes are SHA-256("HL1/commit" ‖ opening)
/// receipt.tlog-proof      that the entry is in the log
/// checkpoint              of the log, signed and cosigned: the same that stands in the proof
/// checkpoint.NAME.tsr     time-stamps over just this checkpoint
/// tsa-roots.pem           roots of the authorities, for openssl
/// log.vkey, policy        which log and witnesses, where given
/// payload, payload.sha256 the document, where given; and its digest as the statement has it
/// check.go                checks note and proof with golang.org/x/mod
/// ```
public struct EvidenceBundle: Hashable, Sendable {
    /// By name.
    public let files: [String: [UInt8]]

    init(files: [String: [UInt8]]) { self.files = files }

    // MARK: Reading and writing

    /// A ZIP file; the same evidence always gives the same bytes.
    public var zip: [UInt8] {
        ZipArchive(members: files.sorted { $0.key < $1.key }.map { .init(name: $0.key, bytes: $0.value) }).bytes
    }

    /// - Throws: `malformedEvidence`.
    public init(zip bytes: [UInt8]) throws(LedgerError) {
        var files: [String: [UInt8]] = [:]
        for member in try ZipArchive(bytes: bytes).members { files[member.name] = member.bytes }
        self.init(files: files)
    }

    /// The files of a folder.
    public init(folder: String) throws {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.isFileName {
            files[name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
        }
        self.init(files: files)
    }

    /// - Throws: `exportFailed`.
    public func write(toFolder folder: String) throws {
        for (name, bytes) in files {
            try LogExport.put(bytes, name, in: URL(fileURLWithPath: folder, isDirectory: true))
        }
    }

    // MARK: Making

    /// Gathers the evidence for a receipt: the smallest anchored checkpoint that covers the entry, a proof against just that one, and
    /// its time-stamps. Where the log has none, the receipt's own checkpoint stands without a time.
    ///
    /// Needs nothing but what the log serves to anybody. Nothing is trusted here: verify what comes out.
    /// - Throws: what `log` fails with; `tileMissing` when it does not serve what a proof needs.
    public static func make(
        _ receipt: LedgerReceipt, statement: [UInt8]?, payload: [UInt8]? = nil, log: some LogFiles,
        vkey: [UInt8]? = nil, policy: [UInt8]? = nil, roots: TimeStampAnchors? = nil
    ) async throws -> EvidenceBundle {
        var files: [String: [UInt8]] = [:]
        var proof = receipt.proof
        let log = try await ShardFiles.shard(of: Checkpoint(text: proof.checkpoint.text).origin, in: log)
        var stamps: [String] = []
        if let (note, lines) = try await anchored(covering: receipt.index, log) {
            let size = try Checkpoint(text: note.text).size
            proof = TlogProof(
                extra: receipt.proof.extra, inclusion: try await inclusion(of: receipt.index, size: size, log),
                checkpoint: note)
            for line in lines {
                files["checkpoint.\(line.anchor).\(line.fileExtension)"] = try await log.file("anchor/\(line.file)")
                if line.fileExtension == "tsr" { stamps.append(line.anchor) }
            }
        }
        files["entry"] = receipt.entry
        files["receipt.tlog-proof"] = proof.bytes
        files["checkpoint"] = proof.checkpoint.bytes
        files["opening"] = receipt.opening?.bytes
        files["statement.json"] = statement
        files["payload"] = payload
        files["payload.sha256"] = statement.flatMap { payloadDigest(in: $0) }.map { Self.payloadSum($0) }
        files["log.vkey"] = vkey
        files["policy"] = policy
        files["tsa-roots.pem"] = roots?.pem
        files["check.go"] = Array(EvidenceTexts.goProgram.utf8)
        files["README.txt"] = Array(
            EvidenceTexts.readme(index: receipt.index, stamps: stamps, files: Set(files.keys)).utf8)
        files["SHA256SUMS"] = sums(of: files)
        return EvidenceBundle(files: files)
    }

    static func sums(of files: [String: [UInt8]]) -> [UInt8] {
        Array(
            files.filter { $0.key != "SHA256SUMS" }.sorted { $0.key < $1.key }
                .map { "\(Digest.sha256($0.value))  \($0.key)\n" }.joined().utf8)
    }

    /// The smallest time-stamped checkpoint beyond `index`, with every proof over it.
    static func anchored(
        covering index: UInt64, _ log: some LogFiles
    ) async throws -> (SignedNote, [AnchorListLine])? {
        guard let list = try await log.file("anchor/list") else { return nil }
        let lines = list.split(separator: UInt8(ascii: "\n")).compactMap { line in
            String(validating: line, as: UTF8.self).flatMap { AnchorListLine($0) }
        }.filter { $0.object.kind == .checkpoint && $0.object.number > index }
        guard let first = lines.filter({ $0.fileExtension == "tsr" }).map(\.object.number).min(),
            let note = try await log.file("anchor/checkpoint/\(first)")
        else { return nil }
        return (try SignedNote(bytes: note), lines.filter { $0.object.number == first })
    }

    /// A proof from the log's own tiles.
    static func inclusion(of index: UInt64, size: UInt64, _ log: some LogFiles) async throws -> InclusionProof {
        let plan = try InclusionProof.plan(index: index, size: size)
        return InclusionProof(index: index, hashes: try await hashes(plan, size: size, log))
    }

    static func hashes(_ plan: ProofPlan, size: UInt64, _ log: some LogFiles) async throws -> [MerkleHash] {
        var tiles: [TileID: Tile] = [:]
        for id in plan.tiles(inLogOf: size) {
            var tile = try await TileReading.tile(id, from: log)
            if tile == nil { tile = try await TileReading.wider(id, from: log) }
            tiles[id] = tile
            guard tile != nil else { throw LedgerError(.tileMissing, at: size) }
        }
        return try plan.hashes { node in
            guard let tile = tiles[TileID(holding: node, inLogOf: size)] else {
                throw LedgerError(.tileMissing, at: size)
            }
            return try tile.hash(of: node)
        }
    }

    /// A document's digest as sha256sum prints it.
    private static func payloadSum(_ digest: Digest) -> [UInt8] { Array("\(digest)  payload\n".utf8) }

    /// The `sourceDigest` of a record's statement.
    private static func payloadDigest(in statement: [UInt8]) -> Digest? {
        EvidenceTexts.digest(named: "sourceDigest", in: statement)
    }

    // MARK: Verifying

    /// The receipt in it; nil when it has none.
    var receipt: LedgerReceipt? {
        guard let entry = files["entry"], let proof = files["receipt.tlog-proof"] else { return nil }
        return (try? TlogProof(bytes: proof)).map { LedgerReceipt(entry: entry, proof: $0) }
    }

    /// Checks everything offline, line by line.
    ///
    /// - Parameters:
    ///   - logs: keys that are trusted to sign for the log; the bundle's own prove nothing.
    ///   - policy: whose quorum must have cosigned; nil when nobody's.
    ///   - roots: authorities that are trusted; without them the bundle's own are used, and a time-stamp is not more than NA.
    ///   - now: when certificates must be valid.
    public func verify(
        logs: [VerifierKey], policy: TlogPolicy?, roots: TimeStampAnchors?, now: Instant
    ) -> VerificationReport {
        var report = VerificationReport()
        let sums = files["SHA256SUMS"]
        report.add(
            sums == Self.sums(of: files) ? .ok : .fail, "files",
            sums == Self.sums(of: files) ? "\(files.count) as SHA256SUMS has them" : "are not what SHA256SUMS says")
        guard let receipt else {
            report.add(.fail, "receipt", "is missing or cannot be read")
            return report
        }
        report.lines += receipt.verify(statement: files["statement.json"], logs: logs, policy: policy).lines
        let isSame = files["checkpoint"] == receipt.proof.checkpoint.bytes
        report.add(isSame ? .ok : .fail, "checkpoint", isSame ? "is the proof's" : "is not the proof's")
        if let opening = files["opening"], opening != receipt.opening?.bytes {
            report.add(.fail, "opening", "is not the proof's")
        }
        verifyPayload(&report)
        verifyStamps(&report, roots, now)
        return report
    }

    /// Whether the log, as it is served now, still begins with what the bundle's checkpoint covers.
    /// - Throws: what `log` fails with.
    public func verify(in log: some LogFiles, logs: [VerifierKey]) async throws -> VerificationReport {
        var report = VerificationReport()
        guard let receipt, let old = try? Checkpoint(verifying: receipt.proof.checkpoint, logs: logs) else {
            return report
        }
        let log = try await ShardFiles.shard(of: old.origin, in: log)
        guard let note = try await log.file("checkpoint"), let signed = try? SignedNote(bytes: note),
            let new = try? Checkpoint(verifying: signed, logs: logs)
        else {
            report.add(.fail, "log", "shows no checkpoint that it has signed")
            return report
        }
        guard new.size >= old.size else {
            report.add(.fail, "log", "ROLLBACK: shows \(new.size) entries, and had signed \(old.size)")
            return report
        }
        do {
            let plan = try ConsistencyProof.plan(from: old.size, to: new.size)
            let hashes = try await Self.hashes(plan, size: new.size, log)
            try ConsistencyProof(hashes: hashes).check(from: old.size, root: old.root, to: new.size, root: new.root)
            report.add(.ok, "log", "begins with the \(old.size) entries of the checkpoint, and now has \(new.size)")
        } catch let error as TransparencyLogError {
            report.add(.fail, "log", "FORK: does not begin with the entries of the checkpoint: \(error)")
        }
        return report
    }

    private func verifyPayload(_ report: inout VerificationReport) {
        // What a reader without this program holds the document against.
        let digest = files["statement.json"].flatMap { Self.payloadDigest(in: $0) }
        if let given = files["payload.sha256"], let digest, given != Self.payloadSum(digest) {
            report.add(.fail, "payload.sha256", "is not the digest in the statement")
        }
        guard let payload = files["payload"] else { return report.add(.notApplicable, "payload", "not given") }
        guard let digest else { return report.add(.fail, "payload", "the statement names no document") }
        let isSame = Digest.sha256(payload) == digest
        report.add(
            isSame ? .ok : .fail, "payload", isSame ? "is the document of the statement" : "is another document")
    }

    private func verifyStamps(_ report: inout VerificationReport, _ given: TimeStampAnchors?, _ now: Instant) {
        let stamps = files.keys.filter { $0.hasPrefix("checkpoint.") && $0.hasSuffix(".tsr") }.sorted()
        guard let checkpoint = files["checkpoint"], !stamps.isEmpty else {
            return report.add(.notApplicable, "time-stamp", "none")
        }
        guard let roots = given ?? files["tsa-roots.pem"].flatMap({ try? TimeStampAnchors(pem: $0) }) else {
            return report.add(.notApplicable, "time-stamp", "no roots given to check it by")
        }
        for name in stamps {
            do {
                let stamp = try TimeStampReply(bytes: files[name] ?? []).verify(
                    over: checkpoint, anchors: roots, at: now)
                report.add(
                    given == nil ? .notApplicable : .ok, "time-stamp \(name)",
                    "\(stamp.time)" + (given == nil ? ", by the bundle's own root: give --tsa-roots to trust one" : ""))
            } catch {
                report.add(.fail, "time-stamp \(name)", error.description)
            }
        }
    }
}
