import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import Identity
import JSONText
import RecordIndex
import RecordTypes

/// Who reads through a door, and whose records that may be about.
struct ResourceReader: Sendable {
    let reader: Reader
    /// The only person that can be asked about; nil where one has to be named.
    let own: PersonIdentifier?
}

extension Array {
    /// Read, read of a version, history and search on each type of normalised resource, and the operations on a person.
    /// - Parameter reader: who reads, from the request.
    static func resources<Caller>(
        _ gateway: Gateway, _ people: @escaping PersonLookup,
        as reader: @escaping @Sendable (Visit<Caller>) async throws -> ResourceReader
    ) -> [Route<Caller>] where Element == Route<Caller> {
        let reads = SearchedType.all.flatMap { type -> [Route<Caller>] in
            // Where the registry answers under the plain address, it also answers for what a record is made of.
            guard type.type != "DocumentReference" else { return [] }
            let path = "/fhir/\(type.type)/{id}"
            return [
                Route(.get, path, .fhir) { visit in
                    try await visit.resource(type, gateway, as: try await reader(visit).reader)
                },
                Route(.get, path + versionPath, .fhir) { visit in
                    try await visit.resource(type, gateway, as: try await reader(visit).reader)
                },
                Route(.get, path + historyPath, .fhir) { visit in
                    try await visit.history(of: type, gateway, as: try await reader(visit).reader)
                },
            ]
        }
        let searches = SearchedType.searchable.flatMap { type -> [Route<Caller>] in
            let path = "/fhir/\(type.type)"
            return [
                Route(.get, path, .fhir) { visit in
                    let asked = try visit.query(repeating: true)
                    return try await visit.search(type, asked, path, gateway, as: try await reader(visit), people)
                },
                Route(.post, "\(path)/_search", .fhir) { visit in
                    let asked = try await visit.form(repeating: true)
                    return try await visit.search(type, asked, path, gateway, as: try await reader(visit), people)
                },
            ]
        }
        return reads + searches + personOperations(gateway, people, as: reader)
    }

    /// `$everything` and `$summary`, of the person that a parameter names, and of the one whose Patient is named by the path.
    private static func personOperations<Caller>(
        _ gateway: Gateway, _ people: @escaping PersonLookup,
        as reader: @escaping @Sendable (Visit<Caller>) async throws -> ResourceReader
    ) -> [Route<Caller>] where Element == Route<Caller> {
        [
            Route(.get, "/fhir/Patient/$everything", .fhir) { visit in
                let asked = try visit.query(repeating: true)
                let path = "/fhir/Patient/$everything"
                return try await visit.search(nil, asked, path, gateway, as: try await reader(visit), people)
            },
            Route(.get, "/fhir/Patient/{id}/$everything", .fhir) { visit in
                let asked = try visit.query(repeating: true)
                let reader = try await reader(visit)
                let (person, id) = try await visit.personOfPath(gateway, as: reader)
                return try await visit.search(
                    nil, asked, "/fhir/Patient/\(id)/$everything", gateway, as: reader, people, of: person)
            },
            Route(.get, "/fhir/Patient/$summary", .fhir) { visit in
                let asked = try visit.query()
                try asked.allowOnly(PersonParameter.names(of: nil) + ["_format"])
                try MediaType.requireFHIR(acceptableTo: visit.request, format: asked["_format"])
                let reader = try await reader(visit)
                let person = try await visit.person(
                    asked, of: nil, own: reader.own, gateway, as: reader.reader, people)
                return try await visit.summary(of: person, gateway, as: reader.reader)
            },
            Route(.get, "/fhir/Patient/{id}/$summary", .fhir) { visit in
                let asked = try visit.query()
                try asked.allowOnly(["_format"])
                try MediaType.requireFHIR(acceptableTo: visit.request, format: asked["_format"])
                let reader = try await reader(visit)
                let (person, id) = try await visit.personOfPath(gateway, as: reader)
                return try await visit.summary(
                    of: AskedPerson(
                        person: person,
                        identifier: Identifier(system: "urn:ietf:rfc:3986", value: visit.link("/fhir/Patient/\(id)"))),
                    gateway, as: reader.reader)
            },
        ]
    }
}

