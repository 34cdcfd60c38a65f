import JSONText
import RecordTypes

extension Restriction {
    var json: JSONValue {
        object([
            ("target", target.json),
            ("audience", audience.json),
            ("effect", .string(effect.rawValue)),
            ("decided", .string(decided.description)),
            ("until", until.map { .string($0.description) }),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            target: try members.object("target", Target.init(members:)),
            audience: try members.object("audience", Audience.init(members:)),
            effect: try members.word("effect", Effect.init(rawValue:)),
            decided: try members.instant("decided"),
            until: try members.optionalInstant("until"))
    }
}

/// `{"whole":true}` or `{"record":"…"}`.
extension Restriction.Target {
    fileprivate var json: JSONValue {
        switch self {
        case .wholeRecord: object([("whole", .bool(true))])
        case .record(let id): object([("record", .string(id.description))])
        }
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        if let id = try members.optionalWord("record", RecordID.init(_:)) {
            self = .record(id)
        } else {
            guard try members.value("whole") == .bool(true) else { throw StatementError(.invalidValue, at: "whole") }
            self = .wholeRecord
        }
    }
}

/// `{"everyone":true}`, `{"institution":"…"}` or `{"professional":{…}}`.
extension Restriction.Audience {
    fileprivate var json: JSONValue {
        switch self {
        case .everyone: object([("everyone", .bool(true))])
        case .institution(let id): object([("institution", .string(id.semantics))])
        case .professional(let person): object([("professional", person.json)])
        }
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        if let id = try members.optionalWord("institution", { InstitutionID($0) }) {
            self = .institution(id)
        } else if let person = try members.optionalObject("professional", PersonIdentifier.init(members:)) {
            self = .professional(person)
        } else {
            guard try members.value("everyone") == .bool(true) else {
                throw StatementError(.invalidValue, at: "everyone")
            }
            self = .everyone
        }
    }
}
