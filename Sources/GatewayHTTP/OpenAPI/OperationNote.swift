import FHIR
import HTTPTypes

/// What the description of a route says beyond its name: what it takes, and what it gives when all goes well.
struct OperationNote: Sendable {
    /// A field of a query or a form. `schema` is JSON Schema 2020-12 without quotation marks that need escapes.
    struct Field: Sendable {
        let name: String
        let schema: Schema
        var isRequired = false
        var isRepeatable = false
        var description: String?
    }

    enum Schema: Sendable {
        case text(pattern: String)
        case words([String])
        case number(from: Int)
    }

    enum Body: Sendable {
        case form([Field])
        /// What the form of one of our pages sends.
        case pageForm
        /// A media type, and what it must be.
        case bytes([String])
        case resource(String)
        /// JSON that is no FHIR.
        case json
    }

    let summary: String
    var query: [Field] = []
    var body: Body?
    /// Status and media types of success; no media type, no body.
    var answers: [(status: Int, types: [String])] = [(200, Self.fhir)]

    static let fhir = ["application/fhir+json", "application/fhir+xml"]

    // MARK: Fields that return

    /// Anything but control characters.
    static let anyText = Schema.text(pattern: "^[^\\u0000-\\u001f\\u007f]+$")
    /// Not blank, on one line.
    static let caseNumber = Schema.text(
        pattern: "^ *[^ \\u0000-\\u001f\\u007f][^\\u0000-\\u001f\\u007f]*$")
    static let recordDate = Schema.text(
        pattern: "^(eq|ne|gt|lt|ge|le|sa|eb)?[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$")
    static let day = Schema.text(pattern: "^(eq|gt|lt|ge|le)?20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")
    /// `system|value`
    static let personToken = Schema.text(
        pattern: "^[^|\\u0000-\\u001f\\u007f]+\\|[^\\u0000-\\u001f\\u007f]+$")
    static let format = Field(name: "_format", schema: .words(["json", "xml"]))
    static let count = Field(name: "_count", schema: .number(from: 1))
    /// `0` asks how many there are (R4 3.1.1.5.5).
    static let countOrNone = Field(name: "_count", schema: .number(from: 0))
    static let subset = [
        Field(name: "_summary", schema: .words(["true", "text", "data", "false"])),
        Field(name: "_elements", schema: .text(pattern: "^[a-zA-Z]+(,[a-zA-Z]+)*$")),
    ]
}

extension OperationNote {
    /// The note of a route; nil where nobody has written one.
    static func of(_ route: RouteName, at door: DoorDescription) -> OperationNote? {
        let key = "\(route.method.rawValue) \(route.template)"
        if route.face == .fhir, let note = own[key] { return note }
        if key == "GET /fhir/Consent" {
            return OperationNote(summary: "The person's decisions, newest first", query: [format])
        }
        guard let type = route.fhirType else { return route.face == .page ? page(route) : nil }
        if type == "AuditEvent" { return auditEvents(route, door) }
        switch route.interaction {
        case .searchType: return search(type, route, door)
        case .read, .vread, .historyInstance: return read(type, route)
        default: break
        }
        switch route.operation {
        case "everything":
            var query = [
                format, countOrNone, Field(name: "_since", schema: .text(pattern: "^20[0-9]{2}-(0[1-9]|1[0-2])-01$")),
            ]
            let types = SearchedType.all.map(\.type).joined(separator: "|")
            query.append(Field(name: "_type", schema: .text(pattern: "^(\(types))(,(\(types)))*$")))
            if route.segments.count == 3 { query.append(patient(door)) }
            return OperationNote(summary: "Everything that records hold about a person", query: query)
        case "summary":
            return OperationNote(
                summary: "A patient summary in the shape of the IPS",
                query: [format] + (route.segments.count == 3 ? [patient(door)] : []))
        default: return nil
        }
    }

    private static func patient(_ door: DoorDescription) -> Field {
        Field(
            name: "patient.identifier", schema: personToken, isRequired: door.mustNamePatient,
            description: door.mustNamePatient ? nil : "oneself; may be left away")
    }

