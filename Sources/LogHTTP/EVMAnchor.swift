public import AsyncHTTPClient
internal import JSONText
public import Ledger
internal import NIOCore
internal import NIOHTTP1
public import RecordTypes
internal import TimeStamping

/// A contract on an EVM chain that keeps the block time at which it first saw a digest, reached over JSON-RPC.
///
/// The contract's two functions are `anchor(bytes32)` and `anchoredAt(bytes32) returns (uint256)`; its code and source are
/// ``contractCode``. The transaction is signed by the node, with an account that it holds unlocked
/// (`eth_sendTransaction`): run the node beside the gateway. The gateway holds no key of the chain.
///
/// The proof is canonical JSON, `{"block":…,"blockHash":…,"chain":…,"contract":…,"digest":…,"time":…,"transaction":…}`. It is
/// checked by asking any node of the chain for `anchoredAt(digest)`; there is nothing in it that could be checked offline.
public struct EVMAnchor: Anchor {
    public let name: String
    public let fileExtension = "json"
    private let url: String
    private let contract: EVMAddress
    private let account: EVMAddress
    private let client: HTTPClient

    private static let limitInBytes = 1 << 20

    /// - Parameters:
    ///   - url: the node's JSON-RPC.
    ///   - account: pays and signs; the node holds its key.
    public init(
        name: String, url: String, contract: EVMAddress, account: EVMAddress, client: HTTPClient = .shared
    ) {
        self.name = name
        self.url = url
        self.contract = contract
        self.account = account
        self.client = client
    }

    /// Sends the transaction, unless the digest is there already, and waits until a block holds it.
    /// - Throws: ``AnchorError``, ``LogServerError``, what the transport fails with.
    public func publish(_ bytes: [UInt8], clock: @Sendable () -> Instant) async throws -> AnchorProof {
        let digest = TimeStampRequest.imprint(of: bytes)
        var receipt: JSONValue?
        if try await time(of: digest) == nil {
            let transaction = try await call(
                "eth_sendTransaction",
                [
                    .object([
                        JSONMember(key: "from", value: .string(account.text)),
                        JSONMember(key: "to", value: .string(contract.text)),
                        JSONMember(key: "data", value: .string(Self.data(selector: "eecdf927", digest))),
                    ])
                ])
            guard let hash = transaction.stringValue else { throw AnchorError.malformed }
            receipt = try await confirmed(hash)
        }
        guard let time = try await time(of: digest) else { throw AnchorError.unconfirmed }
        let now = clock()
        // A digest may have been anchored long ago, never in our future.
        guard time <= now.advanced(by: .seconds(900)) else { throw AnchorError.wrongTime }
        return AnchorProof(
            bytes: try await proof(digest, time, receipt), time: time, ends: nil)
    }

    /// When the contract first saw the digest; nil when never. What a checker asks, of a node that it trusts.
    public func time(of digest: Digest) async throws -> Instant? {
        let answer = try await call(
            "eth_call",
            [
                .object([
                    JSONMember(key: "to", value: .string(contract.text)),
                    JSONMember(key: "data", value: .string(Self.data(selector: "9591a610", digest))),
                ]), .string("latest"),
            ])
        guard let text = answer.stringValue, text.hasPrefix("0x"), text.utf8.count == 66,
            let seconds = UInt64(text.dropFirst(2), radix: 16), seconds <= 253_402_300_799
        else { throw AnchorError.malformed }
        return seconds == 0 ? nil : Instant(seconds: Int64(seconds))
    }

    private func confirmed(_ hash: String) async throws -> JSONValue {
        // The caller's time limit cancels; a block comes every few seconds at most.
        while true {
            let receipt = try await call("eth_getTransactionReceipt", [.string(hash)])
            if case .object = receipt {
                guard receipt["status"]?.stringValue == "0x1" else { throw AnchorError.refused }
                return receipt
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func proof(_ digest: Digest, _ time: Instant, _ receipt: JSONValue?) async throws -> [UInt8] {
        guard let chain = try await call("eth_chainId", []).stringValue else { throw AnchorError.malformed }
        func word(_ name: String) -> JSONValue { receipt?[name]?.stringValue.map { .string($0) } ?? .null }
        return JSONValue.object([
            JSONMember(key: "block", value: word("blockNumber")),
            JSONMember(key: "blockHash", value: word("blockHash")),
            JSONMember(key: "chain", value: .string(chain)),
            JSONMember(key: "contract", value: .string(contract.text)),
            JSONMember(key: "digest", value: .string("0x" + digest.hex)),
            JSONMember(key: "time", value: .string(time.description)),
            JSONMember(key: "transaction", value: word("transactionHash")),
        ]).canonicalBytes
    }

    /// A function's selector and its one argument, by the contract ABI.
    private static func data(selector: String, _ digest: Digest) -> String { "0x" + selector + digest.hex }

    private func call(_ method: String, _ parameters: [JSONValue]) async throws -> JSONValue {
        let body = JSONValue.object([
            JSONMember(key: "id", value: .number("1")),
            JSONMember(key: "jsonrpc", value: .string("2.0")),
            JSONMember(key: "method", value: .string(method)),
            JSONMember(key: "params", value: .array(parameters)),
        ])
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(body.canonicalBytes)
        let response = try await client.execute(request, timeout: .seconds(60))
        guard response.status == .ok else { throw LogServerError(url: url, status: response.status.code) }
        let bytes = Array(buffer: try await response.body.collect(upTo: Self.limitInBytes))
        guard let answer = try? JSONValue(parsing: bytes) else { throw AnchorError.malformed }
        guard answer["error"] == nil else { throw AnchorError.refused }
        guard let result = answer["result"] else { throw AnchorError.malformed }
        return result
    }
}

/// An account or contract of an EVM chain: `0x` and 40 hexadecimal digits. Upper and lower case are one address.
public struct EVMAddress: Hashable, Sendable {
    /// With `0x`, in lower case.
    public let text: String

    /// Nil for anything else.
    public init?(_ text: String) {
        let digits = text.dropFirst(2)
        guard text.hasPrefix("0x"), digits.utf8.count == 40, let bytes = Hex.bytes(digits) else { return nil }
        self.text = "0x" + Hex.text(bytes)
    }
}
