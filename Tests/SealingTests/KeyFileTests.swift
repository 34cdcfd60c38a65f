import Foundation
import RecordTypes
@_spi(KeyBytes) import Sealing
import Testing

@Suite("Key files")
final class KeyFileTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-keys-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private var keyFile: String { folder + "/gateway.key" }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("a master key is made once, for its owner only, and loaded again")
    func masterKey() throws {
        #expect(throws: KeyFileError.absent) { try MasterKeys.load(directory: folder) }
        let made = try MasterKeys.create(directory: folder)
        #expect(try mode(keyFile) == 0o600)
        #expect(try mode(folder) == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["gateway.key"])
        let loaded = try MasterKeys.load(directory: folder)
        let again = try MasterKeys.create(directory: folder)
        #expect(made.derived("x").bytes == loaded.derived("x").bytes)
        #expect(made.derived("x").bytes == again.derived("x").bytes)
        #expect(made.derived("x").bytes != made.derived("y").bytes)
    }

    @Test("a key file that others may read is refused", arguments: [0o640, 0o604, 0o660, 0o644, 0o610, 0o602])
    func openModes(_ mode: Int) throws {
        _ = try MasterKeys.create(directory: folder)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: keyFile)
        #expect(throws: KeyFileError.readableByOthers) { try MasterKeys.load(directory: folder) }
        #expect(throws: KeyFileError.readableByOthers) { try MasterKeys.create(directory: folder) }
    }

    @Test(
        "a key file that is not whole is refused, never replaced",
        arguments: [
            "", "ankur-key-1 ", "ankur-key-1 00\n", "ankur-key-1 " + String(repeating: "0", count: 64),
            "ankur-key-2 " + String(repeating: "0", count: 64) + "\n",
            "ankur-key-1 " + String(repeating: "g", count: 64) + "\n",
            "ankur-key-1 " + String(repeating: "0", count: 64) + "\n\n",
            "ankur-key-1 " + String(repeating: "0", count: 66) + "\n",
        ])
    func damagedFiles(_ text: String) throws {
        _ = try MasterKeys.create(directory: folder)
        let handle = try #require(FileHandle(forWritingAtPath: keyFile))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
        #expect(throws: KeyFileError.damaged) { try MasterKeys.load(directory: folder) }
        #expect(throws: KeyFileError.damaged) { try MasterKeys.create(directory: folder) }
        #expect(try String(contentsOfFile: keyFile, encoding: .utf8) == text)
    }

    @Test("a link or a folder in place of a key file is refused")
    func otherThingsThanFiles() throws {
        _ = try MasterKeys.create(directory: folder)
        try FileManager.default.moveItem(atPath: keyFile, toPath: folder + "/elsewhere")
        try FileManager.default.createSymbolicLink(atPath: keyFile, withDestinationPath: folder + "/elsewhere")
        #expect(throws: KeyFileError.self) { try MasterKeys.load(directory: folder) }
        try FileManager.default.removeItem(atPath: keyFile)
        try FileManager.default.createDirectory(atPath: keyFile, withIntermediateDirectories: false)
        #expect(throws: KeyFileError.notOurs) { try MasterKeys.load(directory: folder) }
    }

    @Test("each institution has a key of its own, the same each time")
    func institutionKeys() throws {
        let first = try #require(InstitutionID("NTREE-10000001"))
        let second = try #require(InstitutionID("NTREE-10000002"))
        let keys = try InstitutionKeys(directory: folder)
        #expect(try keys.existingKey(of: first)?.bytes == nil)
        let made = try keys.key(of: first)
        #expect(try keys.key(of: first).bytes == made.bytes)
        #expect(try keys.key(of: second).bytes != made.bytes)
        #expect(try InstitutionKeys(directory: folder).existingKey(of: first)?.bytes == made.bytes)
        #expect(try mode(folder + "/NTREE-10000001.key") == 0o600)
    }

    @Test("many at once make one key")
    func oneKeyForMany() async throws {
        let institution = try #require(InstitutionID("NTREE-10000003"))
        let folder = folder
        let made = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 {
                group.addTask { try InstitutionKeys(directory: folder).key(of: institution).bytes }
            }
            var made: Set<[UInt8]> = []
            for try await key in group { made.insert(key) }
            return made
        }
        #expect(made.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["NTREE-10000003.key"])
    }
}
