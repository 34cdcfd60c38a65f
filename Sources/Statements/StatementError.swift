/// Why bytes are no statement. Quotes nothing of them.
public struct StatementError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case notJSON = "not-json"
        /// JSON, but not its own canonical form: another text would have another commitment.
        case notCanonical = "not-canonical"
        case unknownVersion = "unknown-version"
        case unknownKind = "unknown-kind"
        case missingMember = "missing-member"
        case unknownMember = "unknown-member"
        case invalidValue = "invalid-value"
        /// A record or a consent under an entry that concerns nobody.
        case missingSubject = "missing-subject"
    }

    public let code: Code
    /// The member concerned: `record.subject`; empty for the whole.
    public private(set) var path: String

    public init(_ code: Code, at path: String = "") {
        self.code = code
        self.path = path
    }

    func inside(_ member: String) -> StatementError {
        StatementError(code, at: path.isEmpty ? member : "\(member).\(path)")
    }
}

extension StatementError: CustomStringConvertible {
    public var description: String { path.isEmpty ? code.rawValue : "\(code.rawValue) at \(path)" }
}
