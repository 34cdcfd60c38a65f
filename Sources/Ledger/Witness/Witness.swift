public import RecordTypes
public import TransparencyLog

/// A C2SP tlog-witness (v1.1) without its sockets: it cosigns a log's checkpoint when the log proves that it has only grown since
/// the last one that this witness cosigned.
///
/// Check and record are one transaction, durable before the answer. A request is kept as evidence only when it proves by itself
/// that the log has contradicted what this witness cosigned: checkpoints are public, and anybody can send one with a wrong proof.
public final class Witness: Sendable {
    /// An answer of HTTP, without its headers of transport.
    public struct Answer: Hashable, Sendable {
        public let status: Int
        public let contentType: String
        public let body: [UInt8]

        init(_ status: Int, _ body: String, contentType: String = "text/plain; charset=utf-8") {
            self.status = status
            self.contentType = contentType
            self.body = Array(body.utf8)
        }
    }

    private let cosigner: Cosigner
    /// Cosigns beside it while the witness changes its key.
    private let successor: Cosigner?
    /// By the bytes of the log's name: two spellings of one letter are two logs.
    private let keys: [[UInt8]: [VerifierKey]]
    private let store: WitnessStore
    private let clock: @Sendable () -> Instant

    /// Opens or makes the witness's database.
    ///
    /// - Parameters:
    ///   - cosigner: used for witnessing and for nothing else.
    ///   - successor: cosigns everything, too: the answer then has two lines, of which a log takes the one whose key it knows.
    ///   - logs: the keys of the logs that are witnessed; several of one name while a log changes its key.
    public static func open(
        path: String, cosigner: Cosigner, successor: Cosigner? = nil, logs: [VerifierKey],
        clock: @escaping @Sendable () -> Instant
    ) async throws -> Witness {
        Witness(
            cosigner: cosigner, successor: successor, logs: logs, store: try await WitnessStore.open(path: path),
            clock: clock)
    }

    private init(
        cosigner: Cosigner, successor: Cosigner?, logs: [VerifierKey], store: WitnessStore,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.cosigner = cosigner
        self.successor = successor
        keys = Dictionary(grouping: logs.filter { $0.algorithm == .ed25519 }, by: { Array($0.name.utf8) })
        self.store = store
        self.clock = clock
    }

    public var verifierKey: VerifierKey { cosigner.verifierKey }

    /// `POST …/add-checkpoint`.
    ///
    /// In the order of the standard: 400 malformed; 404 a log that is not witnessed; 403 not signed by a key of the log;
    /// 409 `old` is not what was cosigned last (the body says what was); 422 not consistent; 200 the cosignature.
    /// - Throws: what the storage failed with; nothing is cosigned then.
    public func addCheckpoint(_ body: [UInt8]) async throws -> Answer {
        guard let request = try? AddCheckpointRequest(bytes: body) else { return Answer(400, "malformed request\n") }
        let note = request.checkpoint
        // A root that no empty log has is inconsistent, not malformed: it is judged where proofs are.
        let checkpoint: Checkpoint?
        do throws(TransparencyLogError) {
            checkpoint = try Checkpoint(text: note.text)
        } catch {
            guard error.code == .wrongEmptyRoot else { return Answer(400, "malformed checkpoint\n") }
            checkpoint = nil
        }
        let size = checkpoint?.size ?? 0
        guard size <= UInt64(Int64.max), request.oldSize <= size else {
            return Answer(400, "the old size is beyond the checkpoint's\n")
        }
        let name = Array(note.text.utf8.prefix { $0 != UInt8(ascii: "\n") })
        guard let keys = keys[name] else { return Answer(404, "this log is not witnessed here\n") }
        guard (try? note.verified(by: keys)) != nil else { return Answer(403, "no trusted signature\n") }
        return try await judge(request, checkpoint, body, origin: String(decoding: name, as: UTF8.self))
    }

    private func judge(
        _ request: AddCheckpointRequest, _ checkpoint: Checkpoint?, _ body: [UInt8], origin: String
    ) async throws -> Answer {
        let (cosigners, now) = ([cosigner] + (successor.map { [$0] } ?? []), clock())
        return try await store.transact { ledger in
            let latest = try ledger.latest(of: origin)
            if Self.isContradiction(request, checkpoint, latest) {
                try ledger.keepEvidence(body, text: request.checkpoint.text, origin: origin, at: now)
            }
            guard request.oldSize == latest?.size ?? 0 else {
                return Answer(409, "\(latest?.size ?? 0)\n", contentType: "text/x.tlog.size")
            }
            let start = (size: latest?.size ?? 0, root: latest?.root ?? .emptyRoot)
            guard let checkpoint,
                (try? request.proof.check(
                    from: start.size, root: start.root, to: checkpoint.size, root: checkpoint.root)) != nil
            else { return Answer(422, "the checkpoint does not follow from the one cosigned before\n") }
            // Time never runs backwards in what this key has signed, whatever the clock does.
            let time = max(UInt64(clamping: now.seconds), latest?.time ?? 0)
            let cosignatures = try cosigners.map { try $0.cosignature(on: checkpoint, time: time) }
            var note = request.checkpoint
            for cosigner in cosigners { note.removeSignatures(by: cosigner.verifierKey) }
            try note.add(cosignatures)
            try ledger.keep(
                WitnessedCheckpoint(
                    origin: origin, size: checkpoint.size, root: checkpoint.root, time: time, note: note.bytes))
            return Answer(200, cosignatures.map { String(decoding: $0.line, as: UTF8.self) }.joined())
        }
    }

    /// Whether what the log signed cannot stand beside what was cosigned last, whatever else the request says.
    ///
    /// - Parameter checkpoint: nil for a root that no empty log has, which contradicts itself.
    private static func isContradiction(
        _ request: AddCheckpointRequest, _ checkpoint: Checkpoint?, _ latest: WitnessedCheckpoint?
    ) -> Bool {
        guard let checkpoint else { return true }
        guard let latest else { return false }
        if checkpoint.size == latest.size { return checkpoint.root != latest.root }
        return request.oldSize == latest.size
            && request.proof.refutes(
                from: latest.size, root: latest.root, to: checkpoint.size, root: checkpoint.root)
    }

    /// `GET …/<hexadecimal SHA-256 of the origin>/checkpoint`: the latest cosigned note; 404 where there is none.
    public func checkpoint(originHash: String) async throws -> Answer {
        let origin = keys.keys.lazy.map { String(decoding: $0, as: UTF8.self) }.first {
            Self.hash(of: $0) == originHash
        }
        guard let origin, let latest = try await store.latest(of: origin)
        else { return Answer(404, "no checkpoint\n") }
        return Answer(200, String(decoding: latest.note, as: UTF8.self))
    }

    /// The path element that stands for a log below a monitoring prefix.
    public static func hash(of origin: String) -> String {
        Digest.sha256(Array(origin.utf8)).bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Requests in which a log contradicts what it had signed before, oldest first: whole, as they came, one for each signed text.
    public func evidence() async throws -> [WitnessEvidence] { try await store.evidence() }
}

/// What proves that a log has forked: a request that it signed, beside what this witness had cosigned before.
public struct WitnessEvidence: Hashable, Sendable {
    public let origin: String
    public let time: Instant
    /// An add-checkpoint body.
    public let request: [UInt8]
    /// The note that was cosigned last when it came; nil before the first.
    public let cosigned: [UInt8]?
}
