/// What can be searched in one type of resource: the one table behind routes, search, CapabilityStatement and OpenAPI.
struct SearchedType: Sendable {
    struct Parameter: Sendable {
        enum Kind: String, Sendable {
            /// `system|code`, `code`, `|code` or `system|`, several joined by a comma as alternatives.
            case token
            /// A prefix and a date of any precision.
            case date
            /// `Type/id`, the id alone, or the whole URL of another resource of the same record.
            case reference
            /// The beginning of a word, whatever its case.
            case string
        }

        let name: String
        let kind: Kind
        /// The elements it looks at, with dots between levels; one of them must match.
        let elements: [String]
    }

    let type: String
    let parameters: [Parameter]
    /// Whether it can be read by its name alone: another route has its plain address.
    let isReadOnly: Bool

    /// - Parameters: `name` where the element is called the same in camel case, else `name=element|element`.
    init(
        _ type: String, tokens: [String] = [], dates: [String] = [], references: [String] = [], strings: [String] = [],
        isReadOnly: Bool = false
    ) {
        self.type = type
        self.isReadOnly = isReadOnly
        parameters =
            (Self.parameters(.token, tokens) + Self.parameters(.date, dates) + Self.parameters(.reference, references)
                + Self.parameters(.string, strings))
    }

    /// What `_include` may name: references to what stands in the same record, and so leaves by the same decision.
    var includes: [Parameter] { parameters.filter { $0.kind == .reference } + [Self.patient] }

    /// The person that it is about, as another resource.
    private static let patient = Parameter(
        name: "patient", kind: .reference, elements: ["subject", "patient", "beneficiary"])

    private static func parameters(_ kind: Parameter.Kind, _ texts: [String]) -> [Parameter] {
        texts.map { text in
            let parts = text.split(separator: "=")
            let elements = parts.count > 1 ? parts[1].split(separator: "|").map(String.init) : [camelCase(text)]
            return Parameter(name: String(parts[0]), kind: kind, elements: elements)
        }
    }

    /// `clinical-status` → `clinicalStatus`
    private static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "-")
        return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