extension Visit {
    /// Into how many records one page looks at most.
    private static var recordsOfPage: Int { 100 }

    /// One page of what a search finds in a patient's records, newest record first, in a record in its own order, or sorted as asked.
    /// - Parameters:
    ///   - type: nil for everything.
    ///   - person: where the path says whom it is about.
    fileprivate func search(
        _ type: SearchedType?, _ asked: FormFields, _ path: String, _ gateway: Gateway, as reader: ResourceReader,
        _ people: PersonLookup, of person: SearchedPerson? = nil
    ) async throws -> Response {
        try MediaType.requireFHIR(acceptableTo: request, format: asked["_format"])
        let search = try ResourceSearch(
            asked, on: type, isLenient: request.isLenient, by: reader.reader, gateway, base: link("/fhir"))
        var named = person
        if named == nil {
            named = try await self.person(
                search.page.fields, of: type, own: reader.own, gateway, as: reader.reader, people
            ).person
        } else if try PersonParameter.asked(search.page.fields, of: type) != .nobody {
            throw HTTPFault.badRequest(.onePatientOnly)
        }
        guard let named else { throw HTTPFault.notFound }
        var found = FoundResources(search)
        let page = try await gateway.searchContents(
            of: named, after: search.page.position,
            limit: search.looksAtAll ? Gateway.pageLimit : Self.recordsOfPage, as: reader.reader,
            requestID: requestID.description, where: search.mayMatch
        ) { record in
            try found.look(into: record)
        }
        try found.finish(next: page.next)
        return Response(
            fhir: try bundle(
                of: found, search, path, gateway, as: reader.reader, page.isDamaged ? [.searchIncomplete] : []))
    }

    /// The answer to a search, with its links: on our own base, naming nobody.
    func bundle(
        of found: FoundResources, _ search: ResourceSearch, _ path: String, _ gateway: Gateway, as reader: Reader,
        _ issues: [Issue]
    ) throws -> FHIR.Bundle {
        var bundle = try FHIR.Bundle(found, search, base: link("/fhir"))
        bundle.link = [FHIR.Bundle.Link(relation: "self", url: link(path))]
        if let place = found.next {
            bundle.link.append(
                FHIR.Bundle.Link(
                    relation: "next",
                    url: link(
                        search.page.next(
                            after: place.record, passed: place.passed, with: place.inner, of: path, for: reader,
                            gateway))))
        }
        bundle.tell(issues + (search.page.ignored.isEmpty ? [] : [.ignored]))
        return bundle
    }

    /// `GET /fhir/{type}/{id}`, and the same under its one version.
    func resource(_ type: SearchedType, _ gateway: Gateway, as reader: Reader) async throws -> Response {
        let (record, resource, subset) = try await readResource(type, gateway, as: reader)
        return try versioned(record, gateway.names(for: reader)) {
            var json = JSONWriter(reserving: 4096)
            subset.applied(to: resource).write(to: &json)
            return Response(bytes: json.bytes, type: MediaType.fhirJSON)
        }
    }

    /// `GET /fhir/{type}/{id}/_history`: the one version that there is. What is normalised anew has another name.
    func history(of type: SearchedType, _ gateway: Gateway, as reader: Reader) async throws -> Response {
        let (record, resource, subset) = try await readResource(type, gateway, as: reader)
        let id = resource["id"]?.stringValue ?? ""
        return Response(
            fhir: FHIR.Bundle(
                historyOf: "\(type.type)/\(id)", .other(type: type.type, subset.applied(to: resource)), record,
                gateway.names(for: reader), base: link("/fhir")))
    }

