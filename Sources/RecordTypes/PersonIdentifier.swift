/// How a natural person is named in a certificate or a document: scheme, country and number.
///
/// The written form is that of ETSI EN 319 412-1 clause 5.1.3, `PNOEE-38001085718`: three letters, an ISO 3166-1
/// country, a hyphen, and everything after the **first** hyphen (`PNOLV-321922-33032`).
/// It is personal data: `description` hides the number; ``semantics`` does not.
public struct PersonIdentifier: Hashable, Sendable {
    /// The kinds of number that a person can be known by.
    public enum Scheme: String, Sendable, CaseIterable {
        /// A national personal code.
        case personalNumber = "PNO"
        case passport = "PAS"
        case identityCard = "IDC"
        case taxNumber = "TAX"
        /// A number of the institution that sent the document, under an OID; never found in a certificate.
        case local = "LOC"
    }

    public let scheme: Scheme
    /// Two upper-case letters; for ``Scheme/local`` `ZZ`.
    public let country: String
    /// The number; for ``Scheme/local`` `<OID>|<extension>`.
    public let number: String

    /// Nil when the country is not two letters `A`–`Z`, or the number is empty, longer than 128 bytes or holds
    /// white space or a control character.
    public init?(scheme: Scheme, country: String, number: String) {
        let letters = Array(country.utf8)
        guard letters.count == 2, letters.allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
        guard !number.isEmpty, number.utf8.count <= 128, number.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            return nil
        }
        self.scheme = scheme
        self.country = country
        self.number = number
    }

    /// The Estonian person with this personal code.
    public init(_ code: PersonalCode) {
        scheme = .personalNumber
        country = "EE"
        number = code.digits
    }

    /// Reads `PNOEE-38001085718`. The prefix is upper case; ``Scheme/local`` cannot be written this way.
    public init?(semantics text: some StringProtocol) {
        guard let hyphen = text.firstIndex(of: "-") else { return nil }
        let prefix = Array(text[..<hyphen].utf8)
        guard prefix.count == 5, let scheme = Scheme(rawValue: String(decoding: prefix[0..<3], as: UTF8.self)),
            scheme != .local
        else { return nil }
        self.init(
            scheme: scheme, country: String(decoding: prefix[3..<5], as: UTF8.self),
            number: String(text[text.index(after: hyphen)...]))
    }

    /// `PNOEE-38001085718`. Personal data: only into sealed columns, answers to those entitled, and derivations.
    public var semantics: String { "\(scheme.rawValue)\(country)-\(number)" }
}

extension PersonIdentifier: CustomStringConvertible {
    /// The kind of identifier without the number, fit for logs: `PNOEE-…`.
    public var description: String { "\(scheme.rawValue)\(country)-…" }
}
