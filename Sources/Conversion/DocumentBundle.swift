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
    private(set) var entries: [(uuid: String, resource: AnyResource)] = []
    private var places: [String: Int] = [:]

    /// Adds a resource under the UUID that becomes its `fullUrl` (`urn:uuid:…`) and its id.
    mutating func add(_ resource: some Resource, uuid: String) {
        var resource = resource
        resource.id = uuid
        places[uuid] = entries.count
        entries.append((uuid, resource.asAny))
    }

    /// Adds a resource of another conversion as it is; one that is there already under the same UUID stays alone.
    mutating func adopt(_ resource: AnyResource, uuid: String) {
        guard places[uuid] == nil else { return }
        places[uuid] = entries.count
        entries.append((uuid, resource))
    }

    /// Changes a resource that was added before, by its reference; nothing when there is none.
    mutating func amend(_ reference: Reference, _ change: (inout AnyResource) -> Void) {
        guard let uuid = reference.reference?.dropFirst("urn:uuid:".count), let place = places[String(uuid)] else {
            return
        }
        change(&entries[place].resource)
    }

    /// Puts the Composition before everything else; nothing is added or amended after it.
    mutating func lead(with composition: Composition, uuid: String) {
        var composition = composition
        composition.id = uuid
        entries.insert((uuid, .composition(composition)), at: 0)
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
        return BundleParts(
            opening: opening.bytes,
            entries: entries.map { entry in
                var json = JSONWriter(reserving: 2048)
                json.beginObject()
                json.key("fullUrl")
                json.string("urn:uuid:\(entry.uuid)")
                json.key("resource")
                entry.resource.write(to: &json)
                json.endObject()
                return BundleParts.Entry(
                    resourceType: entry.resource.resourceType, fullURL: "urn:uuid:\(entry.uuid)", bytes: json.bytes)
            },
            closing: Array("]}".utf8))
    }
}
