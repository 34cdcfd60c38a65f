public import RecordTypes
internal import Synchronization
internal import TransparencyLog

/// Brings cosigned checkpoints to the anchors, on a schedule, and carries proofs on before they end.
///
/// No anchor stops anything: an authority that is down, slow or answers for other data is told to the operator and asked again after
/// 10, 20 … 640 seconds; the ledger knows nothing of it.
public final class Anchoring: Sendable {
    private let anchors: [any Anchor]
    private let store: AnchorStore
    private let schedule: Schedule
    private let clock: @Sendable () -> Instant
    private let notice: @Sendable (AnchorNotice) -> Void
    private let failures = Mutex<[String: Failures]>([:])

    private struct Failures {
        var count = 0
        var askAgain: Instant?
    }

    /// When anchors are asked.
    public struct Schedule: Hashable, Sendable {
        /// The least time between two checkpoints at one anchor.
        public var every: Duration
        /// How long before its end a proof is carried on, once it has lived half its time.
        public var lead: Duration
        /// How long one anchor may take over one object.
        public var timeout: Duration

        public init(every: Duration, lead: Duration = .seconds(90 * 86_400), timeout: Duration = .seconds(10)) {
            self.every = every
            self.lead = lead
            self.timeout = timeout
        }
    }

    /// How often the schedule is looked at.
    static let tick = Duration.seconds(5)
    /// Proofs of one renewal.
    static let renewalLimit = 4096

    /// - Parameters:
    ///   - anchors: each with a name of its own (see ``Swift/String/isAnchorName``).
    ///   - notice: told of every proof, and of every failure.
    public init(
        anchors: [any Anchor], store: AnchorStore, schedule: Schedule, clock: @escaping @Sendable () -> Instant,
        notice: @escaping @Sendable (AnchorNotice) -> Void
    ) {
        precondition(
            Set(anchors.map(\.name)).count == anchors.count && anchors.allSatisfy { $0.name.isAnchorName },
            "anchors have names of their own, which the configuration has checked")
        self.anchors = anchors
        self.store = store
        self.schedule = schedule
        self.clock = clock
        self.notice = notice
    }

    /// Anchors until cancelled.
    /// - Parameter checkpoint: the newest published checkpoint; nil before the first.
    /// - Throws: only when cancelled. A store that fails is told as every anchor's failure.
    public func run(checkpoint: @Sendable () async throws -> [UInt8]?) async throws {
        while true {
            do {
                try await turn(checkpoint: try await checkpoint())
            } catch {
                try Task.checkCancellation()
                for anchor in anchors {
                    notice(AnchorNotice(anchor: anchor.name, object: "-", kind: .failed("storage: \(error)")))
                }
            }
            try await Task.sleep(for: Self.tick)
        }
    }

    /// Does what is due now: one checkpoint, one renewal.
    ///
    /// 1. what will be anchored is stored: a crash leaves an object without a proof, which the next turn has anchored as it stands;
    /// 2. the anchors are asked side by side; each proof is stored when it has been verified. A crash in between loses a proof that
    ///    nobody has seen, and the anchor is asked again.
    public func turn(checkpoint note: [UInt8]?) async throws {
        if let note {
            let size = try Checkpoint(text: SignedNote(bytes: note).text).size
            let object = AnchoredObject(.checkpoint, size)
            var due: [any Anchor] = []
            for anchor in anchors where try await isDue(anchor, object) { due.append(anchor) }
            // An empty log has nothing whose age could matter.
            if !due.isEmpty, size > 0 {
                let bytes = try await store.keep(object, note)
                try await ask(due, for: object, bytes, renewing: [])
            }
        }
        try await renew()
    }

    private func isDue(_ anchor: any Anchor, _ object: AnchoredObject) async throws -> Bool {
        let now = clock()
        guard isAskable(anchor, now) else { return false }
        if let last = try await store.lastAnchoring(by: anchor.name), now < last.advanced(by: schedule.every) {
            return false
        }
        return try await !store.hasProof(of: object, by: anchor.name)
    }

    private func isAskable(_ anchor: any Anchor, _ now: Instant) -> Bool {
        failures.withLock { $0[anchor.name]?.askAgain.map { $0 <= now } ?? true }
    }

    /// Carries on what ends soon: one object that names the files and their digests, anchored like a checkpoint.
    private func renew() async throws {
        let now = clock()
        let ending = try await store.ending(
            by: now.advanced(by: schedule.lead), now: now, limit: Self.renewalLimit)
        guard !ending.isEmpty else { return }
        let askable = anchors.filter { isAskable($0, now) }
        guard !askable.isEmpty else { return }
        var lines: Set<String> = []
        for proof in ending {
            lines.insert(Self.line(proof.over, "anchor/\(proof.object)"))
            lines.insert(Self.line(proof.bytes, "anchor/\(proof.file)"))
        }
        let text = Array(lines.sorted().joined().utf8)
        // One that failed or was cut off is taken up again where it names the same files; else it stays, without a proof.
        let object = AnchoredObject(.renewal, try await store.renewal(of: text))
        let bytes = try await store.keep(object, text)
        guard bytes == text else { return }
        try await ask(askable, for: object, bytes, renewing: ending.map(\.row))
    }

    /// As `sha256sum` prints and checks it.
    static func line(_ bytes: [UInt8], _ path: String) -> String {
        "\(Digest.sha256(bytes))  \(path)\n"
    }

    private func ask(
        _ asked: [any Anchor], for object: AnchoredObject, _ bytes: [UInt8], renewing: [Int64]
    ) async throws {
        try await withThrowingTaskGroup { group in
            for anchor in asked {
                group.addTask {
                    let outcome = await self.inTime(anchor, bytes)
                    try Task.checkCancellation()
                    if case .proof(let proof) = outcome {
                        try await self.store.keep(
                            proof, of: object, by: anchor.name, fileExtension: anchor.fileExtension, renewing: renewing)
                    }
                    self.settle(anchor, object, outcome)
                }
            }
            try await group.waitForAll()
        }
    }

    private enum Outcome: Sendable {
        case proof(AnchorProof)
        case failed(String)
        case late
    }

    /// Whatever an anchor does, it is no error of ours.
    private func inTime(_ anchor: any Anchor, _ bytes: [UInt8]) async -> Outcome {
        let (limit, clock) = (schedule.timeout, clock)
        return await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                do { return .proof(try await anchor.publish(bytes, clock: clock)) } catch { return .failed("\(error)") }
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return .failed("cancelled") }
                return .late
            }
            defer { group.cancelAll() }
            return await group.next() ?? .late
        }
    }

    private func settle(_ anchor: any Anchor, _ object: AnchoredObject, _ outcome: Outcome) {
        let now = clock()
        let kind: AnchorNotice.Kind
        switch outcome {
        case .proof(let proof): kind = .anchored(at: proof.time, ends: proof.ends)
        case .failed(let reason): kind = .failed(reason)
        case .late: kind = .late
        }
        failures.withLock { failures in
            if case .anchored = kind {
                failures[anchor.name] = nil
            } else {
                let count = min((failures[anchor.name]?.count ?? 0) + 1, 7)
                failures[anchor.name] = Failures(
                    count: count, askAgain: now.advanced(by: .seconds(10 << (count - 1))))
            }
        }
        notice(AnchorNotice(anchor: anchor.name, object: object.description, kind: kind))
    }
}
