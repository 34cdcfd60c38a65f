import Foundation

/// What can be seen of a file without reading it; another one means that it may hold something else.
struct FileStamp: Hashable, Sendable {
    let device: Int
    let inode: Int
    let size: Int
    let changed: Date

    /// Nil where there is no such file.
    init?(_ path: String) {
        // What a link leads to counts, not the link: that is how keys are often put in place.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let found = try? FileManager.default.attributesOfItem(atPath: target) else { return nil }
        device = found[.systemNumber] as? Int ?? 0
        inode = found[.systemFileNumber] as? Int ?? 0
        size = found[.size] as? Int ?? 0
        changed = found[.modificationDate] as? Date ?? .distantPast
    }
}
