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
    /// Where the entries stand that may be amended, by UUID.
    private var places: [String: Int] = [:]
    private var amended = AmendedResources()
    /// All UUIDs, from the first adopted resource on.
    private var known: Set<String>?
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
        case open(AmendedResources.Place)
        case adopted(AnyResource)
    }

    /// Adds a resource under the UUID that becomes its `fullUrl` (`urn:uuid:…`) and its id.
    ///
    /// It is written at once, unless it is of a type that is amended when more is told of it (``amend(_:_:)``).
    mutating func add<R: Resource>(_ resource: consuming R, uuid: String) {
        resource.id = uuid
        known?.insert(uuid)
        let content: Content
        if let place = amended.keep(resource) {
            places[uuid] = entries.count
            content = .open(place)
        } else {
            content = .written(Self.write(resource, uuid: uuid, to: &json))
        }
        entries.append(Entry(uuid: uuid, resourceType: R.resourceType, content: content))
    }

    /// Adds a resource of another conversion as it is; one that is there already under the same UUID stays alone.
    mutating func adopt(_ resource: AnyResource, uuid: String) {
        if known == nil { known = Set(entries.map(\.uuid)) }
        guard known?.insert(uuid).inserted == true else { return }
        entries.append(Entry(uuid: uuid, resourceType: resource.resourceType, content: .adopted(resource)))
    }

    /// Changes a resource that was added before and may be amended, by its reference; nothing when there is none.
    mutating func amend(_ reference: Reference, _ change: (inout AnyResource) -> Void) {
        guard let uuid = reference.reference?.dropFirst("urn:uuid:".count), let place = places[String(uuid)],
            case .open(let kept) = entries[place].content
        else { return }
        amended.amend(kept, change)
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
        entry(uuid: uuid, to: &json) { json in resource.write(to: &json) }
    }

    private static func write(
        _ amended: AmendedResources, _ place: AmendedResources.Place, uuid: String, to json: inout JSONWriter
    ) -> [UInt8] {
        entry(uuid: uuid, to: &json) { json in amended.write(place, to: &json) }
    }

    private static func entry(
        uuid: String, to json: inout JSONWriter, _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        let start = json.mark
        json.beginObject()
        json.key("fullUrl")
        json.string("urn:uuid:" + uuid)
        json.key("resource")
        write(&json)
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
                    case .open(let place): Self.write(amended, place, uuid: entry.uuid, to: &json)
                    case .adopted(let resource): Self.write(resource, uuid: entry.uuid, to: &json)
                    }
                return BundleParts.Entry(
                    resourceType: entry.resourceType, fullURL: "urn:uuid:" + entry.uuid, bytes: bytes)
            },
            closing: Array("]}".utf8))
    }
}
