import ArgumentParser
import Foundation
import GatewayClient
import RecordTypes
import TestPKI

extension CertsCommands {
    struct Try: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "try",
            abstract:
                "Try every variant over real TLS, with curl and openssl s_client, against a running gateway's $whoami.",
            discussion: """
                Starts a gateway of its own with the test PKI and its revocation lists, and prints for each certificate the verdict \
                that is promised, the reason that the gateway's log gives, and what the clients saw. Exit code 1 when a verdict is not \
                the promised one, or a refused certificate's request reached a handler.
                """)

        @Option(help: "Folder of the profile set; found beside the binary when not given.")
        var profiles: String?

        func run() async throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-\(UUID().uuidString)")
                .path
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
            let lists = try CertificateVariants(of: TestPKI.make(now: now)).listNames.map { "pki/crl/\($0).crl" }
                .joined(separator: ", ")
            let realm = try TestRealm(
                folder: folder, profiles: try ProfileFolder.find(profiles), now: now, variants: true,
                extra: "revocation: {lists: [\(lists)]}")
            let gateway = try await GatewayProcess(
                executable: try OwnExecutable.path(), configuration: realm.configurationPath,
                logPath: folder + "/gateway.log")
            do {
                let wrong = try CertificateTrial(realm: realm, gateway: gateway).table()
                _ = await gateway.terminate()
                guard wrong == 0 else { throw CommandFailure.answeredNo() }
            } catch {
                _ = await gateway.terminate()
                throw error
            }
        }
    }
}

/// Every variant at its door, by three clients.
struct CertificateTrial {
    let realm: TestRealm
    let gateway: GatewayProcess

    /// What one client saw.
    private struct Sight {
        /// Nil without an HTTP answer.
        let status: Int?
        let words: String
        let text: String
    }

    /// Prints the table and gives the number of wrong verdicts.
    func table() throws -> Int {
        // Another set of the same kinds: what is promised is the same, and the files are those of the realm.
        let promised = try CertificateVariants(of: TestPKI.make(now: Instant(seconds: 0)))
        var wrong = 0
        var answers = 0
        let header = ["    variant", "promised", "reason in the log", "curl", "s_client 1.2", "s_client 1.3"]
        StandardOutput.write(Self.line(header))
        let all = promised.all + promised.revoked
        for variant in all {
            let sights = try [curl(variant), openssl(variant, "-tls1_2"), openssl(variant, "-tls1_3")]
            let reasons = try self.reasons(of: variant)
            answers += sights.filter { $0.status != nil }.count
            let isRight: Bool
            let words: String
            switch variant.expectation {
            case .accepted(let identifier):
                words = "accept \(identifier)"
                isRight =
                    reasons.isEmpty && sights.allSatisfy { $0.status == 200 && $0.text.contains("\"\(identifier)\"") }
            case .refused(let reason):
                words = "refuse \(reason)"
                // A client that cannot even send a certificate leaves no line; one that can leaves the promised reason.
                isRight = sights.allSatisfy { $0.status == nil } && reasons.subtracting([reason]).isEmpty
            }
            if !isRight { wrong += 1 }
            let seen = reasons.isEmpty ? "-" : reasons.sorted().joined(separator: ",")
            StandardOutput.write(
                Self.line(["\(isRight ? "OK  " : "FAIL") \(variant.name)", words, seen] + sights.map(\.words)))
        }
        let handled = try requestsHandled()
        if handled != answers { wrong += 1 }
        let accepted = all.filter { if case .accepted = $0.expectation { true } else { false } }.count
        StandardOutput.write(
            "\(all.count) certificates, 3 clients: \(accepted) to be accepted, \(all.count - accepted) to be refused; "
                + "\(handled) requests reached a handler, \(accepted * 3) should; \(wrong) wrong\n")
        return wrong
    }

