/// What can be searched in one type of resource: the one table behind routes, search and CapabilityStatement.
struct SearchedType: Sendable {
    struct Parameter: Sendable {
        enum Kind: Sendable {
            /// `system|code`, `code`, `|code` or `system|`, several joined by a comma as alternatives.
            case token
            /// A prefix and a date of any precision.
            case date
        }

        let name: String
        let kind: Kind
        /// The elements it looks at; one of them must match.
        let elements: [String]
    }

    let type: String
    let parameters: [Parameter]

    private init(_ type: String, _ parameters: [Parameter]) {
        self.type = type
        self.parameters = parameters
    }

    private static func token(_ name: String, _ elements: String...) -> Parameter {
        Parameter(name: name, kind: .token, elements: elements)
    }

    private static func date(_ name: String, _ elements: String...) -> Parameter {
        Parameter(name: name, kind: .date, elements: elements)
    }

    static let all: [SearchedType] = [
        SearchedType(
            "AllergyIntolerance",
            [
                token("code", "code"), token("category", "category"), token("clinical-status", "clinicalStatus"),
                date("date", "recordedDate"),
            ]),
        SearchedType(
            "Condition",
            [
                token("code", "code"), token("category", "category"), token("clinical-status", "clinicalStatus"),
                date("onset-date", "onsetDateTime", "onsetPeriod"), date("recorded-date", "recordedDate"),
            ]),
        SearchedType(
            "DiagnosticReport",
            [
                token("code", "code"), token("category", "category"), token("status", "status"),
                date("date", "effectiveDateTime", "effectivePeriod"),
            ]),
        SearchedType(
            "Encounter",
            [token("class", "class"), token("type", "type"), token("status", "status"), date("date", "period")]),
        SearchedType(
            "Immunization",
            [token("vaccine-code", "vaccineCode"), token("status", "status"), date("date", "occurrenceDateTime")]),
        SearchedType(
            "MedicationRequest",
            [
                token("code", "medicationCodeableConcept"), token("status", "status"),
                date("authoredon", "authoredOn"),
            ]),
        SearchedType(
            "MedicationStatement",
            [
                token("code", "medicationCodeableConcept"), token("category", "category"), token("status", "status"),
                date("effective", "effectiveDateTime", "effectivePeriod"),
            ]),
        SearchedType(
            "Observation",
            [
                token("code", "code"), token("category", "category"), token("status", "status"),
                date("date", "effectiveDateTime", "effectivePeriod", "effectiveInstant"),
            ]),
        SearchedType(
            "Procedure",
            [
                token("code", "code"), token("category", "category"), token("status", "status"),
                date("date", "performedDateTime", "performedPeriod"),
            ]),
    ]
}
