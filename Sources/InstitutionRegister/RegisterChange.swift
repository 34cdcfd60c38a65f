import Identity
public import JSONText
public import RecordTypes

/// One thing that the operator has entered. A ledger entry of kind *administration* commits to each.
public enum RegisterChange: Hashable, Sendable {
    /// The institution is as this says from now on.
    case institution(RegisteredInstitution)
    case professional(RegisteredProfessional)
    /// The holder of the certificate has this role at the ministry; nil: none any more.
    case official(CertificateFingerprint, VerifiedOfficial.Role?)
}

/// Why a change cannot be read. Names the member, never its value.
public struct RegisterFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let member: String

    init(_ member: String) { self.member = member }

    public var description: String { "\(member) is missing, unknown or not of the form that the register wants" }
}

extension RegisterChange {
    /// ```json
    /// {"institution": {"id": "NTREE-90000015", "name": "…", "status": "active", "certificates": ["<SHA-256>"], "keys": {"keys": []},
    ///                  "subsystems": [{"id": "EE/MEE/90000015/his", "purpose": "TREAT"}], "endpoints": [], "professionals": "any"}}
    /// {"professional": {"institution": "NTREE-90000015", "person": "PNOEE-…", "licence": "D01234", "role": "doctor",
    ///                   "speciality": "E110", "from": "2026-01-01T00:00:00.000Z", "until": null}}
    /// {"official": {"certificate": "<SHA-256>", "role": "supervisor"}}
    /// ```
    public var json: JSONValue {
        switch self {
        case .institution(let institution): .of([("institution", institution.json)])
        case .professional(let professional): .of([("professional", professional.json)])
        case .official(let fingerprint, let role):
            .of([
                (
                    "official",
                    .of([
                        ("certificate", .string(fingerprint.description)),
                        ("role", role.map { .string($0.rawValue) } ?? .null),
                    ])
                )
            ])
        }
    }

    /// - Throws: ``RegisterFault`` for anything that ``json`` does not write.
    public init(_ json: JSONValue) throws(RegisterFault) {
        guard let members = json.objectValue, members.count == 1, let member = members.first else {
            throw RegisterFault("a change")
        }
        switch member.key {
        case "institution": self = .institution(try RegisteredInstitution(member.value))
        case "professional": self = .professional(try RegisteredProfessional(member.value))
        case "official":
            var members = RegisterMembers(member.value)
            let fingerprint = try members.required("certificate") { CertificateFingerprint($0) }
            let role = try members.optional("role") { VerifiedOfficial.Role(rawValue: $0) }
            try members.end()
            self = .official(fingerprint, role)
        default: throw RegisterFault("a change")
        }
    }

    /// What stands behind the numbers of ``words``, one a line, indented; empty for anything but an institution.
    public var details: [String] {
        guard case .institution(let institution) = self else { return [] }
        return institution.subsystems.map { "  subsystem \($0.id) for \($0.purpose.rawValue)" }
            + institution.endpoints.map { "  endpoint \($0)" }
    }

    /// What changed, in words for an operator; no personal code.
    public var words: String {
        switch self {
        case .institution(let institution):
            let parts = [
                institution.status.rawValue, "\(institution.certificates.count) certificates",
                institution.signingKeys == nil ? "no signing keys" : "signing keys",
                "\(institution.subsystems.count) subsystems", "\(institution.endpoints.count) endpoints",
                institution.store.map { "store \($0)" } ?? "the gateway's own store",
                "professionals \(institution.professionals.rawValue)",
            ]
            return "institution \(institution.id) \(institution.name): \(parts.joined(separator: ", "))"
        case .professional(let professional):
            let period = "\(professional.from) to \(professional.until.map(\.description) ?? "further notice")"
            let name = professional.licence.map { "licence \($0)" } ?? "\(professional.person)"
            return "professional \(name) at \(professional.institution): \(professional.role ?? "no role"), \(period)"
        case .official(let fingerprint, let role):
            return "official \(fingerprint): \(role?.rawValue ?? "no role any more")"
        }
    }
}

extension RegisteredInstitution {
    var json: JSONValue {
        .of([
            ("id", .string(id.semantics)), ("name", .string(name)), ("status", .string(status.rawValue)),
            ("certificates", .array(certificates.map(\.description).sorted().map(JSONValue.string))),
            ("keys", signingKeys.map(JSONValue.string)),
            (
                "subsystems",
                .array(
                    subsystems.map { .of([("id", .string($0.id)), ("purpose", .string($0.purpose.rawValue))]) })
            ),
            ("endpoints", .array(endpoints.map(JSONValue.string))), ("store", store.map(JSONValue.string)),
            ("professionals", .string(professionals.rawValue)),
        ])
    }

