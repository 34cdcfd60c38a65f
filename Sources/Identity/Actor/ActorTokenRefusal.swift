/// Why a signed actor token is refused. The raw value is stable and is what an integrator is told.
public enum ActorTokenRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Not three parts of base64url, not JSON in them, or larger than 8 kB.
    case malformed = "token-malformed"
    /// Anything but ES256 or ES384 by the registered key's own curve; `none` and keys sent along above all.
    case algorithm = "token-algorithm-not-allowed"
    /// The institution has registered no key of that name.
    case unknownKey = "token-key-unknown"
    case signature = "token-signature-invalid"
    /// `iss` is not the institution whose certificate the connection has.
    case issuer = "token-issuer"
    /// `aud` does not name this gateway.
    case audience = "token-audience"
    /// No `exp` or `iat`, or more than five minutes between them.
    case lifetime = "token-lifetime"
    case expired = "token-expired"
    /// From the future.
    case notYetValid = "token-not-yet-valid"
    /// `cnf` is absent or names another certificate than the connection has (RFC 8705 §3.1).
    case binding = "token-not-bound-to-certificate"
    /// No `jti`, or one of no use.
    case identifier = "token-id"
    /// This `jti` was used before, or too many tokens are about for one more to be remembered.
    case replayed = "token-replayed"
    /// The acting person or the purpose of use is absent or cannot be read.
    case claims = "token-claims"
    /// Its use cannot be written down at the moment, so it is not taken.
    case unrecorded = "token-not-recorded"
}

extension ActorTokenRefusal: CustomStringConvertible {
    public var description: String { rawValue }
}
