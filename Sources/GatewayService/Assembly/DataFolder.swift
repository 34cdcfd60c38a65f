/// The names of everything in a gateway's data folder.
///
/// ```
/// keys/              gateway.key, log.key, acknowledgement.key, institutions/NTREE-….key: back up apart from the rest
/// keys.sqlite        wrapped data keys; keys.erasures is the journal of erased ones
/// ledger.sqlite      statements and entries: the one truth
/// index.sqlite       which records there are and who may read them: made from the ledger
/// access.sqlite      who looked: made from the ledger
/// portal.sqlite      challenges and sessions of the portal; may be lost: everyone logs in again
/// correspondence.sqlite  what people asked and were answered: made from the ledger; messages on their way
/// stores/            one database an institution: NTREE-….sqlite
/// lock               held while a gateway or a command works on the folder
/// console.sock       where `ankur access-log query` finds a running gateway
/// ```
public struct DataFolder: Hashable, Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    var keys: String { path + "/keys" }
    var institutionKeys: String { path + "/keys/institutions" }
    var keyDatabase: String { path + "/keys.sqlite" }
    var erasures: String { path + "/keys.erasures" }
    public var ledger: String { path + "/ledger.sqlite" }
    var index: String { path + "/index.sqlite" }
    var accessLog: String { path + "/access.sqlite" }
    var portal: String { path + "/portal.sqlite" }
    var correspondence: String { path + "/correspondence.sqlite" }
    var stores: String { path + "/stores" }
    var lock: String { path + "/lock" }
    public var console: String { path + "/console.sock" }
}
