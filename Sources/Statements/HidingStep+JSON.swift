import JSONText
import RecordTypes

extension HidingStep {
    var json: JSONValue {
        var members: [(String, JSONValue?)] = [
            ("time", .string(time.description)), ("by", by.json), ("caseNumber", .string(caseNumber)),
        ]
        switch act {
        case .propose(let person, let institution, let basis, let until):
            members += [
                ("act", .string("propose")), ("person", .string(Hex.text(person.bytes))),
                ("institution", .string(institution.semantics)), ("basis", .string(basis)),
                ("until", .string(until.description)),
            ]
        case .approve(let order): members += [("act", .string("approve")), ("order", .number(String(order)))]
        case .revoke(let order, let reason):
            members += [
                ("act", .string("revoke")), ("order", .number(String(order))), ("reason", .string(reason)),
            ]
        case .disclose(let order, let look):
            members += [
                ("act", .string("disclose")), ("order", .number(String(order))), ("look", .number(String(look))),
            ]
        }
        return object(members)
    }

    init(members: inout MemberReader) throws(StatementError) {
        let act: Act =
            switch try members.text("act") {
            case "propose":
                .propose(
                    person: try members.word("person") { LedgerIdentity(hex: $0) },
                    institution: try members.word("institution") { InstitutionID($0) },
                    basis: try members.text("basis"), until: try members.instant("until"))
            case "approve": .approve(order: try members.position("order"))
            case "revoke": .revoke(order: try members.position("order"), reason: try members.text("reason"))
            case "disclose": .disclose(order: try members.position("order"), look: try members.position("look"))
            default: throw StatementError(.invalidValue, at: "act")
            }
        self.init(
            act, time: try members.instant("time"), by: try members.object("by", CaseStep.Official.init(members:)),
            caseNumber: try members.text("caseNumber"))
    }
}

extension Withholding {
    var json: JSONValue {
        object([
            ("person", .string(Hex.text(person.bytes))), ("order", .number(String(order))), ("basis", .string(basis)),
            ("until", .string(until.description)),
        ])
    }

    init(members: inout MemberReader) throws(StatementError) {
        self.init(
            person: try members.word("person") { LedgerIdentity(hex: $0) },
            order: try members.position("order"), basis: try members.text("basis"),
            until: try members.instant("until"))
    }
}

extension MemberReader {
    /// A place on the ledger.
    mutating func position(_ name: String) throws(StatementError) -> UInt64 {
        guard let position = UInt64(exactly: try integer(name)) else { throw StatementError(.invalidValue, at: name) }
        return position
    }
}
