import ActorTokens
import Crypto
import Foundation
import GatewayService
import GatewayTLS
import HTTPTypes
import Hummingbird
import Identity
import InstitutionRegister
import Logging
import NIOCore
import RecordTypes
import Synchronization
import TestPKI

@testable import Gateway
@testable import GatewayHTTP

/// A whole gateway in a temporary folder with all its doors, asked in process: real ledger, stores, log and certificates, no socket.
struct TestWorld: Sendable {
    let pki: TestPKI
    let gateway: Gateway
    let log: CapturedLog
    let providers: HTTPDoor<VerifiedInstitution>
    let strictProviders: HTTPDoor<VerifiedInstitution>
    /// Behind a security server and a terminating proxy.
    let frontedProviders: HTTPDoor<VerifiedInstitution>
    let citizens: HTTPDoor<VerifiedCitizen>
    let ministry: HTTPDoor<VerifiedOfficial>
    let everyone: HTTPDoor<Anyone>
    let register: InstitutionRegister
    /// Officials with the other roles, and a citizen's card that has been revoked.
    let analyst: Credential
    let protectionOfficer: Credential
    let revokedCard: Credential
    /// What signs the hospitals' actor tokens, once ``registerHospitals(_:)`` has registered it.
    let signingKey = ActorSigningKey()
    /// What ``submit(_:as:)`` has filed, by whose certificate.
    private let filed = FiledRecords()

    static let now = Instant(seconds: 1_772_355_600)

    /// Runs `work` with a gateway that runs while it does.
    static func with(_ work: @escaping @Sendable (TestWorld) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "doors-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pki = try TestPKI.make(now: now)
        try pki.write(to: folder + "/pki")
        let profile = try TrustProfile(contentsOfFile: folder + "/pki/trust.yaml", realm: .test)
        let embedded = try await EmbeddedGateway.open(
            DataFolder(path: folder + "/data"), origin: "log.test.example/ankur", converter: LineConverter(),
            clock: { now })
        let cards = (
            try pki.secondCard(of: .peeter), try pki.secondCard(of: .peeter), try pki.secondCard(of: .jaak)
        )
        let judge = try CertificateJudge(
            profile: profile,
            officials: [
                pki.official.fingerprint: .supervisor, cards.0.fingerprint: .analyst,
                cards.1.fingerprint: .dataProtectionOfficer,
            ], revocation: OneRevoked(certificate: cards.2.leaf),
            register: RegisteredSubjects(embedded.register, isRequired: false))
        try await embedded.running { gateway in
            try await work(TestWorld(pki, cards, judge, gateway, embedded.register))
        }
    }

    private init(
        _ pki: TestPKI, _ cards: (Credential, Credential, Credential), _ judge: CertificateJudge, _ gateway: Gateway,
        _ register: InstitutionRegister
    ) {
        (analyst, protectionOfficer, revokedCard) = cards
        self.register = register
        self.pki = pki
        self.gateway = gateway
        log = CapturedLog()
        let forms = FormTokens(key: SymmetricKey(size: .bits256))
        let people: PersonLookup = { system, value in
            system == "urn:oid:1.3.6.1.4.1.28284.6.2.2.1"
                ? (try? PersonalCode(value)).map { PersonIdentifier($0) } : nil
        }
        let subjects = RegisteredSubjects(register, isRequired: false)
        let tokens = ActorTokenVerifier(keys: { subjects.signingKeys(of: $0) })
        // Any certificate can be pinned: the server's own plays the security server, the laboratory's the proxy.
        let front = FrontPeers([
            pki.server.fingerprint: .securityServer, pki.institution(.laboratory).fingerprint: .terminatingProxy,
        ])
        func settings(_ name: String, test: Bool = true, front: FrontPeers = .none) -> DoorSettings {
            DoorSettings(
                name: name, publicBase: { "https://\(name).example" }, clock: { Self.now },
                acceptsDevelopmentHeaders: test,
                usageMonitors: Set([InstitutionID(TestInstitution.laboratory.identifier)].compactMap(\.self)),
                actorTokens: tokens, register: subjects, front: front)
        }
        providers = .providers(settings("providers"), gateway: gateway, judge: judge, people: people)
        strictProviders = .providers(settings("providers", test: false), gateway: gateway, judge: judge, people: people)
        frontedProviders = .providers(
            settings("providers", test: false, front: front), gateway: gateway, judge: judge, people: people)
        citizens = .citizens(settings("citizens"), gateway: gateway, judge: judge, forms: forms, people: people)
        ministry = .ministry(
            settings("ministry"), gateway: gateway, judge: judge, forms: forms, people: people,
            register: { caseNumber, official, requestID throws(GatewayError) in
                try await gateway.administrationLog(
                    of: register, caseNumber: caseNumber, as: official, requestID: requestID)
            })
        everyone = .publicLedger(
            settings("public"), gateway: gateway, portal: "https://citizens.example", servesEntries: false)
    }

