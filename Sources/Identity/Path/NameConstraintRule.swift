import SwiftASN1
import X509

/// Every name below an authority lies in the name space that the authority was given (RFC 5280 §4.2.1.10, §6.1.3 b and c).
///
/// Subject and alternative names of all certificates but self-issued ones in between. A form of name that cannot be compared is refused
/// where it is constrained; so is a constraint that cannot be read, stands in an end entity, or is not critical.
struct NameConstraintRule: ChainRule {
    let name = "name constraints"

    /// Comparisons in one path; more is an attack on our time.
    static let mostComparisons = 200_000

    func applies(to path: CertificatePath) -> Bool {
        path.contains { $0.extensions[oid: .X509ExtensionID.nameConstraints] != nil }
    }

    func refusal(of path: CertificatePath) -> RefusalReason? {
        do {
            var comparisons = 0
            for (position, authority) in path.enumerated().reversed() {
                guard let found = authority.extensions[oid: .X509ExtensionID.nameConstraints] else { continue }
                guard position > 0, found.critical, let constraints = try? NameConstraints(found) else {
                    return .nameConstraint
                }
                let permitted = try constraints.permittedSubtrees.map(ConstrainedName.init(constraint:))
                let excluded = try constraints.excludedSubtrees.map(ConstrainedName.init(constraint:))
                for below in 0..<position where below == 0 || !path.certificates[below].isSelfIssued {
                    let names = try ConstrainedName.names(of: path[below])
                    comparisons += names.count * (permitted.count + excluded.count)
                    guard comparisons <= Self.mostComparisons else { return .pathTooLong }
                    guard names.allSatisfy({ Self.permits($0, permitted, excluded) }) else { return .nameConstraint }
                }
            }
            return nil
        } catch {
            return .nameConstraint
        }
    }

    private static func permits(
        _ name: ConstrainedName, _ permitted: [ConstrainedName], _ excluded: [ConstrainedName]
    ) -> Bool {
        guard excluded.allSatisfy({ name.isOutside($0) }) else { return false }
        let ofTheForm = permitted.filter { $0.form == name.form }
        return ofTheForm.isEmpty || ofTheForm.contains { name.isWithin($0) }
    }
}
