import CDA
import Profiles

extension SenderQuirks {
    /// The zone of the sender's clocks, for times without offset; nil where the profiles know none.
    var zone: ZoneRule? {
        zoneOffset.map { ZoneRule(standardOffset: Int64($0), hasEuropeanSummerTime: hasSummerTime) }
    }
}

extension ProfileSet {
    /// What is known of the institution that keeps a document: by its custodian's identifiers, `root^extension` before `root`.
    func sender(ofCDA document: ClinicalDocument) -> SenderQuirks? {
        for id in document.custodian?.ids ?? [] {
            guard let root = id.root else { continue }
            if let known = sender("\(root)^\(id.extension ?? "")") ?? sender(root) { return known }
        }
        return nil
    }
}
