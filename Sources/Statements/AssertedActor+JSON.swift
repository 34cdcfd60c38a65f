import JSONText
import RecordTypes

extension AssertedActor {
    var json: JSONValue {
        object([
            ("assertion", .string(assertion.rawValue)),
            ("person", person?.json),
            ("name", name.map(JSONValue.string)),
            ("role", role.map(JSONValue.string)),
            ("purpose", .string(purpose.rawValue)),
            ("encounter", encounter.map(JSONValue.string)),
            ("reason", reason.map(JSONValue.string)),
            ("representedParty", representedParty.map(JSONValue.string)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            assertion: try members.word("assertion", Assertion.init(rawValue:)),
            person: try members.optionalObject("person", PersonIdentifier.init(members:)),
            name: try members.optionalText("name"),
            role: try members.optionalText("role"),
            purpose: try members.word("purpose", PurposeOfUse.init(rawValue:)),
            encounter: try members.optionalText("encounter"),
            reason: try members.optionalText("reason"),
            representedParty: try members.optionalText("representedParty"))
    }
}
