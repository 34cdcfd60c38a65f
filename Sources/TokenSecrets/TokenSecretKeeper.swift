public import Identity

/// Identity secrets in a PKCS#11 token: the gateway's host never holds them, only their codes.
///
/// A folder that had a key file before keeps it until the first rotation under this keeper, which makes the next secret in the token.
public struct TokenSecretKeeper: IdentitySecretKeeper {
    private let session: TokenSession
    private let former: (any IdentitySecretKeeper)?

    /// Loads the module and logs in.
    /// - Parameter former: where secrets were before, if anywhere.
    public init(_ place: TokenPlace, former: (any IdentitySecretKeeper)?) throws(TokenError) {
        session = try TokenSession(place)
        self.former = former
    }

    /// Whether the token holds a secret by now.
    public func holdsSecret() throws(TokenError) -> Bool { try !session.keys().isEmpty }

    public func loadIfPresent() throws -> [any IdentitySecret]? {
        let before = try former?.loadIfPresent() ?? []
        let keys = try session.keys()
        let secrets = before + keys.map { TokenSecret(session: session, key: $0) as any IdentitySecret }
        for (one, next) in zip(secrets, secrets.dropFirst()) where next.epoch != one.epoch + 1 {
            throw TokenError(.keysUnclear)
        }
        return secrets.isEmpty ? nil : secrets
    }

    /// - Parameter secret: not used: the token makes its own.
    public func addNext(_ secret: [UInt8]) throws {
        try session.generateKey(epoch: (loadIfPresent()?.last?.epoch ?? 0) + 1)
    }

    public func keepNewest() throws {
        let keys = try session.keys()
        guard !keys.isEmpty else { return }
        try former?.destroyAll()
        for key in keys.dropLast() { try session.destroy(key) }
    }

    public func destroyAll() throws {
        try former?.destroyAll()
        for key in try session.keys() { try session.destroy(key) }
    }
}

/// A secret of which only the token knows the bytes.
struct TokenSecret: IdentitySecret {
    let session: TokenSession
    let key: TokenSession.Key

    var epoch: Int { key.epoch }

    func code(of message: [UInt8]) throws -> [UInt8] { try session.code(of: message, under: key) }
}
