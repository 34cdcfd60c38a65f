import ActorTokens
import ArgumentParser
import Crypto
import Foundation
import Identity
import JSONText
import RecordTypes

struct TokenCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Signed tokens in which an institution says who acts for it, and why.",
        subcommands: [Make.self, Keys.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a token for one request: curl -H \"Authorization: Bearer $(ankur token make …)\".",
            discussion: """
                The acting person is named in a file, so that no code stands in a process list or a shell's history. \
                POST /$whoami says of a token which check it fails.
                """)

        @Option(help: "PEM of the private key whose public half the gateway's operator has registered.")
        var key: String

        @Option(help: "PEM of the certificate that the request is sent with; it names the institution.")
        var certificate: String

        @Option(help: "The gateway's base URL at the door for providers.")
        var audience: String

        @Option(help: "A file with the acting person's identifier: PNOEE-…")
        var actorFile: String

        @Option(help: "The acting person's name, for people to read.")
        var name: String?

        @Option(help: "The acting person's role: doctor, nurse, …")
        var role: String?

        @Option(help: "Purpose of use, a code of v3-ActReason: TREAT, ETREAT, BTG, …", transform: oneOfTheWords)
        var purpose = PurposeOfUse.treatment

        @Option(help: "Encounter, booking or order.")
        var encounter: String?

        @Option(help: "Why the glass must be broken; with BTG.")
        var reason: String?

        @Option(help: "Seconds until it expires, at most 300.")
        var lifetime: Int64 = 60

        func run() throws {
            let leaf = try CertificateFiles.contents(of: certificate).first ?? []
            let subject = SubjectInspection(of: leaf)
            guard subject.kind == .institution, let institution = subject.identifier else {
                throw CommandFailure.impossible("\(certificate) is no institution's certificate")
            }
            guard let digest = Digest(SHA256.hash(data: leaf)) else { preconditionFailure("SHA-256 gives 32 bytes") }
            var token = ActorToken(
                institution: institution, audience: audience, certificate: CertificateFingerprint(digest),
                person: try PersonFile.person(in: actorFile), purpose: purpose)
            token.name = name
            token.role = role
            token.encounter = encounter
            token.reason = reason
            let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
            let signed = try token.signed(by: SigningKeyFile.key(in: key), issued: now, lifetime: lifetime)
            StandardOutput.write(signed + "\n")
        }
    }

    struct Keys: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JWK Set of a key's public half: what the gateway's operator registers.",
            discussion: "Make a key with: openssl ecparam -name prime256v1 -genkey -noout -out token.key")

        @Argument(help: "PEM of an EC private key on P-256 or P-384.")
        var key: String

        func run() throws {
            StandardOutput.write(try SigningKeyFile.key(in: key).publicKeySet.canonicalBytes + [UInt8(ascii: "\n")])
        }
    }
}

/// Private keys for tokens, in files.
enum SigningKeyFile {
    static func key(in file: String) throws -> ActorSigningKey {
        let text = String(decoding: try TrustOptions.contents(of: file), as: UTF8.self)
        guard let key = ActorSigningKey(pem: text) else {
            throw CommandFailure.impossible("\(file) holds no EC private key on P-256 or P-384 in PEM")
        }
        return key
    }
}

/// People, named in files so that no code stands in a process list.
enum PersonFile {
    /// `PNOEE-38001085718`, or an Estonian personal code alone.
    static func person(in file: String) throws -> PersonIdentifier {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure.impossible("\(file) cannot be read")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if let person = PersonIdentifier(semantics: text) { return person }
        if let code = try? PersonalCode(text) { return PersonIdentifier(code) }
        throw CommandFailure.impossible("\(file) holds no person's identifier, such as PNOEE- and a personal code")
    }
}
