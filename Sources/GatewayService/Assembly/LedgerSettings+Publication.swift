import Foundation
import Ledger
import LogHTTP
import Logging
import Metrics
import TransparencyLog

extension GatewayConfiguration.LedgerSettings {
    /// What is wrong with the policy file, and what to do about it; nil where it can be used or none is named.
    public var policyFault: String? {
        guard let policy else { return nil }
        do {
            _ = try readPolicy(policy)
            return nil
        } catch {
            return error.description
        }
    }

    /// Who must cosign, by the policy file.
    /// - Throws: ``PolicyFault``.
    func publication(logger: Logger) throws -> Ledger.Publication {
        guard let policy else { return .unwitnessed }
        return .witnessed(Witnessing(policy: try readPolicy(policy), timeout: witnessTimeout) { $0.tell(logger) })
    }

    private func readPolicy(_ path: String) throws(PolicyFault) -> TlogPolicy {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PolicyFault(description: "there is no readable file \(path); name a tlog-policy file")
        }
        let policy: TlogPolicy
        do {
            policy = try TlogPolicy(bytes: [UInt8](data))
        } catch {
            throw PolicyFault(description: "\(error.code.rawValue); correct line \(error.place ?? 1) of \(path)")
        }
        guard policy.logs.isEmpty || policy.logs.contains(where: { $0.key.name == origin }) else {
            throw PolicyFault(description: "names other logs only; add this log's key, or none, to \(path)")
        }
        return policy
    }
}

/// Why a policy file cannot be used.
struct PolicyFault: Error, CustomStringConvertible {
    let description: String
}

extension WitnessNotice {
    /// An alarm where a witness or the quorum fails, a notice where it is back; and a count of each.
    fileprivate func tell(_ logger: Logger) {
        let (word, isGood) = kind.word
        let metadata: Logger.Metadata = ["witness": "\(witness ?? "quorum")", "state": "\(word)"]
        if isGood {
            logger.notice("witnesses", metadata: metadata)
        } else {
            logger.warning("witnesses", metadata: metadata)
        }
        Counter(label: "ankur_witness_changes_total", dimensions: [("witness", witness ?? "quorum"), ("state", word)])
            .increment()
    }
}

extension WitnessNotice.Kind {
    fileprivate var word: (text: String, isGood: Bool) {
        switch self {
        case .cosigns: ("cosigns", true)
        case .quorumMet: ("met", true)
        case .quorumMissed: ("missed", false)
        case .unreachable: ("unreachable", false)
        case .late: ("late", false)
        case .refused: ("refused", false)
        case .badCosignature: ("bad-cosignature", false)
        case .wrongTime: ("wrong-time", false)
        case .claimsMore: ("claims-more", false)
        }
    }
}
