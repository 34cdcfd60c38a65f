import Crypto
import Foundation
import Identity
import RecordTypes
import Sealing
import Statements
import Testing

@testable import IdentityDirectory

@Suite("Identity directory")
struct IdentityDirectoryTests {
    final class House: Sendable {
        let folder: String
        let key = SealingKey.random()

        init() throws {
            folder = NSTemporaryDirectory() + "directory-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        var path: String { folder + "/identities.sqlite" }
        var secrets: IdentitySecretFile { IdentitySecretFile(path: folder + "/identity.key") }

        func open() async throws -> IdentityDirectory {
            try secrets.createIfAbsent(first: [UInt8](repeating: 7, count: 32))
            return try await IdentityDirectory.open(path: path, secrets: secrets, key: key)
        }

        func rotate(to byte: UInt8) async throws -> (epoch: Int, people: Int) {
            try await IdentityDirectory.rotate(
                path: path, secrets: secrets, key: key, to: [UInt8](repeating: byte, count: 32))
        }
    }

    private static let codes = ["38001085718", "60001017869", "39901012239"]

    private func person(_ code: String, _ scheme: String = "PNOEE") throws -> PersonIdentifier {
        try #require(PersonIdentifier(semantics: "\(scheme)-\(code)"))
    }

    @Test("an identity is the derivation's, distinct for each scheme, country and number, and settling changes nothing")
    func derivation() async throws {
        let directory = try await House().open()
        let derivation = try #require(LedgerIdentityDerivation(secret: [UInt8](repeating: 7, count: 32)))
        var seen: Set<LedgerIdentity> = []
        for scheme in ["PNOEE", "PNOLV", "PASEE"] {
            for code in Self.codes {
                let person = try person(code, scheme)
                let identity = try directory.identity(of: person)
                #expect(try identity == derivation.identity(of: person))
                #expect(seen.insert(identity).inserted)
                try await directory.settle(identity)
                try await directory.settle(identity)
                #expect(try directory.identity(of: person) == identity)
            }
        }
        #expect(try await directory.allIdentities() == seen)
    }

    @Test(
        "after a rotation everybody settled is found again, under another look-up, and newcomers get the new secret's identity"
    )
    func rotation() async throws {
        let house = try House()
        var before: [String: LedgerIdentity] = [:]
        do {
            let directory = try await house.open()
            for code in Self.codes.prefix(2) {
                before[code] = try directory.identity(of: person(code))
                try await directory.settle(before[code])
            }
        }
        let old = try #require(FileManager.default.contents(atPath: house.folder + "/identity.key"))
        for round in 2...4 {
            let rotated = try await house.rotate(to: UInt8(round))
            #expect(rotated.epoch == round && rotated.people == 2)
            let directory = try await house.open()
            #expect(directory.epoch == round)
            for code in Self.codes.prefix(2) { #expect(try directory.identity(of: person(code)) == before[code]) }
            let derivation = try #require(LedgerIdentityDerivation(secret: [UInt8](repeating: UInt8(round), count: 32)))
            #expect(
                try directory.identity(of: person(Self.codes[2])) == derivation.identity(of: person(Self.codes[2])))
        }
        let file = try #require(FileManager.default.contents(atPath: house.folder + "/identity.key"))
        #expect(file.split(separator: UInt8(ascii: "\n")).count == 1, "the former secrets are gone")
        #expect(file.range(of: old.dropFirst(20).dropLast()) == nil)
    }

    @Test("a rotation that stopped after its secret was written is finished by the next opening")
    func interrupted() async throws {
        let house = try House()
        let identity: LedgerIdentity
        do {
            let directory = try await house.open()
            identity = try directory.identity(of: person(Self.codes[0]))
            try await directory.settle(identity)
        }
        try await IdentityDirectory.noteRotation(path: house.folder + "/identities.sqlite", to: 2)
        #expect(try await house.open().epoch == 1, "a rotation that stopped before its secret changes nothing")
        try await IdentityDirectory.noteRotation(path: house.folder + "/identities.sqlite", to: 2)
        try house.secrets.addNext([UInt8](repeating: 9, count: 32))
        #expect(try #require(try house.secrets.loadIfPresent()).count == 2)
        let directory = try await house.open()
        #expect(directory.epoch == 2)
        #expect(try directory.identity(of: person(Self.codes[0])) == identity)
        #expect(try #require(try house.secrets.loadIfPresent()).map(\.epoch) == [2])
        #expect(throws: IdentityDirectoryError.self) {
            try house.secrets.addNext([UInt8](repeating: 1, count: 32))
            try house.secrets.addNext([UInt8](repeating: 2, count: 32))
        }
    }

    @Test(
        "a secret that no rotation of this directory has brought is another gateway's: it is not taken, and none is destroyed"
    )
    func foreignSecret() async throws {
        let house = try House()
        do {
            let directory = try await house.open()
            try await directory.settle(try directory.identity(of: person(Self.codes[0])))
        }
        try house.secrets.addNext([UInt8](repeating: 9, count: 32))
        await #expect(throws: IdentityDirectoryError(.secretMissing)) { try await house.open() }
        #expect(try #require(try house.secrets.loadIfPresent()).map(\.epoch) == [1, 2])
    }

