import Foundation
import GatewayTesting
import KeyStore
import RecordStore
import RecordTypes
import Sealing
import Testing

@Suite("Folders that institutions' stores are assigned to")
struct AssignedFolderTests {
    /// A place of stores in which the register may assign the hospital to "north".
    private final class Place {
        let site: Site
        let keys: KeyStore
        let institutionKeys: InstitutionKeys
        var north: String { site.folder + "/north" }
        var file: String { "/\(TestDocuments.hospital).sqlite" }

        init() async throws {
            site = try Site()
            institutionKeys = try InstitutionKeys(directory: site.folder + "/institutions")
            keys = try await KeyStore.open(
                path: site.keyDatabase, journal: site.journal,
                masters: MasterKeys.create(directory: site.folder + "/keys"), institutions: institutionKeys)
            try FileManager.default.createDirectory(
                atPath: site.folder + "/north", withIntermediateDirectories: true)
        }

        func stores(assigned: String?) throws -> RecordStores {
            try RecordStores(
                directory: site.folder + "/stores", folders: ["north": north], keys: keys,
                institutionKeys: institutionKeys
            ) { $0 == TestDocuments.hospital ? assigned : nil }
        }

        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    }

    @Test("a store is made where its institution is assigned, and found there whatever is assigned later")
    func assigned() async throws {
        let place = try await Place()
        do {
            let stores = try place.stores(assigned: "north")
            #expect(stores.hasFolder("north") && !stores.hasFolder("south"))
            _ = try await stores.store(of: TestDocuments.hospital)
            #expect(place.exists(place.north + place.file))
            #expect(!place.exists(place.site.folder + "/stores" + place.file))
        }
        for later in [nil, "nowhere"] {
            let stores = try place.stores(assigned: later)
            #expect(try await stores.existingStore(of: TestDocuments.hospital) != nil)
            #expect(try stores.allInstitutions() == [TestDocuments.hospital])
            #expect(!place.exists(place.site.folder + "/stores" + place.file))
        }
    }

    @Test("a store in two folders is not opened, nor one made in a folder that nobody has named")
    func refused() async throws {
        let place = try await Place()
        await #expect(throws: RecordStoresError.folderUnknown) {
            try await place.stores(assigned: "nowhere").store(of: TestDocuments.hospital)
        }
        _ = try await place.stores(assigned: nil).store(of: TestDocuments.hospital)
        try FileManager.default.copyItem(
            atPath: place.site.folder + "/stores" + place.file, toPath: place.north + place.file)
        await #expect(throws: RecordStoresError.storeTwice) {
            try await place.stores(assigned: "north").store(of: TestDocuments.hospital)
        }
    }
}
