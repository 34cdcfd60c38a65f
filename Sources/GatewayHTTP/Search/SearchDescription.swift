import FHIR

/// What a search on a type takes at a door, for machines that read it: behind CapabilityStatement and OpenAPI alike.
struct SearchDescription {
    typealias Kind = CapabilityStatement.Rest.Resource.SearchParam.Kind

    struct Parameter {
        let name: String
        let kind: Kind
        let documentation: String
        var isRequired = false
    }

    let parameters: [Parameter]
    /// Values of `_include`.
    let includes: [String]
    /// Names that `_sort` takes.
    let sorts: [String]

    init(of type: String, at door: DoorDescription) {
        switch type {
        case "AuditEvent":
            parameters = Self.auditEvent(door)
            includes = []
            sorts = []
            return
        case "Consent":
            parameters = []
            includes = []
            sorts = []
            return
        default: break
        }
        let isRegistry = type == "DocumentReference"
        let searched = isRegistry ? SearchedType.registry : SearchedType.all.first { $0.type == type }
        let own = searched?.parameters ?? []
        parameters =
            [
                Parameter(
                    name: "patient.identifier", kind: .token,
                    documentation: door.mustNamePatient ? "system|value of one patient" : "oneself, or left away",
                    isRequired: door.mustNamePatient),
                Parameter(name: "patient", kind: .reference, documentation: "instead: Patient/id from another answer"),
                Parameter(name: "_id", kind: .token, documentation: "ids, joined by commas"),
                Parameter(name: "_lastUpdated", kind: .date, documentation: "when the gateway received it"),
            ]
            + own.map { parameter in
                let kind: Kind =
                    switch parameter.kind {
                    case .token: .token
                    case .date: .date
                    case .reference: .reference
                    case .string: .string
                    }
                return Parameter(
                    name: parameter.name, kind: kind, documentation: parameter.elements.joined(separator: ", "))
            }
        includes = isRegistry ? [] : (searched?.includes ?? []).map { "\(type):\($0.name)" }.sorted()
        sorts = ["_lastUpdated", "_id"] + own.filter { $0.kind != .reference }.map(\.name)
    }

    private static func auditEvent(_ door: DoorDescription) -> [Parameter] {
        let date = Parameter(
            name: "date", kind: .date, documentation: "required; ge, le, gt, lt or a day; repeated, both hold",
            isRequired: true)
        guard door.name == "ministry" else {
            return [
                date, Parameter(name: "patient.identifier", kind: .token, documentation: "oneself, or left away"),
            ]
        }
        return [
            date, Parameter(name: "case", kind: .string, documentation: "the number of the case", isRequired: true),
            Parameter(name: "patient.identifier", kind: .token, documentation: "whose records"),
            Parameter(name: "agent.identifier", kind: .token, documentation: "who looked"),
            Parameter(name: "organization", kind: .token, documentation: "for which institution"),
            Parameter(name: "outcome", kind: .token, documentation: "0 or 4, or a result's name"),
        ]
    }
}
