/// One thing that a document states and a converter can lose.
enum Fact: Hashable {
    /// Code and OID of its code system.
    case code(String, system: String)
    /// Number and unit as written; without unit, the number alone.
    case quantity(String, unit: String?)
    /// Root and extension of an instance identifier.
    case identifier(root: String, extension: String?)
    /// Digits, fraction and offset as HL7 v3 writes them.
    case time(String)
    /// The words of a section's narrative, by the place of the section.
    case narrative([String])

    enum Kind: String, CaseIterable {
        case code = "coded values"
        case quantity = "physical quantities"
        case identifier = "ids in entries"
        case time = "time stamps in entries"
        case narrative = "narratives"
    }

    var kind: Kind {
        switch self {
        case .code: .code
        case .quantity: .quantity
        case .identifier: .identifier
        case .time: .time
        case .narrative: .narrative
        }
    }
}

extension Fact: CustomStringConvertible {
    var description: String {
        switch self {
        case .code(let code, let system): "\(code) of \(system)"
        case .quantity(let number, let unit): "\(number) \(unit ?? "")"
        case .identifier(let root, let text): "\(root) \(text ?? "")"
        case .time(let text): text
        case .narrative(let words): words.prefix(8).joined(separator: " ") + " …"
        }
    }
}
