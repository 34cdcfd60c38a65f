import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import Identity
import JSONText
import RecordIndex
import RecordTypes

/// Records as they leave, whoever the reader is.
extension Visit {
    func bundle(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIR(acceptableTo: request, format: query["_format"])
        let names = gateway.names(for: reader)
        let record = try await gateway.read(
            try await record(gateway, for: reader), as: reader, requestID: requestID.description)
        return try versioned(record.description, names) {
            Response(bytes: record.parts.bytes, type: MediaType.fhirJSON)
        }
    }

    /// The one version that a record has.
    func bundleHistory(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIR(acceptableTo: request, format: query["_format"])
        let names = gateway.names(for: reader)
        let record = try await gateway.read(
            try await record(gateway, for: reader), as: reader, requestID: requestID.description)
        return Response(
            fhir: FHIR.Bundle(
                historyOf: "Bundle/\(record.description.name(names))",
                .other(type: "Bundle", try JSONValue(parsing: record.parts.bytes)), record.description, names,
                base: link("/fhir")))
    }

    /// What the registry says of one record (IHE MHD): the resource that a searchset's `fullUrl` names. A DocumentReference that stands in a record
    /// is read by its own name.
    func documentReference(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        guard !namesPartOfRecord else { return try await resource(.documentReferenceOfRecord, gateway, as: reader) }
        let (entry, reference) = try await registryEntry(gateway, as: reader)
        return try versioned(entry.description, gateway.names(for: reader)) { Response(fhir: reference) }
    }

    func documentReferenceHistory(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        guard !namesPartOfRecord else {
            return try await history(of: .documentReferenceOfRecord, gateway, as: reader)
        }
        let (entry, reference) = try await registryEntry(gateway, as: reader)
        return Response(
            fhir: FHIR.Bundle(
                historyOf: "DocumentReference/\(reference.id ?? "")", reference.asAny, entry.description,
                gateway.names(for: reader), base: link("/fhir")))
    }

    /// The record that the path names, by the name that the reader has for it.
    private func record(_ gateway: Gateway, for reader: Reader) async throws -> RecordID {
        guard let name = parameters.get("id").flatMap({ RecordName($0) }) else { throw HTTPFault.notFound }
        return try await gateway.record(name, for: reader)
    }

    private var namesPartOfRecord: Bool { parameters.get("id").flatMap { ResourceID($0) } != nil }

    private func registryEntry(
        _ gateway: Gateway, as reader: Reader
    ) async throws -> (RegistryEntry, DocumentReference) {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIR(acceptableTo: request, format: query["_format"])
        let names = gateway.names(for: reader)
        let entry = try await gateway.readEntry(
            try await record(gateway, for: reader), as: reader, requestID: requestID.description)
        let reference = DocumentReference(
            entry.description, of: Identifier(entry.patient), names, base: settings.publicBase())
        return (entry, reference)
    }

    /// One page of a patient's records as the registry knows them (IHE ITI-67).
    ///
    /// Whatever is asked of them, the registry's own words answer it: no record is opened.
    func documents(
        _ asked: FormFields, _ gateway: Gateway, as reader: ResourceReader, _ people: PersonLookup
    ) async throws -> Response {
        try MediaType.requireFHIR(acceptableTo: request, format: asked["_format"])
        let search = try ResourceSearch(
            asked, on: .registry, isLenient: request.isLenient, by: reader.reader, gateway, base: link("/fhir"))
        let person = try await person(
            search.page.fields, of: .registry, own: reader.own, gateway, as: reader.reader, people)
        let (base, names) = (settings.publicBase(), gateway.names(for: reader.reader))
        func reference(_ entry: RegistryEntry) -> JSONValue {
            let reference = DocumentReference(
                entry.description, of: person.identifier ?? Identifier(entry.patient), names, base: base)
            return (try? JSONValue(parsing: reference.bytes)) ?? .null
        }
        let page = try await gateway.search(
            of: person.person, after: search.page.position,
            limit: search.looksAtAll ? Gateway.pageLimit : search.page.count, as: reader.reader,
            requestID: requestID.description
        ) { search.matchesEntry($0, reference) }
        var found = FoundResources(search)
        for entry in page.entries { found.take(reference(entry), of: "DocumentReference", at: entry.position) }
        try found.finish(next: page.next)
        return Response(
            fhir: try bundle(of: found, search, "/fhir/DocumentReference", gateway, as: reader.reader, []))
    }

    /// The original bytes in their own media type; as a Binary resource for who asks for FHIR (R4 2.43.4).
    func binary(_ gateway: Gateway, as reader: Reader) async throws -> Response {
        let released = try await gateway.readSource(
            try await record(gateway, for: reader), as: reader, requestID: requestID.description)
        let name = released.description.name(gateway.names(for: reader)).description
        let source = released.source
        let wantsResource =
            request.headers[.accept].map {
                MediaType.fhirBodies.contains(MediaType.essence($0))
                    && !MediaType.accepts($0, anyOf: [source.mediaType])
            } ?? false
        guard wantsResource else {
            var response = Response(bytes: source.bytes, type: source.mediaType)
            response.isDownload(named: "\(name).\(source.format == .cda ? "xml" : "hl7")")
            return response
        }
        var binary = Binary(contentType: source.mediaType)
        binary.id = name
        binary.data = Base64.text(source.bytes)
        return Response(fhir: binary)
    }
}
