import Foundation
import GatewayClient
import RecordTypes
import Synchronization
import TestPKI
import Testing

/// A certificate is revoked while its holder goes on: by every kind of session, with a responder and lists of the real kind.
@Suite("Revocation reaches sessions that are open")
struct RevocationAtDoorsTests {
    /// A realm whose PKI the test holds, so that it can revoke.
    private struct Realm {
        let folder: TemporaryFolder
        let pki: TestPKI
        let realm: TestRealm

        init(_ pki: TestPKI, cards: [Credential], extra: String, _ folder: TemporaryFolder) throws {
            self.folder = folder
            self.pki = pki
            try pki.write(to: folder.path + "/pki")
            for card in cards { try card.write(to: folder.path + "/pki") }
            let yaml = """
                mode: test
                data: data
                profiles: \(Built.profiles)
                listeners: {providers: {port: 0}, mllp: {port: 0}, citizens: {port: 0}, operations: {port: 0}}
                tls: {certificate: pki/server.pem, key: pki/server.key}
                trust: pki/trust.yaml
                ledger: {origin: log.test.invalid/ankur}
                \(extra)

                """
            _ = try folder.file("ankur.yaml", Array(yaml.utf8))
            realm = try TestRealm(folder: folder.path, profiles: Built.profiles, now: pki.now)
        }

        func start() async throws -> GatewayProcess { try await RunningGateway.start(realm) }
    }

