import Foundation
import Identity
import JSONText
import Ledger
import RecordTypes
import Statements
import TransparencyLog

/// The `identity.json` that a citizen gets at `/identity`: entries about their identity, with proofs and the keys of those years.
struct OwnIdentityFile {
    private struct Entry {
        let index: String
        let statement: [UInt8]
        let envelope: [UInt8]
        let tagKey: [UInt8]
        /// Nil while the entry is on its way into a checkpoint.
        let receipt: LedgerReceipt?
    }

    private let entries: [Entry]

    /// Nil for a file of another kind.
    init?(ifItIs bytes: [UInt8]) throws {
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.stringValue == "ankur-identity-1" else {
            return nil
        }
        func hex(_ value: JSONValue?) throws -> [UInt8] {
            guard let bytes = value?.stringValue.flatMap({ Hex.bytes($0) }) else {
                throw CommandFailure.impossible("the file is damaged")
            }
            return bytes
        }
        var keys: [Int64: [UInt8]] = [:]
        for year in json["years"]?.arrayValue ?? [] {
            if let number = year["year"]?.integerValue { keys[number] = try hex(year["tagKey"]) }
        }
        var entries: [Entry] = []
        for entry in json["entries"]?.arrayValue ?? [] {
            guard let index = entry["index"]?.integerValue, let statement = entry["statement"]?.stringValue,
                let key = entry["year"]?.integerValue.flatMap({ keys[$0] })
            else { throw CommandFailure.impossible("the file is damaged") }
            let bytes = try hex(entry["entry"])
            entries.append(
                Entry(
                    index: String(index), statement: Array(statement.utf8), envelope: try hex(entry["envelope"]),
                    tagKey: key,
                    receipt: try entry["proof"]?.stringValue.map {
                        try SubmissionEvidence.receipt(entry: bytes, proof: $0)
                    }))
        }
        self.entries = entries
    }

    /// One line a check and entry.
    func verify(logs: [VerifierKey], policy: TlogPolicy?) -> VerificationReport {
        var lines: [VerificationReport.Line] = []
        for entry in entries {
            guard let receipt = entry.receipt else {
                lines.append(.init(.notApplicable, "entry \(entry.index)", "is not in a checkpoint yet"))
                continue
            }
            let report = receipt.verify(
                statement: entry.statement, envelope: entry.envelope, tagKey: entry.tagKey, logs: logs, policy: policy)
            lines += report.lines.map { .init($0.outcome, "entry \(entry.index): \($0.check)", $0.detail) }
            if String(receipt.index) != entry.index {
                lines.append(.init(.fail, "entry \(entry.index): place", "the proof is for another"))
            }
            lines += Self.signatures(in: entry.statement).map {
                .init($0.outcome, "entry \(entry.index): \($0.check)", $0.detail)
            }
        }
        return VerificationReport(lines)
    }

    /// Of a link of two numbers: whether each official's signature is over the order that the link and its approval make up.
    private static func signatures(in statement: [UInt8]) -> [VerificationReport.Line] {
        // A statement does not name its subject; whose file this is says it.
        guard let nobody = LedgerIdentity([UInt8](repeating: 0, count: 20)),
            case .identityBinding(.link(let link), _)? = try? Statement(reading: statement, subject: nobody)
        else { return [] }
        guard let approval = link.approval,
            let order = LinkOrder(
                log: approval.log, former: link.former, current: link.current, basis: link.basis, time: approval.time)
        else { return [.init(.notApplicable, "signatures", "the link is from before links were signed")] }
        return zip(link.officials, approval.signatures).map { official, signature in
            let isSigned = order.isSigned(by: signature.key, signature.signature)
            return .init(
                isSigned ? .ok : .fail, "signature of official \(official)",
                isSigned ? "is over this very link" : "is not over this link")
        }
    }
}
