import Foundation
import Yams

extension TrustProfile {
    /// Reads a trust profile; certificate files are named relative to it.
    ///
    /// ```yaml
    /// name: ee-test
    /// test: true                       # absent = false
    /// revocation: none-test-only       # or: required
    /// profiles: ../../profiles/identity  # where certificate profiles lie, for issuers that name one
    /// anchors: [root.pem]
    /// intermediates: []                # may be absent
    /// phone-policies: [1.3.6.1.4.1.10015.17]   # Mobile-ID, Smart-ID: recognised and refused, whoever issued them
    /// issuers:
    ///   - certificate: citizen-ca.pem
    ///     profile: ee-esteid2025       # profiles/identity/ee-esteid2025.yaml says the rest
    ///   - name: ee-test-esteid2018     # or everything here
    ///     certificate: citizen-ca-2018.pem
    ///     role: citizen                # or: institution
    ///     identifiers: [{prefix: PNOEE, digits: 11}]
    ///     required-policies: [0.4.0.2042.1.2]
    ///     document-types: [2.999.1.3.6.1.4.1.51361.1.1.1]
    /// ```
    ///
    /// A certificate profile has the keys of an issuer but `certificate` and `profile`, and `source`, which says where its rules come
    /// from. What an issuer says itself goes before what its profile says. Identifiers are `{prefix: PNOEE, digits: 11}`,
    /// `{prefix: PNOLV, pattern: 999999-99999}`, `{prefix: PAS}` for any country, or `{bare: PNOBE, digits: 11}` where certificates
    /// hold the number alone and C the country. `extended-key-usage: optional` and `authority-lists-policies: false` are for
    /// authorities that do as their names say; `assurance` is low, substantial or high.
    ///
    /// Every key is known or refused. A *production* realm refuses a profile marked `test: true`.
    /// - Throws: ``TrustProfileError`` with the key and line.
    public init(contentsOfFile path: String, realm: Realm) throws(TrustProfileError) {
        guard let text = ProfileNode.text(ofFile: path) else { throw TrustProfileError(.unreadableFile) }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let file = try ProfileNode(yaml: text)
        try file.allow([
            "name", "test", "revocation", "profiles", "anchors", "intermediates", "phone-policies", "issuers",
        ])
        let isTest = try file.optional("test").map { node throws(TrustProfileError) in try node.flag() } ?? false
        guard !isTest || realm == .test else {
            throw TrustProfileError(.testProfile, key: "test", line: try file.required("test").line)
        }
        let revocation = try file.required("revocation")
        guard let revocation = Revocation(rawValue: try revocation.text()) else { throw revocation.error(.wrongValue) }

        let profiles = try file.optional("profiles").map { node throws(TrustProfileError) in
            URL(fileURLWithPath: try node.text(), relativeTo: folder)
        }
        var issuers: [IssuingAuthority] = []
        for node in try file.required("issuers").list() {
            issuers.append(try IssuingAuthority(IssuerNodes(node, profiles: profiles), folder: folder))
        }
        try self.init(
            name: file.required("name").text(), isTest: isTest, revocation: revocation,
            anchors: file.required("anchors").certificates(in: folder),
            intermediates: try file.optional("intermediates").map { node throws(TrustProfileError) in
                try node.certificates(in: folder)
            } ?? [],
            issuers: issuers, phonePolicies: file.policies("phone-policies"))
    }
}

/// What is said of an issuer: by the trust profile itself, and by the certificate profile that it names.
private struct IssuerNodes {
    let own: ProfileNode
    let profile: ProfileNode?

    private static let rules: Set<String> = [
        "name", "role", "identifiers", "required-policies", "document-types", "extended-key-usage",
        "authority-lists-policies", "assurance",
    ]

    init(_ own: ProfileNode, profiles: URL?) throws(TrustProfileError) {
        self.own = own
        try own.allow(Self.rules.union(["certificate", "profile"]))
        guard let named = own.optional("profile") else {
            profile = nil
            return
        }
        let name = try named.text()
        // A name, not a path: nothing outside the folder is read.
        guard let profiles, name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { throw named.error(.wrongValue) }
        guard let text = ProfileNode.text(ofFile: profiles.appendingPathComponent("\(name).yaml").path) else {
            throw named.error(.unreadableFile)
        }
        let profile = try ProfileNode(yaml: text, key: name)
        try profile.allow(Self.rules.union(["source"]))
        let ownName = try profile.required("name")
        guard try ownName.text() == name else { throw ownName.error(.wrongValue) }
        _ = try profile.required("source").text()
        self.profile = profile
    }

    func optional(_ name: String) -> ProfileNode? {
        own.optional(name) ?? profile?.optional(name)
    }

    func required(_ name: String) throws(TrustProfileError) -> ProfileNode {
        guard let found = optional(name) else { return try own.required(name) }
        return found
    }

    func policies(_ name: String) throws(TrustProfileError) -> Set<PolicyIdentifier> {
        try own.optional(name) == nil ? profile?.policies(name) ?? [] : own.policies(name)
    }
}

