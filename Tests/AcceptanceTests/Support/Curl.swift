import Foundation
import GatewayClient
import JSONText
import TestPKI

/// What `curl` got: another client, which shares no line of code with the gateway.
struct Curl: Sendable {
    /// curl's exit status: 0 when there was an HTTP answer, whatever its code.
    let exit: Int32
    let status: Int
    /// The fields in the order in which they came; names as sent.
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let errors: String

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    func json() throws -> JSONValue { try JSONValue(reading: body, status: status) }

    /// What must not differ between two answers that say the same.
    var comparable: [String] {
        ["\(status)"]
            + headers.filter { !["x-request-id", "date"].contains($0.name.lowercased()) }.map {
                "\($0.name): \($0.value)"
            }
            + [text]
    }

    /// Asks as the holder of `pki/NAME.pem`, or as nobody.
    static func ask(
        _ gateway: RunningGateway, as name: String?, _ url: String, _ options: [String] = [], headers: [String] = [],
        body: [UInt8]? = nil
    ) async throws -> Curl {
        let realm = gateway.realm
        let folder = try TemporaryFolder()
        let files = (head: folder.path + "/head", body: folder.path + "/body")
        var arguments = [
            "--silent", "--show-error", "--max-time", "60", "--http1.1", "--cacert", realm.trustRootPath,
            "--dump-header",
            files.head, "--output", files.body,
        ]
        if let name { arguments += ["--cert", realm.certificatePath(name), "--key", realm.keyPath(name)] }
        // A body of any size goes at once, not after a 100-continue.
        for header in headers + ["Expect:"] { arguments += ["--header", header] }
        if body != nil { arguments += ["--data-binary", "@-"] }
        let run = try await Command.run("curl", arguments + options + [url], input: body ?? [])
        let head = String(decoding: FileManager.default.contents(atPath: files.head) ?? Data(), as: UTF8.self)
        let received = [UInt8](FileManager.default.contents(atPath: files.body) ?? Data())
        return Curl(exit: run.status, head: head, body: received, errors: run.errors)
    }

    private init(exit: Int32, head: String, body: [UInt8], errors: String) {
        self.exit = exit
        self.body = body
        self.errors = errors
        let lines = head.split(whereSeparator: { $0 == "\r\n" || $0 == "\n" })
        status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        headers = lines.dropFirst().compactMap { line in
            line.firstIndex(of: ":").map { colon in
                (String(line[..<colon]), line[colon...].dropFirst().trimmingCharacters(in: .whitespaces))
            }
        }
    }
}
