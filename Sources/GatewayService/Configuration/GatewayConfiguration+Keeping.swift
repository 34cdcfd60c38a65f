import TokenSecrets

/// Where secrets and payloads are kept.
extension GatewayConfiguration {
    /// The data folder, with what the configuration says about where its parts are.
    public var folder: DataFolder {
        DataFolder(
            path: data, sharedLedger: ledger.postgreSQL, identityToken: identityToken, storeFolders: storeFolders)
    }

    /// `identity: {token: {module, label, pinFile, key}}`; absent: the secret is in a key file.
    static func identityToken(
        _ root: inout ConfigurationSection, path: (String?) -> String?
    ) -> TokenPlace? {
        var section = root.section("identity")
        var token = section.section("token")
        var place: TokenPlace?
        if !token.isEmpty {
            let module = path(token.text("module", required: "name the PKCS#11 module, a shared library"))
            let label = token.text("label", required: "give the token's label")
            let pinFile = path(token.text("pinFile", required: "name the file with the PIN, which you alone may read"))
            let key = token.text("key") ?? "ankur-identity"
            for (name, text) in [("label", label ?? ""), ("key", key)] where text.utf8.count > 32 {
                token.refuse(name, "is longer than 32 bytes", "give the label that the token has")
            }
            if let module, let label, let pinFile {
                place = TokenPlace(module: module, token: label, pinFile: pinFile, key: key)
            }
        }
        token.finish()
        section.adopt(token)
        section.finish()
        root.adopt(section)
        return place
    }

    /// `stores: {north: /srv/north}`: folders in which `ankur registry store` may have an institution's payloads kept.
    static func storeFolders(
        _ root: inout ConfigurationSection, path: (String?) -> String?
    ) -> [String: String] {
        var folders: [String: String] = [:]
        var section = root.section("stores")
        for name in section.keys {
            guard let folder = path(section.text(name, required: "name a folder")) else { continue }
            folders[name] = folder
        }
        section.finish()
        root.adopt(section)
        return folders
    }
}
