import JSONText
import RecordTypes

extension CaseStep {
    var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("id", .string(id.description)),
            ("time", .string(time.description)),
            ("by", by.json),
            ("caseNumber", .string(caseNumber)),
        ]
        switch act {
        case .open(let look):
            members += [
                ("act", .string("open")), ("looked", .string(look.time.description)),
                ("institution", look.institution.map { .string($0.semantics) }),
                ("further", .array(look.further.map { .number(String($0)) })), ("rules", Self.json(look.rules)),
            ]
        case .assign(let officer): members += [("act", .string("assign")), ("officer", officer.json)]
        case .ask(let text, let due):
            members += [("act", .string("ask")), ("text", .string(text)), ("due", .string(due.description))]
        case .answer(let text): members += [("act", .string("answer")), ("text", .string(text))]
        case .decide(let finding, let reason, let measure, let rules):
            members += [
                ("act", .string("decide")), ("finding", .string(finding.rawValue)), ("text", .string(reason)),
                ("measure", .string(measure.rawValue)), ("rules", Self.json(rules)),
            ]
        case .close(let text): members += [("act", .string("close")), ("text", .string(text))]
        }
        return object(members)
    }

    private static func json(_ rules: [DetectionRule]) -> JSONValue { .array(rules.map { .string($0.rawValue) }) }

    init(members: inout MemberReader) throws(StatementError) {
        let act: Act =
            switch try members.text("act") {
            case "open":
                .open(
                    Look(
                        time: try members.instant("looked"),
                        institution: try members.optionalWord("institution") { InstitutionID($0) },
                        further: try members.indices("further"), rules: try members.rules("rules")))
            case "assign": .assign(to: try members.object("officer", Official.init(members:)))
            case "ask": .ask(try members.text("text"), due: try members.instant("due"))
            case "answer": .answer(try members.text("text"))
            case "decide":
                .decide(
                    try members.word("finding", Finding.init(rawValue:)), reason: try members.text("text"),
                    try members.word("measure", Measure.init(rawValue:)), rules: try members.rules("rules"))
            case "close": .close(try members.text("text"))
            default: throw StatementError(.invalidValue, at: "act")
            }
        self.init(
            id: try members.word("id") { CaseID($0) },
            act: act,
            time: try members.instant("time"),
            by: try members.object("by", Official.init(members:)),
            caseNumber: try members.text("caseNumber"))
    }
}

extension CaseStep.Official {
    var json: JSONValue {
        object([("person", person?.json), ("name", .string(name)), ("role", .string(role))])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            person: try members.optionalObject("person", PersonIdentifier.init(members:)),
            name: try members.text("name"), role: try members.text("role"))
    }
}

extension MemberReader {
    fileprivate mutating func indices(_ name: String) throws(StatementError) -> [UInt64] {
        guard let list = try value(name).arrayValue, list.count <= 1_000 else {
            throw StatementError(.invalidValue, at: name)
        }
        let indices = list.compactMap { $0.integerValue.flatMap { UInt64(exactly: $0) } }
        guard indices.count == list.count else { throw StatementError(.invalidValue, at: name) }
        return indices
    }

    fileprivate mutating func rules(_ name: String) throws(StatementError) -> [DetectionRule] {
        guard let list = try value(name).arrayValue, list.count <= 100 else {
            throw StatementError(.invalidValue, at: name)
        }
        let rules = list.compactMap { $0.stringValue.flatMap(DetectionRule.init(rawValue:)) }
        guard rules.count == list.count else { throw StatementError(.invalidValue, at: name) }
        return rules
    }
}
