import FHIR
import HTTPTypes
import Hummingbird
import RecordTypes

/// Which door a CapabilityStatement speaks of.
enum CapabilityDoor: String, Sendable {
    case providers
    case citizens
    case ministry
}

extension Route {
    /// `GET /fhir/metadata`: what this door really does, and nothing else.
    static func capabilities(_ door: CapabilityDoor) -> Route {
        Route(.get, "/fhir/metadata", .fhir) { visit in
            let query = try visit.query()
            try query.allowOnly(["_format", "mode"])
            try MediaType.requireFHIRJSON(acceptableTo: visit.request, format: query["_format"])
            return Response(fhir: CapabilityStatement(of: door, base: visit.link("/fhir")))
        }
    }
}

extension CapabilityStatement {
    init(of door: CapabilityDoor, base: String) {
        self.init(
            status: .active, date: "2026-11-22", kind: .instance, fhirVersion: "4.0.1",
            format: ["application/fhir+json", "json"])
        name = "Ankur"
        title = "Ankur, \(door.rawValue)"
        software = Software(name: "Ankur")
        implementation = Implementation(description: "Health records gateway, door for \(door.rawValue)", url: base)
        var server = Rest(mode: .server)
        server.security = Rest.Security(description: "TLS 1.2 or 1.3 with a client certificate; every look is logged.")
        server.resource = Self.resources(of: door)
        rest = [server]
    }

    private static func resources(of door: CapabilityDoor) -> [Rest.Resource] {
        let document = versioned(resource("Bundle", [.read, .vread], "A record as a FHIR document."))
        let original = resource("Binary", [.read], "A record exactly as it was submitted.")
        switch door {
        case .providers:
            let patient = ("patient.identifier", Rest.Resource.SearchParam.Kind.token, "system|value, required")
            return [
                versioned(
                    resource(
                        "DocumentReference", [.read, .vread, .searchType], "IHE ITI-67; by GET and by POST _search.",
                        [patient, ("status", .token, "current")])), document, original,
            ] + searched([patient])
        case .citizens:
            let patient = ("patient.identifier", Rest.Resource.SearchParam.Kind.token, "oneself, or left away")
            return [
                versioned(
                    resource(
                        "DocumentReference", [.read, .vread, .searchType], "The citizen's own records.",
                        [patient, ("status", .token, "current")])), document, original,
                resource(
                    "AuditEvent", [.searchType], "The citizen's own access log; IHE ITI-81.",
                    [("date", .date, "required; ge, le, gt, lt or a day")]),
                resource(
                    "Consent", [.searchType, .create], "Who may read what; IHE PCF Intermediate, without _search."),
            ] + searched([patient])
        case .ministry:
            return [
                resource(
                    "AuditEvent", [.searchType], "The access log, by POST _search, with a case number.",
                    [
                        ("date", .date, "required; ge, le, gt, lt or a day"), ("case", .string, "required"),
                        ("patient.identifier", .token, "whose records"), ("agent.identifier", .token, "who looked"),
                        ("organization", .token, "for which institution"),
                        ("outcome", .token, "0 or 4, or a result's name"),
                    ])
            ]
        }
    }

    /// What records are made of, by the table that the routes are made from.
    private static func searched(_ patient: [(String, Rest.Resource.SearchParam.Kind, String)]) -> [Rest.Resource] {
        SearchedType.all.map { type in
            versioned(
                resource(
                    type.type, [.read, .vread, .searchType], "From a person's records; by GET and by POST _search.",
                    patient
                        + type.parameters.map { parameter in
                            (
                                parameter.name, parameter.kind == .token ? .token : .date,
                                parameter.elements.joined(separator: ", ")
                            )
                        }))
        }
    }

    private static func versioned(_ resource: Rest.Resource) -> Rest.Resource {
        var resource = resource
        resource.versioning = .versioned
        resource.readHistory = false
        resource.conditionalRead = .notMatch
        return resource
    }

    private static func resource(
        _ type: String, _ interactions: [Rest.Resource.Interaction.Code], _ documentation: String,
        _ parameters: [(String, Rest.Resource.SearchParam.Kind, String)] = []
    ) -> Rest.Resource {
        var resource = Rest.Resource(type: type)
        resource.documentation = documentation
        resource.interaction = interactions.map { Rest.Resource.Interaction(code: $0) }
        resource.searchParam = parameters.map { Rest.Resource.SearchParam(name: $0.0, type: $0.1, documentation: $0.2) }
        return resource
    }
}
