import Foundation
import Yams

extension TrustProfile {
    /// Reads a trust profile; certificate files are named relative to it.
    ///
    /// ```yaml
    /// name: ee-test
    /// test: true                       # absent = false
    /// revocation: none-test-only       # or: required
    /// anchors: [root.pem]
    /// intermediates: []                # may be absent
    /// issuers:
    ///   - name: ee-esteid2025
    ///     certificate: citizen-ca.pem
    ///     role: citizen                # or: institution
    ///     identifiers: [{prefix: PNOEE, digits: 11}]
    ///     required-policies: [0.4.0.2042.1.2]
    ///     document-types: [2.999.1.3.6.1.4.1.51361.2.1.1]
    /// ```
    ///
    /// Every key is known or refused. A *production* realm refuses a profile marked `test: true`.
    /// - Throws: ``TrustProfileError`` with the key and line.
    public init(contentsOfFile path: String, realm: Realm) throws(TrustProfileError) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else {
            throw TrustProfileError(.unreadableFile)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let file = try ProfileNode(yaml: text)
        try file.allow(["name", "test", "revocation", "anchors", "intermediates", "issuers"])
        let isTest = try file.optional("test").map { node throws(TrustProfileError) in try node.flag() } ?? false
        guard !isTest || realm == .test else {
            throw TrustProfileError(.testProfile, key: "test", line: try file.required("test").line)
        }
        let revocation = try file.required("revocation")
        guard let revocation = Revocation(rawValue: try revocation.text()) else { throw revocation.error(.wrongValue) }

        var issuers: [IssuingAuthority] = []
        for node in try file.required("issuers").list() { issuers.append(try IssuingAuthority(node, folder: folder)) }
        try self.init(
            name: file.required("name").text(), isTest: isTest, revocation: revocation,
            anchors: file.required("anchors").certificates(in: folder),
            intermediates: try file.optional("intermediates").map { node throws(TrustProfileError) in
                try node.certificates(in: folder)
            } ?? [],
            issuers: issuers)
    }
}

extension IssuingAuthority {
    fileprivate init(_ node: ProfileNode, folder: URL) throws(TrustProfileError) {
        try node.allow(["name", "certificate", "role", "identifiers", "required-policies", "document-types"])
        let role = try node.required("role")
        guard let role = Role(rawValue: try role.text()) else { throw role.error(.wrongValue) }
        let file = try node.required("certificate")
        let certificates = try file.authorities(in: folder)
        guard certificates.count == 1 else { throw file.error(.wrongValue) }
        var forms: [IdentifierForm] = []
        for form in try node.required("identifiers").list() {
            try form.allow(["prefix", "digits"])
            let prefix = try form.required("prefix")
            let letters = Array(try prefix.text().utf8)
            guard letters.count == 5, letters.allSatisfy({ $0 >= 65 && $0 <= 90 }) else {
                throw prefix.error(.wrongValue)
            }
            let digits = try form.optional("digits").map { node throws(TrustProfileError) in try node.count() }
            forms.append(IdentifierForm(prefix: try prefix.text(), digits: digits))
        }
        self.init(
            name: try node.required("name").text(), certificate: certificates[0], role: role, identifiers: forms,
            requiredPolicies: try node.policies("required-policies"), documentTypes: try node.policies("document-types")
        )
    }
}

/// A YAML node that knows its key and line, so that every complaint can name them.
private struct ProfileNode {
    let key: String
    let node: Node

    var line: Int { node.mark?.line ?? 0 }

    init(yaml: String) throws(TrustProfileError) {
        guard let root = try? compose(yaml: yaml), root.mapping != nil else { throw TrustProfileError(.notYAML) }
        node = root
        key = ""
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