    private static func read(_ type: String, _ route: RouteName) -> OperationNote {
        let what =
            switch route.interaction {
            case .vread: "One version of"
            case .historyInstance: "All versions of"
            default: "Read"
            }
        let takesSubset = SearchedType.all.contains { $0.type == type } && type != "DocumentReference"
        return OperationNote(summary: "\(what) a \(type)", query: [format] + (takesSubset ? subset : []))
    }

    private static func search(_ type: String, _ route: RouteName, _ door: DoorDescription) -> OperationNote {
        let description = SearchDescription(of: type, at: door)
        var fields = [
            format, countOrNone, Field(name: "_total", schema: .words(["none", "estimate", "accurate"])),
            Field(name: "_summary", schema: .words(["true", "text", "data", "count", "false"])), subset[1],
            Field(name: "_sort", schema: .words(description.sorts.flatMap { [$0, "-\($0)"] })),
        ]
        if !description.includes.isEmpty {
            fields.append(Field(name: "_include", schema: .words(description.includes), isRepeatable: true))
        }
        fields += description.parameters.filter { $0.name != "patient" }.map { parameter in
            if parameter.name == "patient.identifier" { return patient(door) }
            return Field(
                name: parameter.name, schema: parameter.kind == .date ? recordDate : anyText,
                isRequired: parameter.isRequired, isRepeatable: !["_id"].contains(parameter.name),
                description: parameter.documentation)
        }
        return route.method == .post
            ? OperationNote(summary: "Search \(type), parameters in the body", body: .form(fields))
            : OperationNote(summary: "Search \(type)", query: fields)
    }

    private static func auditEvents(_ route: RouteName, _ door: DoorDescription) -> OperationNote {
        if route.method == .get, door.name == DoorDescription.ministry.name {
            return OperationNote(
                summary: "The next page of a search of the access log, by the link of the page before",
                query: [format, Field(name: "cursor", schema: anyText, isRequired: true)])
        }
        var fields = [format, count]
        fields += SearchDescription(of: "AuditEvent", at: door).parameters.map { parameter in
            switch parameter.name {
            case "date": return Field(name: "date", schema: day, isRequired: true, isRepeatable: true)
            case "patient.identifier", "agent.identifier": return Field(name: parameter.name, schema: personToken)
            case "organization":
                return Field(name: "organization", schema: .text(pattern: "^NTREE-[1-9][0-9]{7}$"))
            case "outcome": return Field(name: "outcome", schema: .words(["0", "4", "released", "refused"]))
            default:
                return Field(
                    name: parameter.name, schema: caseNumber,
                    isRequired: parameter.isRequired)
            }
        }
        return route.method == .post
            ? OperationNote(summary: "Search the access log", body: .form(fields))
            : OperationNote(summary: "Search one's own access log", query: fields)
    }

    /// A page, or a file that a page links to, by the end of its name. A form leads to another page.
    private static func page(_ route: RouteName) -> OperationNote {
        let last = route.segments.last ?? ""
        let type: String =
            switch last.split(separator: ".").last {
            case "json" where last.contains("."): "application/json"
            case "pdf" where last.contains("."): "application/pdf"
            case "csv" where last.contains("."): "text/csv"
            case "zip" where last.contains("."): "application/zip"
            case "svg" where last.contains("."): "image/svg+xml"
            case "css" where last.contains("."): "text/css"
            case "js" where last.contains("."): "text/javascript"
            case "woff2" where last.contains("."): "font/woff2"
            default: "text/html"
            }
        if route.template == "/log/file.json" {
            return OperationNote(summary: "The access log as AuditEvents", answers: [(200, fhir)])
        }
        return route.method == .get
            ? OperationNote(summary: "Page \(route.template)", answers: [(200, [type]), (303, [])])
            : OperationNote(
                summary: "Form of a page: \(route.template)", body: .pageForm, answers: [(200, ["*/*"]), (303, [])])
    }

