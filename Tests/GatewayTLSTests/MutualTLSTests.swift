import GatewayTLS
import Identity
import NIOCore
import NIOPosix
import NIOSSL
import RecordTypes
import TestPKI
import Testing

@Suite("Mutual TLS")
struct MutualTLSTests {
    let ground: TestGround

    init() throws { ground = try TestGround() }

    private func client(_ credential: Credential?, _ version: TLSVersion = .tlsv13) -> TestClient {
        TestClient(credential: credential, version: version, pki: ground.pki)
    }

    @Test("a good certificate reaches the handler as who it is", arguments: [TLSVersion.tlsv12, .tlsv13])
    func good(_ version: TLSVersion) async throws {
        try await ground.listening(at: .citizen) { port async throws in
            let card = client(ground.pki.citizen(.maarika), version)
            #expect(try await card.ask(port: port) == "PNOEE-60001017869 new")
        }
        try await ground.listening(at: .institution) { port async throws in
            let hospital = client(ground.pki.institution(.northHospital), version)
            #expect(try await hospital.ask(port: port) == "NTREE-90000015 new")
        }
    }

    @Test("no certificate, no handler", arguments: [TLSVersion.tlsv12, .tlsv13])
    func anonymous(_ version: TLSVersion) async throws {
        try await ground.listening(at: .citizen) { port async throws in
            #expect(try await client(nil, version).ask(port: port) == nil)
        }
        #expect(ground.requests.value == 0)
    }

    @Test(
        "each variant of the table: accepted ones come in as themselves, no other reaches a handler",
        arguments: [TLSVersion.tlsv12, .tlsv13])
    func table(_ version: TLSVersion) async throws {
        for door in [CertificateVariant.Door.citizen, .institution] {
            try await ground.listening(at: door == .citizen ? .citizen : .institution) { port async throws in
                for variant in ground.variants.all where variant.door == door && !variant.isMendedByClients {
                    let before = ground.requests.value
                    // A client library that will not even load its own odd certificate has not come in either.
                    let answer = try? await client(variant.credential, version).ask(port: port)
                    switch variant.expectation {
                    case .accepted(let identity): #expect(answer == "\(identity) new", "\(variant.name)")
                    case .refused:
                        #expect(answer == nil, "\(variant.name)")
                        #expect(ground.requests.value == before, "\(variant.name)")
                    }
                }
            }
        }
    }

    @Test(
        "on a kept-alive connection an expired certificate is refused at the next request",
        arguments: [TLSVersion.tlsv12, .tlsv13])
    func expiryOnLiveConnection(_ version: TLSVersion) async throws {
        let ground = try TestGround(freshness: .seconds(60))
        try await ground.listening(at: .citizen) { port async throws in
            let answers = try await client(ground.pki.citizen(.jaak), version).ask(port: port) {
                ground.clock.advance(by: .seconds(86_400 * 5 * 365))
            }
            #expect(answers == "PNOEE-38001085718 new, certificate-expired new")
        }
    }

    @Test("a handshake that is never begun is given up", .timeLimit(.minutes(1)))
    func silentClient() async throws {
        let tls = try ground.tls(for: .institution, handshakeLimit: .milliseconds(20))
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer {
            channel in
            channel.eventLoop.makeCompletedFuture {
                let handlers = tls.handlers(filling: PeerBox())
                try channel.pipeline.syncOperations.addHandlers(handlers)
            }
        }.bind(host: "127.0.0.1", port: 0).get()
        let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.localAddress?.port ?? 0).get()
        try await silent.closeFuture.get()
        #expect(!silent.isActive, "closed from the other side: nobody here closes it")
        try await server.close()
    }

    @Test("each door lets in its own kind alone")
    func doors() async throws {
        let ground = try TestGround(officials: true)
        let pki = ground.pki
        try await ground.listening(at: .official) { port async throws in
            #expect(try await client(pki.official).ask(port: port) == "analyst new")
            #expect(try await client(pki.citizen(.peeter)).ask(port: port) == nil)
            #expect(try await client(pki.institution(.laboratory)).ask(port: port) == nil)
        }
        try await ground.listening(at: .institution) { port async throws in
            #expect(try await client(pki.citizen(.jaak)).ask(port: port) == nil)
        }
    }

    @Test("a listener that asks for no certificate sees none")
    func publicListener() async throws {
        try await ground.listening(at: nil) { port async throws in
            #expect(try await client(nil).ask(port: port) == "nobody")
            #expect(try await client(ground.pki.citizen(.jaak)).ask(port: port) == "nobody")
        }
    }

    @Test("TLS 1.1 is not spoken")
    func oldProtocol() async throws {
        try await ground.listening(at: nil) { port async throws in
            #expect(try await client(nil, .tlsv11).ask(port: port) == nil)
        }
    }

    @Test("bytes that are no TLS close the connection and reach nobody")
    func plainText() async throws {
        guard let curl = SystemProgram.path(of: "curl") else { return }
        try await ground.listening(at: .citizen) { port async throws in
            let answer = try await SystemProgram.run(curl, ["-s", "-m", "5", "http://127.0.0.1:\(port)/"])
            #expect(answer.status != 0)
        }
        #expect(ground.requests.value == 0)
    }

    @Test("a certificate, key or pair that cannot be used is named")
    func configuration() throws {
        func code(_ certificate: String, _ key: String) -> ServerTLSError? {
            do {
                _ = try ServerTLS(
                    certificateFile: certificate, keyFile: key, clientCertificates: .notRequested, clock: { noon })
                return nil
            } catch {
                return error
            }
        }
        let folder = ground.folder
        #expect(
            code("\(folder)/absent.pem", "\(folder)/server.key") == .unreadableCertificate(file: "\(folder)/absent.pem")
        )
        #expect(
            code("\(folder)/trust.yaml", "\(folder)/server.key") == .unreadableCertificate(file: "\(folder)/trust.yaml")
        )
        #expect(code("\(folder)/server.pem", "\(folder)/server.pem") == .unreadableKey(file: "\(folder)/server.pem"))
        #expect(code("\(folder)/server.pem", "\(folder)/citizen-jaak.key") == .keyDoesNotFit)
        #expect(code("\(folder)/server.pem", "\(folder)/server.key") == nil)
    }
}

@Suite("Start-up test with an anonymous client")
struct AnonymousClientTests {
    @Test("a listener that requires certificates passes")
    func passes() async throws {
        let ground = try TestGround()
        try await ground.listening(at: .citizen) { port async throws in
            await #expect(throws: Never.self) { try await ServerTLS.refusesAnonymousClients(port: port) }
        }
        #expect(ground.requests.value == 0)
    }

    @Test("one that asks for none is found out")
    func fails() async throws {
        let ground = try TestGround()
        try await ground.listening(at: nil) { port async throws in
            await #expect(throws: ServerTLSError.anonymousClientAccepted(port: port)) {
                try await ServerTLS.refusesAnonymousClients(port: port)
            }
        }
    }

    @Test("nobody there proves nothing")
    func nobody() async throws {
        let ground = try TestGround()
        let free = Port()
        try await ground.listening(at: nil) { port async throws in free.set(port) }
        await #expect(throws: ServerTLSError.selfTestInconclusive(port: free.value)) {
            try await ServerTLS.refusesAnonymousClients(port: free.value)
        }
    }
}
