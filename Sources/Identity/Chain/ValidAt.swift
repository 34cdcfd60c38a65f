import Foundation
import X509

/// Every certificate of the chain, the anchor too, is within its validity at one given time (RFC 5280 §6.1.3 a 2).
struct ValidAt: ChainRule {
    let time: Date

    func refusal(of chain: UnverifiedCertificateChain) -> RefusalReason? {
        if time > chain.leaf.notValidAfter { return .expired }
        if time < chain.leaf.notValidBefore { return .notYetValid }
        let issuersInTime = chain.dropFirst().allSatisfy { $0.notValidBefore <= time && time <= $0.notValidAfter }
        return issuersInTime ? nil : .issuerOutOfTime
    }
}
