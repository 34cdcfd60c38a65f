import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import RecordIndex
import RecordTypes

extension Array {
    /// Read, read of a version, and search on each type of normalised resource.
    /// - Parameters:
    ///   - reader: who reads, from the request.
    ///   - patient: whose records a search asks for.
    static func resources<Caller>(
        _ gateway: Gateway, as reader: @escaping @Sendable (Visit<Caller>) throws -> Reader,
        about patient: @escaping @Sendable (Visit<Caller>, PagedSearch) throws -> PersonIdentifier
    ) -> [Route<Caller>] where Element == Route<Caller> {
        SearchedType.all.flatMap { type -> [Route<Caller>] in
            let path = "/fhir/\(type.type)"
            return [
                Route(.get, path, .fhir) { visit in
                    try await visit.search(type, try visit.query(), gateway, as: try reader(visit), about: patient)
                },
                Route(.post, "\(path)/_search", .fhir) { visit in
                    try await visit.search(type, try await visit.form(), gateway, as: try reader(visit), about: patient)
                },
                Route(.get, "\(path)/{id}", .fhir) { visit in
                    try await visit.resource(type, gateway, as: try reader(visit))
                },
                Route(.get, "\(path)/{id}/_history/{version}", .fhir) { visit in
                    try await visit.resource(type, gateway, as: try reader(visit))
                },
            ]
        }
    }
}

extension Visit {
    /// Into how many records one page looks at most.
    private static var recordsOfPage: Int { 100 }

    /// One page of what a search finds in a patient's records, newest record first, in a record in its own order.
    fileprivate func search(
        _ type: SearchedType, _ asked: FormFields, _ gateway: Gateway, as reader: Reader,
        about patient: (Visit, PagedSearch) throws -> PersonIdentifier
    ) async throws -> Response {
        try MediaType.requireFHIRJSON(acceptableTo: request, format: asked["_format"])
        let search = try PagedSearch(
            asked, known: ["patient.identifier"] + type.parameters.map(\.name), by: reader, gateway)
        let person = try patient(self, search)
        let filter = try ResourceFilter(search.fields, on: type)
        var found = FoundResources(search)
        let page = try await gateway.searchContents(
            of: person, after: search.position, limit: Self.recordsOfPage, as: reader,
            requestID: requestID.description
        ) { record in
            try found.look(into: record, for: type.type, filter)
        }
        found.finish(page)
        let path = "/fhir/\(type.type)"
        var bundle = Bundle(type: .searchset)
        bundle.link = [Bundle.Link(relation: "self", url: link(path))]
        if let place = found.next {
            bundle.link.append(
                Bundle.Link(
                    relation: "next",
                    url: link(search.next(after: place.record, passed: place.passed, of: path, for: reader, gateway))))
        }
        bundle.entry = found.resources.map { id, resource in
            Bundle.Entry(
                fullUrl: link("\(path)/\(id)"), resource: resource, search: Bundle.Entry.Search(mode: .match))
        }
        if page.isDamaged {
            bundle.entry.append(
                Bundle.Entry(
                    resource: OperationOutcome(issues: [.searchIncomplete]).asAny,
                    search: Bundle.Entry.Search(mode: .outcome)))
        }
        return Response(fhir: bundle)
    }

    /// `GET /fhir/{type}/{id}`, and the same under its one version.
    fileprivate func resource(_ type: SearchedType, _ gateway: Gateway, as reader: Reader) async throws -> Response {
        let query = try query()
        try query.allowOnly(["_format"])
        try MediaType.requireFHIRJSON(acceptableTo: request, format: query["_format"])
        // An id that cannot be one of ours is answered like one that is unknown.
        guard let id = parameters.get("id").flatMap({ ResourceID($0) }) else { throw HTTPFault.notFound }
        let record = try await gateway.read(id.record, as: reader, requestID: requestID.description)
        guard let found = RecordResource(id, type: type.type, in: record.parts) else { throw HTTPFault.notFound }
        let resource = try found.resource(naming: RecordResource.names(in: id.record, record.parts))
        return try versioned(record.description) {
            var json = JSONWriter(reserving: 4096)
            resource.write(to: &json)
            return Response(bytes: json.bytes, type: MediaType.fhirJSON)
        }
    }
}

/// What matches of the records that are looked into, up to the page's size, and where the next page starts.
private struct FoundResources {
    private(set) var resources: [(id: ResourceID, resource: AnyResource)] = []
    private(set) var next: (record: RecordPosition?, passed: Int)?

    private let limit: Int
    /// The place behind the record before, and how many entries of the one at hand an earlier page has passed.
    private var behind: RecordPosition?
    private var passed: Int

    init(_ search: PagedSearch) {
        limit = search.count
        behind = search.position
        passed = search.passed
    }

    /// - Returns: false when the page is full.
    mutating func look(into record: OpenedRecord, for type: String, _ filter: ResourceFilter) throws -> Bool {
        var names: [String: String]?
        for (place, entry) in record.parts.entries.enumerated().dropFirst(passed) where entry.resourceType == type {
            let id = ResourceID(record: record.entry.description.id, place: place)
            guard let found = RecordResource(id, type: type, in: record.parts), filter.matches(found.content) else {
                continue
            }
            guard resources.count < limit else {
                next = (behind, place)
                return false
            }
            let known = names ?? RecordResource.names(in: id.record, record.parts)
            names = known
            resources.append((id, try found.resource(naming: known)))
        }
        behind = record.entry.position
        passed = 0
        return true
    }

    mutating func finish(_ page: ContentsPage) {
        if next == nil { next = page.next.map { ($0, 0) } }
    }
}

extension Issue {
    static let searchIncomplete = Issue(
        .warning, "search-incomplete", .incomplete,
        "A record was passed over because what is stored of it no longer matches what was anchored.",
        remedy: "The gateway's operator has been told.")
}
