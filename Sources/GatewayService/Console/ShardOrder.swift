import JSONText
public import Ledger
import TransparencyLog

/// What someone at the gateway's own machine does to the row of yearly logs.
///
/// ```json
/// {"shards": {"do": "prepare", "origin": "log.example.ee/health/2027"}}
/// {"shards": {"do": "open"}}
/// ```
public enum ShardOrder: Hashable, Sendable {
    /// The answer is the key's text.
    case prepare(origin: String)
    /// The answer is the list of logs.
    case open
}

extension ShardOrder {
    /// One line of JSON without its end.
    var bytes: [UInt8] {
        let members =
            switch self {
            case .prepare(let origin):
                [
                    JSONMember(key: "do", value: .string("prepare")), JSONMember(key: "origin", value: .string(origin)),
                ]
            case .open: [JSONMember(key: "do", value: .string("open"))]
            }
        return JSONValue.object([JSONMember(key: "shards", value: .object(members))]).bytes
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        guard let order = (try? JSONValue(parsing: bytes))?["shards"] else { return nil }
        switch (order["do"]?.stringValue, order["origin"]?.stringValue) {
        case ("prepare", let origin?): self = .prepare(origin: origin)
        case ("open", nil): self = .open
        default: return nil
        }
        guard self.bytes == bytes else { return nil }
    }

    /// Why a year's log was not prepared or opened, for an operator.
    public static func reason(_ error: any Error) -> String {
        switch (error as? LedgerError)?.code {
        case .shardKey:
            "the next log has no key yet (ankur ledger shards prepare), its name was used before, or another key of the log is being changed"
        case .shardShared:
            "other gateways enter into this log, too: stop all of them, open the next one with this command, and start them with its key"
        default: "\(error)"
        }
    }
}

extension Shard {
    /// Number, origin, position of the first entry, number of entries (`-` while open) and verifier key, between tabs.
    public var line: String {
        "\(number)\t\(origin)\t\(start)\t\(size.map { String($0) } ?? "-")\t\(verifierKey)\n"
    }
}

extension ConsoleAnswer {
    init(to order: ShardOrder, from embedded: EmbeddedGateway) async {
        do {
            let report: String
            switch order {
            case .prepare(let origin): report = try embedded.prepareShard(origin: origin).text + "\n"
            case .open:
                try await embedded.beginNextShard()
                report = embedded.ledger.shards.map(\.line).joined()
            }
            self.init(report: Array(report.utf8), sentences: [], error: nil)
        } catch {
            self.init(report: [], sentences: [], error: ShardOrder.reason(error))
        }
    }
}
