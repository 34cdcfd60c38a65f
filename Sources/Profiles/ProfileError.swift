/// Why a profile set cannot be used: every fault of every file, so that an editor mends them in one go.
///
/// Profiles are public data, never about a person: the text quotes cells freely.
public struct ProfileError: Error, Hashable, Sendable {
    public let faults: [ProfileFault]
}

extension ProfileError: CustomStringConvertible {
    /// One fault a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// One fault of one line.
public struct ProfileFault: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case unreadable
        /// No table is called so.
        case unknownTable = "unknown-table"
        case notUTF8 = "not-utf-8"
        /// The first line does not name the table's columns.
        case wrongHeader = "wrong-header"
        case wrongCellCount = "wrong-cell-count"
        case missingCell = "missing-cell"
        case invalidCell = "invalid-cell"
        /// The same key is given another meaning elsewhere.
        case conflict
        /// The same key with the same meaning twice in one file.
        case duplicate
        /// No YAML, or another shape than the page describes.
        case wrongShape = "wrong-shape"
        case unknownKey = "unknown-key"
        /// A map or list speaks of a code system that no table knows.
        case unknownSystem = "unknown-system"
        /// A compiled file that is damaged, or was made by another version of this program.
        case notCompiled = "not-compiled"
    }

    public let code: Code
    /// Relative to the profile directory: `core/sections.tsv`.
    public let file: String
    /// One-based; 0 when the whole file is meant.
    public let line: Int
    public let detail: String
}

extension ProfileFault: CustomStringConvertible {
    public var description: String { "profiles/\(file):\(line): \(code.rawValue): \(detail)" }
}