    private func readResource(
        _ type: SearchedType, _ gateway: Gateway, as reader: Reader
    ) async throws -> (RecordDescription, JSONValue, ResourceSubset) {
        let query = try query()
        try query.allowOnly(["_format", "_summary", "_elements"])
        try MediaType.requireFHIR(acceptableTo: request, format: query["_format"])
        let subset = try ResourceSubset(query)
        // An id that cannot be one of ours is answered like one that is unknown.
        guard let id = parameters.get("id").flatMap({ ResourceID($0) }) else { throw HTTPFault.notFound }
        let names = gateway.names(for: reader)
        let record = try await gateway.read(
            try await gateway.record(id.record, for: reader), as: reader, requestID: requestID.description)
        let resources = RecordResources(record.description, record.parts, names)
        guard let resource = try resources.resource(at: id.place, type: type.type) else { throw HTTPFault.notFound }
        return (record.description, resource, subset)
    }

    /// The person whose Patient the path names, for a reader who may see the record that it stands in.
    ///
    /// Anybody else gets what a read of that record gives: one event, and "not found".
    fileprivate func personOfPath(
        _ gateway: Gateway, as reader: ResourceReader
    ) async throws -> (person: SearchedPerson, id: ResourceID) {
        guard let id = parameters.get("id").flatMap({ ResourceID($0) }) else { throw HTTPFault.notFound }
        let record = try await gateway.record(id.record, for: reader.reader)
        if let person = try await gateway.owner(of: record, for: reader.reader) { return (person, id) }
        _ = try await gateway.read(record, as: reader.reader, requestID: requestID.description)
        throw HTTPFault.notFound
    }

    /// A patient summary (IPS) as a document.
    fileprivate func summary(of person: AskedPerson, _ gateway: Gateway, as reader: Reader) async throws -> Response {
        let summary = try await gateway.summary(
            of: person.person, named: person.identifier ?? Identifier(value: "unknown"), as: reader,
            requestID: requestID.description)
        guard !summary.isDamaged else { throw HTTPFault(.internalServerError, .summaryIncomplete) }
        return Response(fhir: summary.document)
    }
}

extension FHIR.Bundle {
    /// The history of something that has one version (R4 3.1.0.10).
    init(
        historyOf name: String, _ resource: AnyResource, _ record: RecordDescription, _ names: ReaderNames,
        base: String
    ) {
        self.init(type: .history)
        total = 1
        link = [FHIR.Bundle.Link(relation: "self", url: "\(base)/\(name)/_history")]
        entry = [
            FHIR.Bundle.Entry(
                fullUrl: "\(base)/\(name)", resource: resource,
                request: FHIR.Bundle.Entry.Request(method: .put, url: name),
                response: FHIR.Bundle.Entry.Response(
                    status: "201", etag: "W/\"\(RecordVersion.id(of: record, names))\"",
                    lastModified: record.received.description))
        ]
    }
}

/// Behind a resource's address: all of its versions.
let historyPath = "/_history"

extension Issue {
    static let searchIncomplete = Issue(
        .warning, "search-incomplete", .incomplete,
        "A record was passed over because what is stored of it no longer matches what was anchored.",
        remedy: "The gateway's operator has been told.")

    static let summaryIncomplete = Issue(
        .fatal, "summary-incomplete", .exception,
        "A record's stored content no longer matches what was anchored, so that no summary can be vouched for.",
        remedy: "The gateway's operator has been told. Search in the records: what is whole is found.")

    static let ignored = Issue(
        .warning, "parameters-ignored", .notSupported,
        "Parameters that are not supported here were passed over, as was asked: the answer may hold more than was looked for.",
        rule: "FHIR R4 3.1.1.4: Prefer handling=lenient", remedy: "See the CapabilityStatement at /fhir/metadata.")

    static let tooMuchToSort = Issue(
        .error, "too-much-to-sort", .tooLong, "There is more than can be sorted or counted in one answer.",
        rule: "at most \(Gateway.pageLimit) records",
        remedy: "Narrow the search by _lastUpdated, or ask without _sort, _total and _summary=count.")
}
