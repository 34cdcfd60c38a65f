import Profiles

/// The repository's own `profiles/`, found from this file.
enum ShippedProfiles {
    static let directory: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/profiles"
    }()

    static func load() throws -> ProfileSet { try ProfileSet(directory: directory) }
}
