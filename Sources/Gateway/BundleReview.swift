import JSONText
import RecordTypes

/// Reads a worker's Bundle again, as bytes from a stranger.
enum BundleReview {
    /// Why a Bundle is not filed. For logs: says nothing of its content.
    enum Fault: String, Error, Hashable, Sendable, CaseIterable {
        case absent
        /// `opening` and `closing` are not an empty document Bundle that the entries fit into.
        case frame
        /// The first entry is not the Composition.
        case compositionFirst = "composition-first"
        /// An entry is not JSON, not what it says it is, or holds more than its resource.
        case entry
        /// Two entries have one `fullUrl`.
        case fullURLRepeated = "full-url-repeated"
        /// There is no Patient, a second one, or one hidden in `contained`.
        case patientCount = "patient-count"
        /// The Patient does not carry the patient's number, or another one of the same system beside it.
        case patientNumber = "patient-number"
        /// A resource names somebody else as its subject.
        case subject
    }

    /// What keeps `parts` from being one FHIR document Bundle about `patient` and nothing beside it; nil when nothing does.
    /// - Complexity: one pass over the bytes.
    static func fault(in parts: BundleParts?, about patient: PersonIdentifier) -> Fault? {
        guard let parts else { return .absent }
        guard isFrame(parts) else { return .frame }
        guard parts.entries.first?.resourceType == "Composition" else { return .compositionFirst }
        let patients = parts.entries.filter { $0.resourceType == "Patient" }
        guard patients.count == 1, let person = patients.first?.fullURL else { return .patientCount }
        var names: Set<String> = []
        for entry in parts.entries {
            guard names.insert(entry.fullURL).inserted else { return .fullURLRepeated }
            guard let resource = resource(of: entry) else { return .entry }
            guard !resource.containsPatient else { return .patientCount }
            guard resource.isAbout(person) else { return .subject }
            guard entry.resourceType != "Patient" || resource.carries(patient) else { return .patientNumber }
        }
        return nil
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

    /// An institution may know one patient by several numbers of its own; of any other system there is one.
    fileprivate func carries(_ patient: PersonIdentifier) -> Bool {
        let number = patient.identifierValue
        let identifiers = self["identifier"]?.arrayValue ?? []
        guard let match = identifiers.first(where: { $0["value"]?.stringValue == number }) else { return false }
        return patient.scheme == .local
            || identifiers.allSatisfy {
                $0["system"]?.stringValue != match["system"]?.stringValue || $0["value"]?.stringValue == number
            }
    }
}