    /// Asks again until the answer is the one that is waited for; gives how long it took.
    private func wait(
        within limit: Duration, for what: String, _ isThere: () async throws -> Bool
    ) async throws -> Duration {
        let begun = ContinuousClock.now
        while begun.duration(to: .now) < limit {
            if try await isThere() { return begun.duration(to: .now) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw UnexpectedAnswer("\(what): not within \(limit)")
    }

    private func resume(_ gateway: GatewayProcess, _ realm: TestRealm, _ version: String, _ options: [String])
        async throws -> String
    {
        let request = "GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        let run = try await Command.run(
            "openssl",
            [
                "s_client", "-connect", gateway.addresses["citizens"] ?? "", "-CAfile", realm.trustRootPath, version,
                "-ign_eof",
            ] + options, input: Array(request.utf8), limit: .seconds(30))
        return run.text + run.errors
    }

    @Test(
        "by OCSP: kept-alive, resumed by TLS 1.2 and 1.3, and MLLP, within freshness and a minute",
        .timeLimit(.minutes(5)))
    func responder() async throws {
        let pki = try TestPKI.make(now: .now)
        let people = try await OCSPResponder(of: pki.citizenAuthority)
        let institutions = try await OCSPResponder(of: pki.sealAuthority)
        let card = try pki.citizen(.jaak, askedAt: people.url)
        let hospital = try pki.institution(.northHospital, askedAt: institutions.url)
        let place = try Realm(
            pki, cards: [card, hospital], extra: "revocation: {ocsp: certificate, freshnessInSeconds: 2}",
            try TemporaryFolder())
        let realm = place.realm
        try await people.state([(realm.certificatePath("asked-card"), false)])
        try await institutions.state([(realm.certificatePath("asked-institution"), false)])
        let gateway = try await place.start()
        let limit = Duration.seconds(2 + 60)

        let url = gateway.url("citizens") + "/fhir/metadata"
        try await realm.withClient("asked-card", connections: 1) { kept in
            #expect(try await kept.send("GET", url).status == 200)
            for version in ["-tls1_2", "-tls1_3"] {
                let first = try await resume(
                    gateway, realm, version,
                    [
                        "-cert", realm.certificatePath("asked-card"), "-key", realm.keyPath("asked-card"), "-sess_out",
                        place.folder.path + "/session\(version)",
                    ])
                #expect(first.contains("HTTP/1.1 200"), "\(first)")
            }
            // One connection on which the same message is sent over and over; after the third answer the certificate is revoked.
            let answered = Mutex(0)
            let message = TestDocument.oru("REVOKED-1").bytes
            let sender = try realm.sender(as: "asked-institution", to: gateway)
            let talking = Task {
                try await sender.send(Array(repeating: message, count: 200_000), timeout: .seconds(120)) {
                    position, _ in
                    answered.withLock { $0 = position + 1 }
                }
            }
            _ = try await wait(within: .seconds(60), for: "three messages") { answered.withLock { $0 } >= 3 }

            try await people.state([(realm.certificatePath("asked-card"), true)])
            try await institutions.state([(realm.certificatePath("asked-institution"), true)])
            let revoked = ContinuousClock.now
            let took = try await wait(within: limit, for: "the kept-alive connection") {
                let answer = try await kept.send("GET", url)
                if answer.status == 403 { #expect(answer.text.contains("certificate-revoked"), "\(answer.text)") }
                return answer.status == 403
            }
            for version in ["-tls1_2", "-tls1_3"] {
                let again = try await resume(
                    gateway, realm, version, ["-sess_in", place.folder.path + "/session\(version)"])
                #expect(again.contains("Reused"), "\(version): \(again)")
                #expect(again.contains("HTTP/1.1 403") && again.contains("certificate-revoked"), "\(version): \(again)")
            }
            await #expect(throws: (any Error).self) { try await talking.value }
            #expect(revoked.duration(to: .now) < limit, "the MLLP connection ends in time")
            #expect(took < limit)
        }
        // A new handshake does not come in either.
        let curl = try await Command.run(
            "curl",
            [
                "-sS", "--cacert", realm.trustRootPath, "--cert", realm.certificatePath("asked-card"), "--key",
                realm.keyPath("asked-card"), url,
            ])
        #expect(curl.status != 0, "\(curl.transcript)")

        // A responder that is gone refuses: nothing fails open.
        await people.stop()
        let fresh = try await Command.run(
            "curl",
            [
                "-sS", "--cacert", realm.trustRootPath, "--cert", realm.certificatePath("asked-card"), "--key",
                realm.keyPath("asked-card"), url,
            ])
        #expect(fresh.status != 0)
        await institutions.stop()
        #expect(await gateway.terminate() == 0)
    }

    /// On a connection that is kept, by the answer; where the client has to begin another one, by the handshake.
    private func isRefused(_ client: MutualTLSClient, _ url: String, because reason: String) async -> Bool {
        guard let answer = try? await client.send("GET", url) else { return true }
        return answer.status == 403 && answer.text.contains(reason)
    }

    @Test(
        "by lists from a file and a URL: read when they change, and every session of before is ended",
        .timeLimit(.minutes(5)))
    func lists() async throws {
        let pki = try TestPKI.make(now: .now)
        let folder = try TemporaryFolder()
        let web = try TemporaryFolder()
        func list(_ authority: TestAuthority, _ revoked: [Credential] = []) throws -> [UInt8] {
            try authority.revocationList(
                of: revoked, thisUpdate: pki.now, nextUpdate: pki.now.advanced(by: .seconds(86_400)))
        }
        for (name, authority) in [("root", pki.root), ("people", pki.citizenAuthority)] {
            _ = try folder.file(name + ".crl", try list(authority))
        }
        _ = try web.file("institutions.crl", try list(pki.sealAuthority))
        let server = try RunningCommand(
            "/usr/bin/env",
            ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", web.path])
        var base: String?
        for await line in server.lines {
            if let match = line.firstMatch(of: /(http:\/\/127\.0\.0\.1:[0-9]+)\//) {
                base = String(match.1)
                break
            }
        }
        let place = try Realm(
            pki, cards: [],
            extra:
                "revocation: {lists: [root.crl, people.crl, \"\(try #require(base))/institutions.crl\"], refreshInSeconds: 1}",
            folder)
        let realm = place.realm
        let gateway = try await place.start()
        let limit = Duration.seconds(60)

        try await realm.withClient(Holder.citizen, connections: 1) { citizen in
            try await realm.withClient(Holder.otherCitizen, connections: 1) { other in
                try await realm.withClient(Holder.northHospital, connections: 1) { hospital in
                    let own = gateway.url("citizens") + "/fhir/metadata"
                    let theirs = gateway.url("providers") + "/fhir/metadata"
                    #expect(try await citizen.send("GET", own).status == 200)
                    #expect(try await other.send("GET", own).status == 200)
                    #expect(try await hospital.send("GET", theirs).status == 200)
                    let session = folder.path + "/session"
                    let card = ["-cert", realm.certificatePath(Holder.citizen), "-key", realm.keyPath(Holder.citizen)]
                    _ = try await resume(gateway, realm, "-tls1_2", card + ["-sess_out", session])

                    _ = try folder.file("people.crl", try list(pki.citizenAuthority, [pki.citizen(.jaak)]))
                    _ = try web.file("institutions.crl", try list(pki.sealAuthority, [pki.institution(.northHospital)]))
                    _ = try await wait(within: limit, for: "the list in the file") {
                        await isRefused(citizen, own, because: "certificate-revoked")
                    }
                    _ = try await wait(within: limit, for: "the list behind the URL") {
                        await isRefused(hospital, theirs, because: "certificate-revoked")
                    }
                    #expect(try await other.send("GET", own).status == 200, "nobody else is touched")
                    let resumed = try await resume(gateway, realm, "-tls1_2", ["-sess_in", session])
                    #expect(!resumed.contains("Reused") && !resumed.contains("HTTP/1.1"), "\(resumed)")

                    // A list that cannot be read changes nothing, and is reported; SIGHUP reads a mended one at once.
                    _ = try folder.file("people.crl", Array("no list".utf8))
                    kill(gateway.processIdentifier, SIGHUP)
                    _ = try await wait(within: limit, for: "the report") {
                        String(decoding: FileManager.default.contents(atPath: gateway.logPath) ?? Data(), as: UTF8.self)
                            .contains("revocation lists stay as they were")
                    }
                    #expect(await isRefused(citizen, own, because: "certificate-revoked"))
                    _ = try folder.file("people.crl", try list(pki.citizenAuthority))
                    kill(gateway.processIdentifier, SIGHUP)
                    _ = try await wait(within: limit, for: "the mended list") {
                        (try? await citizen.send("GET", own).status) == 200
                    }

                    // Without its issuing authority's list nobody is good.
                    _ = try folder.file("people.crl", try list(pki.root))
                    _ = try await wait(within: limit, for: "a list of somebody else") {
                        await isRefused(other, own, because: "revocation-unknown")
                    }
                }
            }
        }
        _ = await server.terminate()
        #expect(await gateway.terminate() == 0)
    }

    @Test(
        "an anchor that is taken away ends the sessions it let in; a broken profile changes nothing",
        .timeLimit(.minutes(5)))
    func anchors() async throws {
        let pki = try TestPKI.make(now: .now)
        let place = try Realm(pki, cards: [], extra: "", try TemporaryFolder())
        let gateway = try await place.start()
        let own = gateway.url("citizens") + "/fhir/metadata"
        try await place.realm.withClient(Holder.citizen, connections: 1) { citizen in
            #expect(try await citizen.send("GET", own).status == 200)
            let file = place.folder.path + "/pki/trust.yaml"
            let before = try String(contentsOfFile: file, encoding: .utf8)
            try Data("anchors: [".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            _ = try await wait(within: .seconds(60), for: "the report") {
                String(decoding: FileManager.default.contents(atPath: gateway.logPath) ?? Data(), as: UTF8.self)
                    .contains("the old one stays in force")
            }
            #expect(try await citizen.send("GET", own).status == 200)
            // The authority of 2025 issues to nobody any more.
            let without = before.components(separatedBy: "  - name: ").filter { !$0.hasPrefix("ee-test-esteid2025") }
                .joined(separator: "  - name: ")
            try Data(without.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            _ = try await wait(within: .seconds(60), for: "the new profile") {
                try await citizen.send("GET", own).status == 403
            }
        }
        #expect(await gateway.terminate() == 0)
    }
}
