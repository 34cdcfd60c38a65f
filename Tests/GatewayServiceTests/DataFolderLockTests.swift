import Foundation
import GatewayService
import Testing

@Suite struct DataFolderLockTests {
    @Test("one holder at a time, and the next when it lets go")
    func exclusive() throws {
        let folder = try TemporaryFolder()
        let data = DataFolder(path: folder.path + "/data")
        do {
            let lock = try DataFolderLock(data)
            #expect(throws: DataFolderError.inUse(path: data.path)) { try DataFolderLock(data) }
            withExtendedLifetime(lock) {}
        }
        _ = try DataFolderLock(data)
    }

    @Test("the folder is made for its owner alone")
    func permissions() throws {
        let folder = try TemporaryFolder()
        let data = DataFolder(path: folder.path + "/data")
        _ = try DataFolderLock(data)
        let attributes = try FileManager.default.attributesOfItem(atPath: data.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("a folder that cannot be made is named")
    func impossible() {
        let data = DataFolder(path: "/proc/none/data")
        #expect(throws: DataFolderError.self) { try DataFolderLock(data) }
    }
}
