import Gateway
import HTTPTypes
import Hummingbird
import Ledger

extension Route where Caller == Anyone {
    /// `GET /ledger/checkpoint`, `GET /ledger/vkey`, `GET /ledger/shards`: the files of the log that have no number.
    static func ledgerFile(_ gateway: Gateway, _ name: String) -> Route {
        Route(.get, "/ledger/\(name)", .fhir) { _ in
            guard let bytes = try await gateway.ledgerFile(name) else { throw HTTPFault.notFound }
            var response = Response(bytes: bytes, type: MediaType.text)
            response.isForEveryone(cached: "no-cache")
            return response
        }
    }

    /// `GET /ledger/tile/…`: hash tiles, and entry bundles where the realm makes them public.
    ///
    /// A tile never changes, but this address is the newest log's: after the turn of the year it is another one's tile, which a cache must
    /// not hide. What may be kept for ever stands below `shard/<number>/`.
    static func ledgerTile(_ gateway: Gateway, servesEntries: Bool) -> Route {
        Route(.get, "/ledger/tile/**", .fhir) { visit in
            let segments = visit.parameters.getCatchAll()
            guard servesEntries || segments.first != "entries",
                let bytes = try await gateway.ledgerFile("tile/" + segments.joined(separator: "/"))
            else { throw HTTPFault.notFound }
            var response = Response(bytes: bytes, type: "application/octet-stream")
            response.isForEveryone(cached: "no-cache")
            return response
        }
    }

    /// `GET /ledger/shard/<number>/…`: all files of one year's log, `opening` and `closing` among them. The newest year's are also those
    /// without `shard/<number>/`, and these addresses stay when another year begins.
    static func ledgerShard(_ gateway: Gateway, servesEntries: Bool, anchors: AnchorStore?) -> Route {
        Route(.get, "/ledger/shard/**", .fhir) { visit in
            let segments = visit.parameters.getCatchAll().map(String.init)
            let path = "shard/" + segments.joined(separator: "/")
            let kind = segments.dropFirst().first
            guard servesEntries || !segments.dropFirst().starts(with: ["tile", "entries"]) else {
                throw HTTPFault.notFound
            }
            let bytes = kind == "anchor" ? try await anchors?.file(path) : try await gateway.ledgerFile(path)
            guard let bytes else { throw HTTPFault.notFound }
            let isBinary = kind == "tile" || (kind == "anchor" && path.contains("."))
            var response = Response(bytes: bytes, type: isBinary ? "application/octet-stream" : MediaType.text)
            let changes = kind == "checkpoint" || kind == "vkey" || path.hasSuffix("/anchor/list")
            response.isForEveryone(cached: changes ? "no-cache" : "public, max-age=31536000, immutable")
            return response
        }
    }

    /// `GET /ledger/anchor/…`: the list of proofs over the newest log's checkpoints, and what it names. As with its tiles, nothing here may be
    /// kept beyond the turn of the year.
    static func ledgerAnchor(_ anchors: AnchorStore) -> Route {
        Route(.get, "/ledger/anchor/**", .fhir) { visit in
            let path = visit.parameters.getCatchAll().joined(separator: "/")
            guard let bytes = try await anchors.file("anchor/" + path) else { throw HTTPFault.notFound }
            let isText = !path.contains(".")
            var response = Response(bytes: bytes, type: isText ? MediaType.text : "application/octet-stream")
            response.isForEveryone(cached: "no-cache")
            return response
        }
    }
}

extension Response {
    /// Public by design: any site's verifier may fetch it.
    fileprivate mutating func isForEveryone(cached: String) {
        headers[.cacheControl] = cached
        headers[.accessControlAllowOrigin] = "*"
        headers[HTTPField.Name(wellKnown: "Cross-Origin-Resource-Policy")] = "cross-origin"
    }
}