    var northHospital: Credential { pki.institution(.northHospital) }
    var southHospital: Credential { pki.institution(.southHospital) }
    /// Also the one through which Andmejälgija asks.
    var laboratory: Credential { pki.institution(.laboratory) }
    var jaak: Credential { pki.citizen(.jaak) }
    var maarika: Credential { pki.citizen(.maarika) }

    /// One request to a door, with its answer read to the end.
    ///
    /// Records that one institution has filed have other names at the others. So that a test can go from door to door with one name, these are
    /// put in place of each other on the way, unless it asks as it is written.
    func ask<Visitor>(
        _ door: HTTPDoor<Visitor>, _ method: HTTPRequest.Method = .get, _ target: String, as credential: Credential?,
        headers: [(String, String)] = [], body: [UInt8] = [], asWritten: Bool = false
    ) async throws -> Answer {
        let names = asWritten || Visitor.self != VerifiedInstitution.self ? [] : foreignNames(at: credential)
        guard !names.isEmpty else {
            return try await ask(
                door, method, target, as: credential, headers: headers,
                stream: RequestBody(buffer: ByteBuffer(bytes: body)))
        }
        func there(_ text: String) -> String { names.reduce(text) { $0.replacing($1.own, with: $1.there) } }
        let sent = there(String(decoding: body, as: UTF8.self))
        var answer = try await ask(
            door, method, there(target), as: credential, headers: headers,
            stream: RequestBody(buffer: ByteBuffer(bytes: Array(sent.utf8))))
        answer.body = Array(names.reduce(answer.text) { $0.replacing($1.there, with: $1.own) }.utf8)
        return answer
    }

    /// What an institution calls the records that others have filed. The security server speaks for the southern hospital.
    private func foreignNames(at credential: Credential?) -> [(own: String, there: String)] {
        let reader: TestInstitution? =
            switch credential?.fingerprint {
            case northHospital.fingerprint: .northHospital
            case southHospital.fingerprint, pki.server.fingerprint: .southHospital
            case laboratory.fingerprint: .laboratory
            default: nil
            }
        guard let reader, let id = InstitutionID(reader.identifier) else { return [] }
        let names = gateway.pairwise.names(for: id)
        return filed.ids.withLock { filed in
            filed.filter { $0.value != credential?.fingerprint }.map { id, _ in
                (id.description, names.name(of: id, filedBy: nil).description)
            }
        }
    }

    func ask<Visitor>(
        _ door: HTTPDoor<Visitor>, _ method: HTTPRequest.Method, _ target: String, as credential: Credential?,
        headers: [(String, String)], stream: RequestBody
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: HTTPField.Name(wellKnown: name), value: value)) }
        let head = HTTPRequest(
            method: method, scheme: "https", authority: "localhost", path: target, headerFields: fields)
        let certificate = credential.map {
            PeerCertificate(leaf: $0.leaf, fingerprint: $0.fingerprint, isResumed: false)
        }
        let log = log
        let logger = Logger(label: "doors") { _ in CapturedLog.Handler(log: log) }
        let response = await door.respond(
            to: Request(head: head, body: stream), certificate: certificate, context: DoorContext(logger: logger))
        return try await Answer(response)
    }

    /// The headers of a doctor who treats.
    static let doctor = [
        ("X-Ankur-Actor", "PNOEE-60001017869"), ("X-Ankur-Actor-Name", "Maarika N%C3%A4idis"),
        ("X-Ankur-Role", "doctor"),
        ("X-Ankur-Purpose", "TREAT"),
    ]

    /// Submits a document and gives its record's id.
    func submit(_ text: String, as credential: Credential) async throws -> String {
        let answer = try await ask(
            providers, .post, "/documents", as: credential, headers: [("Content-Type", "application/xml")],
            body: Array(text.utf8))
        let name = String(answer.header("Location")?.split(separator: "/").last ?? "")
        if let id = RecordID(name) { filed.ids.withLock { $0[id] = credential.fingerprint } }
        return name
    }

    /// The token of the form on a page.
    func formToken(on page: Answer) -> String {
        let parts = page.text.split(separator: "name=\"form-token\" value=\"")
        return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : ""
    }
}

