import HTTPTypes

/// What a route is called: enough to say what can be asked at a door.
struct RouteName: Hashable, Sendable {
    let method: HTTPRequest.Method
    /// `/fhir/Condition/{id}`
    let template: String
    let face: Face

    init(_ method: HTTPRequest.Method, _ template: String, _ face: Face) {
        self.method = method
        self.template = template
        self.face = face
    }

    /// The parts between the slashes.
    var segments: [Substring] { template.split(separator: "/") }
}

extension Route {
    var name: RouteName { RouteName(method, template, face) }
}

/// A door as it describes itself, in its CapabilityStatement and its OpenAPI document.
struct DoorDescription: Sendable {
    enum Entrance: Sendable {
        /// Whoever comes shows a certificate in the TLS handshake.
        case certificate
        /// A Web eID log-in has begun a session.
        case session
        case open
    }

    /// `providers`, `citizens`, `portal`, `ministry`, `public`, `operations`
    let name: String
    let purpose: String
    let entrance: Entrance
    /// Whether a search has to say whose records it is about.
    let mustNamePatient: Bool

    static let providers = DoorDescription(
        name: "providers", purpose: "Provider systems submit documents and read records.", entrance: .certificate,
        mustNamePatient: true)
    static let citizens = DoorDescription(
        name: "citizens", purpose: "Citizens see and decide about their own records.", entrance: .certificate,
        mustNamePatient: false)
    static let portal = DoorDescription(
        name: "portal", purpose: "Citizens see and decide about their own records, after a Web eID log-in.",
        entrance: .session, mustNamePatient: false)
    static let ministry = DoorDescription(
        name: "ministry", purpose: "Officials read the access log, under a case number.", entrance: .certificate,
        mustNamePatient: false)
    static let everyone = DoorDescription(
        name: "public", purpose: "Anyone checks the log.", entrance: .open, mustNamePatient: false)
    static let operations = DoorDescription(
        name: "operations", purpose: "Operators watch the process.", entrance: .open, mustNamePatient: false)
}

extension Array {
    /// The routes and those that describe them: `GET /openapi.json`, and `GET /fhir/metadata` where there is FHIR.
    /// - Parameter further: routes of another list that are found under the same address.
    func described<Caller>(as door: DoorDescription, further: [RouteName] = []) -> [Route<Caller>]
    where Element == Route<Caller> {
        var names = map(\.name) + further
        names.append(RouteName(.get, OpenAPIDocument.path, .fhir))
        let speaksFHIR = names.contains { $0.template.hasPrefix("/fhir/") }
        if speaksFHIR { names.append(RouteName(.get, "/fhir/metadata", .fhir)) }
        if door.entrance == .certificate { names.append(RouteName(.post, WhoAmI.path, .fhir)) }
        let all = names
        return self + [.openAPI(door, of: all)] + (speaksFHIR ? [.capabilities(door, of: all)] : [])
    }
}