    /// `keys` may be a JWK Set as an object or as its text; everything but `id` and `name` may be absent.
    init(_ json: JSONValue) throws(RegisterFault) {
        var members = RegisterMembers(json)
        let id = try members.required("id") { InstitutionID($0) }
        let name = try members.required("name") { $0.isOneLine ? $0 : nil }
        self.init(id: id, name: name)
        status = try members.optional("status") { Status(rawValue: $0) } ?? .active
        certificates = Set(try members.list("certificates") { $0.stringValue.flatMap { CertificateFingerprint($0) } })
        if let keys = members.value("keys") {
            guard let text = keys.stringValue ?? Optional(String(decoding: keys.canonicalBytes, as: UTF8.self)),
                let set = try? JSONValue(parsing: Array(text.utf8)), SigningKeySet(set) != nil
            else { throw RegisterFault("keys") }
            signingKeys = String(decoding: set.canonicalBytes, as: UTF8.self)
        }
        subsystems = try members.list("subsystems") { value in
            guard let id = value["id"]?.stringValue, XRoadClientID.isOne(id), value.objectValue?.count == 2,
                let purpose = value["purpose"]?.stringValue.flatMap({ PurposeOfUse(rawValue: $0) })
            else { return nil }
            return Subsystem(id: id, purpose: purpose)
        }
        endpoints = try members.list("endpoints") { value in
            value.stringValue.flatMap { $0.hasPrefix("https://") && $0.isOneLine ? $0 : nil }
        }
        store = try members.optional("store") { $0.isOneLine ? $0 : nil }
        professionals = try members.optional("professionals") { Professionals(rawValue: $0) } ?? .any
        try members.end()
    }
}

extension RegisteredProfessional {
    var json: JSONValue {
        .of([
            ("institution", .string(institution.semantics)), ("person", .string(person.semantics)),
            ("licence", licence.map(JSONValue.string)), ("role", role.map(JSONValue.string)),
            ("speciality", speciality.map(JSONValue.string)), ("from", .string(from.description)),
            ("until", until.map { .string($0.description) }),
        ])
    }

    init(_ json: JSONValue) throws(RegisterFault) {
        var members = RegisterMembers(json)
        self.init(
            institution: try members.required("institution") { InstitutionID($0) },
            person: try members.required("person") { PersonIdentifier(semantics: $0) },
            licence: try members.optional("licence") { $0.isOneLine ? $0 : nil },
            role: try members.optional("role") { $0.isOneLine ? $0 : nil },
            speciality: try members.optional("speciality") { $0.isOneLine ? $0 : nil },
            from: try members.required("from") { Instant(rfc3339: $0) },
            until: try members.optional("until") { Instant(rfc3339: $0) })
        try members.end()
    }
}

/// `EE/GOV/70006317/datatracker`: instance, class, member, subsystem.
enum XRoadClientID {
    static func isOne(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.isOneLine && (3...4).contains(parts.count) && parts.allSatisfy { !$0.isEmpty }
    }
}

/// Takes members by name; what nobody took is a fault. A member that is null counts as absent.
private struct RegisterMembers {
    private var members: [JSONMember]?

    init(_ json: JSONValue) { members = json.objectValue }

    mutating func value(_ name: String) -> JSONValue? {
        guard let position = members?.firstIndex(where: { $0.key == name }) else { return nil }
        let value = members?.remove(at: position).value
        return value == .null ? nil : value
    }

    mutating func optional<Value>(_ name: String, _ make: (String) -> Value?) throws(RegisterFault) -> Value? {
        guard let value = value(name) else { return nil }
        guard let made = value.stringValue.flatMap(make) else { throw RegisterFault(name) }
        return made
    }

    mutating func required<Value>(_ name: String, _ make: (String) -> Value?) throws(RegisterFault) -> Value {
        guard let value = try optional(name, make) else { throw RegisterFault(name) }
        return value
    }

    mutating func list<Value>(_ name: String, _ make: (JSONValue) -> Value?) throws(RegisterFault) -> [Value] {
        guard let value = value(name) else { return [] }
        guard let list = value.arrayValue, list.count <= 1000 else { throw RegisterFault(name) }
        let made = list.compactMap(make)
        guard made.count == list.count else { throw RegisterFault(name) }
        return made
    }

    func end() throws(RegisterFault) {
        guard let members else { throw RegisterFault("an object") }
        if let strange = members.first { throw RegisterFault(strange.key.isOneLine ? strange.key : "a member") }
    }
}

extension JSONValue {
    /// An object without the members that have no value.
    static func of(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
    }
}

extension String {
    /// 1 to 200 bytes without a control character.
    var isOneLine: Bool {
        (1...200).contains(utf8.count) && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
