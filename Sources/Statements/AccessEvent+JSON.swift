import JSONText
import RecordTypes

extension AccessEvent {
    var json: JSONValue {
        object([
            ("time", .string(time.description)),
            ("action", .string(action.rawValue)),
            ("outcome", .string(outcome.rawValue)),
            ("actor", actor.json),
            ("purpose", .string(purpose.rawValue)),
            ("encounter", encounter.map(JSONValue.string)),
            ("basis", basis.map(JSONValue.string)),
            ("records", .array(records.map { .string($0.description) })),
            ("requestID", .string(requestID)),
            ("reason", reason.map(JSONValue.string)),
            ("withheld", withheld?.json),
        ])
    }

    init(members: inout MemberReader, subject: LedgerIdentity?) throws(StatementError) {
        let records = try members.records("records")
        self.init(
            time: try members.instant("time"),
            action: try members.word("action", Action.init(rawValue:)),
            outcome: try members.word("outcome", Outcome.init(rawValue:)),
            actor: try members.object("actor", Actor.init(members:)),
            purpose: try members.word("purpose", PurposeOfUse.init(rawValue:)),
            encounter: try members.optionalText("encounter"),
            basis: try members.optionalText("basis"),
            subject: subject,
            records: records,
            requestID: try members.text("requestID"),
            reason: try members.optionalText("reason"),
            withheld: try members.optionalObject("withheld", Withholding.init(members:)))
    }
}

extension AccessEvent.Actor {
    var json: JSONValue {
        object([
            ("kind", .string(kind.rawValue)),
            ("institution", institution.map { .string($0.semantics) }),
            ("institutionName", institutionName.map(JSONValue.string)),
            ("person", person?.json),
            ("personName", personName.map(JSONValue.string)),
            ("role", role.map(JSONValue.string)),
            ("assertion", assertion.map { .string($0.rawValue) }),
            ("representedParty", representedParty.map(JSONValue.string)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            kind: try members.word("kind", Kind.init(rawValue:)),
            institution: try members.optionalWord("institution") { InstitutionID($0) },
            institutionName: try members.optionalText("institutionName"),
            person: try members.optionalObject("person", PersonIdentifier.init(members:)),
            personName: try members.optionalText("personName"),
            role: try members.optionalText("role"),
            assertion: try members.optionalWord("assertion", AssertedActor.Assertion.init(rawValue:)),
            representedParty: try members.optionalText("representedParty"))
    }
}
