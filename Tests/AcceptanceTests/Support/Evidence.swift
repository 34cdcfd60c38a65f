import Foundation
import GatewayClient
import JSONText
import TransparencyLog

/// A receipt as a stranger checks it: entry, proof and the log's key, by the log's public rules alone.
struct Evidence {
    let entry: [UInt8]
    let proof: TlogProof

    /// - Parameter status: the JSON of `GET /submissions/{id}`.
    init(_ status: JSONValue) throws {
        guard let text = status.parameter("entry"), let entry = Data(base64Encoded: text),
            let proof = status.parameter("proof")
        else { throw UnexpectedAnswer("no receipt in it: \(status.parameter("stage") ?? "no stage")") }
        self.entry = [UInt8](entry)
        self.proof = try TlogProof(bytes: Array(proof.utf8))
    }

    /// Checks inclusion and signature, and that the entry is the one that was acknowledged at that index.
    func check(_ acknowledged: Acknowledged, log: VerifierKey) throws {
        let leaf = MerkleHash.leaf(entry)
        _ = try proof.verify(leaf: leaf, log: log)
        guard String(proof.inclusion.index) == acknowledged.index else {
            throw UnexpectedAnswer("proved at \(proof.inclusion.index), promised at \(acknowledged.index)")
        }
        // The promise is a signed note: origin, index, leaf hash, time.
        let lines = acknowledged.acknowledgement.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 5, lines[0] == "ankur/ack/v1", lines[2] == acknowledged.index, lines[3] == leaf.base64
        else {
            throw UnexpectedAnswer("the promise names another leaf: \(acknowledged.acknowledgement)")
        }
    }
}

extension GatewayProcess {
    /// The log's verifier key, as its public door gives it.
    func verifierKey(_ anyone: MutualTLSClient) async throws -> VerifierKey {
        let answer = try await anyone.send("GET", url("public") + "/ledger/vkey").expecting(200)
        return try VerifierKey(answer.text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// The newest published checkpoint, its signature checked.
    /// - Parameter limit: how long there may be none yet.
    func checkpoint(
        _ anyone: MutualTLSClient, log: VerifierKey, within limit: Duration = .zero
    ) async throws -> Checkpoint {
        let began = ContinuousClock.now
        var answer = try await anyone.send("GET", url("public") + "/ledger/checkpoint")
        while answer.status == 404, began.duration(to: .now) < limit {
            try await Task.sleep(for: .milliseconds(20))
            answer = try await anyone.send("GET", url("public") + "/ledger/checkpoint")
        }
        answer = try answer.expecting(200)
        return try Checkpoint(verifying: SignedNote(bytes: answer.body), log: log)
    }

    /// Follows a submission until a checkpoint covers it.
    func anchored(_ record: String, as sender: MutualTLSClient, within limit: Duration = .seconds(20)) async throws
        -> JSONValue
    {
        let end = ContinuousClock.now + limit
        while true {
            let status = try await sender.send("GET", url("providers") + "/submissions/\(record)").expecting(200).json()
            if status.parameter("stage") == "anchored" { return status }
            guard ContinuousClock.now < end else {
                throw UnexpectedAnswer("not anchored within \(limit): \(status.parameter("stage") ?? "no stage")")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
