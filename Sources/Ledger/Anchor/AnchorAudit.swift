internal import RecordTypes
internal import TimeStamping
internal import TransparencyLog

/// Checks what a log serves below `anchor/`: that each anchored checkpoint is the log's, and each time-stamp is over just these bytes.
///
/// A time-stamp whose certificate has ended counts when a renewal names its digest and carries a time-stamp that counts: its
/// certificate must then have been valid at that renewal's time.
struct AnchorAudit {
    let files: any LogFiles
    /// Keys that may sign for the log.
    let keys: [VerifierKey]
    /// Nil: nobody's time-stamps are trusted, and they are only counted.
    let roots: TimeStampAnchors?
    let now: Instant

    private var faults: [String] = []
    private var unchecked = 0
    /// By digest, the earliest time at which a time-stamp that counts has seen the bytes.
    private var existed: [Digest: Instant] = [:]

    init(files: any LogFiles, keys: [VerifierKey], roots: TimeStampAnchors?, now: Instant) {
        self.files = files
        self.keys = keys
        self.roots = roots
        self.now = now
    }

    /// The anchored checkpoints, by size, for the walk over the tree to compare; what is wrong is in the report.
    mutating func run(_ report: inout VerificationReport) async throws -> [LogAudit.Mark] {
        guard let list = try await files.file("anchor/list") else {
            report.add(.notApplicable, "time-stamps", "the log has none")
            return []
        }
        var proofs: [AnchoredObject: [AnchorListLine]] = [:]
        for (position, line) in list.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let line = String(validating: line, as: UTF8.self).flatMap({ AnchorListLine($0) }) else {
                faults.append("line \(position + 1) of anchor/list cannot be read")
                continue
            }
            proofs[line.object, default: []].append(line)
        }
        // A later renewal may carry on what an earlier one's time-stamp needs.
        let renewals = proofs.keys.filter { $0.kind == .renewal }.sorted { $0.number > $1.number }
        for object in renewals { try await checkRenewal(object, proofs[object] ?? []) }
        var marks: [LogAudit.Mark] = []
        var stamps: [(anchor: String, stamp: TimeStamp, size: UInt64)] = []
        for object in proofs.keys.filter({ $0.kind == .checkpoint }).sorted(by: { $0.number < $1.number }) {
            guard let note = try await note(object) else { continue }
            marks.append(note.mark)
            for line in proofs[object] ?? [] {
                guard let stamp = try await stamp(line, over: note.bytes) else { continue }
                stamps.append((line.anchor, stamp, object.number))
            }
        }
        tell(&report, stamps)
        return marks
    }

    private mutating func checkRenewal(_ object: AnchoredObject, _ lines: [AnchorListLine]) async throws {
        guard let bytes = try await files.file("anchor/\(object)") else {
            faults.append("anchor/\(object) is missing")
            return
        }
        for line in lines {
            guard let stamp = try await stamp(line, over: bytes) else { continue }
            for entry in bytes.split(separator: UInt8(ascii: "\n")) {
                // As sha256sum prints it: 64 digits, two spaces, the path.
                guard let text = String(validating: entry, as: UTF8.self), let digest = Digest(hex: text.prefix(64))
                else { continue }
                existed[digest] = min(existed[digest] ?? stamp.time, stamp.time)
            }
        }
    }

    private mutating func note(_ object: AnchoredObject) async throws -> (mark: LogAudit.Mark, bytes: [UInt8])? {
        guard let bytes = try await files.file("anchor/\(object)") else {
            faults.append("anchor/\(object) is missing")
            return nil
        }
        do {
            let checkpoint = try Checkpoint(verifying: SignedNote(bytes: bytes), logs: keys)
            guard checkpoint.size == object.number else {
                faults.append("anchor/\(object) is of \(checkpoint.size) entries")
                return nil
            }
            let mark = LogAudit.Mark(
                name: "anchor/\(object)", size: checkpoint.size, root: checkpoint.root, isAnchored: true)
            return (mark, bytes)
        } catch {
            faults.append("anchor/\(object) is not signed by this log: \(error)")
            return nil
        }
    }

    /// The time-stamp when it counts; nil, and a fault, when it does not; nil alone where nothing can be said.
    private mutating func stamp(_ line: AnchorListLine, over bytes: [UInt8]) async throws -> TimeStamp? {
        guard let roots, line.fileExtension == "tsr" else {
            unchecked += 1
            return nil
        }
        guard let reply = try await files.file("anchor/\(line.file)") else {
            faults.append("anchor/\(line.file) is missing")
            return nil
        }
        do {
            return try TimeStampReply(bytes: reply).verify(
                over: bytes, anchors: roots, at: existed[.sha256(reply)] ?? now)
        } catch {
            faults.append("anchor/\(line.file): \(error)")
            return nil
        }
    }

    private func tell(
        _ report: inout VerificationReport, _ stamps: [(anchor: String, stamp: TimeStamp, size: UInt64)]
    ) {
        if let newest = stamps.max(by: { $0.stamp.time < $1.stamp.time }) {
            let names = Set(stamps.map(\.anchor)).sorted().joined(separator: ", ")
            report.add(
                .ok, "time-stamps",
                "\(stamps.count) by \(names); the newest of \(newest.stamp.time) over \(newest.size) entries")
        }
        if unchecked > 0 {
            report.add(
                .notApplicable, "anchors",
                "\(unchecked) proofs not checked"
                    + (roots == nil
                        ? "; give the authorities' roots with --tsa-roots" : ": another kind than time-stamps"))
        }
        for fault in faults.prefix(8) { report.add(.fail, "time-stamps", fault) }
        if faults.count > 8 { report.add(.fail, "time-stamps", "and \(faults.count - 8) more faults") }
    }
}
