import JSONText
public import RecordTypes

/// What a worker sends: once that it is ready, then one answer for each request.
///
/// Payload: kind (1 byte), then sections. The first is JSON; an outcome with a Bundle is followed by its opening, its
/// entries and its closing, unescaped. What arrives is untrusted: reading refuses anything of another shape.
public enum WorkerAnswer: Hashable, Sendable {
    /// Profiles are loaded, limits are set.
    case ready(profileSetDigest: Digest, converterVersion: String, filtersSystemCalls: Bool)
    case outcome(ConversionOutcome)
    case header(DocumentHeader, issues: [Issue])

    private enum Kind: UInt8 {
        case ready = 1
        case outcome = 2
        case header = 3
    }

    /// At most so many findings travel; the rest is counted in the last one.
    static let mostIssues = 10_000

    /// Nil when a part is longer than a frame can carry.
    public var payload: [UInt8]? {
        switch self {
        case .ready(let digest, let version, let filters):
            var json = JSONWriter()
            json.beginObject()
            json.key("profiles")
            json.string(digest.hex)
            json.key("converter")
            json.string(version)
            json.key("filtersSystemCalls")
            json.bool(filters)
            json.endObject()
            return Self.payload(.ready, [json.bytes])
        case .header(let header, let issues):
            var json = JSONWriter()
            json.beginObject()
            json.key("header")
            header.write(to: &json)
            json.key("issues")
            issues.write(to: &json)
            json.endObject()
            return Self.payload(.header, [json.bytes])
        case .outcome(let outcome):
            var json = JSONWriter(reserving: 4096)
            outcome.writeDescription(to: &json)
            guard let parts = outcome.parts else { return Self.payload(.outcome, [json.bytes]) }
            return Self.payload(.outcome, [json.bytes, parts.opening] + parts.entries.map(\.bytes) + [parts.closing])
        }
    }

    private static func payload(_ kind: Kind, _ sections: [[UInt8]]) -> [UInt8]? {
        var writer = SectionWriter(reserving: sections.reduce(1) { $0 + 4 + $1.count })
        for section in sections {
            guard writer.append(section) else { return nil }
        }
        return [kind.rawValue] + writer.bytes
    }

    /// - Throws: ``WorkerFault/malformedAnswer`` for anything that ``payload`` does not write.
    public init(payload: [UInt8]) throws(WorkerFault) {
        guard let kind = payload.first.flatMap(Kind.init(rawValue:)) else { throw .malformedAnswer }
        var sections = SectionReader(payload, from: 1)
        guard let first = sections.next(), let json = try? JSONValue(parsing: first, limits: .standard) else {
            throw .malformedAnswer
        }
        switch kind {
        case .ready:
            guard let digest = json["profiles"]?.stringValue.flatMap({ Digest(hex: $0) }),
                let version = json["converter"]?.stringValue, let filters = json["filtersSystemCalls"]?.boolValue
            else { throw .malformedAnswer }
            self = .ready(profileSetDigest: digest, converterVersion: version, filtersSystemCalls: filters)
        case .header:
            guard let header = json["header"].flatMap(DocumentHeader.init(reading:)),
                let issues = json["issues"].flatMap([Issue].init(reading:))
            else { throw .malformedAnswer }
            self = .header(header, issues: issues)
        case .outcome:
            guard let outcome = ConversionOutcome(reading: json, sections: &sections) else { throw .malformedAnswer }
            self = .outcome(outcome)
        }
        guard sections.isAtEnd else { throw .malformedAnswer }
    }
}
