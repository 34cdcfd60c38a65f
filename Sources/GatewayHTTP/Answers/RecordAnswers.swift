import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordIndex
import RecordTypes

/// Records as they leave, whoever the reader is.
extension Visit {
    func bundle(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIRJSON(acceptableTo: request, format: query["_format"])
        let record = try await gateway.read(try recordID(), as: reader, requestID: requestID.description)
        return try versioned(record.description) {
            Response(bytes: record.parts.bytes, type: MediaType.fhirJSON)
        }
    }

    /// What the registry says of one record (IHE MHD): the resource that a searchset's `fullUrl` names.
    func documentReference(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIRJSON(acceptableTo: request, format: query["_format"])
        let entry = try await gateway.readEntry(try recordID(), as: reader, requestID: requestID.description)
        return try versioned(entry.description) {
            Response(
                fhir: DocumentReference(entry.description, of: Identifier(entry.patient), base: settings.publicBase()))
        }
    }

    /// One page of a patient's records.
    func documents(
        of patient: PersonIdentifier, named identifier: Identifier, _ search: PagedSearch, _ gateway: Gateway,
        as reader: Reader
    ) async throws -> Response {
        let path = "/fhir/DocumentReference"
        let page = try await gateway.search(
            patient: patient, after: search.position, limit: search.count, as: reader,
            requestID: requestID.description)
        // Everything listed is current; ITI-67 wants the parameter, and any other status matches nothing.
        let matches = search.fields["status"].map { $0.split(separator: ",").contains("current") } ?? true
        return Response(
            fhir: (matches ? page.records : []).searchset(
                of: identifier, base: settings.publicBase(), path: path,
                next: matches
                    ? page.next.map { search.next(after: $0, of: path, for: reader, gateway) } : nil))
    }

    /// The original bytes in their own media type; as a Binary resource for who asks for FHIR (R4 2.43.4).
    func binary(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let released = try await gateway.readSource(try recordID(), as: reader, requestID: requestID.description)
        let source = released.source
        let wantsResource =
            request.headers[.accept].map {
                MediaType.fhirBodies.contains(MediaType.essence($0))
                    && !MediaType.accepts($0, anyOf: [source.mediaType])
            } ?? false
        guard wantsResource else {
            var response = Response(bytes: source.bytes, type: source.mediaType)
            response.isDownload(named: "\(released.description.id).\(source.format == .cda ? "xml" : "hl7")")
            return response
        }
        var binary = Binary(contentType: source.mediaType)
        binary.id = released.description.id.description
        binary.data = Base64.text(source.bytes)
        return Response(fhir: binary)
    }
}
