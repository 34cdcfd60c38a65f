import Identity
import JSONText
import RecordTypes

/// What `identity inspect` tells of one file.
struct CertificateInspection {
    let file: String
    /// Nil where the file holds no certificate at all.
    let path: PathInspection?
    let identity: SubjectInspection?
    let profile: String?
    /// The path alone, or the path and the subject.
    let isAccepted: Bool

    init(file: String, path: PathInspection, identity: SubjectInspection) {
        self.file = file
        self.path = path
        self.identity = identity
        profile = nil
        isAccepted = path.reason == nil
    }

    init(file: String, of inspection: ProfileInspection) {
        self.file = file
        path = inspection.path
        identity = inspection.subject
        profile = inspection.profile
        isAccepted = inspection.path.reason == nil && inspection.subject.reason == nil
    }

    init(unreadable file: String) {
        self.file = file
        path = nil
        identity = nil
        profile = nil
        isAccepted = false
    }

    private var reason: RefusalReason? {
        guard !isAccepted else { return nil }
        guard let path else { return .missing }
        return path.reason ?? identity?.reason
    }

    var text: String {
        var lines = ["\(file): \(isAccepted ? "accepted" : "refused, \(reason?.rawValue ?? "certificate-unparsable")")"]
        if let identity {
            lines.append("  kind        \(identity.kind.rawValue)")
            func add(_ name: String, _ value: String?) {
                if let value { lines.append("  \(name.padded(to: 11)) \(value.printable)") }
            }
            add("identifier", identity.identifier)
            add("surname", identity.surname)
            add("given name", identity.givenName)
            add("name", identity.organization)
            add("profile", profile)
            if let reason = identity.reason { add("identity", reason.rawValue) }
        }
        for (position, step) in (path?.path ?? []).enumerated() {
            lines.append("  path \(position)      \(step.subject.printable)")
            lines.append("              \(step.notBefore) to \(step.notAfter), SHA-256 \(step.fingerprint)")
        }
        for finding in path?.findings ?? [] {
            let reason = finding.reason.map { "  \($0.rawValue)" } ?? ""
            lines.append("  \(finding.word.rawValue.padded(to: 4)) \(finding.rule)\(reason)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("file")
        json.string(file)
        json.key("accepted")
        json.bool(isAccepted)
        json.member("reason", reason?.rawValue)
        json.key("path")
        json.beginObject()
        json.key("accepted")
        json.bool(path != nil && path?.reason == nil)
        json.member("reason", path.map { $0.reason?.rawValue } ?? RefusalReason.missing.rawValue)
        json.key("certificates")
        json.beginArray()
        for step in path?.path ?? [] {
            json.beginObject()
            json.member("subject", step.subject)
            json.member("sha256", step.fingerprint.description)
            json.member("notBefore", step.notBefore.description)
            json.member("notAfter", step.notAfter.description)
            json.endObject()
        }
        json.endArray()
        json.key("rules")
        json.beginArray()
        for finding in path?.findings ?? [] {
            json.beginObject()
            json.member("rule", finding.rule)
            json.member("result", finding.word.rawValue)
            if let reason = finding.reason { json.member("reason", reason.rawValue) }
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.key("identity")
        json.beginObject()
        json.member("kind", identity?.kind.rawValue ?? SubjectInspection.Kind.none.rawValue)
        json.member("identifier", identity?.identifier)
        json.member("surname", identity?.surname)
        json.member("givenName", identity?.givenName)
        json.member("name", identity?.organization)
        json.member("profile", profile)
        json.member("reason", identity?.reason?.rawValue)
        json.endObject()
        json.endObject()
    }
}

extension [CertificateInspection] {
    /// One object for one certificate, an array for several.
    var json: [UInt8] {
        var json = JSONWriter()
        if count == 1 {
            self[0].write(to: &json)
        } else {
            json.beginArray()
            for inspection in self { inspection.write(to: &json) }
            json.endArray()
        }
        return json.bytes
    }
}

extension JSONWriter {
    /// A member that is text or null.
    mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }

    /// Fit for a terminal: a certificate's control characters move no cursor and forge no line.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}