/// Says of one certificate that it is revoked, and of all others that they are good.
private struct OneRevoked: RevocationSource {
    let certificate: [UInt8]

    func status(of certificate: [UInt8], issuedBy issuer: [UInt8], now: Instant) async -> RevocationStatus {
        certificate == self.certificate ? .revoked : .good(until: now.advanced(by: .seconds(3600)))
    }
}

private final class FiledRecords: Sendable {
    let ids = Mutex<[RecordID: CertificateFingerprint]>([:])
}

/// An answer, complete.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    fileprivate(set) var body: [UInt8]

    init(_ response: Response) async throws {
        status = response.status.code
        headers = response.headers
        let writer = CollectingWriter()
        try await response.body.write(writer)
        body = writer.bytes.withLock { $0 }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers[HTTPField.Name(wellKnown: name)] }

    /// All that may tell answers apart, without the name of the request.
    var comparable: [String] {
        ["\(status)", text] + headers.filter { $0.name != .xRequestID }.map { "\($0.name): \($0.value)" }.sorted()
    }
}

private final class CollectingWriter: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Every log line of a test, as one text.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.lines.withLock { $0.append("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])") }
        }
    }
}

/// Converts lines such as `38001085718|Epikriis` into a small Bundle; a line that begins with `!` is refused with two faults.
struct LineConverter: DocumentConverting {
    func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome {
        let text = String(decoding: source.bytes, as: UTF8.self)
        var outcome = ConversionOutcome(
            header: header(text), parts: nil, issues: [], profileSetDigest: Self.digest, converterVersion: "test")
        guard !text.hasPrefix("!") else {
            outcome.issues = [
                Issue(.error, "first-fault", .required, "One thing is missing.", at: .xpath("/a", line: 3, column: 1)),
                Issue(.error, "second-fault", .value, "Another is wrong.", at: .xpath("/b", line: 4, column: 1)),
            ]
            return outcome
        }
        outcome.parts = parts(text)
        return outcome
    }

    func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue]) {
        (header(String(decoding: source.bytes, as: UTF8.self)), [])
    }

    private static let digest = Digest(Array(repeating: 9, count: 32))!

    private func header(_ text: String) -> DocumentHeader {
        let parts = text.split(separator: "|").map(String.init)
        let person = (parts.first.flatMap { try? PersonalCode($0) }).map { PersonIdentifier($0) }
        return DocumentHeader(
            patients: [person].compactMap { $0 }, patientCount: 1,
            documentID: DocumentID(root: "2.999", extension: text),
            title: parts.last)
    }

    private func parts(_ text: String) -> BundleParts {
        let code = String(text.prefix(11))
        func entry(_ type: String, _ members: String, number: String = "") -> BundleParts.Entry {
            let url = "urn:uuid:\(type.lowercased())\(number)"
            return BundleParts.Entry(
                resourceType: type, fullURL: url,
                bytes: Array("{\"fullUrl\":\"\(url)\",\"resource\":{\"resourceType\":\"\(type)\",\(members)}}".utf8))
        }
        return BundleParts(
            opening: Array("{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":[".utf8),
            entries: [
                entry(
                    "Composition",
                    """
                    "status":"final","type":{"text":"Epikriis"},"date":"2026-03-01","author":[{"display":"Dr"}],"title":"T",\
                    "section":[{"title":"Course","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Went well</p></div>"}}]
                    """),
                entry(
                    "Patient",
                    "\"identifier\":[{\"system\":\"urn:oid:1.3.6.1.4.1.28284.6.2.2.1\",\"value\":\"\(code)\"}]"),
                entry(
                    "Condition",
                    """
                    "code":{"text":"Hypertension <b>","coding":[{"system":"urn:icd","code":"I10"}]},\
                    "onsetDateTime":"2026-03-02","subject":{"reference":"urn:uuid:patient"}
                    """),
            ]
                + (text.contains("|two|")
                    ? [
                        entry(
                            "Condition", "\"code\":{\"text\":\"Two\"},\"subject\":{\"reference\":\"urn:uuid:patient\"}",
                            number: "2")
                    ] : []),
            closing: Array("]}".utf8))
    }
}
