import HTTPTypes
import Hummingbird
import JSONText
import WebPages

/// A door's routes as an OpenAPI 3.1 document (<https://spec.openapis.org/oas/v3.1.1>), made from the very list that answers requests.
///
/// Every answer that is no success has the one form of its face: an OperationOutcome, or a page.
struct OpenAPIDocument {
    static let path = "/openapi.json"

    private let door: DoorDescription
    private let routes: [RouteName]
    private let base: String

    /// Whether headers may name who acts, in place of a signed token: in a test configuration.
    private let takesHeaders: Bool

    init(of door: DoorDescription, _ routes: [RouteName], base: String, takesHeaders: Bool = false) {
        self.door = door
        self.takesHeaders = takesHeaders
        self.routes = routes
        self.base = base
    }

    var bytes: [UInt8] {
        var json = JSONWriter(reserving: 64 << 10)
        json.beginObject()
        json.member("openapi", "3.1.0")
        json.object("info") { json in
            json.member("title", "Ankur, \(door.name)")
            json.member("version", "1")
            json.member(
                "description",
                "\(door.purpose) Further pages of a search are asked for by the next link of its answer, which holds a cursor and nothing else."
            )
        }
        json.array("servers") { json in json.object { $0.member("url", base) } }
        writeSecurity(to: &json)
        json.object("paths") { json in
            for template in Set(routes.map(\.template)).sorted() {
                json.object(template.replacing("**", with: "{path}")) { json in
                    for route in routes.filter({ $0.template == template }).sorted(by: {
                        $0.method.rawValue < $1.method.rawValue
                    }) {
                        json.object(route.method.rawValue.lowercased()) { write(route, to: &$0) }
                    }
                }
            }
        }
        json.object("components") { json in
            json.object("schemas") { json in
                json.object("Resource") { json in
                    json.member("type", "object")
                    json.array("required") { $0.string("resourceType") }
                    json.object("properties") { json in
                        json.object("resourceType") { $0.member("type", "string") }
                    }
                }
                json.object("OperationOutcome") { json in
                    json.member("type", "object")
                    json.array("required") { json in
                        json.string("resourceType")
                        json.string("issue")
                    }
                    json.object("properties") { json in
                        json.object("resourceType") { $0.member("const", "OperationOutcome") }
                        json.object("issue") { json in
                            json.member("type", "array")
                            json.key("minItems")
                            json.integer(1)
                        }
                    }
                }
            }
            writeSchemes(to: &json)
        }
        json.endObject()
        return json.bytes
    }

    // MARK: Security

    private func writeSecurity(to json: inout JSONWriter) {
        json.array("security") { json in
            switch door.entrance {
            case .certificate:
                json.object { json in json.array("certificate") { _ in } }
                if door.mustNamePatient, !takesHeaders {
                    json.object { json in
                        json.array("certificate") { _ in }
                        json.array("actor") { _ in }
                    }
                }
            case .session: json.object { json in json.array("session") { _ in } }
            case .open: break
            }
        }
    }

    private func writeSchemes(to json: inout JSONWriter) {
        json.object("securitySchemes") { json in
            switch door.entrance {
            case .certificate:
                json.object("certificate") { $0.member("type", "mutualTLS") }
                if door.mustNamePatient {
                    json.object("actor") { json in
                        json.member("type", "http")
                        json.member("scheme", "bearer")
                        json.member("bearerFormat", "JWT")
                        json.member("description", "Who acts for the institution, and why: good for one request.")
                    }
                }
            case .session:
                json.object("session") { json in
                    json.member("type", "apiKey")
                    json.member("in", "cookie")
                    json.member("name", PortalCookie.name)
                }
            case .open: break
            }
        }
    }

    // MARK: One operation

    private func write(_ route: RouteName, to json: inout JSONWriter) {
        let note = OperationNote.of(route, at: door) ?? OperationNote(summary: route.template)
        json.member("operationId", operationID(route))
        json.member("summary", note.summary)
        let places = route.template.matches(of: /\{([a-z]+)\}|\*\*/).map { $0.output.1.map(String.init) ?? "path" }
        json.array("parameters") { json in
            for place in places {
                json.object { json in
                    json.member("name", place)
                    json.member("in", "path")
                    json.key("required")
                    json.bool(true)
                    json.object("schema") { json in
                        json.member("type", "string")
                        json.member("pattern", pattern(of: place, in: route))
                    }
                }
            }
            for field in note.query {
                json.object { json in
                    json.member("name", field.name)
                    json.member("in", "query")
                    if field.isRequired {
                        json.key("required")
                        json.bool(true)
                    }
                    if let description = field.description { json.member("description", description) }
                    json.object("schema") { write(field, to: &$0) }
                }
            }
        }
        if let body = note.body { json.object("requestBody") { write(body, to: &$0) } }
        json.object("responses") { json in
            for answer in note.answers {
                json.object(String(answer.status)) { json in
                    json.member("description", HTTPResponse.Status(code: answer.status).reasonPhrase)
                    if !answer.types.isEmpty { content(answer.types, "Resource", to: &json) }
                }
            }
            if route.template.hasSuffix("/{id}") || route.template.hasSuffix("{version}"), route.fhirType != nil {
                json.object("304") { $0.member("description", "The client has this version") }
            }
            for range in ["4XX", "5XX"] {
                json.object(range) { json in
                    json.member("description", range == "4XX" ? "The request is at fault" : "Try again later")
                    content(
                        route.face == .fhir ? OperationNote.fhir : ["text/html"] + OperationNote.fhir,
                        "OperationOutcome", to: &json)
                }
            }
        }
    }