extension IssuingAuthority {
    fileprivate init(_ nodes: IssuerNodes, folder: URL) throws(TrustProfileError) {
        let role = try nodes.required("role")
        guard let role = Role(rawValue: try role.text()) else { throw role.error(.wrongValue) }
        let file = try nodes.own.required("certificate")
        let certificates = try file.authorities(in: folder)
        guard certificates.count == 1 else { throw file.error(.wrongValue) }
        var forms: [IdentifierForm] = []
        for form in try nodes.required("identifiers").list() { forms.append(try IdentifierForm(form, role: role)) }
        self.init(
            name: try nodes.required("name").text(), certificate: certificates[0], role: role, identifiers: forms,
            requiredPolicies: try nodes.policies("required-policies"),
            documentTypes: try nodes.policies("document-types"),
            extendedKeyUsage: try nodes.optional("extended-key-usage").map { node throws(TrustProfileError) in
                try node.word()
            } ?? .required,
            listsPolicies: try nodes.optional("authority-lists-policies").map { node throws(TrustProfileError) in
                try node.flag()
            } ?? true,
            assurance: try nodes.optional("assurance").map { node throws(TrustProfileError) in try node.word() })
    }
}

extension IssuingAuthority.IdentifierForm {
    /// Schemes by ETSI EN 319 412-1: §5.1.3 for people, §5.1.4 for legal persons.
    private static func schemes(of role: IssuingAuthority.Role) -> Set<String> {
        switch role {
        case .citizen: ["PNO", "PAS", "IDC", "TAX"]
        case .institution: ["NTR", "VAT"]
        }
    }

    fileprivate init(_ node: ProfileNode, role: IssuingAuthority.Role) throws(TrustProfileError) {
        try node.allow(["prefix", "bare", "digits", "pattern"])
        let bare = node.optional("bare")
        let prefix: ProfileNode
        if let bare { prefix = bare } else { prefix = try node.required("prefix") }
        guard bare == nil || node.optional("prefix") == nil else { throw prefix.error(.wrongValue) }
        let letters = Array(try prefix.text().utf8)
        guard letters.count == 5 || (letters.count == 3 && bare == nil), letters.allSatisfy({ $0 >= 65 && $0 <= 90 }),
            Self.schemes(of: role).contains(String(decoding: letters[..<3], as: UTF8.self))
        else { throw prefix.error(.wrongValue) }
        let number: Number
        if let digits = node.optional("digits") {
            guard node.optional("pattern") == nil else { throw digits.error(.wrongValue) }
            number = .digits(try digits.count())
        } else if let pattern = node.optional("pattern") {
            guard (1...64).contains(try pattern.text().utf8.count) else { throw pattern.error(.wrongValue) }
            number = .pattern(try pattern.text())
        } else {
            number = .any
        }
        self.init(prefix: try prefix.text(), number: number, isBare: bare != nil)
    }
}

/// A YAML node that knows its key and line, so that every complaint can name them.
private struct ProfileNode {
    let key: String
    let node: Node

    var line: Int { node.mark?.line ?? 0 }

    init(yaml: String, key: String = "") throws(TrustProfileError) {
        guard let root = try? compose(yaml: yaml), root.mapping != nil else {
            throw TrustProfileError(.notYAML, key: key)
        }
        node = root
        self.key = key
    }

    static func text(ofFile path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private init(key: String, node: Node) {
        self.key = key
        self.node = node
    }

    func error(_ code: TrustProfileError.Code) -> TrustProfileError { TrustProfileError(code, key: key, line: line) }

    func allow(_ keys: Set<String>) throws(TrustProfileError) {
        guard let mapping = node.mapping else { throw error(.wrongValue) }
        for (name, value) in mapping {
            guard let name = name.string, keys.contains(name) else {
                throw TrustProfileError(.unknownKey, key: path(name.string ?? "?"), line: value.mark?.line ?? line)
            }
        }
    }

    func optional(_ name: String) -> ProfileNode? {
        node.mapping?[name].map { ProfileNode(key: path(name), node: $0) }
    }

    func required(_ name: String) throws(TrustProfileError) -> ProfileNode {
        guard let found = optional(name) else { throw TrustProfileError(.missingKey, key: path(name), line: line) }
        return found
    }

    func list() throws(TrustProfileError) -> [ProfileNode] {
        guard let sequence = node.sequence else { throw error(.wrongValue) }
        return sequence.enumerated().map { ProfileNode(key: "\(key)[\($0.offset)]", node: $0.element) }
    }

    func text() throws(TrustProfileError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw error(.wrongValue) }
        return text
    }

    func flag() throws(TrustProfileError) -> Bool {
        guard let flag = node.bool else { throw error(.wrongValue) }
        return flag
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable>() throws(TrustProfileError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text()) else { throw error(.wrongValue) }
        return word
    }

    func count() throws(TrustProfileError) -> Int {
        guard let count = node.int, (1...64).contains(count) else { throw error(.wrongValue) }
        return count
    }

    func policies(_ name: String) throws(TrustProfileError) -> Set<PolicyIdentifier> {
        guard let list = optional(name) else { return [] }
        var policies: Set<PolicyIdentifier> = []
        for item in try list.list() {
            guard let policy = PolicyIdentifier(try item.text()) else { throw item.error(.wrongValue) }
            policies.insert(policy)
        }
        return policies
    }

    /// A list of PEM files, each with one or more certificates.
    func certificates(in folder: URL) throws(TrustProfileError) -> [AuthorityCertificate] {
        var certificates: [AuthorityCertificate] = []
        for file in try list() { certificates.append(contentsOf: try file.authorities(in: folder)) }
        return certificates
    }

    /// The certificates of the one PEM file that this node names.
    func authorities(in folder: URL) throws(TrustProfileError) -> [AuthorityCertificate] {
        let path = URL(fileURLWithPath: try text(), relativeTo: folder).path
        guard let data = FileManager.default.contents(atPath: path), let pem = String(validating: data, as: UTF8.self)
        else {
            throw error(.unreadableFile)
        }
        do {
            return try AuthorityCertificate.all(inPEM: pem)
        } catch let problem {
            throw error(problem.code)
        }
    }

    private func path(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }
}
