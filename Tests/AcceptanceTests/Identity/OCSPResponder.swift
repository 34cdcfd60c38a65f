import Foundation
import TestPKI

/// `openssl ocsp` as the responder of one authority: software that nobody here wrote.
final class OCSPResponder: Sendable {
    let url: String
    private let folder: TemporaryFolder
    private let process: RunningCommand

    /// Listens on a free port, and knows no certificate yet.
    init(of authority: TestAuthority) async throws {
        folder = try TemporaryFolder()
        let certificate = try folder.file("ca.pem", Array(try authority.certificatePEM.utf8))
        let key = try folder.file("ca.key", Array(try authority.keyPEM.utf8))
        let index = try folder.file("index.txt", [])
        process = try RunningCommand(
            "/usr/bin/env",
            [
                "openssl", "ocsp", "-port", "0", "-index", index, "-CA", certificate, "-rsigner", certificate, "-rkey",
                key,
                "-nmin", "5",
            ])
        for await line in process.lines {
            guard let match = line.firstMatch(of: /ACCEPT .*:([0-9]+)( |$)/) else { continue }
            url = "http://127.0.0.1:\(match.1)"
            return
        }
        throw UnexpectedAnswer("openssl ocsp did not say where it listens")
    }

    /// Says from now on that these certificates (PEM files) are good or revoked; it reads its index when that changes.
    func state(_ certificates: [(file: String, isRevoked: Bool)]) async throws {
        var lines = ""
        for (file, isRevoked) in certificates {
            let run = try await Command.run("openssl", ["x509", "-noout", "-serial", "-in", file])
            let serial = run.text.trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(
                of: "serial=", with: "")
            let fields =
                isRevoked ? ["R", "401231235959Z", "260101000000Z,keyCompromise"] : ["V", "401231235959Z", ""]
            lines += (fields + [serial, "unknown", "/CN=x"]).joined(separator: "\t") + "\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder.path + "/index.txt"), options: .atomic)
        // It looks whether its index has changed before it waits for a request: the next one would still be answered by the old index.
        guard let file = certificates.first?.file else { return }
        _ = try await Command.run(
            "openssl",
            ["ocsp", "-issuer", folder.path + "/ca.pem", "-cert", file, "-url", url, "-no_nonce", "-noverify"])
    }

    func stop() async { _ = await process.terminate() }
}
