import FHIR
import JSONText
import RecordTypes

/// A resource of a record as one of its own: `Observation/{record}-{place}`.
///
/// In its record it is called by a `urn:uuid:` that means nothing outside; here it has a name that can be read again, and so have those
/// of the same record that it refers to. What it refers to beyond them stays as it is.
struct RecordResource {
    let id: ResourceID
    private let json: JSONValue

    /// Nil when the place is none of the record's, or holds no resource of this type.
    init?(_ id: ResourceID, type: String, in parts: BundleParts) {
        guard parts.entries.indices.contains(id.place), parts.entries[id.place].resourceType == type,
            let entry = try? JSONValue(parsing: parts.entries[id.place].bytes), let resource = entry["resource"]
        else { return nil }
        self.id = id
        json = resource
    }

    var content: JSONValue { json }

    /// The name that each entry of a record has outside, by its `fullUrl`. Made once for all resources of the record.
    static func names(in record: RecordID, _ parts: BundleParts) -> [String: String] {
        var names: [String: String] = [:]
        for (place, entry) in parts.entries.enumerated() {
            names[entry.fullURL] = "\(entry.resourceType)/\(ResourceID(record: record, place: place))"
        }
        return names
    }

    /// The resource with its own name and links that lead somewhere.
    /// - Parameter names: what ``names(in:_:)`` gives for its record.
    func resource(naming names: [String: String]) throws(FHIRError) -> AnyResource {
        guard case .object(let members) = json.renaming(names) else { return try AnyResource(reading: json) }
        let head = [
            JSONMember(key: "resourceType", value: json["resourceType"] ?? .null),
            JSONMember(key: "id", value: .string(id.description)),
        ]
        return try AnyResource(
            reading: .object(head + members.filter { $0.key != "resourceType" && $0.key != "id" }))
    }
}

/// The name of a resource: its record and its place there, from 0.
struct ResourceID: Hashable, CustomStringConvertible {
    let record: RecordID
    let place: Int

    init(record: RecordID, place: Int) {
        self.record = record
        self.place = place
    }

    /// Nil for anything that ``description`` does not write.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let record = RecordID(String(parts[0])), let place = Int(parts[1]), place >= 0,
            String(place) == parts[1]
        else { return nil }
        self.init(record: record, place: place)
    }

    var description: String { "\(record)-\(place)" }
}

extension JSONValue {
    /// Every `reference` that names an entry of the record, by the name that the entry has outside.
    fileprivate func renaming(_ names: [String: String]) -> JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    if member.key == "reference", let name = member.value.stringValue.flatMap({ names[$0] }) {
                        return JSONMember(key: member.key, value: .string(name))
                    }
                    return JSONMember(key: member.key, value: member.value.renaming(names))
                })
        case .array(let values): .array(values.map { $0.renaming(names) })
        default: self
        }
    }
}
