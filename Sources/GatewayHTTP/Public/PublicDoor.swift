public import Gateway
import HTTPTypes
import Hummingbird
public import Ledger
import WebPages

extension HTTPDoor<Anyone> {
    /// The door for everybody: what this is, and the log's static files (C2SP tlog-tiles).
    ///
    /// - Parameters:
    ///   - portal: where citizens sign in, for the link on the first page.
    ///   - servesEntries: whether entry bundles are public in this realm; checkpoints and hash tiles always are.
    ///   - anchors: proofs of time over checkpoints, always public.
    public static func publicLedger(
        _ settings: DoorSettings, gateway: Gateway, portal: String?, servesEntries: Bool,
        anchors: AnchorStore? = nil
    ) -> HTTPDoor {
        HTTPDoor(
            settings, judge: nil, face: .page,
            routes: ([
                .landing(gateway, portal: portal), .ledgerFile(gateway, "checkpoint"), .ledgerFile(gateway, "vkey"),
                .ledgerFile(gateway, "shards"), .ledgerTile(gateway, servesEntries: servesEntries),
                .ledgerShard(gateway, servesEntries: servesEntries, anchors: anchors),
            ] + (anchors.map { [.ledgerAnchor($0)] } ?? []) + .assets() + .languages()).described(as: .everyone))
    }
}

extension Route where Caller == Anyone {
    /// `GET /`
    static func landing(_ gateway: Gateway, portal: String?) -> Route {
        Route(.get, "/", .page) { visit in
            let checkpoint = try await gateway.ledgerFile("checkpoint")
            let key = try await gateway.ledgerFile("vkey")
            return Response(
                page: LandingPage(
                    entries: checkpoint.flatMap(Self.size), portal: portal,
                    verifierKey: key.map { String(decoding: $0, as: UTF8.self) }), in: visit.request.language)
        }
    }

    /// The size stands on a checkpoint's second line.
    private static func size(_ checkpoint: [UInt8]) -> UInt64? {
        let lines = checkpoint.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        return lines.count > 1 ? UInt64(String(decoding: lines[1], as: UTF8.self)) : nil
    }
}
