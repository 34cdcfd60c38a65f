import JSONText
import RecordTypes

extension Inquiry {
    var json: JSONValue {
        object([
            ("id", .string(id.description)),
            ("look", look?.json),
            ("correction", correction.map { .string($0.description) }),
            ("person", person.json),
            ("personName", .string(personName)),
            ("institution", .string(institution.semantics)),
            ("institutionName", .string(institutionName)),
            ("text", .string(text)),
            ("asked", .string(asked.description)),
            ("due", .string(due.description)),
            ("askedBy", askedBy?.json),
        ])
    }

    private var look: Look? { if case .look(let look) = matter { look } else { nil } }
    private var correction: RecordID? { if case .correction(let id) = matter { id } else { nil } }

    init(members: inout MemberReader) throws(StatementError) {
        let matter: Matter =
            if let look = try members.optionalObject("look", Look.init(members:)) {
                .look(look)
            } else {
                .correction(try members.word("correction", RecordID.init(_:)))
            }
        self.init(
            id: try members.word("id") { InquiryID($0) },
            matter: matter,
            person: try members.object("person", PersonIdentifier.init(members:)),
            personName: try members.text("personName"),
            institution: try members.word("institution") { InstitutionID($0) },
            institutionName: try members.text("institutionName"),
            text: try members.text("text"),
            asked: try members.instant("asked"),
            due: try members.instant("due"),
            askedBy: try members.optionalObject("askedBy", PersonIdentifier.init(members:)))
    }
}

extension Inquiry.Look {
    fileprivate var json: JSONValue {
        object([
            ("index", .number(String(index))),
            ("time", .string(time.description)),
            ("action", .string(action.rawValue)),
            ("personName", personName.map(JSONValue.string)),
            ("role", role.map(JSONValue.string)),
            ("requestID", .string(requestID)),
            ("records", .array(records.map { .string($0.description) })),
        ])
    }

    fileprivate init(members: inout MemberReader) throws(StatementError) {
        guard let index = UInt64(exactly: try members.integer("index")) else {
            throw StatementError(.invalidValue, at: "index")
        }
        let time = try members.instant("time")
        let action = try members.word("action", AccessEvent.Action.init(rawValue:))
        let records = try members.records("records")
        self.init(
            index: index, time: time, action: action, personName: try members.optionalText("personName"),
            role: try members.optionalText("role"), requestID: try members.text("requestID"), records: records)
    }
}

extension InquiryAnswer {
    var json: JSONValue {
        object([
            ("id", .string(id.description)),
            ("finding", .string(finding.rawValue)),
            ("text", .string(text)),
            ("answered", .string(answered.description)),
            ("answeredBy", answeredBy.map(JSONValue.string)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            id: try members.word("id") { InquiryID($0) },
            finding: try members.word("finding", Finding.init(rawValue:)),
            text: try members.text("text"),
            answered: try members.instant("answered"),
            answeredBy: try members.optionalText("answeredBy"))
    }
}
