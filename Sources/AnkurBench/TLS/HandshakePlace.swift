import ArgumentParser
import Foundation
import GatewayClient
import RecordTypes
import TestPKI

/// Servers side by side with the same certificates: the gateway, nginx, and one small listener with and without the gateway's judge.
final class HandshakePlace: Sendable {
    let servers: [HandshakeServer]
    let root: String
    private let folder: String
    private let gateway: GatewayProcess
    private let responder: Int32
    private let children: [Int32]

    init(folder: String, options: BenchOptions) async throws {
        self.folder = folder
        let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
        let pki = try TestPKI.make(now: now)
        let responder = try OCSPProgram(of: pki.citizenAuthority, in: folder)
        let pkiFolder = folder + "/pki"
        try pki.write(to: pkiFolder)
        for (name, card) in [
            ("card-p256", try pki.citizen(.maarika, askedAt: responder.url, isP256: true)),
            ("card-p384", try pki.citizen(.jaak, askedAt: responder.url)),
        ] {
            try card.write(to: pkiFolder)
            for ending in ["pem", "key"] {
                try FileManager.default.moveItem(
                    atPath: "\(pkiFolder)/\(card.name).\(ending)", toPath: "\(pkiFolder)/\(name).\(ending)")
            }
        }
        try responder.knows(["\(pkiFolder)/card-p256.pem", "\(pkiFolder)/card-p384.pem"])
        root = pkiFolder + "/root.pem"

        let yaml = """
            mode: test
            data: data
            profiles: \(options.absoluteProfiles)
            listeners: {citizens: {port: 0}, operations: {port: 0}}
            tls: {certificate: pki/server.pem, key: pki/server.key}
            trust: pki/trust.yaml
            revocation: {ocsp: certificate}
            ledger: {origin: log.test.invalid/ankur}

            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder + "/ankur.yaml"))
        gateway = try await GatewayProcess(
            executable: options.ankur, configuration: folder + "/ankur.yaml", logPath: folder + "/gateway.log")
        var servers = [
            HandshakeServer(
                name: "gateway", address: gateway.addresses["citizens"] ?? "", processes: [gateway.processIdentifier])
        ]
        self.responder = responder.process
        var children: [Int32] = []
        for name in ["bare", "judged"] {
            let listener = try HandshakeListener.start(name, pkiFolder)
            servers.append(HandshakeServer(name: name, address: listener.address, processes: [listener.process]))
            children.append(listener.process)
        }
        if let nginx = try Nginx.start(in: folder) {
            servers.append(HandshakeServer(name: "nginx", address: nginx.address, processes: nginx.workers))
            children.append(nginx.master)
        } else {
            print("nginx is not installed: no comparison")
        }
        self.servers = servers
        self.children = children
    }

    func card(_ name: String) -> ClientIdentity {
        ClientIdentity(certificatePath: "\(folder)/pki/\(name).pem", keyPath: "\(folder)/pki/\(name).key")
    }

    func end() async {
        for child in children { kill(child, SIGTERM) }
        // It keeps the signals blocked that we have blocked, and has nothing to finish.
        kill(responder, SIGKILL)
        _ = await gateway.terminate()
    }
}

/// A program started for a measurement, with the first line of what it says that matches.
enum StartedProgram {
    static func start(
        _ arguments: [String], in folder: String? = nil, until pattern: @escaping (String) -> String?
    ) throws -> (process: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw ValidationError("\(arguments[0]) ended before it was ready: \(text)") }
            text += String(decoding: data, as: UTF8.self)
            if let said = pattern(text) { return (process.processIdentifier, said) }
        }
    }
}

/// `openssl ocsp` for one authority.
struct OCSPProgram {
    let url: String
    let process: Int32
    private let index: String

    init(of authority: TestAuthority, in folder: String) throws {
        index = folder + "/index.txt"
        try Data().write(to: URL(fileURLWithPath: index))
        try Data(authority.certificatePEM.utf8).write(to: URL(fileURLWithPath: folder + "/ocsp.pem"))
        try Data(authority.keyPEM.utf8).write(to: URL(fileURLWithPath: folder + "/ocsp.key"))
        let started = try StartedProgram.start([
            "openssl", "ocsp", "-port", "0", "-index", index, "-CA", folder + "/ocsp.pem", "-rsigner",
            folder + "/ocsp.pem", "-rkey", folder + "/ocsp.key", "-nmin", "60",
        ]) { text in
            text.firstMatch(of: #/ACCEPT .*:([0-9]+) /#).map { "http://127.0.0.1:\($0.1)" }
        }
        process = started.process
        url = started.said
    }

    /// Says of these certificates that they are good.
    func knows(_ files: [String]) throws {
        var lines = ""
        for file in files {
            let output = Pipe()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["openssl", "x509", "-noout", "-serial", "-in", file]
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let serial = text.dropFirst("serial=".count).prefix { $0.isHexDigit }
            // Each subject once: an index with two of one name is not read.
            lines += "V\t401231235959Z\t\t\(serial)\tunknown\t/CN=\(serial)\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: index), options: .atomic)
        // It looks whether its index has changed before it waits for a request: the next one would still be answered by the old index.
        let poke = Process()
        poke.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        poke.arguments = [
            "openssl", "ocsp", "-issuer", index.replacingOccurrences(of: "index.txt", with: "ocsp.pem"), "-cert",
            files[0], "-url", url, "-no_nonce", "-noverify",
        ]
        poke.standardOutput = FileHandle.nullDevice
        poke.standardError = FileHandle.nullDevice
        try poke.run()
        poke.waitUntilExit()
    }
}

/// nginx with the same server certificate, the same authorities, and client certificates required.
struct Nginx {
    let address: String
    let master: Int32
    let workers: [Int32]

    /// Nil where nginx is not installed.
    static func start(in folder: String) throws -> Nginx? {
        let programs = ["/usr/sbin/nginx", "/usr/bin/nginx"]
        guard let program = programs.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            return nil
        }
        let pki = folder + "/pki"
        var authorities = ""
        for name in ["root", "citizen-ca", "citizen-ca-2018"] {
            authorities += try String(contentsOfFile: "\(pki)/\(name).pem", encoding: .utf8)
        }
        try Data(authorities.utf8).write(to: URL(fileURLWithPath: folder + "/authorities.pem"))
        let port = try FreePort.find()
        let settings = """
            worker_processes 2;
            daemon off;
            pid \(folder)/nginx.pid;
            error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path \(folder)/nginx-body; proxy_temp_path \(folder)/nginx-proxy;
                fastcgi_temp_path \(folder)/nginx-f; uwsgi_temp_path \(folder)/nginx-u; scgi_temp_path \(folder)/nginx-s;
                server {
                    listen 127.0.0.1:\(port) ssl;
                    ssl_certificate \(pki)/server.pem;
                    ssl_certificate_key \(pki)/server.key;
                    ssl_client_certificate \(folder)/authorities.pem;
                    ssl_verify_client on;
                    ssl_verify_depth 3;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    ssl_session_cache shared:tls:10m;
                    location / { return 404; }
                }
            }

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: folder + "/nginx.conf"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-p", folder, "-c", folder + "/nginx.conf"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        var workers: [Int32] = []
        for _ in 0..<100 where workers.count < 2 {
            usleep(50_000)
            workers = ProcessTime.children(of: process.processIdentifier)
        }
        guard workers.count >= 2 else { throw ValidationError("nginx did not start") }
        return Nginx(address: "127.0.0.1:\(port)", master: process.processIdentifier, workers: workers)
    }
}

/// A port that nobody has at the moment, for a program that cannot choose one itself.
enum FreePort {
    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Both calls borrow `address` for their own time only; its size is given.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else { throw ValidationError("no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
