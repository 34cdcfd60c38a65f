import ArgumentParser
import Foundation
import GatewayService
import Identity
import InstitutionRegister
import JSONText
import RecordTypes

struct RegistryCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Who is registered: institutions, the professionals they name, X-Road subsystems, ministry staff.",
        discussion: """
            Every change is a ledger entry with your account before it holds, and holds from the next request on. Asks the running gateway, \
            or works on its data when none runs.
            """,
        subcommands: [
            Load.self, Show.self, Log.self, Suspend.self, Activate.self, Certificate.self, Keys.self, Subsystem.self,
            Endpoint.self, Store.self, Professional.self, Official.self,
        ])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter everything in a file that differs from the register.",
            discussion: """
                {"institutions": [{"id": "NTREE-90000015", "name": "…", "certificates": ["<SHA-256>"], "keys": {"keys": […]}, \
                "subsystems": [{"id": "EE/MEE/90000015/his", "purpose": "TREAT"}], "professionals": "any"}], \
                "professionals": [{"institution": "…", "person": "PNOEE-…", "licence": "D01234", "role": "doctor", "from": "2026-01-01"}], \
                "officials": [{"certificate": "<SHA-256>", "role": "supervisor"}]}

                A file with professionals holds personal codes: it must be readable by you alone, and is not kept by the gateway.
                """)

        @Argument(help: "A JSON file.")
        var file: String
        @OptionGroup var source: DataOptions

        func run() async throws {
            let changes = try RegisterFile.changes(in: file)
            try await RegistryOrders.carryOut(.changes(changes), source)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the register; people by licence, never by code.")
        @OptionGroup var source: DataOptions

        func run() async throws { try await RegistryOrders.carryOut(.show, source) }
    }

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every change: when, at which place of the ledger, by whom, what.")
        @OptionGroup var source: DataOptions

        func run() async throws { try await RegistryOrders.carryOut(.log, source) }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse an institution from its next request on.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @OptionGroup var source: DataOptions

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.status = .suspended
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended institution in again.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @OptionGroup var source: DataOptions

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.status = .active
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Certificate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Say which certificates an institution uses; without any, every valid one of its identifier passes.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Option(parsing: .upToNextOption, help: "Certificates to add, PEM or DER.")
        var add: [String] = []
        @Option(parsing: .upToNextOption, help: "Certificates to remove: a file, or the SHA-256 fingerprint.")
        var remove: [String] = []
        @OptionGroup var source: DataOptions

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.addedCertificates = Set(try add.map(RegistryOrders.fingerprint))
            edit.removedCertificates = Set(try remove.map(RegistryOrders.fingerprint))
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Keys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register the public keys that sign an institution's actor tokens, in place of those before.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Argument(help: "A JWK Set, as ankur token keys prints it.")
        var keys: String
        @OptionGroup var source: DataOptions

        func run() async throws {
            let bytes = try TrustOptions.contents(of: keys)
            guard let json = try? JSONValue(parsing: bytes), SigningKeySet(json) != nil else {
                throw CommandFailure.answeredNo("\(keys) is no JWK Set of public EC keys on P-256 or P-384")
            }
            var edit = RegisterOrder.Edit(of: institution)
            edit.signingKeys = String(decoding: json.canonicalBytes, as: UTF8.self)
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Subsystem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which X-Road subsystems are an institution's, and what each was given access for.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Option(
            parsing: .upToNextOption, help: "Subsystems to add or change: EE/MEE/90000015/his=TREAT.",
            transform: subsystem)
        var add: [RegisteredInstitution.Subsystem] = []
        @Option(parsing: .upToNextOption, help: "Subsystems to remove: EE/MEE/90000015/his.")
        var remove: [String] = []
        @OptionGroup var source: DataOptions

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.addedSubsystems = add
            edit.removedSubsystems = remove
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Endpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say where an institution's own systems answer.",
            discussion: "An integrator sees its own under POST /$whoami.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Option(parsing: .upToNextOption, help: "https:// base URLs to add.")
        var add: [String] = []
        @Option(parsing: .upToNextOption, help: "URLs to remove.")
        var remove: [String] = []
        @OptionGroup var source: DataOptions

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.addedEndpoints = add
            edit.removedEndpoints = remove
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Store: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say in which of the configured folders an institution's payloads are kept.",
            discussion: """
                Counts when the institution's store is made, with its first document. A store that is there stays where it lies: stop the gateway \
                and move NTREE-….sqlite to have it elsewhere.
                """)
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Argument(help: "A name under stores in the configuration.")
        var store: String?
        @Flag(help: "The gateway's own folder.")
        var own = false
        @OptionGroup var source: DataOptions

        func validate() throws {
            guard (store == nil) == own else { throw ValidationError("Give a name, or --own.") }
        }

        func run() async throws {
            var edit = RegisterOrder.Edit(of: institution)
            edit.store = store ?? ""
            try await RegistryOrders.carryOut(.edit(edit), source)
        }
    }

    struct Professional: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a person whom an institution names as acting for it.",
            discussion: "The person is named in a file, so that no code stands in a process list or a shell's history.")
        @Argument(help: "NTREE-…", transform: institutionID)
        var institution: InstitutionID
        @Option(help: "A file with the person's identifier: PNOEE-…")
        var personFile: String
        @Option(help: "Number in the register of health professionals.")
        var licence: String?
        @Option(help: "Role code: doctor, nurse, …")
        var role: String?
        @Option(help: "Speciality code.")
        var speciality: String?
        @Option(help: "From when on: 2026-01-01 or RFC 3339.", transform: moment)
        var from: Instant
        @Option(help: "Until when.", transform: moment)
        var until: Instant?
        @OptionGroup var source: DataOptions

        func run() async throws {
            let one = RegisteredProfessional(
                institution: institution, person: try PersonFile.person(in: personFile), licence: licence, role: role,
                speciality: speciality, from: from, until: until)
            try await RegistryOrders.carryOut(.changes([.professional(one)]), source)
        }
    }

    struct Official: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give the holder of a certificate a role at the ministry, or take it away.",
            discussion: "What stands here counts before what the configuration says under officials.")
        @Argument(help: "A certificate, PEM or DER, or its SHA-256 fingerprint.")
        var certificate: String
        @Option(help: "analyst, supervisor, data-protection-officer.", transform: oneOfTheWords)
        var role: VerifiedOfficial.Role?
        @Flag(help: "Take the role away.")
        var withdraw = false
        @OptionGroup var source: DataOptions

        func validate() throws {
            guard (role == nil) == withdraw else { throw ValidationError("Give --role or --withdraw.") }
        }

        func run() async throws {
            let fingerprint = try RegistryOrders.fingerprint(certificate)
            try await RegistryOrders.carryOut(.changes([.official(fingerprint, role)]), source)
        }
    }
}

