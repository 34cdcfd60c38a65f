/// Where a secret is held that never leaves: a PKCS#11 module, a token in it, and the label of the keys there.
public struct TokenPlace: Hashable, Sendable {
    /// The module's path: `/usr/lib/softhsm/libsofthsm2.so`. It is loaded into this process.
    public var module: String
    /// CKA_LABEL of the token, up to 32 bytes.
    public var token: String
    /// A file with the user's PIN in its first line, mode 0600.
    public var pinFile: String
    /// CKA_LABEL of the keys; their CKA_ID is the epoch.
    public var key: String

    public init(module: String, token: String, pinFile: String, key: String = "ankur-identity") {
        self.module = module
        self.token = token
        self.pinFile = pinFile
        self.key = key
    }
}

/// Why a token cannot be used. Names no PIN and no key.
public struct TokenError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable {
        /// The module cannot be loaded, or is no PKCS#11 module.
        case module
        /// The module does not start.
        case start
        /// No slot holds a token of this label.
        case absent
        case session
        /// The PIN is wrong or locked.
        case login
        /// The PIN's file is absent, empty, or readable by others.
        case pinFile = "pin-file"
        case find
        case generate
        case sign
        case destroy
        /// A key of this label can be read out of the token: it is not used.
        case keyCanLeave = "key-can-leave"
        /// Two keys of one epoch, or one without a number.
        case keysUnclear = "keys-unclear"
    }

    public let code: Code
    /// CKR_… as the module gave it; 0 where it gave none.
    public let word: UInt

    init(_ code: Code, _ word: UInt = 0) {
        self.code = code
        self.word = word
    }
}

extension TokenError: CustomStringConvertible {
    public var description: String {
        "token: \(code.rawValue)" + (word == 0 ? "" : " (CKR 0x\(String(word, radix: 16)))")
    }
}
