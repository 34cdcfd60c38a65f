public import Gateway
public import InstitutionRegister
import JSONText
public import RecordTypes

/// What someone at the gateway's own machine does to the register, or asks of it.
///
/// ```json
/// {"register": {"operator": "mari", "changes": [ … ]}}
/// {"register": {"operator": "mari", "edit": {"institution": "NTREE-90000015", "status": "suspended"}}}
/// {"register": {"operator": "mari", "ask": "log"}}
/// ```
public struct RegisterOrder: Hashable, Sendable {
    /// What is changed of an institution that is registered; the rest of it stays.
    public struct Edit: Hashable, Sendable {
        public let institution: InstitutionID
        public var status: RegisteredInstitution.Status?
        public var professionals: RegisteredInstitution.Professionals?
        public var signingKeys: String?
        public var addedCertificates: Set<CertificateFingerprint> = []
        public var removedCertificates: Set<CertificateFingerprint> = []
        public var addedEndpoints: [String] = []
        public var removedEndpoints: [String] = []
        public var addedSubsystems: [RegisteredInstitution.Subsystem] = []
        /// By id.
        public var removedSubsystems: [String] = []
        /// Where its store is to be made; an empty name: in the gateway's own folder.
        public var store: String?

        public init(of institution: InstitutionID) { self.institution = institution }
    }

    public enum Content: Hashable, Sendable {
        case changes([RegisterChange])
        case edit(Edit)
        /// The register as it stands.
        case show
        /// The administration log.
        case log
    }

    /// The account that orders; kept in the log.
    public let operatorName: String
    public let content: Content

    public init(_ content: Content, by operatorName: String) {
        self.content = content
        self.operatorName = operatorName
    }
}

extension RegisterOrder {
    /// One line of JSON without its end.
    var bytes: [UInt8] {
        var members = [JSONMember(key: "operator", value: .string(operatorName))]
        switch content {
        case .changes(let changes):
            members.append(JSONMember(key: "changes", value: .array(changes.map(\.json))))
        case .edit(let edit): members.append(JSONMember(key: "edit", value: edit.json))
        case .show: members.append(JSONMember(key: "ask", value: .string("show")))
        case .log: members.append(JSONMember(key: "ask", value: .string("log")))
        }
        return JSONValue.object([JSONMember(key: "register", value: .object(members))]).bytes
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        let limits = JSONLimits(size: Self.sizeLimit, depth: 12, values: 4_000_000, numberLength: 20)
        guard let order = (try? JSONValue(parsing: bytes, limits: limits))?["register"],
            let operatorName = order["operator"]?.stringValue
        else { return nil }
        if let list = order["changes"]?.arrayValue {
            let changes = list.compactMap { try? RegisterChange($0) }
            guard changes.count == list.count else { return nil }
            self.init(.changes(changes), by: operatorName)
        } else if let edit = order["edit"].flatMap({ Edit($0) }) {
            self.init(.edit(edit), by: operatorName)
        } else {
            switch order["ask"]?.stringValue {
            case "show": self.init(.show, by: operatorName)
            case "log": self.init(.log, by: operatorName)
            default: return nil
            }
        }
    }

    /// A line of so many bytes at most, some tens of thousands of professionals.
    static let sizeLimit = 16 << 20
}

extension RegisterOrder.Edit {
    fileprivate var json: JSONValue {
        var members = [JSONMember(key: "institution", value: .string(institution.semantics))]
        for (name, value) in [
            ("status", status?.rawValue), ("professionals", professionals?.rawValue), ("keys", signingKeys),
            ("store", store),
        ] {
            if let value { members.append(JSONMember(key: name, value: .string(value))) }
        }
        for (name, list) in [("add", addedCertificates), ("remove", removedCertificates)] {
            members.append(
                JSONMember(key: name, value: .array(list.map(\.description).sorted().map(JSONValue.string))))
        }
        for (name, list) in [
            ("addEndpoints", addedEndpoints.map(JSONValue.string)),
            ("removeEndpoints", removedEndpoints.map(JSONValue.string)),
            (
                "addSubsystems",
                addedSubsystems.map { .array([.string($0.id), .string($0.purpose.rawValue)]) }
            ),
            ("removeSubsystems", removedSubsystems.map(JSONValue.string)),
        ] where !list.isEmpty {
            members.append(JSONMember(key: name, value: .array(list)))
        }
        return .object(members)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let id = json["institution"]?.stringValue.flatMap({ InstitutionID($0) }) else { return nil }
        self.init(of: id)
        status = json["status"]?.stringValue.flatMap { RegisteredInstitution.Status(rawValue: $0) }
        professionals = json["professionals"]?.stringValue.flatMap {
            RegisteredInstitution.Professionals(rawValue: $0)
        }
        signingKeys = json["keys"]?.stringValue
        func fingerprints(_ name: String) -> Set<CertificateFingerprint> {
            Set((json[name]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { CertificateFingerprint($0) } })
        }
        addedCertificates = fingerprints("add")
        removedCertificates = fingerprints("remove")
        func texts(_ name: String) -> [String] { (json[name]?.arrayValue ?? []).compactMap(\.stringValue) }
        addedEndpoints = texts("addEndpoints")
        removedEndpoints = texts("removeEndpoints")
        removedSubsystems = texts("removeSubsystems")
        for pair in json["addSubsystems"]?.arrayValue ?? [] {
            guard let pair = pair.arrayValue, pair.count == 2, let id = pair[0].stringValue,
                let purpose = pair[1].stringValue.flatMap({ PurposeOfUse(rawValue: $0) })
            else { return nil }
            addedSubsystems.append(RegisteredInstitution.Subsystem(id: id, purpose: purpose))
        }
        store = json["store"]?.stringValue
    }

