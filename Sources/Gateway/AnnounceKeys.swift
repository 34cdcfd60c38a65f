import Crypto
import Ledger
import RecordTypes
import Statements
import TransparencyLog

extension Gateway {
    /// Enters on the log every key of this node that came after its first ones, once: what the log signs with is on the log itself.
    ///
    /// The statement is `administration`, `signing-key`, with the role and the verifier key.
    public func announceKeys() async throws(GatewayError) {
        for (role, key) in ledger.announcedKeys {
            let detail = "\(role.rawValue) \(key.text)"
            guard let once = Digest(SHA256.hash(data: Array("signing-key \(detail)".utf8))) else { continue }
            try await enter(.administration("signing-key", detail: detail), about: nil, by: .gateway, once: once)
        }
    }
}
