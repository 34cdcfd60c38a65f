import Foundation
import Identity
import IdentityDirectory
import RecordTypes
import Sealing
import Synchronization
import Testing

@testable import TokenSecrets

/// Tokens of SoftHSM in a folder of their own. The module looks once in a process which tokens there are: all are made before it is loaded, and
/// every test takes one.
private enum SoftToken {
    static let module = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"]
        .first { FileManager.default.fileExists(atPath: $0) }
    static let utility = "/usr/bin/softhsm2-util"

    static var isInstalled: Bool { module != nil && FileManager.default.fileExists(atPath: utility) }

    /// For the whole process: the folder of all tokens, and their labels.
    private static let made: Tokens = {
        let folder = NSTemporaryDirectory() + "tokens-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: folder + "/tokens", withIntermediateDirectories: true)
        let configuration = "directories.tokendir = \(folder)/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
        try? configuration.write(toFile: folder + "/softhsm2.conf", atomically: true, encoding: .utf8)
        // Both texts are borrowed for the call; nobody else changes the environment here.
        unsafe setenv("SOFTHSM2_CONF", folder + "/softhsm2.conf", 1)
        let labels = (0..<16).map { "token-\($0)" }
        for label in labels {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: utility)
            process.arguments = ["--init-token", "--free", "--label", label, "--pin", "1234", "--so-pin", "5678"]
            process.environment = ["SOFTHSM2_CONF": folder + "/softhsm2.conf"]
            process.standardOutput = FileHandle.nullDevice
            try? process.run()
            process.waitUntilExit()
        }
        return Tokens(folder: folder, labels: labels)
    }()

    private final class Tokens: Sendable {
        let folder: String
        let labels: Mutex<[String]>

        init(folder: String, labels: [String]) {
            self.folder = folder
            self.labels = Mutex(labels)
        }
    }

    static var folder: String { made.folder }

    /// A token that nobody has used, with a PIN in a file.
    static func make(pin: String = "1234") throws -> TokenPlace {
        let label = try #require(made.labels.withLock { $0.popLast() }, "make more tokens")
        let pinFile = folder + "/" + label
        let isMade = FileManager.default.createFile(
            atPath: pinFile, contents: Data((pin + "\n").utf8), attributes: [.posixPermissions: 0o600])
        try #require(isMade)
        return TokenPlace(module: try #require(module), token: label, pinFile: pinFile)
    }
}

@Suite(
    "Identity secrets in a PKCS#11 token", .serialized,
    .enabled(if: SoftToken.isInstalled, "softhsm2 is not installed: no token to test against"))
struct TokenSecretsTests {
    private static let codes = ["38001085718", "60001017869", "39901012239"]

    private static func people() throws -> [PersonIdentifier] {
        try codes.map { try #require(PersonIdentifier(semantics: "PNOEE-\($0)")) }
    }

    @Test("a token's key derives the same identities in every session, and another token's others")
    func derivation() throws {
        let place = try SoftToken.make()
        let keeper = try TokenSecretKeeper(place, former: nil)
        #expect(try !keeper.holdsSecret() && keeper.loadIfPresent() == nil)
        try keeper.addNext([])
        func identities(_ place: TokenPlace) throws -> [LedgerIdentity] {
            let secrets = try #require(try TokenSecretKeeper(place, former: nil).loadIfPresent())
            #expect(secrets.map(\.epoch) == [1])
            #expect(try secrets[0].code(of: [1, 2, 3]).count == 32)
            #expect(try secrets[0].code(of: []) != secrets[0].code(of: [0]))
            return try Self.people().map { try LedgerIdentityDerivation(secret: secrets[0]).identity(of: $0) }
        }
        let found = try identities(place)
        #expect(try identities(place) == found && Set(found).count == 3)
        let other = try SoftToken.make()
        try TokenSecretKeeper(other, former: nil).addNext([])
        #expect(Set(try identities(other)).isDisjoint(with: found))
    }

    @Test("a session that has ended is opened anew, and what was derived before is derived again")
    func endedSession() throws {
        let session = try TokenSession(SoftToken.make())
        try session.generateKey(epoch: 1)
        let key = try #require(try session.keys().first)
        let before = try session.code(of: [1], under: key)
        for _ in 0..<3 {
            session.endSession()
            #expect(try session.code(of: [1], under: key) == before)
        }
    }

    @Test("a token that does not answer is an error; a PIN that is refused once is not tried again")
    func refusedPIN() throws {
        let place = try SoftToken.make()
        let session = try TokenSession(place)
        try session.generateKey(epoch: 1)
        let key = try #require(try session.keys().first)
        try FileManager.default.removeItem(atPath: place.pinFile)
        session.endSession()
        #expect(throws: TokenError(.pinFile)) { try session.code(of: [1], under: key) }
        let isMade = FileManager.default.createFile(
            atPath: place.pinFile, contents: Data("9999".utf8), attributes: [.posixPermissions: 0o600])
        try #require(isMade)
        let refused = #expect(throws: TokenError.self) { try session.code(of: [1], under: key) }
        #expect(refused?.code == .login)
        for _ in 0..<20 {
            let again = #expect(throws: TokenError.self) { try session.code(of: [1], under: key) }
            #expect(again?.code == .sign, "the session is not there, and no PIN was given to the token")
        }
        try Data("1234".utf8).write(to: URL(fileURLWithPath: place.pinFile))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.pinFile)
        #expect(try TokenSession(place).keys().count == 1, "the token is not locked")
    }