    /// Whether it takes away the last of the certificates that the institution is held to.
    fileprivate func opens(_ register: InstitutionRegister) -> Bool {
        guard let known = register.institution(institution), !known.certificates.isEmpty else { return false }
        return known.certificates.union(addedCertificates).subtracting(removedCertificates).isEmpty
    }

    /// The change that it comes to; nil where the institution is not registered.
    fileprivate func change(of register: InstitutionRegister) -> RegisterChange? {
        guard var known = register.institution(institution) else { return nil }
        if let status { known.status = status }
        if let professionals { known.professionals = professionals }
        if let signingKeys { known.signingKeys = signingKeys }
        known.certificates.formUnion(addedCertificates)
        known.certificates.subtract(removedCertificates)
        known.endpoints.removeAll { removedEndpoints.contains($0) }
        known.endpoints += addedEndpoints.filter { !known.endpoints.contains($0) }
        known.subsystems.removeAll { one in
            removedSubsystems.contains(one.id) || addedSubsystems.contains { $0.id == one.id }
        }
        known.subsystems += addedSubsystems
        if let store { known.store = store.isEmpty ? nil : store }
        return .institution(known)
    }
}

extension ConsoleAnswer {
    /// Carries an order out. Every change is on the ledger when this returns.
    public init(to order: RegisterOrder, from gateway: Gateway, _ register: InstitutionRegister) async {
        do {
            switch order.content {
            case .changes(let changes):
                self = .entered(try await gateway.change(register, changes, by: order.operatorName))
            case .edit(let edit):
                guard let change = edit.change(of: register) else {
                    self = ConsoleAnswer(
                        report: [], sentences: [], error: "\(edit.institution) is not registered: load it first")
                    return
                }
                guard !edit.opens(register) else {
                    self = ConsoleAnswer(
                        report: [], sentences: [],
                        error:
                            "this would take away the last certificate of \(edit.institution), and without any every valid "
                            + "one passes, that one too: add another with --add, or suspend the institution")
                    return
                }
                // Written and read back, so that nothing is entered that the register would not read.
                let checked = try RegisterChange(change.json)
                self = .entered(try await gateway.change(register, [checked], by: order.operatorName))
            case .show:
                let lines = register.changes.flatMap { [$0.words] + $0.details }.map { $0 + "\n" }
                self = ConsoleAnswer(report: Array(lines.joined().utf8), sentences: [], error: nil)
            case .log:
                let lines = try await register.log().map { line in
                    "\(line.time) \(line.ledgerIndex) \(line.entered.operatorName): \(line.entered.change.words)\n"
                }
                self = ConsoleAnswer(report: Array(lines.joined().utf8), sentences: [], error: nil)
            }
        } catch let error as GatewayError where error.code == .invalidRequest {
            let words = error.issues.map { [$0.message, $0.remedy].compactMap(\.self).joined(separator: " ") }
            self = ConsoleAnswer(report: [], sentences: [], error: words.joined(separator: " "))
        } catch {
            self = ConsoleAnswer(report: [], sentences: [], error: "\(error)")
        }
    }

    private static func entered(_ changes: [RegisterChange]) -> ConsoleAnswer {
        ConsoleAnswer(
            report: Array(changes.map { $0.words + "\n" }.joined().utf8),
            sentences: ["\(changes.count) changes entered on the ledger"], error: nil)
    }
}
