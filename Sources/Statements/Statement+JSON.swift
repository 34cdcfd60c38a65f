import JSONText
public import RecordTypes

extension Statement {
    /// Canonical JSON: the same statement always has the same bytes.
    public var bytes: [UInt8] {
        var members = [JSONMember(key: "v", value: .number(String(Self.version)))]
        switch self {
        case .record(let description, let patient):
            members.append(JSONMember(key: "kind", value: .string("record")))
            members.append(JSONMember(key: "record", value: description.json))
            members.append(JSONMember(key: "patient", value: patient.json))
        case .access(let event):
            members.append(JSONMember(key: "kind", value: .string("access")))
            members.append(JSONMember(key: "access", value: event.json))
        case .consent(let restriction, _):
            members.append(JSONMember(key: "kind", value: .string("consent")))
            members.append(JSONMember(key: "restriction", value: restriction.json))
        case .identityBinding(let binding, _):
            members.append(JSONMember(key: "kind", value: .string("identity-binding")))
            members.append(JSONMember(key: "binding", value: binding.json))
        case .mandate(let mandate, _):
            members.append(JSONMember(key: "kind", value: .string("mandate")))
            members.append(JSONMember(key: "mandate", value: mandate.json))
        case .preferences(let preferences, _):
            members.append(JSONMember(key: "kind", value: .string("preferences")))
            members.append(JSONMember(key: "preferences", value: preferences.json))
        case .inquiry(let inquiry, _):
            members.append(JSONMember(key: "kind", value: .string("inquiry")))
            members.append(JSONMember(key: "inquiry", value: inquiry.json))
        case .inquiryAnswer(let answer, _):
            members.append(JSONMember(key: "kind", value: .string("inquiry-answer")))
            members.append(JSONMember(key: "answer", value: answer.json))
        case .oversight(let step, _):
            members.append(JSONMember(key: "kind", value: .string("oversight")))
            members.append(JSONMember(key: "step", value: step.json))
        case .hiding(let step, _):
            members.append(JSONMember(key: "kind", value: .string("hiding")))
            members.append(JSONMember(key: "step", value: step.json))
        case .administration(let what, let detail):
            members.append(JSONMember(key: "kind", value: .string("administration")))
            members.append(JSONMember(key: "what", value: .string(what)))
            members.append(JSONMember(key: "detail", value: .string(detail)))
        }
        return JSONValue.object(members).canonicalBytes
    }

    /// Reads only what ``bytes`` writes: an unknown member, another version or a text that is not canonical is refused.
    ///
    /// - Parameter subject: whom the entry concerns, from its envelope. Records and consents must concern somebody.
    public init(reading bytes: [UInt8], subject: LedgerIdentity?) throws(StatementError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw StatementError(.notJSON)
        }
        guard json.canonicalBytes == bytes else { throw StatementError(.notCanonical) }
        var reader = try MemberReader(json)
        guard try reader.integer("v") == Self.version else { throw StatementError(.unknownVersion, at: "v") }
        switch try reader.text("kind") {
        case "record":
            guard let subject else { throw StatementError(.missingSubject) }
            let description = try reader.object("record") { (members: inout MemberReader) throws(StatementError) in
                try RecordDescription(members: &members, subject: subject)
            }
            self = .record(description, patient: try reader.object("patient", PersonIdentifier.init(members:)))
        case "access":
            let event = try reader.object("access") { (members: inout MemberReader) throws(StatementError) in
                try AccessEvent(members: &members, subject: subject)
            }
            self = .access(event)
        case "consent":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .consent(try reader.object("restriction", Restriction.init(members:)), subject: subject)
        case "identity-binding":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .identityBinding(
                try reader.object("binding", IdentityBinding.init(members:)), subject: subject)
        case "mandate":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .mandate(try reader.object("mandate", Mandate.init(members:)), subject: subject)
        case "preferences":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .preferences(
                try reader.object("preferences", NotificationPreferences.init(members:)), subject: subject)
        case "inquiry":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .inquiry(try reader.object("inquiry", Inquiry.init(members:)), subject: subject)
        case "inquiry-answer":
            guard let subject else { throw StatementError(.missingSubject) }
            self = .inquiryAnswer(try reader.object("answer", InquiryAnswer.init(members:)), subject: subject)
        case "oversight":
            self = .oversight(try reader.object("step", CaseStep.init(members:)), subject: subject)
        case "hiding":
            self = .hiding(try reader.object("step", HidingStep.init(members:)), subject: subject)
        case "administration":
            self = .administration(try reader.text("what"), detail: try reader.text("detail"))
        default: throw StatementError(.unknownKind, at: "kind")
        }
        try reader.end()
    }
}
