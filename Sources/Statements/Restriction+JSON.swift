import JSONText
import RecordTypes

extension Restriction {
    var json: JSONValue {
        object([
            ("target", target.json),
            ("audience", audience.json),
            ("purpose", purpose.map { .string($0.rawValue) }),
            ("effect", .string(effect.rawValue)),
            ("decided", .string(decided.description)),
            ("until", until.map { .string($0.description) }),
            ("replacesNarrower", replacesNarrower ? .bool(true) : nil),
            ("decidedBy", decidedBy?.json),
            ("certificate", certificate.map { .string($0.description) }),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            target: try members.object("target", Target.init(members:)),
            audience: try members.object("audience", Audience.init(members:)),
            purpose: try members.optionalWord("purpose", PurposeOfUse.init(rawValue:)),
            effect: try members.word("effect", Effect.init(rawValue:)),
            decided: try members.instant("decided"),
            until: try members.optionalInstant("until"),
            replacesNarrower: try members.optionalFlag("replacesNarrower"),
            decidedBy: try members.optionalObject("decidedBy", PersonIdentifier.init(members:)),
            certificate: try members.optionalWord("certificate", CertificateFingerprint.init(canonical:)))
    }
}

/// `{"whole":true}`, `{"record":"…"}`, `{"category":{"system":"…","code":"…"}}`, `{"period":{"start":"…","end":"…"}}` or
/// `{"author":"…"}`.
extension Restriction.Target {
    fileprivate var json: JSONValue {
        switch self {
        case .wholeRecord: object([("whole", .bool(true))])
        case .record(let id): object([("record", .string(id.description))])
        case .category(let system, let code):
            object([("category", object([("system", .string(system)), ("code", .string(code))]))])
        case .period(let span):
            object([
                (
                    "period",
                    object([("start", .string(span.start.description)), ("end", .string(span.end.description))])
                )
            ])
        case .author(let institution): object([("author", .string(institution.semantics))])
        }
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        if let id = try members.optionalWord("record", RecordID.init(_:)) {
            self = .record(id)
        } else if let category = try members.optionalObject("category", Self.category) {
            self = category
        } else if let period = try members.optionalObject("period", Self.period) {
            self = period
        } else if let institution = try members.optionalWord("author", { InstitutionID($0) }) {
            self = .author(institution)
        } else {
            guard try members.value("whole") == .bool(true) else { throw StatementError(.invalidValue, at: "whole") }
            self = .wholeRecord
        }
    }

    private static func category(_ members: inout MemberReader) throws(StatementError) -> Restriction.Target {
        .category(system: try members.text("system"), code: try members.text("code"))
    }

    private static func period(_ members: inout MemberReader) throws(StatementError) -> Restriction.Target {
        .period(DateSpan(start: try members.instant("start"), end: try members.instant("end")))
    }
}

/// `{"everyone":true}`, `{"institution":"…"}`, `{"professional":{…}}` or `{"role":"…"}`.
extension Restriction.Audience {
    fileprivate var json: JSONValue {
        switch self {
        case .everyone: object([("everyone", .bool(true))])
        case .institution(let id): object([("institution", .string(id.semantics))])
        case .professional(let person): object([("professional", person.json)])
        case .role(let role): object([("role", .string(role))])
        }
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        if let id = try members.optionalWord("institution", { InstitutionID($0) }) {
            self = .institution(id)
        } else if let person = try members.optionalObject("professional", PersonIdentifier.init(members:)) {
            self = .professional(person)
        } else if let role = try members.optionalText("role") {
            self = .role(role)
        } else {
            guard try members.value("everyone") == .bool(true) else {
                throw StatementError(.invalidValue, at: "everyone")
            }
            self = .everyone
        }
    }
}
