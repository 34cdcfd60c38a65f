import JSONText
import RecordTypes

extension Mandate {
    var json: JSONValue {
        object([
            ("representative", representative.json),
            ("representativeName", representativeName.map(JSONValue.string)),
            ("principal", principal.json),
            ("principalName", .string(principalName)),
            ("basis", .string(basis.rawValue)),
            ("scope", words(scope)),
            ("decided", .string(decided.description)),
            ("until", until.map { .string($0.description) }),
            ("case", caseNumber.map(JSONValue.string)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            representative: try members.object("representative", PersonIdentifier.init(members:)),
            representativeName: try members.optionalText("representativeName"),
            principal: try members.object("principal", PersonIdentifier.init(members:)),
            principalName: try members.text("principalName"),
            basis: try members.word("basis", Basis.init(rawValue:)),
            scope: try members.optionalWords("scope", Scope.init(rawValue:)),
            decided: try members.instant("decided"),
            until: try members.optionalInstant("until"),
            caseNumber: try members.optionalText("case"))
    }
}

extension NotificationPreferences {
    var json: JSONValue {
        object([
            ("email", email.map(JSONValue.string)),
            ("mailbox", mailbox?.json),
            ("events", words(events)),
            ("language", .string(language)),
            ("decided", .string(decided.description)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            email: try members.optionalText("email"),
            mailbox: try members.optionalObject("mailbox", PersonIdentifier.init(members:)),
            events: try members.optionalWords("events", Event.init(rawValue:)),
            language: try members.text("language"),
            decided: try members.instant("decided"))
    }
}
