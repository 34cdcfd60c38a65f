import FHIR
import JSONText
import RecordTypes

/// A FHIR document Bundle (R4 §3.3.1) on its way to ``RecordTypes/BundleParts``: the Composition goes first.
struct DocumentBundle {
    /// `Bundle.identifier`, from the document's own.
    var identifier: Identifier?
    /// `Bundle.timestamp`, a FHIR instant.
    var timestamp: String?
    var language: String?
    private var entries: [Entry] = []
    private var places: [String: Int] = [:]
    /// Where each resource is written before its bytes are kept.
    private var json = JSONWriter(reserving: 16 << 10)

    private struct Entry {
        let uuid: String
        let resourceType: String
        var content: Content
    }

    private enum Content {
        /// The whole entry of the Bundle as JSON.
        case written([UInt8])
        /// A resource that may still be amended.
        case open(AnyResource)
    }

    /// Adds a resource under the UUID that becomes its `fullUrl` (`urn:uuid:…`) and its id.
    ///
    /// It is written at once, unless it is of a type that is amended when more is told of it (``amend(_:_:)``).
    mutating func add<R: Resource>(_ resource: inout R, uuid: String) {
        resource.id = uuid
        places[uuid] = entries.count
        let content: Content =
            Self.isAmended(R.self) ? .open(resource.asAny) : .written(Self.write(resource, uuid: uuid, to: &json))
        entries.append(Entry(uuid: uuid, resourceType: R.resourceType, content: content))
    }

    /// Adds a resource of another conversion as it is; one that is there already under the same UUID stays alone.
    mutating func adopt(_ resource: AnyResource, uuid: String) {
        guard places[uuid] == nil else { return }
        places[uuid] = entries.count
        entries.append(Entry(uuid: uuid, resourceType: resource.resourceType, content: .open(resource)))
    }

    /// What a later place of the document, or a later segment, may tell more of.
    private static func isAmended(_ type: any Resource.Type) -> Bool {
        type == Device.self || type == Location.self || type == Practitioner.self || type == Organization.self
            || type == Encounter.self || type == MedicationDispense.self
    }

    /// Changes a resource that was added before, by its reference; nothing when there is none.
    mutating func amend(_ reference: Reference, _ change: (inout AnyResource) -> Void) {
        guard let uuid = reference.reference?.dropFirst("urn:uuid:".count), let place = places[String(uuid)]
        else { return }
        guard case .open(var resource) = entries[place].content else {
            assertionFailure("a \(entries[place].resourceType) is written when it is added")
            return
        }
        change(&resource)
        entries[place].content = .open(resource)
    }

    /// Puts the Composition before everything else; nothing is added or amended after it.
    mutating func lead(with composition: Composition, uuid: String) {
        var composition = composition
        composition.id = uuid
        let content = Content.written(Self.write(composition, uuid: uuid, to: &json))
        entries.insert(Entry(uuid: uuid, resourceType: Composition.resourceType, content: content), at: 0)
    }

    /// One entry of the Bundle. The writer is empty before and after: its memory serves all of them.
    private static func write(_ resource: some Element, uuid: String, to json: inout JSONWriter) -> [UInt8] {
        let start = json.mark
        json.beginObject()
        json.key("fullUrl")
        json.string("urn:uuid:\(uuid)")
        json.key("resource")
        resource.write(to: &json)
        json.endObject()
        // A copy of just this size, so that the writer keeps its memory for the next one.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.bytes.count)
        bytes.append(contentsOf: json.bytes)
        json.rewind(to: start)
        return bytes
    }

    func parts() -> BundleParts {
        var opening = JSONWriter()
        opening.beginObject()
        opening.key("resourceType")
        opening.string("Bundle")
        if let language {
            opening.key("language")
            opening.string(language)
        }
        if let identifier {
            opening.key("identifier")
            identifier.write(to: &opening)
        }
        opening.key("type")
        opening.string("document")
        if let timestamp {
            opening.key("timestamp")
            opening.string(timestamp)
        }
        opening.key("entry")
        opening.beginArray()
        var json = JSONWriter(reserving: 16 << 10)
        return BundleParts(
            opening: opening.bytes,
            entries: entries.map { entry in
                let bytes =
                    switch entry.content {
                    case .written(let bytes): bytes
                    case .open(let resource): Self.write(resource, uuid: entry.uuid, to: &json)
                    }
                return BundleParts.Entry(
                    resourceType: entry.resourceType, fullURL: "urn:uuid:\(entry.uuid)", bytes: bytes)
            },
            closing: Array("]}".utf8))
    }
}