    @Test("a key that was once outside is refused")
    func importedKey() throws {
        let place = try SoftToken.make()
        let file = SoftToken.folder + "/secret"
        try Data(repeating: 7, count: 32).write(to: URL(fileURLWithPath: file))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: SoftToken.utility)
        process.arguments = [
            "--import", file, "--aes", "--token", place.token, "--label", place.key, "--id", "01", "--pin", "1234",
        ]
        process.environment = ["SOFTHSM2_CONF": SoftToken.folder + "/softhsm2.conf"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        #expect(throws: TokenError(.keyCanLeave)) { try TokenSecretKeeper(place, former: nil).loadIfPresent() }
    }

    @Test("a rotation moves everybody from the key file into the token, and from one key of the token to the next")
    func rotation() async throws {
        let folder = NSTemporaryDirectory() + "token-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = IdentitySecretFile(path: folder + "/identity.key")
        try file.createIfAbsent(first: [UInt8](repeating: 7, count: 32))
        let key = SealingKey.random()
        let path = folder + "/identities.sqlite"
        let people = try Self.people()
        var before: [LedgerIdentity] = []
        do {
            let directory = try await IdentityDirectory.open(path: path, secrets: file, key: key)
            before = try people.map { try directory.identity(of: $0) }
            for identity in before { try await directory.settle(identity) }
        }
        let place = try SoftToken.make()
        for epoch in 2...4 {
            let keeper = try TokenSecretKeeper(place, former: file)
            let rotated = try await IdentityDirectory.rotate(path: path, secrets: keeper, key: key, to: [])
            #expect(rotated.epoch == epoch && rotated.people == 3)
            #expect(!FileManager.default.fileExists(atPath: folder + "/identity.key"))
            let directory = try await IdentityDirectory.open(
                path: path, secrets: try TokenSecretKeeper(place, former: file), key: key)
            #expect(try people.map { try directory.identity(of: $0) } == before)
            #expect(try TokenSecretKeeper(place, former: nil).loadIfPresent()?.map(\.epoch) == [epoch])
        }
        // Without the token nobody is found, and nobody is guessed.
        await #expect(throws: IdentityDirectoryError.self) {
            try await IdentityDirectory.open(path: path, secrets: file, key: key)
        }
        let stranger = try SoftToken.make()
        try TokenSecretKeeper(stranger, former: nil).addNext([])
        await #expect(throws: IdentityDirectoryError.self) {
            try await IdentityDirectory.open(
                path: path, secrets: try TokenSecretKeeper(stranger, former: nil), key: key)
        }
    }

    @Test(
        "what is no token, no module or the wrong PIN is refused with its reason",
        arguments: [
            ("module", TokenError.Code.module), ("library", .module), ("label", .absent), ("pin", .login),
            ("pin file", .pinFile), ("open pin file", .pinFile),
        ])
    func refusals(_ change: String, _ code: TokenError.Code) throws {
        var place = try SoftToken.make(pin: change == "pin" ? "4321" : "1234")
        switch change {
        case "module": place.module = "/nowhere.so"
        case "library": place.module = "/lib/x86_64-linux-gnu/libc.so.6"
        case "label": place.token = "no such token"
        case "pin file": place.pinFile += ".absent"
        case "open pin file":
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: place.pinFile)
        default: break
        }
        let error = #expect(throws: TokenError.self) { try TokenSecretKeeper(place, former: nil) }
        #expect(error?.code == code)
        #expect(error.map { "\($0)".contains("1234") } != true)
    }
}
