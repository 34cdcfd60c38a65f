public import TokenSecrets

/// The names of everything in a gateway's data folder.
///
/// ```
/// keys/              gateway.key, log.key, acknowledgement.key, institutions/NTREE-….key: back up apart from the rest
/// keys.sqlite        wrapped data keys; keys.erasures is the journal of erased ones
/// ledger.sqlite      statements and entries: the one truth
/// anchors.sqlite     checkpoints as they were anchored, and the proofs: time-stamps and others; anchors-2.sqlite of the second shard
/// index.sqlite       which records there are and who may read them: made from the ledger
/// access.sqlite      who looked: made from the ledger
/// identities.sqlite  which ledger identity is whose: as precious as the ledger; its secret is keys/identity.key
/// portal.sqlite      challenges and sessions of the portal; may be lost: everyone logs in again
/// register.sqlite    who is registered: made from the ledger
/// tokens.used        actor tokens that were used and have not expired
/// correspondence.sqlite  what people asked and were answered: made from the ledger; messages on their way
/// oversight.sqlite   the ministry's cases: made from the ledger
/// stores/            one database an institution: NTREE-….sqlite
/// profiles/          compiled profile sets, by the digest of their sources: made from the sources
/// lock               held while a gateway or a command works on the folder
/// console.sock       where `ankur access-log query` finds a running gateway
/// ```
public struct DataFolder: Hashable, Sendable {
    public let path: String
    /// The file with the connection string of the PostgreSQL database in which several gateways keep ledger and data keys, in place of
    /// `ledger.sqlite` and `keys.sqlite`.
    public let sharedLedger: String?
    /// The token that holds the identity secret; nil: it is in `keys/identity.key`.
    public let identityToken: TokenPlace?
    /// Further folders for institutions' stores, by the name that the register gives them.
    public let storeFolders: [String: String]

    public init(
        path: String, sharedLedger: String? = nil, identityToken: TokenPlace? = nil,
        storeFolders: [String: String] = [:]
    ) {
        self.path = path
        self.sharedLedger = sharedLedger
        self.identityToken = identityToken
        self.storeFolders = storeFolders
    }

    public var keys: String { path + "/keys" }
    var institutionKeys: String { path + "/keys/institutions" }
    var keyDatabase: String { path + "/keys.sqlite" }
    var erasures: String { path + "/keys.erasures" }
    public var ledger: String { path + "/ledger.sqlite" }
    public func anchors(ofShard number: Int) -> String {
        path + (number == 1 ? "/anchors.sqlite" : "/anchors-\(number).sqlite")
    }
    var index: String { path + "/index.sqlite" }
    var accessLog: String { path + "/access.sqlite" }
    var identities: String { path + "/identities.sqlite" }
    var identitySecret: String { keys + "/identity.key" }
    var portal: String { path + "/portal.sqlite" }
    var register: String { path + "/register.sqlite" }
    var tokens: String { path + "/tokens.used" }
    var correspondence: String { path + "/correspondence.sqlite" }
    var oversight: String { path + "/oversight.sqlite" }
    var stores: String { path + "/stores" }
    var profiles: String { path + "/profiles" }
    var lock: String { path + "/lock" }
    public var console: String { path + "/console.sock" }
}
