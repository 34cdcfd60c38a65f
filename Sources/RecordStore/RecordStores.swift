internal import Foundation
public import RecordTypes
public import Sealing
internal import Synchronization

/// The institutions' stores in one folder: `directory/NTREE-90006399.sqlite`. At most so many databases are open.
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
    private let capacity: Int
    private let keys: any DataKeys
    private let institutionKeys: InstitutionKeys
    private let table = Mutex(Table())

    /// Makes `directory` unless it is there.
    /// - Parameter capacity: databases kept open; each holds up to three connections.
    public init(directory: String, capacity: Int = 64, keys: any DataKeys, institutionKeys: InstitutionKeys) throws {
        self.directory = directory
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
                path: path(of: institution), institution: institution, keys: keys,
                indexKey: institutionKeys.key(of: institution).derived("store"))
        }
    }

    /// The institution's store if it has one; nothing is made for an institution that never submitted.
    @concurrent
    public func existingStore(of institution: InstitutionID) async throws -> (any RecordStore)? {
        guard FileManager.default.fileExists(atPath: path(of: institution)) else { return nil }
        return try await store(of: institution)
    }

    private func path(of institution: InstitutionID) -> String { "\(directory)/\(institution.semantics).sqlite" }

    /// Every institution that has a store, open or not, in order.
    public func allInstitutions() throws -> [InstitutionID] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".sqlite") }
            .compactMap { InstitutionID($0.dropLast(".sqlite".count)) }
            .sorted()
    }

    /// How many databases are open now, those included that are held elsewhere.
    public var openCount: Int { table.withLock { $0.slots.values.count(where: \.isOpen) } }
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
