import ArgumentParser
import Foundation
import Identity
import RecordTypes
import TestPKI

struct CertsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certs", abstract: "The test PKI: certificates good and refused, and why.",
        subcommands: [Make.self, List.self, Show.self, Try.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Make the test PKI in a new folder: authorities, people, institutions, every variant, trust.yaml.",
            discussion: "Keys are made anew, readable by their owner alone. Nothing of it is ever good for production.")

        @Argument(help: "A folder that does not exist yet.")
        var folder: String

        func run() throws {
            guard !FileManager.default.fileExists(atPath: folder) else {
                throw CommandFailure.impossible("\(folder) is there already")
            }
            try CertificateVariants.now().write(to: folder)
            StandardOutput.write("\(folder)/trust.yaml, \(folder)/variants\n")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge every variant now, and print each with its verdict.",
            discussion: "Exit code 1 when a verdict is not the one that the table promises.")

        func run() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-\(UUID().uuidString)")
                .path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let variants = try CertificateVariants.now()
            try variants.writeTrust(to: folder)
            let profile = try TrustProfile(contentsOfFile: "\(folder)/trust.yaml", realm: .test)
            var wrong = 0
            let evidence = try variants.evidence()
            for variant in variants.all + variants.revoked {
                let line = variant.judged(by: profile, evidence: evidence, now: variants.pki.now)
                if !line.isRight { wrong += 1 }
                StandardOutput.write(line.text)
            }
            StandardOutput.write(
                "\(variants.all.count + variants.revoked.count) certificates, \(wrong) wrong verdicts\n")
            guard wrong == 0 else { throw CommandFailure.answeredNo() }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain one variant: what is special about it, and each rule's word on it.")

        @Argument(help: "Its name, as certs list prints it.")
        var name: String

        func run() throws {
            let variants = try CertificateVariants.now()
            guard let variant = variants.named(name) else {
                throw CommandFailure.impossible("there is no variant \(name); certs list names them")
            }
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-\(UUID().uuidString)")
                .path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try variants.writeTrust(to: folder)
            let profile = try TrustProfile(contentsOfFile: "\(folder)/trust.yaml", realm: .test)
            let inspection = ProfileInspection(
                of: variant.credential.leaf, by: profile, evidence: try variants.evidence(), now: variants.pki.now)
            StandardOutput.write("\(variant.name): \(variant.summary); at the door for \(variant.door.rawValue)s\n")
            StandardOutput.write(CertificateInspection(file: variant.name, of: inspection).text)
            StandardOutput.write(variant.credential.certificatePEM)
        }
    }
}

extension CertificateVariants {
    fileprivate static func now() throws -> CertificateVariants {
        try CertificateVariants(
            of: TestPKI.make(now: Instant(seconds: Int64(Date().timeIntervalSince1970))))
    }

    /// Its own lists, which cover authorities too.
    fileprivate func evidence() throws -> RevocationEvidence {
        RevocationEvidence(
            answers: [], lists: try revocationLists().values.map { try RevocationList(der: $0) }, limits: .stored,
            coversAuthorities: true)
    }
}

extension CertificateVariant {
    /// The verdict as a line: name, verdict, reason, what is special.
    fileprivate func judged(
        by profile: TrustProfile, evidence: RevocationEvidence, now: Instant
    ) -> (text: String, isRight: Bool) {
        let inspection = ProfileInspection(of: credential.leaf, by: profile, evidence: evidence, now: now)
        var reason = (inspection.path.reason ?? inspection.subject.reason)?.rawValue
        if reason == nil, inspection.subject.kind != (door == .citizen ? .person : .institution) {
            reason = RefusalReason.wrongDoor.rawValue
        }
        let verdict: Expectation =
            reason.map { .refused($0) } ?? .accepted(as: inspection.subject.identifier ?? "")
        let isRight = verdict == expectation
        let words: String
        switch verdict {
        case .accepted(let identifier): words = "accept  \(identifier)"
        case .refused(let reason): words = "refuse  \(reason)"
        }
        let mark = isRight ? "OK  " : "FAIL"
        let columns = [name.filled(to: 20), words.filled(to: 48), summary]
        return ("\(mark) \(columns.joined(separator: " "))\n", isRight)
    }
}

extension String {
    fileprivate func filled(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
