import Foundation
import GRDB
import RecordTypes

/// Somebody with the disk in hand, who edits an institution's database behind the gateway's back.
struct Vandal {
    private let database: DatabaseQueue

    init(dataFolder: String, institution: String) throws {
        let stores = FileManager.default.enumerator(atPath: dataFolder)?.compactMap { $0 as? String } ?? []
        guard
            let store = stores.first(where: { $0.hasSuffix("/\(institution).sqlite") || $0 == "\(institution).sqlite" })
        else { throw DemoFailure("no database of \(institution) in the data folder") }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: dataFolder + "/" + store, configuration: configuration)
    }

    /// Flips the lowest bit in the middle of the sealed source, and gives the column as it was.
    func flipOneByte(ofSourceOf record: String) throws -> Data {
        let name = try recordName(record)
        return try database.write { database in
            let found = try Data.fetchOne(
                database, sql: "SELECT source FROM document WHERE record = ?", arguments: [name])
            guard let sealed = found, !sealed.isEmpty else {
                throw DemoFailure("no such document in the institution's database")
            }
            var damaged = sealed
            damaged[damaged.startIndex + damaged.count / 2] ^= 1
            try database.execute(sql: "UPDATE document SET source = ? WHERE record = ?", arguments: [damaged, name])
            return sealed
        }
    }

    func put(_ source: Data, backInto record: String) throws {
        let name = try recordName(record)
        try database.write { database in
            try database.execute(sql: "UPDATE document SET source = ? WHERE record = ?", arguments: [source, name])
        }
    }

    private func recordName(_ record: String) throws -> Data {
        guard let id = RecordID(record) else { throw DemoFailure("no record id: \(record)") }
        return Data(id.bytes)
    }
}
