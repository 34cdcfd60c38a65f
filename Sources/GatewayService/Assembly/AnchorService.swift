import Foundation
import Ledger
import LogHTTP
import Logging
import Metrics
import RecordTypes
import ServiceLifecycle
import TimeStamping

/// Brings each shard's published checkpoints to the anchors that the configuration names: of a closed one the last, whose proofs are
/// carried on; of one that begins while the gateway runs from then on. Nothing that it meets stops the gateway.
struct AnchorService: Service {
    let settings: GatewayConfiguration.AnchorSettings
    let gateway: EmbeddedGateway
    let clock: @Sendable () -> Instant
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await followShards() }
        } catch is CancellationError {}
    }

    private func followShards() async throws {
        let ledger = gateway.ledger
        try await withThrowingTaskGroup { group in
            var known = 0
            while true {
                for shard in ledger.shards.map(\.number) where shard > known {
                    let store = try await gateway.anchorStore(ofShard: shard)
                    let anchoring = try settings.anchoring(store, clock: clock, logger: logger)
                    group.addTask { try await anchoring.run { try await ledger.checkpoint(ofShard: shard) } }
                    known = shard
                }
                do { try await ledger.waitForShard(known + 1) } catch is LedgerError { return }
            }
        }
    }
}

extension GatewayConfiguration.AnchorSettings {
    /// - Throws: when a file of roots, which the configuration has seen, cannot be read any more.
    func anchoring(
        _ store: AnchorStore, clock: @escaping @Sendable () -> Instant, logger: Logger
    ) throws -> Anchoring {
        var anchors: [any Anchor] = try authorities.map { authority in
            let pem = [UInt8](try Data(contentsOf: URL(fileURLWithPath: authority.roots)))
            return TimeStampAuthority(
                name: authority.name, url: authority.url, anchors: try TimeStampAnchors(pem: pem),
                random: { count in
                    var generator = SystemRandomNumberGenerator()
                    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                })
        }
        for chain in chains {
            guard let contract = EVMAddress(chain.contract), let account = EVMAddress(chain.account) else { continue }
            anchors.append(EVMAnchor(name: chain.name, url: chain.url, contract: contract, account: account))
        }
        return Anchoring(
            anchors: anchors, store: store, schedule: Anchoring.Schedule(every: every, timeout: timeout), clock: clock,
            notice: { $0.tell(logger) })
    }
}

extension AnchorNotice {
    /// A notice for a proof, an alarm for a failure; a count of each, and for rules of alarm the time of the last proof.
    fileprivate func tell(_ logger: Logger) {
        var metadata: Logger.Metadata = ["anchor": "\(anchor)", "object": "\(object)"]
        let word: String
        switch kind {
        case .anchored(let time, let ends):
            word = "anchored"
            metadata["time"] = "\(time)"
            if let ends { metadata["ends"] = "\(ends)" }
            logger.notice("anchors", metadata: metadata)
            Gauge(label: "ankur_anchor_last_seconds", dimensions: [("anchor", anchor)]).record(time.seconds)
        case .late, .failed:
            word = kind == .late ? "late" : "failed"
            metadata["state"] = "\(word)"
            if case .failed(let reason) = kind { metadata["reason"] = "\(reason)" }
            logger.warning("anchors", metadata: metadata)
        }
        Counter(label: "ankur_anchor_answers_total", dimensions: [("anchor", anchor), ("state", word)]).increment()
    }
}
