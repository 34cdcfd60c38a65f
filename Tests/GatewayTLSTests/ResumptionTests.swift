import Foundation
import GatewayTLS
import Identity
import RecordTypes
import Synchronization
import TestPKI
import Testing

/// A port carried out of a closure.
final class Port: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func set(_ port: Int) { number.withLock { $0 = port } }
}

/// OpenSSL and curl as clients nobody here wrote. TLS resumption runs no certificate check (neither BoringSSL's nor ours), and cannot
/// be switched off: what ends such a session is the judgement on each request.
@Suite(
    "Independent clients",
    .enabled(if: SystemProgram.path(of: "openssl") != nil && SystemProgram.path(of: "curl") != nil))
struct IndependentClientTests {
    let ground: TestGround

    init() throws { ground = try TestGround(freshness: .seconds(60)) }

    private func openssl(_ port: Int, _ arguments: [String]) async throws -> String {
        let program = try #require(SystemProgram.path(of: "openssl"))
        let request = "GET /whoami HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return try await SystemProgram.run(
            program,
            ["s_client", "-connect", "127.0.0.1:\(port)", "-CAfile", "\(ground.folder)/root.pem", "-ign_eof"]
                + arguments,
            input: request
        ).output
    }

    @Test("a resumed session is judged anew on its first request", arguments: ["-tls1_2", "-tls1_3"])
    func resumption(_ version: String) async throws {
        let session = "\(ground.folder)/session\(version).pem"
        let card = ["-cert", "\(ground.folder)/citizen-jaak.pem", "-key", "\(ground.folder)/citizen-jaak.key"]
        try await ground.listening(at: .citizen) { port async throws in
            let first = try await openssl(port, [version, "-sess_out", session] + card)
            #expect(first.contains("PNOEE-38001085718 new"))

            // No certificate and no key: the ticket is enough for TLS, and the old identity comes back.
            let second = try await openssl(port, [version, "-sess_in", session])
            #expect(second.contains("Reused"))
            #expect(second.contains("PNOEE-38001085718 resumed"))

            // Five years on the ticket still opens a session; the certificate has expired, and the request is refused.
            ground.clock.advance(by: .seconds(86_400 * 5 * 365))
            let third = try await openssl(port, [version, "-sess_in", session])
            #expect(third.contains("Reused"))
            #expect(third.contains("certificate-expired resumed"))
        }
    }

    @Test("a ticket of one listener opens nothing at another")
    func ticketOfAnotherListener() async throws {
        let session = "\(ground.folder)/session.pem"
        let card = ["-cert", "\(ground.folder)/citizen-jaak.pem", "-key", "\(ground.folder)/citizen-jaak.key"]
        try await ground.listening(at: .citizen) { port async throws in
            #expect(try await openssl(port, ["-tls1_3", "-sess_out", session] + card).contains("PNOEE-38001085718"))
        }
        try await ground.listening(at: .institution) { port async throws in
            let answer = try await openssl(port, ["-tls1_3", "-sess_in", session])
            #expect(!answer.contains("Reused") && !answer.contains("200 OK"))
        }
    }

    @Test("a kept-alive connection is judged on each request")
    func keptAlive() async throws {
        let curl = try #require(SystemProgram.path(of: "curl"))
        try await ground.listening(at: .citizen) { port async throws in
            let url = "https://localhost:\(port)/whoami"
            let answer = try await SystemProgram.run(
                curl,
                [
                    "-s", "-S", "-m", "20", "--http1.1", "--cacert", "\(ground.folder)/root.pem", "--cert",
                    "\(ground.folder)/citizen-maarika.pem", "--key", "\(ground.folder)/citizen-maarika.key", "-w",
                    " %{num_connects}\n", url, url,
                ])
            #expect(answer.status == 0)
            #expect(answer.output == "PNOEE-60001017869 new 1\nPNOEE-60001017869 new 0\n")
        }
    }

    @Test(
        "curl and openssl with a refused certificate get an alert and no answer",
        arguments: ["expired", "wrong_eku", "self_signed", "org_from_citizen_ca", "nul_serial", "dup_serial", "sha1"])
    func refused(_ name: String) async throws {
        let curl = try #require(SystemProgram.path(of: "curl"))
        try ground.variants.named(name)?.credential.write(to: ground.folder)
        let files = "\(ground.folder)/\(name)"
        try await ground.listening(at: .citizen) { port async throws in
            let answer = try await SystemProgram.run(
                curl,
                [
                    "-s", "-m", "20", "--cacert", "\(ground.folder)/root.pem", "--cert", "\(files).pem", "--key",
                    "\(files).key",
                    "https://localhost:\(port)/whoami",
                ])
            #expect(answer.status != 0 && answer.output.isEmpty)
            let spoken = try await openssl(port, ["-cert", "\(files).pem", "-key", "\(files).key"])
            #expect(!spoken.contains("200 OK"))
        }
        #expect(ground.requests.value == 0)
    }

    @Test(
        "weak cipher suites of TLS 1.2 are not agreed to",
        arguments: ["AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA"])
    func weakCiphers(_ suite: String) async throws {
        try await ground.listening(at: nil) { port async throws in
            let strong = try await openssl(port, ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"])
            #expect(strong.contains("200 OK"))
            let answer = try await openssl(port, ["-tls1_2", "-cipher", suite])
            #expect(!answer.contains("200 OK"))
        }
    }

    @Test("a certificate request names the authorities, so that a browser offers the right card")
    func authorityNames() async throws {
        try await ground.listening(at: .citizen) { port async throws in
            let answer = try await openssl(port, ["-tls1_2"])
            #expect(answer.contains("Acceptable client certificate CA names") && answer.contains("TEST ESTEID2025"))
        }
    }
}
