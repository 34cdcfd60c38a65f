import ArgumentParser
import Foundation
import Identity
import JSONText
import RecordTypes

struct WebEIDCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webeid", abstract: "Web eID authentication tokens.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge one authentication token by Web eID's rules alone, offline.",
            discussion: """
                Nobody is asked about revocation: give an OCSP answer, or say --no-revocation; without either no token is accepted. \
                Exit code 0: accepted; 1: refused; 2: it could not be looked at.
                """)

        @Option(help: "The token: JSON, formats web-eid:1.0 and web-eid:1.1.")
        var token: String

        @Option(help: "The challenge nonce, as its base64 text.")
        var nonce: String

        @Option(help: "The site's origin: https://host[:port].")
        var origin: String

        @Option(help: "A folder of PEM certificates of the authorities that issue cards.")
        var trust: String?

        @Option(help: "The time to judge at, RFC 3339.", transform: RFC3339Option.read)
        var at: Instant?

        @Option(help: "An OCSP answer about the card's certificate (DER).")
        var ocsp: String?

        @Flag(help: "Ask nobody about revocation.")
        var noRevocation = false

        @Option(
            parsing: .upToNextOption, help: "Policies not let in, instead of Mobile-ID's.",
            transform: PolicyOption.read)
        var disallowPolicy: [PolicyIdentifier] = []

        @Flag(help: "Decode the token and verify its signature, and nothing else.")
        var signatureOnly = false

        @Option(help: "text or json.", transform: oneOfTheWords)
        var format: AnswerFormat = .text

        func validate() throws {
            if signatureOnly {
                guard trust == nil, ocsp == nil, !noRevocation, disallowPolicy.isEmpty else {
                    throw ValidationError("With --signature-only nothing else is judged.")
                }
            } else {
                guard trust != nil, at != nil else {
                    throw ValidationError("Give --trust and --at, or --signature-only.")
                }
                guard ocsp == nil || !noRevocation else { throw ValidationError("Give --ocsp or --no-revocation.") }
            }
        }

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: token) else {
                throw CommandFailure.impossible("\(token) cannot be read")
            }
            let outcome = try await outcome(of: [UInt8](data))
            StandardOutput.write(format == .json ? outcome.json : outcome.text)
            if case .failure = outcome { throw CommandFailure.answeredNo() }
        }

        private func outcome(of token: [UInt8]) async throws -> Result<WebEIDSubject, WebEIDRefusal> {
            guard let trust, let at else {
                do {
                    return .success(try WebEIDVerifier.verifySignatureOnly(token, nonce: nonce, origin: origin))
                } catch {
                    return .failure(error)
                }
            }
            let verifier = WebEIDVerifier(
                origin: origin, trust: try anchors(in: trust), revocation: try revocation(),
                disallowedPolicies: disallowPolicy.isEmpty ? WebEIDVerifier.mobileID : Set(disallowPolicy))
            do {
                return .success(try await verifier.verify(token, nonce: nonce, now: at))
            } catch {
                return .failure(error)
            }
        }

        private func anchors(in folder: String) throws -> [AuthorityCertificate] {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw CommandFailure.impossible("\(folder) is no folder that can be read")
            }
            let certificates = ["pem", "crt", "cer", "der"]
            let files = names.sorted().filter { name in certificates.contains { name.lowercased().hasSuffix(".\($0)") }
            }
            let found = try CertificateFiles.contents(of: files.map { "\(folder)/\($0)" })
            let anchors = found.compactMap { try? AuthorityCertificate(der: $0) }
            guard !anchors.isEmpty else { throw CommandFailure.impossible("\(folder) holds no certificate") }
            return anchors
        }

        private func revocation() throws -> WebEIDVerifier.Revocation {
            if noRevocation { return .none }
            let answers = try CertificateFiles.contents(of: ocsp.map { [$0] } ?? [], labels: ["OCSP RESPONSE"])
            return .required(
                RevocationEvidence(
                    answers: answers.compactMap { try? OCSPResponse(der: $0) }, lists: [], limits: .webEID))
        }
    }
}

enum PolicyOption {
    @Sendable static func read(_ text: String) throws -> PolicyIdentifier {
        guard let policy = PolicyIdentifier(text) else { throw ValidationError("Write a policy as 1.2.3.4.") }
        return policy
    }
}

extension Result<WebEIDSubject, WebEIDRefusal> {
    fileprivate var text: String {
        switch self {
        case .success(let subject): "accepted \(subject.serialNumber ?? "-")\n"
        case .failure(let reason): "refused \(reason.rawValue)\n"
        }
    }

    fileprivate var json: String {
        var json = JSONWriter()
        json.beginObject()
        switch self {
        case .success(let subject):
            json.member("result", "accepted")
            json.key("subject")
            json.beginObject()
            json.member("serialNumber", subject.serialNumber)
            json.member("surname", subject.surname)
            json.member("givenName", subject.givenName)
            json.member("country", subject.country)
            json.member("commonName", subject.commonName)
            json.member("sha256", subject.fingerprint.description)
            json.endObject()
        case .failure(let reason):
            json.member("result", "refused")
            json.member("reason", reason.rawValue)
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self) + "\n"
    }
}
