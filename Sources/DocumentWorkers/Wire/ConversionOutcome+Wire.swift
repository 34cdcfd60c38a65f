import JSONText
import RecordTypes

extension ConversionOutcome {
    /// Everything but the bytes of the Bundle.
    func writeDescription(to json: inout JSONWriter) {
        json.beginObject()
        json.key("header")
        header.write(to: &json)
        json.key("issues")
        issues.write(to: &json)
        json.key("profiles")
        json.string(profileSetDigest.hex)
        json.key("converter")
        json.string(converterVersion)
        if let parts {
            json.key("entries")
            json.beginArray()
            for entry in parts.entries {
                json.beginArray()
                json.string(entry.resourceType)
                json.string(entry.fullURL)
                json.endArray()
            }
            json.endArray()
        }
        json.endObject()
    }

    /// Nil when a member is missing or of another type, a resource type is no name, or parts are missing.
    init?(reading json: JSONValue, sections: inout SectionReader) {
        guard let header = json["header"].flatMap(DocumentHeader.init(reading:)),
            let issues = json["issues"].flatMap([Issue].init(reading:)),
            let digest = json["profiles"]?.stringValue.flatMap({ Digest(hex: $0) }),
            let version = json["converter"]?.stringValue
        else { return nil }
        var parts: BundleParts?
        if let listed = json["entries"] {
            guard let listed = listed.arrayValue, let opening = sections.next() else { return nil }
            var entries: [BundleParts.Entry] = []
            entries.reserveCapacity(listed.count)
            for names in listed {
                guard let names = names.arrayValue, names.count == 2, let type = names[0].stringValue,
                    type.isResourceType, let fullURL = names[1].stringValue, let bytes = sections.next()
                else { return nil }
                entries.append(BundleParts.Entry(resourceType: type, fullURL: fullURL, bytes: bytes))
            }
            guard let closing = sections.next() else { return nil }
            parts = BundleParts(opening: opening, entries: entries, closing: closing)
        }
        self.init(header: header, parts: parts, issues: issues, profileSetDigest: digest, converterVersion: version)
    }
}

extension String {
    /// Letters only, as all names of FHIR resources are, and at most 64.
    fileprivate var isResourceType: Bool {
        !isEmpty && utf8.count <= 64 && utf8.allSatisfy { ($0 >= 65 && $0 <= 90) || ($0 >= 97 && $0 <= 122) }
    }
}
