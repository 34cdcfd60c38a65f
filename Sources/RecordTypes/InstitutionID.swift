/// A legal person by its registration number: scheme, country, number as in ETSI EN 319 412-1 clause 5.1.4 (`NTREE-90006399`).
public struct InstitutionID: Hashable, Comparable, Sendable {
    /// `NTREE-90006399`.
    public let semantics: String

    /// Reads `NTR` or `VAT`, an upper-case country, a hyphen and 1 to 32 letters or digits; nil otherwise.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 7, bytes.count <= 38, bytes[5] == UInt8(ascii: "-") else { return nil }
        let scheme = String(decoding: bytes[0..<3], as: UTF8.self)
        guard scheme == "NTR" || scheme == "VAT", bytes[3...4].allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
        let number = bytes[6...]
        guard number.allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122) }) else {
            return nil
        }
        semantics = String(decoding: bytes, as: UTF8.self)
    }

    /// `NTR` or `VAT`.
    public var scheme: String { String(semantics.prefix(3)) }
    public var country: String { String(semantics.dropFirst(3).prefix(2)) }
    public var number: String { String(semantics.dropFirst(6)) }

    public static func < (left: InstitutionID, right: InstitutionID) -> Bool { left.semantics < right.semantics }
}

extension InstitutionID: CustomStringConvertible {
    public var description: String { semantics }
}
