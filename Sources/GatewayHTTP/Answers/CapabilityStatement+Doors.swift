import FHIR
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route {
    /// `GET /fhir/metadata`: what this door really does, and nothing else.
    static func capabilities(_ door: DoorDescription, of routes: [RouteName]) -> Route {
        Route(.get, "/fhir/metadata", .fhir) { visit in
            let query = try visit.query()
            try query.allowOnly(["_format", "mode"])
            try MediaType.requireFHIR(acceptableTo: visit.request, format: query["_format"])
            return Response(fhir: CapabilityStatement(of: door, routes, base: visit.link("/fhir")))
        }
    }
}

extension CapabilityStatement {
    /// Made of the routes that the door has: an interaction without a route cannot be told, nor a route be left out.
    init(of door: DoorDescription, _ routes: [RouteName], base: String) {
        self.init(
            status: .active, date: "2026-11-29", kind: .instance, fhirVersion: "4.0.1",
            format: ["application/fhir+json", "application/fhir+xml", "json", "xml"])
        name = "Ankur"
        title = "Ankur, \(door.name)"
        software = Software(name: "Ankur")
        implementation = Implementation(description: "Health records gateway. \(door.purpose)", url: base)
        var server = Rest(mode: .server)
        server.documentation =
            "One person's records at a time. Pages are turned by next links alone. No total is given unless _total asks for it. Bodies are taken as JSON."
        server.security = Rest.Security(
            description: door.entrance == .session
                ? "TLS 1.2 or 1.3 and a session after a Web eID log-in; every look is logged."
                : "TLS 1.2 or 1.3 with a client certificate; every look is logged.")
        let types = Set(routes.compactMap { $0.fhirType })
        server.resource = types.sorted().map { type in
            Self.resource(type, routes.filter { $0.fhirType == type }, door)
        }
        rest = [server]
    }

    private static func resource(_ type: String, _ routes: [RouteName], _ door: DoorDescription) -> Rest.Resource {
        var resource = Rest.Resource(type: type)
        let codes = Set(routes.compactMap(\.interaction))
        resource.interaction = Rest.Resource.Interaction.Code.allCases.filter(codes.contains)
            .map { Rest.Resource.Interaction(code: $0) }
        if codes.contains(.vread) {
            resource.versioning = .versioned
            resource.readHistory = true
            resource.conditionalRead = .notMatch
        }
        if codes.contains(.searchType) {
            let parameters = SearchDescription(of: type, at: door)
            resource.searchParam = parameters.parameters.map {
                Rest.Resource.SearchParam(name: $0.name, type: $0.kind, documentation: $0.documentation)
            }
            resource.searchInclude = parameters.includes
        }
        let operations = Set(routes.compactMap(\.operation))
        resource.operation = operations.sorted().map { name in
            Rest.Resource.Operation(
                name: name,
                definition: RouteName.definitions[name] ?? "\(OperationOutcome.Issue.operations)\(type)-\(name)")
        }
        if type == "AuditEvent" { resource.documentation = "The access log, by IHE BALP; searched by IHE ITI-81." }
        if type == "Consent" { resource.documentation = "Decisions of the person, by IHE PCF Intermediate." }
        if type == "DocumentReference" { resource.documentation = "One for each record, by IHE MHD: ITI-67." }
        if type == "Binary" { resource.documentation = "A record exactly as it was submitted: ITI-68." }
        if type == "Bundle" { resource.documentation = "A record as a FHIR document." }
        return resource
    }
}

extension OperationOutcome.Issue {
    /// Where operations of our own are defined.
    static let operations = "https://ankur.example/fhir/OperationDefinition/"
}

extension RouteName {
    /// `Condition` of `/fhir/Condition/{id}`.
    var fhirType: String? {
        let parts = segments
        guard parts.count > 1, parts[0] == "fhir", parts[1] != "metadata" else { return nil }
        return String(parts[1])
    }

    /// The interaction of R4 that the route is; nil for an operation, and for what is no FHIR.
    var interaction: CapabilityStatement.Rest.Resource.Interaction.Code? {
        guard fhirType != nil else { return nil }
        switch (method, segments.dropFirst(2).joined(separator: "/")) {
        case (.get, ""): return .searchType
        case (.post, ""): return .create
        case (.post, "_search"): return .searchType
        case (.get, "{id}"): return .read
        case (.get, "{id}/_history"): return .historyInstance
        case (.get, "{id}/_history/{version}"): return .vread
        default: return nil
        }
    }

    /// `everything` of `/fhir/Patient/{id}/$everything`.
    var operation: String? {
        guard fhirType != nil, let last = segments.last, last.hasPrefix("$") else { return nil }
        return String(last.dropFirst())
    }

    static let definitions = [
        "everything": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
        "summary": "http://hl7.org/fhir/uv/ips/OperationDefinition/summary",
    ]
}
