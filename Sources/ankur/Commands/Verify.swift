import ArgumentParser
import Foundation
import JSONText
import Ledger
import TransparencyLog

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a receipt offline: one line a check, OK, NA or FAIL, and a closing word.",
        discussion: """
            The receipt is the JSON that GET /submissions/{id} gave, a .tlog-proof file with --entry, or the identity.json that a citizen gets at /identity. \
            Exit code 0 for OK, 1 for FAIL.
            """)

    @Argument(help: "The receipt.")
    var receipt: String

    @Option(help: "The log's verifier key: its text, or a file that holds it.")
    var vkey: String?

    @Option(help: "A tlog-policy file: logs, witnesses and the quorum that must have cosigned.")
    var policy: String?

    @Option(help: "The entry's bytes, where the receipt is a .tlog-proof file.")
    var entry: String?

    @Option(help: "The statement that the entry commits to, where the receipt does not carry it.")
    var statement: String?

    func validate() throws {
        guard (vkey == nil) != (policy == nil) else {
            throw ValidationError("Give either --vkey KEY or --policy FILE.")
        }
    }

    func run() throws {
        let bytes = try contents(of: receipt)
        if let own = try OwnIdentityFile(ifItIs: bytes) { return try own.verify(by: vkey, policy: policy) }
        let evidence: Evidence
        if let entry {
            let proof = String(decoding: bytes, as: UTF8.self)
            evidence = Evidence(
                receipt: try Self.receipt(entry: contents(of: entry), proof: proof), statement: nil)
        } else {
            evidence = try Evidence(submissionStatus: bytes)
        }
        let given = try statement.map(contents(of:)) ?? evidence.statement
        let report: VerificationReport
        if let policy {
            report = evidence.receipt.verify(statement: given, policy: try TrustOptions.policy(inFile: policy))
        } else {
            report = evidence.receipt.verify(statement: given, vkey: try TrustOptions.keyText(vkey ?? ""))
        }
        StandardOutput.write(report.text)
        guard report.outcome == .ok else { throw CommandFailure.answeredNo() }
    }

    private func contents(of path: String) throws -> [UInt8] {
        try TrustOptions.contents(of: path)
    }

    static func receipt(entry: [UInt8], proof: String) throws -> LedgerReceipt {
        do {
            return try LedgerReceipt(entry: entry, tlogProof: proof)
        } catch {
            throw CommandFailure.answeredNo("the proof cannot be read: \(error)")
        }
    }
}

/// What a submission's status page says to prove an entry: FHIR Parameters `entry`, `proof` and `statement`.
private struct Evidence {
    let receipt: LedgerReceipt
    let statement: [UInt8]?

    init(receipt: LedgerReceipt, statement: [UInt8]?) {
        self.receipt = receipt
        self.statement = statement
    }

    init(submissionStatus bytes: [UInt8]) throws {
        guard let json = try? JSONValue(parsing: bytes), let parameters = json["parameter"]?.arrayValue else {
            throw CommandFailure.impossible("the receipt is not the JSON of a submission's status")
        }
        func value(_ name: String, _ type: String) -> String? {
            parameters.first { $0["name"]?.stringValue == name }?[type]?.stringValue
        }
        guard let text = value("entry", "valueBase64Binary"), let entry = Data(base64Encoded: text),
            let proof = value("proof", "valueString")
        else {
            throw CommandFailure.impossible("there is no receipt in it: the submission is not anchored yet")
        }
        receipt = try Verify.receipt(entry: [UInt8](entry), proof: proof)
        statement = value("statement", "valueString").map { Array($0.utf8) }
    }
}
