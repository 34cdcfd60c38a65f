import Foundation
import Gateway
import Identity
import IdentityDirectory
import RecordTypes
@_spi(KeyBytes) import Sealing
import Statements
import TokenSecrets

extension DataFolder {
    /// The directory of ledger identities and its secret.
    ///
    /// The secret of a new folder is random. In a folder from before there was a key file it is what the master key gave then, so that
    /// everyone keeps their identity; the first rotation parts the two.
    func openIdentities(masters: MasterKeys) async throws -> IdentityDirectory {
        let key = masters.derived("identities")
        if let keeper = try tokenKeeper() {
            return try await IdentityDirectory.open(path: identities, secrets: keeper, key: key)
        }
        // Where there is a directory its secret must be there: another would make somebody else of everyone.
        if !FileManager.default.fileExists(atPath: identities) {
            let isOld = FileManager.default.fileExists(atPath: ledger)
            try secretFile.createIfAbsent(
                first: isOld ? masters.derived("ledger-identity").bytes : SealingKey.random().bytes)
        }
        return try await IdentityDirectory.open(
            path: identities, secrets: secretFile, key: key)
    }

    /// The token, with the key file that may have been there before it; nil where no token is configured.
    fileprivate func tokenKeeper() throws -> TokenSecretKeeper? {
        try identityToken.map { try TokenSecretKeeper($0, former: secretFile) }
    }

    /// - Throws: ``TokenSecretMissing`` where a token is configured and the secret is not in it.
    func requireSecretInToken() throws {
        if let keeper = try tokenKeeper(), try !keeper.holdsSecret() {
            throw TokenSecretMissing(hasKeyFile: try secretFile.loadIfPresent() != nil)
        }
    }

    /// `ankur identity token-key`: has the token make the first secret of a gateway that has not run yet.
    /// - Returns: false where the token holds one already.
    public func makeTokenSecret() throws -> Bool {
        guard let keeper = try tokenKeeper() else { throw TokenSecretMissing(hasKeyFile: false) }
        guard try !keeper.holdsSecret() else { return false }
        // A folder with a ledger has a secret, if only the one that its master key gives.
        let isUsed = [identities, ledger].contains { FileManager.default.fileExists(atPath: $0) }
        guard try secretFile.loadIfPresent() == nil, !isUsed else {
            throw TokenSecretMissing(hasKeyFile: true)
        }
        try keeper.addNext([])
        return true
    }

    fileprivate var secretFile: IdentitySecretFile { IdentitySecretFile(path: identitySecret) }
}

extension PairwiseIdentifiers {
    static func of(_ masters: MasterKeys) throws -> PairwiseIdentifiers {
        guard let identifiers = PairwiseIdentifiers(secret: masters.derived("pairwise").bytes) else {
            preconditionFailure("a derived key has 32 bytes")
        }
        return identifiers
    }
}

/// What a rotation of the identity secret came to.
public struct SecretRotation: Hashable, Sendable {
    public let epoch: Int
    public let people: Int
}

extension DataFolder {
    /// `ankur identity rotate-secret`: makes a new identity secret, finds everybody under it, and destroys the former one.
    ///
    /// 1. everyone about whom the ledger holds an entry is in the directory, or nothing happens; 2. the rotation itself
    /// (``IdentityDirectory/rotate(path:secrets:key:to:)``), which a start finishes; 3. the ledger says so. The gateway must not run.
    /// - Throws: ``SecretRotationError`` where somebody could not be found afterwards; ``SharedTokenRotation`` for a token whose key other
    ///   gateways of the same ledger use.
    public func rotateIdentitySecret() async throws -> SecretRotation {
        guard sharedLedger == nil || identityToken == nil else { throw SharedTokenRotation() }
        try await checkEverybodyIsListed()
        let rotated: (epoch: Int, people: Int) = try await {
            let lock = try DataFolderLock(self)
            defer { withExtendedLifetime(lock) {} }
            let masters = try MasterKeys.load(directory: keys)
            if let keeper = try tokenKeeper() {
                return try await IdentityDirectory.rotate(
                    path: identities, secrets: keeper, key: masters.derived("identities"), to: [])
            }
            return try await IdentityDirectory.rotate(
                path: identities, secrets: secretFile, key: masters.derived("identities"),
                to: SealingKey.random().bytes)
        }()
        let opened = try await EmbeddedGateway.open(self)
        try await opened.running { gateway in
            try await gateway.noteSecretRotation(to: rotated.epoch, people: rotated.people)
        }
        return SecretRotation(epoch: rotated.epoch, people: rotated.people)
    }

    /// Takes into the directory whoever an older gateway left out, as far as the ledger's own statements name them.
    private func checkEverybodyIsListed() async throws {
        let opened = try await EmbeddedGateway.open(self)
        let missing = try await opened.running { gateway in try await gateway.listEverybody() }
        guard missing == 0 else { throw SecretRotationError(unlisted: missing) }
    }
}

/// A token is configured for the identity secret, and it is not there.
public struct TokenSecretMissing: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether the gateway has a secret of its own already, which a rotation moves.
    public let hasKeyFile: Bool

    public var description: String {
        hasKeyFile
            ? "the identity secret is still in a key file: ankur identity rotate-secret --config FILE moves it into the token"
            : "the token holds no identity secret: ankur identity token-key --config FILE makes it"
    }
}

/// Several gateways have one ledger, and one token: the key that one of them destroys is the others' too.
public struct SharedTokenRotation: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String {
        "the ledger is shared and the identity secret is in a token: a rotation here would leave the other gateways without it. Nothing was changed."
    }
}

/// People who are on the ledger and whom a rotation would lose.
public struct SecretRotationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let unlisted: Int

    public var description: String {
        "\(unlisted) people of the ledger are in no directory: their numbers are nowhere but in what others know. Nothing was changed."
    }
}