    /// Notes of those routes that are like no other.
    private static let own: [String: OperationNote] = [
        "GET /openapi.json": OperationNote(
            summary: "What can be asked here", answers: [(200, ["application/json"])]),
        "GET /fhir/metadata": OperationNote(summary: "The CapabilityStatement of this door", query: [format]),
        "POST /$whoami": OperationNote(summary: "What the gateway saw of exactly this request"),
        "POST /documents": OperationNote(
            summary: "Submit a CDA document or an HL7 v2 message", body: .bytes(documents),
            answers: [(200, fhir), (201, fhir)]),
        "POST /documents/$validate": OperationNote(
            summary: "All findings about a document, without submitting it", body: .bytes(documents)),
        "GET /submissions/{id}": OperationNote(summary: "How far a submission has come, and its receipt"),
        "GET /fhir/Binary/{id}": OperationNote(
            summary: "A record exactly as it was submitted", answers: [(200, documents + fhir)]),
        "POST /fhir/Consent": OperationNote(
            summary: "Decide who may read what", body: .resource("Consent"), answers: [(201, fhir)]),
        "POST /fhir/DocumentReference/{id}/$release": OperationNote(
            summary: "Open a held-back document to the person", body: .form([]), answers: [(204, [])]),
        "GET /inquiries": OperationNote(summary: "Questions to this institution", answers: [(200, fhir)]),
        "POST /inquiries/{id}/$answer": OperationNote(
            summary: "Answer a question", body: .resource("Parameters"), answers: [(200, fhir), (204, [])]),
        "POST /inquiries/_search": OperationNote(
            summary: "Questions that are overdue",
            body: .form([
                Field(
                    name: "case", schema: caseNumber, isRequired: true)
            ]), answers: [(200, fhir)]),
        "POST /register/_search": OperationNote(
            summary: "Every change of institutions, professionals and officials",
            body: .form([Field(name: "case", schema: caseNumber, isRequired: true)]),
            answers: [(200, ["application/json"])]),
        "POST /guardians": OperationNote(
            summary: "Enter who has the care of a person", body: .form([]), answers: [(204, [])]),
        "GET /v2/findUsage": OperationNote(
            summary: "Andmejälgija 1.6: where a person's data was used", query: [],
            answers: [(200, ["application/json"])]),
        "GET /v2/usagePeriod": OperationNote(
            summary: "Andmejälgija 1.6: since when uses are kept", answers: [(200, ["application/json"])]),
        "GET /v2/heartbeat": OperationNote(
            summary: "Andmejälgija 1.6: whether it answers", answers: [(200, ["application/json"])]),
        "GET /ledger/checkpoint": OperationNote(
            summary: "The signed size and root of the log", answers: [(200, ["text/plain"])]),
        "GET /ledger/vkey": OperationNote(summary: "The log's key", answers: [(200, ["text/plain"])]),
        "GET /ledger/shards": OperationNote(
            summary: "The years' logs that there are", answers: [(200, ["text/plain"])]),
        "GET /ledger/shard/**": OperationNote(
            summary: "The files of one year's log", answers: [(200, ["application/octet-stream", "text/plain"])]),
        "GET /ledger/tile/**": OperationNote(
            summary: "Hash tiles (C2SP tlog-tiles)", answers: [(200, ["application/octet-stream"])]),
        "GET /ledger/anchor/**": OperationNote(
            summary: "Proofs of time over checkpoints", answers: [(200, ["text/plain", "application/octet-stream"])]),
        "GET /auth/challenge": challenge, "POST /auth/challenge": challenge,
        "POST /auth/login": OperationNote(
            summary: "Log in with a Web eID token", body: .json, answers: [(200, ["application/json"])]),
        "GET /livez": OperationNote(summary: "The process runs", answers: [(200, ["text/plain"])]),
        "GET /readyz": OperationNote(summary: "Requests can be answered", answers: [(200, ["text/plain"])]),
        "GET /metrics": OperationNote(summary: "Figures for Prometheus", answers: [(200, ["text/plain"])]),
    ]

    private static let challenge = OperationNote(
        summary: "A nonce to sign, and the cookie that it is bound to", answers: [(200, ["application/json"])])
    private static let documents = ["application/xml", "text/xml", "application/cda+xml", "application/hl7-v2"]
}