    private func operationID(_ route: RouteName) -> String {
        route.method.rawValue.lowercased()
            + route.segments.map { segment in
                let word = segment.filter { $0.isLetter || $0.isNumber }
                return word.prefix(1).uppercased() + word.dropFirst() + (segment.hasPrefix("{") ? "_" : "")
            }.joined()
    }

    private func pattern(of place: String, in route: RouteName) -> String {
        switch place {
        case "version": return "^[0-9a-f]{16}$"
        case "path": return "^[a-z0-9]+(/[a-z0-9]+){0,5}$"
        case "index": return "^(0|[1-9][0-9]{0,9})$"
        default:
            let isOfRecord = route.fhirType.map { type in SearchedType.all.contains { $0.type == type } } ?? false
            return isOfRecord && route.fhirType != "DocumentReference"
                ? "^[0-9a-f]{32}-(0|[1-9][0-9]{0,4})$" : "^[0-9a-f]{32}$"
        }
    }

    private func write(_ body: OperationNote.Body, to json: inout JSONWriter) {
        json.key("required")
        json.bool(true)
        json.object("content") { json in
            switch body {
            case .form(let fields):
                json.object(MediaType.form) { json in
                    json.object("schema") { json in
                        json.member("type", "object")
                        let required = fields.filter(\.isRequired)
                        if !required.isEmpty {
                            json.array("required") { json in
                                for field in required { json.string(field.name) }
                            }
                        }
                        json.object("properties") { json in
                            for field in fields { json.object(field.name) { write(field, isInForm: true, to: &$0) } }
                        }
                        if !fields.isEmpty {
                            json.key("additionalProperties")
                            json.bool(false)
                        }
                    }
                }
            case .pageForm: json.object(MediaType.form) { json in json.object("schema", Self.writePageForm) }
            case .json:
                json.object(MediaType.json) { json in json.object("schema") { $0.member("type", "object") } }
            case .bytes(let types):
                for type in types {
                    json.object(type) { json in json.object("schema") { $0.member("type", "string") } }
                }
            case .resource(let type):
                for media in MediaType.fhirBodies {
                    json.object(media) { json in
                        json.object("schema") { json in
                            json.member("type", "object")
                            json.array("required") { $0.string("resourceType") }
                            json.object("properties") { json in
                                json.object("resourceType") { $0.member("const", type) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A page's own form: the token that it holds for whoever it was made for, and fields that the page names.
    private static func writePageForm(to json: inout JSONWriter) {
        json.member("type", "object")
        json.array("required") { $0.string(FieldName.formToken.rawValue) }
        json.object("properties") { json in
            json.object(FieldName.formToken.rawValue) { json in
                json.member("type", "string")
                json.member("pattern", "^[A-Za-z0-9_.-]{16,200}$")
                json.member("description", "As the page holds it: for one certificate, for hours.")
            }
        }
        json.object("propertyNames") { $0.member("pattern", "^[a-z][a-z-]{0,39}$") }
        json.object("additionalProperties") { json in
            json.member("type", "string")
            json.member("pattern", "^[^\\u0000-\\u001f\\u007f]*$")
        }
        json.key("maxProperties")
        json.integer(32)
    }

    private func write(_ field: OperationNote.Field, isInForm: Bool = false, to json: inout JSONWriter) {
        func schema(_ json: inout JSONWriter) {
            switch field.schema {
            case .text(let pattern):
                json.member("type", "string")
                json.member("pattern", pattern)
            case .words(let words):
                json.member("type", "string")
                json.array("enum") { json in
                    for word in words { json.string(word) }
                }
            case .number(let least):
                json.member("type", "integer")
                json.key("minimum")
                json.integer(least)
            }
        }
        guard field.isRepeatable else { return schema(&json) }
        func list(_ json: inout JSONWriter) {
            json.member("type", "array")
            // In a form or query, none of them is the same as no such field.
            if field.isRequired {
                json.key("minItems")
                json.integer(1)
            }
            json.object("items") { schema(&$0) }
        }
        // One alone looks like no list.
        guard isInForm else { return list(&json) }
        json.array("anyOf") { json in
            json.object { schema(&$0) }
            json.object { list(&$0) }
        }
    }

    private func content(_ types: [String], _ schema: String, to json: inout JSONWriter) {
        json.object("content") { json in
            for type in types {
                json.object(type) { json in
                    json.object("schema") { json in
                        if type == "application/fhir+json" {
                            json.member("$ref", "#/components/schemas/\(schema)")
                        } else if type == MediaType.json {
                            json.member("type", "object")
                        } else {
                            json.member("type", "string")
                        }
                    }
                }
            }
        }
    }
}

extension Route {
    /// `GET /openapi.json`: what can be asked at this door.
    static func openAPI(_ door: DoorDescription, of routes: [RouteName]) -> Route {
        Route(.get, OpenAPIDocument.path, .fhir) { visit in
            try visit.query().allowOnly([])
            return Response(
                bytes: OpenAPIDocument(
                    of: door, routes, base: visit.settings.publicBase(),
                    takesHeaders: visit.settings.acceptsDevelopmentHeaders
                ).bytes, type: MediaType.json)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    fileprivate mutating func object(_ key: String, _ content: (inout JSONWriter) -> Void) {
        self.key(key)
        object(content)
    }

    fileprivate mutating func object(_ content: (inout JSONWriter) -> Void) {
        beginObject()
        content(&self)
        endObject()
    }

    fileprivate mutating func array(_ key: String, _ content: (inout JSONWriter) -> Void) {
        self.key(key)
        beginArray()
        content(&self)
        endArray()
    }
}
