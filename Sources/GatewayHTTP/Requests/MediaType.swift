import HTTPTypes
import Hummingbird
import RecordTypes

/// Media types by RFC 9110 §8.3 and their negotiation by §12.5.1.
enum MediaType {
    static let fhirJSON = "application/fhir+json; charset=utf-8"
    static let fhirXML = "application/fhir+xml; charset=utf-8"
    static let json = "application/json"
    static let form = "application/x-www-form-urlencoded"
    static let csv = "text/csv; charset=utf-8"
    static let ndjson = "application/x-ndjson; charset=utf-8"
    static let text = "text/plain; charset=utf-8"

    /// Under which a FHIR resource may be sent.
    static let fhirBodies = ["application/fhir+json", json]

    /// `type/subtype` in lower case, without parameters.
    static func essence(_ field: String) -> String {
        let type = field.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type.lowercased()
    }

    /// - Throws: ``HTTPFault/unsupportedMediaType(_:)`` unless the body is said to be of type `type`.
    static func require(_ type: String, of request: Request) throws { try require([type], of: request) }

    static func require(_ types: [String], of request: Request) throws {
        guard let sent = request.headers[.contentType], types.contains(essence(sent)) else {
            throw HTTPFault.unsupportedMediaType(types)
        }
    }

    /// What a document in the body is.
    /// - Throws: ``HTTPFault/unsupportedMediaType(_:)``.
    static func documentFormat(of request: Request) throws -> SourceDocument.Format {
        guard let sent = request.headers[.contentType], let format = documents[essence(sent)] else {
            throw HTTPFault.unsupportedMediaType(documents.keys.sorted())
        }
        return format
    }

    private static let documents: [String: SourceDocument.Format] = [
        "application/xml": .cda, "text/xml": .cda, "application/cda+xml": .cda, "application/hl7-v2": .hl7v2,
        "application/hl7-v2+er7": .hl7v2, "x-application/hl7-v2+er7": .hl7v2,
    ]

    /// Under which a FHIR resource may be asked for.
    static let fhirAnswers = fhirBodies + ["application/fhir+xml", "application/xml", "text/xml"]

    /// - Throws: ``HTTPFault/notAcceptable(_:)`` when the client names types and neither FHIR JSON nor FHIR XML is among them.
    static func requireFHIR(acceptableTo request: Request, format: String? = nil) throws {
        guard fhirForm(acceptableTo: request, format: format) == nil else { return }
        throw HTTPFault.notAcceptable(["application/fhir+json", "application/fhir+xml"])
    }

    /// In which of its forms a resource is wanted; nil when in none of them. JSON where both are equally welcome.
    /// - Parameter format: `_format`, which goes before Accept (R4 3.1.0.1.11).
    static func fhirForm(acceptableTo request: Request, format: String?) -> FHIRForm? {
        if let format {
            // A `+` that was sent as it is arrives as a space.
            return switch essence(format.replacing(" ", with: "+")) {
            case "json", "application/json", "application/fhir+json", "text/json": .json
            case "xml", "application/xml", "application/fhir+xml", "text/xml": .xml
            default: nil
            }
        }
        guard let accept = request.headers[.accept] else { return .json }
        let json = fhirBodies.map { weight(of: $0, in: accept) }.max() ?? 0
        let xml = fhirAnswers.dropFirst(fhirBodies.count).map { weight(of: $0, in: accept) }.max() ?? 0
        return json == 0 && xml == 0 ? nil : xml > json ? .xml : .json
    }

    /// How welcome `offer` is by an Accept field, 0 to 1000: by the most specific range that names it (RFC 9110 §12.5.1).
    private static func weight(of offer: String, in field: String) -> Int {
        let ranges = field.split(separator: ",")
        guard !ranges.isEmpty else { return 1000 }
        let type = offer.prefix { $0 != "/" }
        for candidate in [offer, "\(type)/*", "*/*"] {
            if let range = ranges.first(where: { essence(String($0)) == candidate }) { return weight(range) }
        }
        return 0
    }

    private static func weight(_ range: Substring) -> Int {
        for parameter in range.split(separator: ";").dropFirst() {
            let text = parameter.filter { $0 != " " }.lowercased()
            guard text.hasPrefix("q=") else { continue }
            return Int((min(max(Double(text.dropFirst(2)) ?? 0, 0), 1) * 1000).rounded())
        }
        return 1000
    }

    /// Whether an Accept field lets one of `offers` through: the most specific range that matches counts, and `q=0` means no.
    static func accepts(_ field: String, anyOf offers: [String]) -> Bool {
        let ranges = field.split(separator: ",").map { range in
            (essence: essence(String(range)), isRefused: isRefused(range))
        }
        guard !ranges.isEmpty else { return true }
        return offers.contains { offer in
            let type = offer.prefix { $0 != "/" }
            for candidate in [offer, "\(type)/*", "*/*"] {
                if let range = ranges.first(where: { $0.essence == candidate }) { return !range.isRefused }
            }
            return false
        }
    }

    private static func isRefused(_ range: Substring) -> Bool {
        range.split(separator: ";").dropFirst().contains { parameter in
            let text = parameter.filter { $0 != " " }.lowercased()
            return text.hasPrefix("q=0") && text.dropFirst(3).allSatisfy { $0 == "." || $0 == "0" }
        }
    }
}

/// The two forms in which R4 resources are exchanged.
enum FHIRForm: Sendable {
    case json
    case xml
}
