import ArgumentParser
import Foundation
import Identity
import RecordTypes

struct IdentityCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Certificates, and whom they name.",
        subcommands: [Inspect.self, RotateSecret.self, TokenKey.self, Order.self, Link.self])

    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say of each certificate whom it names, by which path, and which rule refuses it.",
            discussion: """
                With --anchors the path alone decides, by RFC 5280 for client authentication; whom the subject names is told apart. \
                Exit code 0: every certificate is accepted; 1: one is refused; 2: it could not be looked at.
                """)

        @Argument(help: "Certificates, PEM or DER. Others in the same file serve as intermediates with --anchors.")
        var certificates: [String]

        @Option(
            help: "A trust profile: a file, or the name of a country's below certs/anchors (ee when nothing is given).")
        var trust: String?

        @Option(parsing: .upToNextOption, help: "Trust anchors, PEM or DER, instead of a trust profile.")
        var anchors: [String] = []

        @Option(
            parsing: .upToNextOption,
            help: "Certificates between anchors and end entities, besides those of a trust profile.")
        var intermediates: [String] = []

        @Option(parsing: .upToNextOption, help: "Revocation lists; each certificate below the anchor must be covered.")
        var crl: [String] = []

        @Option(parsing: .upToNextOption, help: "OCSP answers (DER).")
        var ocsp: [String] = []

        @Option(help: "The time to judge at, RFC 3339; now when nothing is given.", transform: RFC3339Option.read)
        var at: Instant?

        @Option(help: "text or json.", transform: oneOfTheWords)
        var format: AnswerFormat = .text

        func validate() throws {
            guard trust == nil || anchors.isEmpty else { throw ValidationError("Give --trust or --anchors, not both.") }
        }

        func run() throws {
            let now = at ?? Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let evidence = try evidence()
            let inspections: [CertificateInspection]
            if anchors.isEmpty {
                let profile = try TrustProfileFile.load(
                    trust ?? "ee", besides: try CertificateFiles.contents(of: intermediates))
                inspections = try certificates.map { file in
                    guard let leaf = try CertificateFiles.contents(of: file).first else {
                        return CertificateInspection(unreadable: file)
                    }
                    return CertificateInspection(
                        file: file, of: ProfileInspection(of: leaf, by: profile, evidence: evidence, now: now))
                }
            } else {
                let anchors = try CertificateFiles.contents(of: anchors)
                let intermediates = try CertificateFiles.contents(of: intermediates)
                inspections = try certificates.map { file in
                    let own = try CertificateFiles.contents(of: file)
                    guard let leaf = own.first else { return CertificateInspection(unreadable: file) }
                    let validator = PathValidator(
                        anchors: anchors, intermediates: intermediates + own.dropFirst(), evidence: evidence)
                    return CertificateInspection(
                        file: file, path: validator.inspect(leaf, now: now), identity: SubjectInspection(of: leaf))
                }
            }
            switch format {
            case .text: StandardOutput.write(inspections.map(\.text).joined(separator: "\n"))
            case .json: StandardOutput.write(inspections.json + [UInt8(ascii: "\n")])
            }
            guard inspections.allSatisfy(\.isAccepted) else { throw CommandFailure.answeredNo() }
        }

        /// Nil where neither lists nor answers are given. One that cannot be read covers nothing, and so refuses.
        private func evidence() throws -> RevocationEvidence? {
            guard !crl.isEmpty || !ocsp.isEmpty else { return nil }
            return RevocationEvidence(
                answers: try CertificateFiles.contents(of: ocsp, labels: ["OCSP RESPONSE"]).compactMap {
                    try? OCSPResponse(der: $0)
                },
                lists: try CertificateFiles.contents(of: crl, labels: ["X509 CRL"]).compactMap {
                    try? RevocationList(der: $0)
                },
                limits: .stored, coversAuthorities: !crl.isEmpty)
        }
    }
}

/// A trust profile by file or by country.
enum TrustProfileFile {
    /// - Throws: a failure with exit code 2 when there is none, or it is faulty.
    ///
    /// - Parameter intermediates: DER; taken besides the profile's own. One that cannot be read takes no part.
    static func load(_ nameOrFile: String, besides intermediates: [[UInt8]] = []) throws -> TrustProfile {
        let path = try find(nameOrFile)
        do {
            let profile = try TrustProfile(contentsOfFile: path, realm: .test)
            let further = intermediates.compactMap { try? AuthorityCertificate(der: $0) }
            guard !further.isEmpty else { return profile }
            return try TrustProfile(
                name: profile.name, isTest: profile.isTest, revocation: profile.revocation, anchors: profile.anchors,
                intermediates: profile.intermediates + further, issuers: profile.issuers,
                phonePolicies: profile.phonePolicies)
        } catch {
            throw CommandFailure.impossible("\(path): \(error)")
        }
    }

    private static func find(_ nameOrFile: String) throws -> String {
        if FileManager.default.fileExists(atPath: nameOrFile) { return nameOrFile }
        var folder = URL(fileURLWithPath: try OwnExecutable.path()).deletingLastPathComponent()
        var folders = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        while folder.path != "/" {
            folders.append(folder)
            folder.deleteLastPathComponent()
        }
        let isName = nameOrFile.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        let candidates = folders.map { $0.appendingPathComponent("certs/anchors/\(nameOrFile)/trust.yaml").path }
        guard isName, let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw CommandFailure.impossible("there is no trust profile \(nameOrFile)")
        }
        return found
    }
}

/// Times on the command line.
enum RFC3339Option {
    @Sendable static func read(_ text: String) throws -> Instant {
        guard let instant = Instant(rfc3339: text) else {
            throw ValidationError("Write a time as 2026-03-01T12:00:00Z.")
        }
        return instant
    }
}