    private static func line(_ columns: [String]) -> String {
        let widths = [26, 44, 34, 26, 26, 26]
        let filled = zip(columns, widths).map { text, width in
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        return String(filled.joined().reversed().drop { $0 == " " }.reversed()) + "\n"
    }

    private func address(_ variant: CertificateVariant) -> String {
        gateway.addresses[variant.door == .citizen ? "citizens" : "providers"] ?? ""
    }

    private func curl(_ variant: CertificateVariant) throws -> Sight {
        let name = "variants/" + variant.name
        let run = try ChildCommand.run(
            "/usr/bin/env",
            [
                "curl", "-sS", "--max-time", "30", "--http1.1", "--ciphers", "DEFAULT@SECLEVEL=0", "--cacert",
                realm.trustRootPath, "--cert", realm.certificatePath(name), "--key", realm.keyPath(name), "-X", "POST",
                "-w", "\nstatus %{http_code}\n", "https://\(address(variant))/$whoami",
            ])
        let status = run.output.split(separator: "\n").last { $0.hasPrefix("status ") }.flatMap { Int($0.dropFirst(7)) }
        guard run.status != 0 || status == nil || status == 0 else {
            return Sight(status: status, words: "\(status ?? 0)", text: run.output)
        }
        return Sight(status: nil, words: "exit \(run.status)\(Self.alert(in: run.output))", text: run.output)
    }

    private func openssl(_ variant: CertificateVariant, _ version: String) throws -> Sight {
        let name = "variants/" + variant.name
        let script = """
            { printf 'POST /$whoami HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n'; sleep 0.2; } | \
            timeout 30 openssl s_client -connect "$1" -cert "$2" -key "$3" -cert_chain "$2" -CAfile "$4" "$5" \
            -cipher DEFAULT@SECLEVEL=0 -ign_eof -quiet 2>&1
            """
        let run = try ChildCommand.run(
            "/bin/sh",
            [
                "-c", script, "sh", address(variant), realm.certificatePath(name), realm.keyPath(name),
                realm.trustRootPath, version,
            ])
        guard let start = run.output.range(of: "HTTP/1.1 ") else {
            return Sight(status: nil, words: "no answer\(Self.alert(in: run.output))", text: run.output)
        }
        let status = Int(run.output[start.upperBound...].prefix(3))
        return Sight(status: status, words: status.map(String.init) ?? "?", text: run.output)
    }

    /// What TLS told the client: `certificate unknown`.
    private static func alert(in output: String) -> String {
        guard let start = output.range(of: " alert ") else { return "" }
        let words = output[start.upperBound...].prefix { $0 != ":" && $0 != "\n" && $0 != "," }
        return ", \(words)"
    }

    /// The reasons for which the gateway's log says that this certificate was refused.
    private func reasons(of variant: CertificateVariant) throws -> Set<String> {
        let leaf = try CertificateFiles.contents(of: realm.certificatePath("variants/" + variant.name)).first ?? []
        let fingerprint = RegistryOrders.fingerprint(of: leaf)
        let log = String(decoding: FileManager.default.contents(atPath: gateway.logPath) ?? Data(), as: UTF8.self)
        var reasons: Set<String> = []
        for line in log.split(separator: "\n") where line.contains(fingerprint) {
            for part in line.split(separator: "\"") where part.contains("-") && line.contains("\"reason\":\"\(part)\"")
            {
                reasons.insert(String(part))
            }
        }
        return reasons
    }

    /// Requests that a door has counted: it counts whatever has come through TLS.
    private func requestsHandled() throws -> Int {
        let run = try ChildCommand.run("/usr/bin/env", ["curl", "-sS", gateway.url("operations") + "/metrics"])
        return run.output.split(separator: "\n").filter {
            $0.hasPrefix("http_requests")
                && ($0.contains("listener=\"citizens\"") || $0.contains("listener=\"providers\""))
        }.compactMap { $0.split(separator: " ").last.flatMap { Double($0) }.map { Int($0) } }.reduce(0, +)
    }
}
