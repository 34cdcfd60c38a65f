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
    /// Where the entries stand, by `fullUrl`; from the first time on that one is looked for.
    private var places: [String: Int]?
    private var amended = AmendedResources()
    /// Where each resource is written before its bytes are kept.
    private var json = JSONWriter(reserving: 16 << 10)

    private struct Entry {
        let fullURL: String
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

    /// Adds a resource under the UUID that becomes its id, and gives its `fullUrl` (`urn:uuid:…`).
    ///
    /// It is written at once, from where it lies, unless it is of a type that is amended when more is told of it (``amend(_:_:)``).
    mutating func add<R: Resource>(_ resource: inout R, uuid: String) -> String {
        let fullURL = Self.fullURL(uuid)
        resource.id = uuid
        if AmendedResources.keeps(R.self) {
            append(fullURL, R.resourceType, .open(amended.keep(resource)))
        } else {
            append(fullURL, R.resourceType, .written(Self.write(resource, fullURL, to: &json)))
        }
        return fullURL
    }

    /// Adds a resource of another conversion as it is; one that is there already under the same `fullUrl` stays alone.
    mutating func adopt(_ resource: AnyResource, fullURL: String) {
        guard place(of: fullURL) == nil else { return }
        append(fullURL, resource.resourceType, .adopted(resource))
    }

    private mutating func append(_ fullURL: String, _ resourceType: String, _ content: consuming Content) {
        places?[fullURL] = entries.count
        entries.append(Entry(fullURL: fullURL, resourceType: resourceType, content: content))
    }

    private mutating func place(of fullURL: String) -> Int? {
        if let places { return places[fullURL] }
        var places: [String: Int] = [:]
        places.reserveCapacity(2 * entries.count)
        for (place, entry) in entries.enumerated() { places[entry.fullURL] = place }
        self.places = places
        return places[fullURL]
    }

    /// The type of the resource with a `fullUrl`; nil for one that was not added.
    mutating func type(of fullURL: String) -> String? { place(of: fullURL).map { entries[$0].resourceType } }

    /// `urn:uuid:…`, made in one piece.
    ///
    /// Sound: both parts are copied into as much memory as they have bytes.
    static func fullURL(_ uuid: String) -> String {
        let scheme: StaticString = "urn:uuid:"
        let name = uuid.utf8.span
        let size = scheme.utf8CodeUnitCount + name.count
        return unsafe String(unsafeUninitializedCapacity: size) { buffer in
            scheme.withUTF8Buffer { scheme in _ = unsafe buffer.initialize(fromContentsOf: scheme) }
            unsafe name.withUnsafeBufferPointer { name in
                _ = unsafe buffer[scheme.utf8CodeUnitCount...].initialize(fromContentsOf: name)
            }
            return size
        }
    }

    /// Changes a resource that was added before and may be amended, by its reference; nothing when there is none.
    mutating func amend(_ reference: Reference, _ change: (inout AnyResource) -> Void) {
        guard let place = reference.reference.flatMap({ place(of: $0) }), case .open(let kept) = entries[place].content
        else { return }
        amended.amend(kept, change)
    }

    /// Puts the Composition before everything else; nothing is added or amended after it.
    mutating func lead(with composition: Composition, uuid: String) {
        var composition = composition
        let fullURL = Self.fullURL(uuid)
        composition.id = uuid
        let content = Content.written(Self.write(composition, fullURL, to: &json))
        entries.insert(
            Entry(fullURL: fullURL, resourceType: Composition.resourceType, content: content), at: 0)
    }

    /// One entry of the Bundle. The writer is empty before and after: its memory serves all of them.
    private static func write(_ resource: some Element, _ fullURL: String, to json: inout JSONWriter) -> [UInt8] {
        entry(fullURL, to: &json) { json in resource.write(to: &json) }
    }

    private static func write(
        _ amended: AmendedResources, _ place: AmendedResources.Place, _ fullURL: String, to json: inout JSONWriter
    ) -> [UInt8] {
        entry(fullURL, to: &json) { json in amended.write(place, to: &json) }
    }

    private static func entry(
        _ fullURL: String, to json: inout JSONWriter, _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        let start = json.mark
        json.beginObject()
        json.member("fullUrl", fullURL)
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
        opening.member("resourceType", "Bundle")
        if let language { opening.member("language", language) }
        if let identifier {
            opening.key("identifier")
            identifier.write(to: &opening)
        }
        opening.member("type", "document")
        if let timestamp { opening.member("timestamp", timestamp) }
        opening.key("entry")
        opening.beginArray()
        var json = JSONWriter(reserving: 16 << 10)
        return BundleParts(
            opening: opening.bytes,
            entries: entries.map { entry in
                let bytes =
                    switch entry.content {
                    case .written(let bytes): bytes
                    case .open(let place): Self.write(amended, place, entry.fullURL, to: &json)
                    case .adopted(let resource): Self.write(resource, entry.fullURL, to: &json)
                    }
                return BundleParts.Entry(
                    resourceType: entry.resourceType, fullURL: entry.fullURL, bytes: bytes)
            },
            closing: Array("]}".utf8))
    }
}
