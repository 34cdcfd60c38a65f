import ArgumentParser
import Foundation
import Gateway
import GatewayService
import Identity
import RecordTypes

extension IdentityCommands {
    /// `ankur identity order`: what officials are to sign.
    struct Order: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw up the order that makes one person of two numbers, for two officials to sign.",
            discussion: """
                The numbers stand in a file, so that none is in a process list or a shell's history: two lines, PNOEE-…, the former \
                number first. The order is written for your eyes alone. Each official signs its bytes with the key of the certificate \
                that gives them their role, by the hash of its curve:

                  openssl dgst -sha384 -sign KEY -out NAME.sig ORDER
                  pkcs11-tool --sign -m ECDSA-SHA384 --signature-format openssl -i ORDER -o NAME.sig
                """)

        @Option(help: "The gateway's configuration file.")
        var config: String
        @Option(help: "A file of two lines: the former number, the present one.")
        var persons: String
        @Option(name: .customLong("case"), help: "The case number or other basis; kept on the ledger.")
        var basis: String
        @Option(help: "Where to write the order; nothing may be there.")
        var output: String

        func run() throws {
            let configuration = try GatewayConfiguration.forCommand(file: config)
            let lines = String(decoding: try TrustOptions.contents(of: persons), as: UTF8.self)
                .split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            guard lines.count == 2, let former = PersonIdentifier(semantics: lines[0]),
                let current = PersonIdentifier(semantics: lines[1])
            else { throw CommandFailure.impossible("\(persons) does not hold two lines such as PNOEE-…") }
            let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            guard
                let order = LinkOrder(
                    log: configuration.ledger.origin, former: former, current: current, basis: basis, time: now)
            else {
                throw CommandFailure.answeredNo(
                    "an order needs two different numbers and a case of 1 to 200 printable ASCII characters")
            }
            try PrivateFile.create(output, order.bytes)
            StandardOutput.write("\(output): for two officials to sign within 30 days\n")
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make one person of two numbers, by an order that two officials have signed.",
            discussion: """
                Give the order of ankur identity order, and for each of two officials the certificate and the signature. Each certificate \
                must be good now, with a role at the ministry that may decide; the two must be two people, and neither may be the one of \
                the order. Both signatures go on the ledger with the link. The gateway must not be running. Exit code 1: refused.
                """)

        @Option(help: "The gateway's configuration file.")
        var config: String
        @Option(help: "The order, as it was signed.")
        var order: String
        @Option(parsing: .singleValue, help: "An official's certificate, PEM or DER; give two.")
        var certificate: [String]
        @Option(parsing: .singleValue, help: "The signature of each, in the same order.")
        var signature: [String]

        func validate() throws {
            guard certificate.count == signature.count else {
                throw ValidationError("Give a --signature for each --certificate.")
            }
        }

        func run() async throws {
            let configuration = try GatewayConfiguration.forCommand(file: config)
            guard let order = LinkOrder(reading: try TrustOptions.contents(of: order)) else {
                throw CommandFailure.answeredNo("\(order) is no order of ankur identity order, or was changed")
            }
            let given = try zip(certificate, signature).map { file, signature in
                guard let leaf = try CertificateFiles.contents(of: file).first else {
                    throw CommandFailure.impossible("\(file) holds no certificate")
                }
                return (file: file, leaf: leaf, signature: try TrustOptions.contents(of: signature))
            }
            do {
                let opened = try await EmbeddedGateway.open(configuration.folder)
                // What the ledger says of roles counts, also where an earlier run ended before it was projected.
                try await opened.running { gateway in
                    try await gateway.catchUp()
                    let judge = try await configuration.judgeOfOfficials(opened.register)
                    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
                    var signed: [OfficialSignature] = []
                    for one in given {
                        switch await judge.judge(chain: [one.leaf], as: .official, now: now) {
                        case .official(let official):
                            signed.append(
                                OfficialSignature(
                                    of: official, certificate: one.leaf, signature: one.signature))
                        case .refused(let reason): throw CommandFailure.answeredNo("\(one.file): \(reason)")
                        case .citizen, .institution: throw CommandFailure.answeredNo("\(one.file): no official's")
                        }
                    }
                    try await gateway.link(try SignedLinkOrder(order, by: signed, now: now))
                }
            } catch let failure as CommandFailure {
                throw failure
            } catch let refusal as LinkRefusal {
                throw CommandFailure.answeredNo("refused: \(refusal)")
            } catch let error as GatewayError where error.code == .invalidRequest {
                throw CommandFailure.answeredNo(error.issues.map(\.message).joined(separator: " "))
            } catch {
                throw CommandFailure.impossible("\(error)")
            }
            StandardOutput.write("linked\n")
        }
    }
}

/// A file that its owner alone may read, and that was not there before.
enum PrivateFile {
    static func create(_ path: String, _ bytes: [UInt8]) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure.impossible("\(path) is there already, or cannot be made") }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(bytes))
    }
}
