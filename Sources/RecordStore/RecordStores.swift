internal import Foundation
public import RecordTypes
public import Sealing
internal import Synchronization

/// The institutions' stores: `directory/NTREE-90006399.sqlite`, or in the folder that an institution is assigned to. At most so many
/// databases are open.
///
/// The assignment says where a store is made. Once there is one, it counts where it lies: nothing is lost when an institution is assigned to
/// another folder, and its operator moves the file while no gateway runs. A store in two folders is not opened: nobody knows which is whole.
///
/// A store that has not been used for longest gives way to the next; one that somebody still holds stays open until it is
/// let go, and is never opened a second time meanwhile.
public final class RecordStores: Sendable {
    private struct Table {
        var slots: [InstitutionID: Slot] = [:]
        /// Institutions kept open, the least recently used first.
        var order: [InstitutionID] = []
    }

    private let directory: String
    private let folders: [String: String]
    private let assigned: @Sendable (InstitutionID) -> String?
    private let capacity: Int
    private let keys: any DataKeys
    private let institutionKeys: InstitutionKeys
    private let table = Mutex(Table())

    /// Makes `directory` unless it is there. Other folders have to be: one that is not mounted must not be written beside.
    /// - Parameters:
    ///   - folders: further folders, by name.
    ///   - capacity: databases kept open; each holds up to three connections.
    ///   - assigned: the name of the folder in which an institution's store is made; nil: `directory`.
    public init(
        directory: String, folders: [String: String] = [:], capacity: Int = 64, keys: any DataKeys,
        institutionKeys: InstitutionKeys, assigned: @escaping @Sendable (InstitutionID) -> String? = { _ in nil }
    ) throws {
        self.directory = directory
        self.folders = folders
        self.assigned = assigned
        self.capacity = max(1, capacity)
        self.keys = keys
        self.institutionKeys = institutionKeys
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The institution's store, made when this is its first document.
    @concurrent
    public func store(of institution: InstitutionID) async throws -> any RecordStore {
        let (slot, evicted) = table.withLock { table in
            let slot = table.slots[institution] ?? Slot()
            table.slots[institution] = slot
            if let place = table.order.firstIndex(of: institution) { table.order.remove(at: place) }
            table.order.append(institution)
            let excess = table.order.prefix(max(0, table.order.count - capacity))
            table.order.removeFirst(excess.count)
            return (slot, excess.compactMap { table.slots[$0] })
        }
        for slot in evicted { slot.letGo() }
        return try slot.store {
            try SQLiteRecordStore(
                path: try path(of: institution), institution: institution, keys: keys,
                indexKey: institutionKeys.key(of: institution).derived("store"))
        }
    }

    /// The institution's store if it has one; nothing is made for an institution that never submitted.
    @concurrent
    public func existingStore(of institution: InstitutionID) async throws -> (any RecordStore)? {
        guard FileManager.default.fileExists(atPath: try path(of: institution)) else { return nil }
        return try await store(of: institution)
    }

    /// Whether stores may be made in a folder of this name.
    public func hasFolder(_ name: String) -> Bool { folders[name] != nil }

    private func path(of institution: InstitutionID) throws(RecordStoresError) -> String {
        func path(in folder: String) -> String { "\(folder)/\(institution.semantics).sqlite" }
        // One folder may have two names.
        let places = Set(([directory] + folders.values).map { URL(filePath: $0).resolvingSymlinksInPath().path })
        let present = places.map(path(in:)).filter(FileManager.default.fileExists(atPath:))
        guard present.count < 2 else { throw RecordStoresError.storeTwice }
        if let present = present.first { return present }
        guard let name = assigned(institution) else { return path(in: directory) }
        guard let folder = folders[name] else { throw RecordStoresError.folderUnknown }
        return path(in: folder)
    }

    /// Every institution that has a store, open or not, in order.
    public func allInstitutions() throws -> [InstitutionID] {
        let found = try ([directory] + folders.values).flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".sqlite") }
                .compactMap { InstitutionID($0.dropLast(".sqlite".count)) }
        }
        return Set(found).sorted()
    }

    /// How many databases are open now, those included that are held elsewhere.
    public var openCount: Int { table.withLock { $0.slots.values.count(where: \.isOpen) } }
}

/// Why an institution's store cannot be opened. Names no path.
public enum RecordStoresError: Error, Hashable, Sendable {
    /// The register assigns it to a folder that the configuration does not name.
    case folderUnknown
    /// It lies in two folders.
    case storeTwice
}

/// One institution's store, open or not.
private final class Slot: Sendable {
    private struct State {
        var kept: SQLiteRecordStore?
        weak var held: SQLiteRecordStore?
    }

    private let state = Mutex(State())

    var isOpen: Bool { state.withLock { $0.held != nil } }

    /// Opens under the slot's own lock: two callers at once open one database.
    func store(_ open: () throws -> SQLiteRecordStore) throws -> SQLiteRecordStore {
        try state.withLock { state in
            if let held = state.held {
                state.kept = held
                return held
            }
            let opened = try open()
            state.kept = opened
            state.held = opened
            return opened
        }
    }

    /// Closes the database as soon as nobody holds it. Returns the reference outside of the lock, because closing takes time.
    func letGo() {
        let last = state.withLock { state in
            defer { state.kept = nil }
            return state.kept
        }
        withExtendedLifetime(last) {}
    }
}
