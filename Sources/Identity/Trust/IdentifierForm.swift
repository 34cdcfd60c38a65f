extension IssuingAuthority {
    /// An identifier that subjects of this authority may carry: `PNOEE-` and 11 digits.
    public struct IdentifierForm: Hashable, Sendable {
        /// What the number behind the prefix looks like.
        public enum Number: Hashable, Sendable {
            /// 1 to 64 ASCII letters, digits and hyphens.
            case any
            /// So many ASCII digits.
            case digits(Int)
            /// Character by character: `9` a digit, `A` an upper-case letter, `X` either, anything else itself. `999999-99999`.
            case pattern(String)
        }

        /// Three letters of ETSI EN 319 412-1 §5.1.3 or §5.1.4 and a country (`PNOEE`, `NTREE`), or the three letters alone: any country.
        public let prefix: String
        public let number: Number
        /// Whether certificates hold the number alone and the subject's C the country, as Belgium's and Finland's do.
        public let isBare: Bool

        public init(prefix: String, number: Number, isBare: Bool = false) {
            self.prefix = prefix
            self.number = number
            self.isBare = isBare
        }

        /// - Parameter digits: how many ASCII digits follow the hyphen; nil = ``Number/any``.
        public init(prefix: String, digits: Int?) {
            self.init(prefix: prefix, number: digits.map { .digits($0) } ?? .any)
        }
    }
}
