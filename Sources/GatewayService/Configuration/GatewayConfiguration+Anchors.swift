import Foundation
import Ledger
import LogHTTP
import TimeStamping

extension GatewayConfiguration {
    /// Where checkpoints are published outside the realm, and how often.
    public struct AnchorSettings: Hashable, Sendable {
        /// An RFC 3161 time-stamping authority.
        public struct Authority: Hashable, Sendable {
            /// In file names, metrics and alarms.
            public var name: String
            public var url: String
            /// PEM file of the roots that its certificate must lead to.
            public var roots: String
        }

        /// A contract on an EVM chain.
        public struct Chain: Hashable, Sendable {
            public var name: String
            /// The node's JSON-RPC.
            public var url: String
            public var contract: String
            /// Signs and pays; the node holds its key.
            public var account: String
        }

        public var every: Duration
        public var timeout: Duration
        public var authorities: [Authority]
        public var chains: [Chain]
    }

    /// `ledger.anchors: {everyMinutes: 60, timeoutSeconds: 10, authorities: {NAME: {url, roots}}, chains: {NAME: {url, contract, account}}}`;
    /// nil when nothing of it is there: checkpoints are then anchored nowhere.
    static func anchors(
        _ ledger: inout ConfigurationSection, path: (String?) -> String?
    ) -> AnchorSettings? {
        var section = ledger.section("anchors")
        guard !section.isEmpty else {
            ledger.adopt(section)
            return nil
        }
        let every = section.integer("everyMinutes", in: 1...10_080, default: 60)
        let timeout = section.integer("timeoutSeconds", in: 1...300, default: 10)
        var authorities: [AnchorSettings.Authority] = []
        var chains: [AnchorSettings.Chain] = []
        var all = section.section("authorities")
        for name in all.keys {
            var one = all.section(name)
            let url = Self.url(&one)
            let roots = path(one.text("roots", required: "name the PEM file of the authority's root certificates"))
            if let roots, let fault = rootsFault(roots) {
                one.refuse("roots", fault, "name a file of PEM certificates")
            }
            one.finish()
            all.adopt(one)
            if !name.isAnchorName { all.refuse(name, "is no name for an anchor", nameRemedy) }
            if let url, let roots { authorities.append(.init(name: name, url: url, roots: roots)) }
        }
        all.finish()
        section.adopt(all)
        var networks = section.section("chains")
        for name in networks.keys {
            var one = networks.section(name)
            let url = Self.url(&one)
            let remedy = "write 0x and 40 hexadecimal digits"
            let contract = one.text("contract", required: remedy)
            let account = one.text("account", required: remedy)
            for (key, value) in [("contract", contract), ("account", account)] {
                if let value, EVMAddress(value) == nil { one.refuse(key, "is no address", remedy) }
            }
            one.finish()
            networks.adopt(one)
            if !name.isAnchorName || authorities.contains(where: { $0.name == name }) {
                networks.refuse(name, "is no name for an anchor, or stands twice", nameRemedy)
            }
            if let url, let contract, let account {
                chains.append(.init(name: name, url: url, contract: contract, account: account))
            }
        }
        networks.finish()
        section.adopt(networks)
        section.finish()
        ledger.adopt(section)
        return AnchorSettings(
            every: .seconds(every * 60), timeout: .seconds(timeout), authorities: authorities, chains: chains)
    }

    private static let nameRemedy = "use 1 to 32 lower-case letters, digits and hyphens"

    private static func url(_ section: inout ConfigurationSection) -> String? {
        let remedy = "write an http or https URL"
        guard let text = section.text("url", required: remedy) else { return nil }
        guard text.isHTTP else {
            section.refuse("url", "is no URL", remedy)
            return nil
        }
        return text
    }

    private static func rootsFault(_ file: String) -> String? {
        guard let data = FileManager.default.contents(atPath: file) else { return "cannot be read" }
        return (try? TimeStampAnchors(pem: [UInt8](data))) == nil ? "holds no certificate, or something else" : nil
    }

    /// `ledger.mirrors: {NAME: URL}`: whose checkpoints are looked at before anything is signed.
    static func mirrors(_ ledger: inout ConfigurationSection) -> [String: String] {
        var section = ledger.section("mirrors")
        var mirrors: [String: String] = [:]
        for name in section.keys {
            let remedy = "write the http or https URL below which the mirror serves checkpoint"
            guard let url = section.text(name, required: remedy) else { continue }
            if !url.isHTTP { section.refuse(name, "is no URL", remedy) }
            mirrors[name] = url
        }
        section.finish()
        ledger.adopt(section)
        return mirrors
    }
}

extension String {
    var isHTTP: Bool {
        guard let url = URLComponents(string: self) else { return false }
        return (url.scheme == "http" || url.scheme == "https") && url.host?.isEmpty == false
    }
}