    @Test("without the epoch's secret, with another, or with another master key nobody is taken for somebody else")
    func wrongKeys() async throws {
        let house = try House()
        do {
            let directory = try await house.open()
            try await directory.settle(try directory.identity(of: person(Self.codes[0])))
        }
        _ = try await house.rotate(to: 9)
        _ = try await house.rotate(to: 10)
        let file = house.folder + "/identity.key"
        let good = try #require(FileManager.default.contents(atPath: file))
        try FileManager.default.removeItem(atPath: file)
        try house.secrets.createIfAbsent(first: [UInt8](repeating: 7, count: 32))
        await #expect(throws: IdentityDirectoryError(.secretMissing)) { try await house.open() }
        try good.write(to: URL(fileURLWithPath: file))
        _ = unsafe chmod(file, 0o644)
        await #expect(throws: IdentityDirectoryError(.secretFile)) { try await house.open() }
        _ = unsafe chmod(file, 0o600)
        // Of the same epoch, but another.
        let epoch = try #require(String(decoding: good, as: UTF8.self).split(separator: " ").dropFirst().first)
        let other = "ankur-identity-1 \(epoch) \(String(repeating: "5", count: 64))\n"
        try Data(other.utf8).write(to: URL(fileURLWithPath: file))
        await #expect(throws: IdentityDirectoryError(.secretMissing)) { try await house.open() }
        try good.write(to: URL(fileURLWithPath: file))
        let stranger = try await IdentityDirectory.open(path: house.path, secrets: house.secrets, key: .random())
        #expect(throws: IdentityDirectoryError(.damaged)) { try stranger.identity(of: person(Self.codes[0])) }
    }

    @Test(
        "a damaged key file is refused",
        arguments: [
            "", "x", "ankur-identity-1 1 00\n", "ankur-identity-1 0 \(String(repeating: "0", count: 64))\n",
            "ankur-identity-1 1 \(String(repeating: "0", count: 64))",
            "ankur-identity-1 1 \(String(repeating: "0", count: 64))\nankur-identity-1 3 \(String(repeating: "1", count: 64))\n",
        ])
    func damaged(_ text: String) async throws {
        let house = try House()
        let file = house.folder + "/identity.key"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        _ = unsafe chmod(file, 0o600)
        await #expect(throws: IdentityDirectoryError(.secretFile)) { try await house.open() }
    }

    @Test("a link of the ledger makes two numbers one person, whatever was known before, and a replay changes nothing")
    func links() async throws {
        let house = try House()
        let (former, current) = (try person(Self.codes[0]), try person(Self.codes[1]))
        let identity: LedgerIdentity
        do {
            let directory = try await house.open()
            identity = try directory.identity(of: former)
            try await directory.settle(identity)
            try await directory.settle(try directory.identity(of: current))
            let officials = [UInt8(1), 2].compactMap { Digest(Array(repeating: $0, count: 32)) }.map {
                CertificateFingerprint($0)
            }
            let link = try #require(
                IdentityBinding.Link(
                    former: former, current: current, officials: officials, basis: "RR-2026-7", epoch: 1,
                    approval: nil))
            let seen = IdentityBinding.certificate(officials[0], profile: "ee", assurance: .high, epoch: 1)
            let statements = [seen, .link(link)].enumerated().map { place, binding in
                ProjectedStatement(
                    index: UInt64(place + 5), kind: .identityBinding, time: Instant(seconds: 1), subject: identity,
                    counter: 1, statement: Statement.identityBinding(binding, subject: identity).bytes)
            }
            for _ in 0..<2 { try await directory.apply(statements, movingCursorTo: 7) }
            #expect(try await directory.cursor() == 7)
            #expect(try directory.identity(of: current) == identity)
            #expect(try await directory.bindings(of: identity) == [5, 6])
        }
        let again = try await house.open()
        #expect(try again.identity(of: current) == identity && again.identity(of: former) == identity)
        _ = try await house.rotate(to: 3)
        let rotated = try await house.open()
        #expect(try rotated.identity(of: current) == identity && rotated.identity(of: former) == identity)
        #expect(try await rotated.bindings(of: identity) == [5, 6])
    }

    @Test("the file says nobody's number and no identity in clear")
    func atRest() async throws {
        let house = try House()
        let directory = try await house.open()
        let identity = try directory.identity(of: person(Self.codes[0]))
        try await directory.settle(identity)
        for suffix in ["", "-wal"] {
            guard let bytes = FileManager.default.contents(atPath: house.path + suffix) else { continue }
            #expect(bytes.range(of: Data(Self.codes[0].utf8)) == nil && bytes.range(of: Data(identity.bytes)) == nil)
        }
    }
}

@Suite("Pairwise identifiers")
struct PairwiseIdentifierTests {
    @Test("one person has one name at one institution, and names elsewhere that share nothing with it")
    func pairwise() throws {
        let identifiers = try #require(PairwiseIdentifiers(secret: [UInt8](repeating: 5, count: 32)))
        let people = try (0..<50).map { number in
            try #require(LedgerIdentity((0..<20).map { UInt8(number) &* 31 &+ UInt8($0) }))
        }
        let institutions = try ["NTREE-90000015", "NTREE-90000021"].map { try #require(InstitutionID($0)) }
        let lists = institutions.map { institution in
            Set(people.map { identifiers.identifier(of: $0, for: institution) })
        }
        #expect(lists.allSatisfy { $0.count == people.count })
        #expect(lists[0].isDisjoint(with: lists[1]))
        let other = try #require(PairwiseIdentifiers(secret: [UInt8](repeating: 6, count: 32)))
        #expect(lists[0].isDisjoint(with: people.map { other.identifier(of: $0, for: institutions[0]) }))
        #expect(identifiers.identifier(of: people[0], for: institutions[0]).utf8.count == 40)
        #expect(PairwiseIdentifiers(secret: [UInt8](repeating: 5, count: 31)) == nil)
    }
}
