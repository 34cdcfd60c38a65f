import JSONText
import RecordTypes

/// Reads a worker's Bundle again, as bytes from a stranger.
enum BundleReview {
    /// Whether `parts` make one FHIR document Bundle: well-formed under the reader's limits, Composition first, each entry what it says it is,
    /// and exactly one Patient, who carries the number of `patient` and no other of the same system.
    /// - Complexity: one pass over the bytes.
    static func accepts(_ parts: BundleParts, patient: PersonIdentifier) -> Bool {
        guard let frame = try? JSONValue(parsing: parts.opening + parts.closing),
            frame["resourceType"]?.stringValue == "Bundle", frame["type"]?.stringValue == "document",
            parts.entries.first?.resourceType == "Composition"
        else { return false }
        var patients = 0
        for entry in parts.entries {
            guard let value = try? JSONValue(parsing: entry.bytes), value["fullUrl"]?.stringValue == entry.fullURL,
                let resource = value["resource"], resource["resourceType"]?.stringValue == entry.resourceType
            else { return false }
            guard entry.resourceType == "Patient" else { continue }
            guard resource.carries(patient) else { return false }
            patients += 1
        }
        return patients == 1
    }
}

extension JSONValue {
    fileprivate func carries(_ patient: PersonIdentifier) -> Bool {
        let number = patient.scheme == .local ? String(patient.number.drop { $0 != "|" }.dropFirst()) : patient.number
        let identifiers = self["identifier"]?.arrayValue ?? []
        guard let match = identifiers.first(where: { $0["value"]?.stringValue == number }) else { return false }
        return identifiers.allSatisfy {
            $0["system"]?.stringValue != match["system"]?.stringValue || $0["value"]?.stringValue == number
        }
    }
}
