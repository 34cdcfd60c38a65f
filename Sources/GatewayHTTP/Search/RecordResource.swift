import FHIR
import Gateway
import Identity
import JSONText
import RecordTypes

/// A record taken apart into resources of their own: `Observation/{record}-{place}`.
///
/// In its record a resource is called by a `urn:uuid:` that means nothing outside; here it has a name that can be read again, and so have those
/// of the same record that it refers to. What it refers to beyond them stays as it is.
struct RecordResources {
    private let record: RecordDescription
    private let parts: BundleParts
    /// The name that each entry has outside, by its `fullUrl`.
    private let names: [String: String]
    private let reader: ReaderNames
    private let name: RecordName

    /// - Parameter reader: what the record is called by whom it is for.
    init(_ record: RecordDescription, _ parts: BundleParts, _ reader: ReaderNames) {
        self.record = record
        self.parts = parts
        self.reader = reader
        name = record.name(reader)
        var names: [String: String] = [:]
        for (place, entry) in parts.entries.enumerated() {
            names[entry.fullURL] = "\(entry.resourceType)/\(ResourceID(record: name, place: place))"
        }
        self.names = names
    }

    var places: Range<Int> { 0..<parts.entries.count }

    /// Whose record it is: the first Patient of it.
    private var patientPlace: Int? { parts.entries.firstIndex { $0.resourceType == "Patient" } }

    func type(at place: Int) -> String { parts.entries[place].resourceType }

    func id(at place: Int) -> ResourceID { ResourceID(record: name, place: place) }

    /// The resource at a place with its own name, its version, and links that lead somewhere; in the order of R4.
    /// - Parameter type: what it has to be; nil for whatever it is.
    /// - Returns: nil when the place is none of the record's, or holds no resource of this type.
    func resource(at place: Int, type: String? = nil) throws -> JSONValue? {
        guard parts.entries.indices.contains(place), type == nil || parts.entries[place].resourceType == type,
            let entry = try? JSONValue(parsing: parts.entries[place].bytes), let resource = entry["resource"],
            case .object(var members) = resource.renaming(names)
        else { return nil }
        if place == patientPlace, let identifier = reader.identifier(of: record.subject) {
            let others = members.first { $0.key == "identifier" }?.value.arrayValue ?? []
            members.removeAll { $0.key == "identifier" }
            let own = JSONValue.object([
                JSONMember(key: "system", value: .string(PairwiseIdentifiers.system)),
                JSONMember(key: "value", value: .string(identifier)),
            ])
            members.append(JSONMember(key: "identifier", value: .array(others + [own])))
        }
        var meta = members.first { $0.key == "meta" }?.value.objectValue ?? []
        meta.removeAll { $0.key == "versionId" || $0.key == "lastUpdated" }
        meta += [
            JSONMember(key: "versionId", value: .string(RecordVersion.id(of: record, reader))),
            JSONMember(key: "lastUpdated", value: .string(record.received.description)),
        ]
        let head = [
            JSONMember(key: "resourceType", value: resource["resourceType"] ?? .null),
            JSONMember(key: "id", value: .string(id(at: place).description)),
            JSONMember(key: "meta", value: .object(meta)),
        ]
        var json = JSONWriter(reserving: parts.entries[place].bytes.count + 256)
        try AnyResource(
            reading: .object(head + members.filter { !["resourceType", "id", "meta"].contains($0.key) })
        ).write(to: &json)
        return try JSONValue(parsing: json.bytes)
    }

    /// Those of the same record that a resource refers to by these elements.
    func referred(by resource: JSONValue, _ elements: [String]) -> [Int] {
        resource.values(at: elements).compactMap { reference in
            guard let name = reference["reference"]?.stringValue, let slash = name.lastIndex(of: "/"),
                let id = ResourceID(String(name[name.index(after: slash)...])), id.record == self.name,
                parts.entries.indices.contains(id.place), parts.entries[id.place].resourceType == name[..<slash]
            else { return nil }
            return id.place
        }
    }
}

/// The name of a resource: what the reader calls its record, and its place there, from 0.
struct ResourceID: Hashable, CustomStringConvertible {
    let record: RecordName
    let place: Int

    init(record: RecordName, place: Int) {
        self.record = record
        self.place = place
    }

    /// Nil for anything that ``description`` does not write.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let record = RecordName(String(parts[0])), let place = Int(parts[1]), place >= 0,
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
