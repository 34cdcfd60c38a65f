import Foundation
import GRDB
import GatewayTesting
import KeyStore
import RecordStore
import RecordTypes
import Sealing
import Testing

/// A gateway's folder of keys and stores, as it lies on a disk; it goes away with its last user.
final class Site: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-site-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var keyDatabase: String { folder + "/keys.sqlite" }
    var journal: String { folder + "/erasures.log" }
    var storeDatabase: String { folder + "/stores/\(TestDocuments.hospital).sqlite" }

    /// What a start of the gateway opens.
    struct Opened {
        let keys: KeyStore
        let stores: RecordStores

        func store(_ institution: InstitutionID = TestDocuments.hospital) async throws -> any RecordStore {
            try await stores.store(of: institution)
        }
    }

    func open(capacity: Int = 8, cacheCapacity: Int = 64) async throws -> Opened {
        let institutions = try InstitutionKeys(directory: folder + "/institutions")
        let keys = try await KeyStore.open(
            path: keyDatabase, journal: journal, masters: MasterKeys.create(directory: folder + "/keys"),
            institutions: institutions, cacheCapacity: cacheCapacity)
        return Opened(
            keys: keys,
            stores: try RecordStores(
                directory: folder + "/stores", capacity: capacity, keys: keys, institutionKeys: institutions))
    }

    /// A whole copy of every database file, the write-ahead logs included.
    func backUp(_ databases: [String]) throws -> [String: Data] {
        var backup: [String: Data] = [:]
        for path in databases.flatMap({ [$0, $0 + "-wal"] }) {
            backup[path] = FileManager.default.contents(atPath: path)
        }
        return backup
    }

    /// Puts the copies back; the databases must be closed.
    func restore(_ backup: [String: Data], of databases: [String]) throws {
        for path in databases.flatMap({ [$0, $0 + "-wal", $0 + "-shm"] }) {
            try? FileManager.default.removeItem(atPath: path)
        }
        for (path, content) in backup { try content.write(to: URL(fileURLWithPath: path)) }
    }

    /// The raw bytes of every file below the folder.
    func allFiles() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for case let name as String in try #require(FileManager.default.enumerator(atPath: folder)) {
            let path = folder + "/" + name
            guard try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeRegular
            else { continue }
            files[name] = FileManager.default.contents(atPath: path)
        }
        return files
    }

    /// Changes a database behind the gateway's back.
    func tamper(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

extension Configuration {
    /// Waits for one who is just closing the same file.
    fileprivate static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
