import JSONText
import RecordTypes

/// Reads a worker's Bundle again, as bytes from a stranger.
enum BundleReview {
    /// Whether `parts` make one FHIR document Bundle about one patient, and nothing beside it.
    ///
    /// 1. `opening` and `closing` are an empty document Bundle that the entries fit into, and no more;
    /// 2. each entry is what it says it is, under a `fullUrl` of its own, and the first is the Composition;
    /// 3. exactly one Patient, who carries the number of `patient` and no other of the same system; none is hidden in `contained`;
    /// 4. whatever names a subject names that Patient.
    ///
    /// - Complexity: one pass over the bytes.
    static func accepts(_ parts: BundleParts, patient: PersonIdentifier) -> Bool {
        guard isFrame(parts), parts.entries.first?.resourceType == "Composition",
            let person = parts.entries.first(where: { $0.resourceType == "Patient" })?.fullURL
        else { return false }
        var names: Set<String> = []
        for entry in parts.entries {
            guard names.insert(entry.fullURL).inserted, let resource = resource(of: entry),
                !resource.containsPatient, resource.isAbout(person)
            else { return false }
            guard entry.resourceType == "Patient" else { continue }
            guard entry.fullURL == person, resource.carries(patient) else { return false }
        }
        return true
    }

    /// Entries go between `"entry":[` and `]}` and nowhere else, so that none can stand in the frame unread.
    private static func isFrame(_ parts: BundleParts) -> Bool {
        guard parts.opening.ends(with: Array("\"entry\":[".utf8)), parts.closing == Array("]}".utf8),
            let frame = try? JSONValue(parsing: parts.opening + parts.closing), let members = frame.objectValue
        else { return false }
        let known: Set<String> = [
            "resourceType", "id", "meta", "language", "identifier", "type", "timestamp", "entry",
        ]
        return members.allSatisfy { known.contains($0.key) } && frame["resourceType"]?.stringValue == "Bundle"
            && frame["type"]?.stringValue == "document" && frame["entry"]?.arrayValue == []
    }

    private static func resource(of entry: BundleParts.Entry) -> JSONValue? {
        guard let value = try? JSONValue(parsing: entry.bytes), value.objectValue?.count == 2,
            value["fullUrl"]?.stringValue == entry.fullURL, let resource = value["resource"],
            resource["resourceType"]?.stringValue == entry.resourceType
        else { return nil }
        return resource
    }
}

extension [UInt8] {
    fileprivate func ends(with end: [UInt8]) -> Bool { count >= end.count && suffix(end.count).elementsEqual(end) }
}

extension JSONValue {
    fileprivate var containsPatient: Bool {
        self["contained"]?.arrayValue?.contains { $0["resourceType"]?.stringValue == "Patient" } ?? false
    }

    /// A resource without a subject is about nobody else.
    fileprivate func isAbout(_ person: String) -> Bool {
        ["subject", "patient"].allSatisfy { name in
            self[name]?["reference"]?.stringValue.map { $0 == person } ?? true
        }
    }

    fileprivate func carries(_ patient: PersonIdentifier) -> Bool {
        let number = patient.scheme == .local ? String(patient.number.drop { $0 != "|" }.dropFirst()) : patient.number
        let identifiers = self["identifier"]?.arrayValue ?? []
        guard let match = identifiers.first(where: { $0["value"]?.stringValue == number }) else { return false }
        return identifiers.allSatisfy {
            $0["system"]?.stringValue != match["system"]?.stringValue || $0["value"]?.stringValue == number
        }
    }
}