/// Orders to the register of a running gateway, or of its data.
enum RegistryOrders {
    static func carryOut(_ content: RegisterOrder.Content, _ source: DataOptions) async throws {
        let folder = try source.folder()
        let order = RegisterOrder(content, by: NSUserName())
        let answer = try await answer(to: order, in: folder)
        if let error = answer.error { throw CommandFailure.impossible("the register cannot be changed: \(error)") }
        StandardOutput.write(answer.report)
        for sentence in answer.sentences { StandardError.write(sentence + "\n") }
    }

    private static func answer(to order: RegisterOrder, in folder: DataFolder) async throws -> ConsoleAnswer {
        if let answer = try await ConsoleClient.ask(order, in: folder) { return answer }
        do {
            let embedded = try await EmbeddedGateway.open(folder)
            return try await embedded.running { gateway in
                await ConsoleAnswer(to: order, from: gateway, embedded.register)
            }
        } catch {
            throw CommandFailure.impossible("the register cannot be reached: \(error)")
        }
    }

    /// In hexadecimal.
    static func fingerprint(of der: [UInt8]) -> String { CertificateFingerprint(of: der).description }

    /// Of a certificate in a file, or as given.
    static func fingerprint(_ text: String) throws -> CertificateFingerprint {
        if let fingerprint = CertificateFingerprint(text) { return fingerprint }
        guard let leaf = try CertificateFiles.contents(of: text).first else {
            throw CommandFailure.impossible("\(text) holds no certificate")
        }
        return CertificateFingerprint(of: leaf)
    }
}

/// What `ankur registry load` reads.
enum RegisterFile {
    /// Institutions first, so that professionals and their institutions can come in one file.
    static func changes(in file: String) throws -> [RegisterChange] {
        let bytes = try TrustOptions.contents(of: file)
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure.answeredNo("\(file) is no JSON: \(error)")
        }
        var changes: [RegisterChange] = []
        let kinds = [
            ("institutions", "institution"), ("professionals", "professional"), ("officials", "official"),
        ]
        for member in json.objectValue ?? [] where !kinds.contains(where: { $0.0 == member.key }) {
            throw CommandFailure.answeredNo("\(file): unknown member \(member.key)")
        }
        for (list, kind) in kinds {
            for (position, entry) in (json[list]?.arrayValue ?? []).enumerated() {
                do {
                    changes.append(try RegisterChange(.object([JSONMember(key: kind, value: entry)])))
                } catch {
                    throw CommandFailure.answeredNo("\(file): \(list)[\(position)]: \(error)")
                }
            }
        }
        if json["professionals"] != nil { try requirePrivate(file) }
        return changes
    }

    private static func requirePrivate(_ file: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard permissions & 0o077 == 0 else {
            throw CommandFailure.answeredNo("\(file) holds personal codes and others may read it: chmod 600")
        }
    }
}

@Sendable private func institutionID(_ text: String) throws -> InstitutionID {
    guard let id = InstitutionID(text) else { throw ValidationError("An institution is written NTREE- and a number.") }
    return id
}

@Sendable private func subsystem(_ text: String) throws -> RegisteredInstitution.Subsystem {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let purpose = PurposeOfUse(rawValue: String(parts[1])) else {
        throw ValidationError("A subsystem is written EE/MEE/90000015/his=TREAT, with a purpose of HL7's PurposeOfUse.")
    }
    return RegisteredInstitution.Subsystem(id: String(parts[0]), purpose: purpose)
}

@Sendable private func moment(_ text: String) throws -> Instant {
    guard let moment = Instant(rfc3339: text) else { throw ValidationError("Write a day or a moment in RFC 3339.") }
    return moment
}
