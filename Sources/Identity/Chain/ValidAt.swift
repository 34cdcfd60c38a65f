import Foundation
import RecordTypes
import X509

/// Every certificate of the path, the anchor too, is within its validity at one given time (RFC 5280 §6.1.3 a 2).
struct ValidAt: ChainRule {
    let name = "validity"
    let time: Date

    init(_ now: Instant) { time = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000) }

    func refusal(of path: CertificatePath) -> RefusalReason? {
        if time > path.leaf.notValidAfter { return .expired }
        if time < path.leaf.notValidBefore { return .notYetValid }
        let issuersInTime = path.dropFirst().allSatisfy { $0.notValidBefore <= time && time <= $0.notValidAfter }
        return issuersInTime ? nil : .issuerOutOfTime
    }
}
