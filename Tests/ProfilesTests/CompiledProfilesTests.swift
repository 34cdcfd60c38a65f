import Foundation
import Profiles
import RecordTypes
import Testing

@Suite("A compiled profile set")
struct CompiledProfilesTests {
    /// A folder that lives as long as `body` runs.
    private static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try body(folder.path)
    }

    @Test("answers as its sources do, and bears their digest")
    func sameAnswers() throws {
        let sources = try ShippedProfiles.load()
        try Self.withFolder { folder in
            let compiled = try CompiledProfiles(directory: ShippedProfiles.directory)
            try compiled.write(to: folder + "/set")
            let mapped = try ProfileSet(compiledFile: folder + "/set", digest: sources.digest)
            #expect(mapped.digest == compiled.digest)
            #expect(try CompiledProfiles.digest(ofSources: ShippedProfiles.directory) == mapped.digest)
            #expect(mapped.conceptMapNames == sources.conceptMapNames)
            #expect(mapped.documentTypeIDs == sources.documentTypeIDs)
            #expect(mapped.system(forOID: "1.3.6.1.4.1.28284.6.2.1.13.6")?.version == "6")
            #expect(mapped.requirements(of: nil) == sources.requirements(of: nil))
            #expect(
                mapped.messageSupport(message: "ORU", event: "R01")
                    == sources.messageSupport(message: "ORU", event: "R01"))
        }
    }

    @Test("the same sources give the same bytes")
    func deterministic() throws {
        let one = try CompiledProfiles(directory: ShippedProfiles.directory)
        #expect(try CompiledProfiles(directory: ShippedProfiles.directory) == one)
    }

    @Test("a file that is cut, lengthened or of another version is refused, and never traps")
    func damaged() throws {
        let whole = try CompiledProfiles(directory: ShippedProfiles.directory)
        try Self.withFolder { folder in
            let path = folder + "/set"
            func refusal(_ bytes: [UInt8]) throws -> ProfileFault.Code? {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                do throws(ProfileError) {
                    _ = try ProfileSet(compiledFile: path)
                    return nil
                } catch { return error.faults.first?.code }
            }
            for length in [0, 1, 7, 8, 55, 56, 57, 1000, whole.bytes.count / 2, whole.bytes.count - 1] {
                let code = try refusal(Array(whole.bytes.prefix(length)))
                #expect(code == .notCompiled, "\(length) bytes")
            }
            let longer = try refusal(whole.bytes + [0])
            #expect(longer == .notCompiled)
            var other = whole.bytes
            other[7] ^= 1
            let foreign = try refusal(other)
            #expect(foreign == .notCompiled)
            let accepted = try refusal(whole.bytes)
            #expect(accepted == nil)
            #expect(throws: ProfileError.self) { _ = try ProfileSet(compiledFile: folder + "/none") }
        }
    }

    @Test("no changed byte of a file makes a look-up trap")
    func changedBytes() throws {
        let whole = try CompiledProfiles(directory: ShippedProfiles.directory)
        var seed: UInt64 = 20_261_129
        func random(below limit: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % limit
        }
        try Self.withFolder { folder in
            let path = folder + "/set"
            var opened = 0
            for _ in 0..<40 {
                var bytes = whole.bytes
                for _ in 0..<1 + random(below: 4) { bytes[random(below: bytes.count)] = UInt8(random(below: 256)) }
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                guard let set = try? ProfileSet(compiledFile: path) else { continue }
                opened += 1
                _ = set.system(forOID: "2.16.840.1.113883.6.1")
                _ = set.section(template: Array("2.16.840.1.113883.10.20.22.2.6.1".utf8)[...], extension: nil)
                _ = set.section(code: "8716-3", codeSystem: nil)
                _ = set.documentType(templateIds: ["1.2^3"], code: "2", system: "1.3.6.1.4.1.28284.6.2.1.3.8")
                _ = set.requirements(of: set.documentType(templateIds: [], code: "34133-9", system: nil))
                _ = set.conceptMapNames
                _ = set.terminologies(holding: "48765-2")
            }
            #expect(opened > 0)
        }
    }

    @Test("opening maps what is made of these sources, and compiles when it is missing, stale or damaged")
    func opening() throws {
        let shipped = try CompiledProfiles.digest(ofSources: ShippedProfiles.directory)
        try Self.withFolder { folder in
            let sources = folder + "/sources"
            try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: true)
            let table = sources + "/code-systems.tsv"
            try Data("oid\tmatch\turi\tname\n1.2\texact\turn:x\tX\n".utf8).write(to: URL(fileURLWithPath: table))
            let cache = folder + "/cache"

            let first = try OpenedProfiles(sources, cache: cache)
            #expect(first.origin == .compiled)
            #expect(first.compiledFile == "\(cache)/\(first.set.digest.hex).profiles")
            #expect(try OpenedProfiles(sources, cache: cache).origin == .mapped)
            #expect(try OpenedProfiles(first.compiledFile, cache: cache).set.digest == first.set.digest)

            let beside = sources + "/" + CompiledProfiles.fileName
            try CompiledProfiles(directory: sources).write(to: beside)
            #expect(try OpenedProfiles(sources, cache: cache).compiledFile == beside)

            try Data("oid\tmatch\turi\tname\n1.2\texact\turn:y\tX\n".utf8).write(to: URL(fileURLWithPath: table))
            let changed = try OpenedProfiles(sources, cache: cache)
            #expect(changed.origin == .recompiled)
            #expect(changed.set.system(forOID: "1.2")?.uri == "urn:y")
            // The set that was open stays what it was.
            #expect(first.set.system(forOID: "1.2")?.uri == "urn:x")

            try Data("torn".utf8).write(to: URL(fileURLWithPath: changed.compiledFile))
            #expect(try OpenedProfiles(sources, cache: cache).origin == .recompiled)

            try Data("oid\turi\n".utf8).write(to: URL(fileURLWithPath: table))
            #expect(throws: ProfileError.self) { _ = try OpenedProfiles(sources, cache: cache) }
            #expect(first.set.digest != shipped)
        }
    }
}
