import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import RecordIndex
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `POST /data/take`: everything that is kept about the person in one archive; on request so that only the ID card opens it.
    ///
    /// ```
    /// README.txt  records/{id}/bundle.json, source.xml | source.hl7, receipt.json  log.json  log.csv  log.pdf
    /// consents.json  representatives.json  inquiries.json
    /// ```
    /// Unencrypted, it is sent as it is read: memory does not grow with the record. Encrypted, it is one authenticated whole, of at most
    /// ``TakeAway/sealedLimitInBytes``.
    static func takeAway(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/data/take", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let takeAway = TakeAway(visit: visit, gateway: gateway)
            if form["encrypt"] != nil {
                guard let key = CardKey(of: visit.caller) else {
                    throw HTTPFault.badRequest(.noCardKey)
                }
                var archive = try await takeAway.beginning()
                var records = takeAway.records
                while let part = try await records.next() {
                    archive += part
                    guard archive.count <= TakeAway.sealedLimitInBytes else {
                        throw HTTPFault(.contentTooLarge, .tooMuchToSeal)
                    }
                }
                archive += TarWriter.end
                return .file(
                    try key.seal(archive, contentType: "x-tar"), "application/jose", named: "ankur-my-data.tar.jwe")
            }
            // What comes first comes before the answer begins: the log and the decisions, and with them every refusal.
            let beginning = try await takeAway.beginning()
            var response = Response(
                status: .ok, headers: [.contentType: "application/x-tar"],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(bytes: beginning))
                    var records = takeAway.records
                    while let part = try await records.next() { try await writer.write(ByteBuffer(bytes: part)) }
                    try await writer.write(ByteBuffer(bytes: TarWriter.end))
                    try await writer.finish(nil)
                })
            response.isDownload(named: "ankur-my-data.tar")
            return response
        }
    }
}

/// The archive of everything, part by part.
struct TakeAway: Sendable {
    let visit: Visit<VerifiedCitizen>
    let gateway: Gateway

    static let sealedLimitInBytes = 256 << 20

    private var tar: TarWriter { TarWriter(time: visit.now.seconds) }

    /// All but the records.
    func beginning() async throws -> [UInt8] {
        let keeper = Keeper.person(visit.caller)
        let answer = try await visit.wholeLog(gateway, keeper)
        let log = try await visit.printedLog(gateway, keeper)
        let words = visit.request.language.words
        let rules = try await gateway.restrictions(of: keeper, requestID: visit.requestID.description)
        var consents = Bundle(type: .collection)
        consents.entry = rules.map { Bundle.Entry(resource: Consent($0, of: keeper.person).asAny) }
        var inquiries = Bundle(type: .collection)
        inquiries.entry = try await gateway.inquiries(of: keeper).map {
            Bundle.Entry(resource: $0.parameters(at: visit.now, nil).asAny)
        }
        let mandates = try await gateway.mandates(givenBy: visit.caller)
        return tar.file("README.txt", Array(Self.readMe.utf8))
            + tar.file("log.json", answer.collection(of: keeper.person).bytes)
            + tar.file("log.csv", log.csv(in: words)) + tar.file("log.pdf", log.pdf(in: words))
            + tar.file("consents.json", consents.bytes) + tar.file("inquiries.json", inquiries.bytes)
            + tar.file("representatives.json", Self.json(of: mandates))
    }

    /// The records, one part each.
    var records: TakenRecords { TakenRecords(visit: visit, gateway: gateway, tar: tar) }

    private static func json(of mandates: [NamedMandate]) -> [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        for named in mandates {
            let mandate = named.mandate
            json.beginObject()
            for (name, value) in [
                ("representative", mandate.representative.semantics), ("name", mandate.representativeName ?? ""),
                ("basis", mandate.basis.rawValue), ("decided", mandate.decided.description),
                ("until", mandate.until?.description ?? ""), ("inForce", named.isInForce ? "true" : "false"),
                ("scope", mandate.scope.map(\.rawValue).sorted().joined(separator: ",")),
            ] {
                json.key(name)
                json.string(value)
            }
            json.endObject()
        }
        json.endArray()
        return json.bytes
    }

    private static let readMe = """
        Everything that this gateway keeps about you.

        records/ID/bundle.json    the record as HL7 FHIR R4
        records/ID/source.*       the original, exactly as it was sent
        records/ID/receipt.json   the proof: ankur verify receipt.json --vkey KEY
        log.json, .csv, .pdf      who has looked
        consents.json             what you decided about who may look (HL7 FHIR R4)
        representatives.json      who may act for you
        inquiries.json            what you asked institutions, and what they answered

        """
}

/// The records of an archive, read one at a time.
struct TakenRecords {
    let visit: Visit<VerifiedCitizen>
    let gateway: Gateway
    let tar: TarWriter
    private var waiting: ArraySlice<RecordDescription> = []
    private var position: RecordPosition?
    private var hasMore = true
    private var damaged: [String] = []

    init(visit: Visit<VerifiedCitizen>, gateway: Gateway, tar: TarWriter) {
        self.visit = visit
        self.gateway = gateway
        self.tar = tar
    }

    /// The files of the next record; nil at the end. What is erased meanwhile is passed over, what is damaged is named in a file at the end.
    mutating func next() async throws -> [UInt8]? {
        while true {
            if let description = waiting.popFirst() {
                do throws(GatewayError) {
                    return files(of: try await gateway.take(description))
                } catch {
                    switch error.code {
                    case .notFound: continue
                    case .payloadDamaged: damaged.append(description.id.description)
                    default: throw error
                    }
                }
            } else if hasMore {
                let page = try await gateway.recordsToTake(
                    .person(visit.caller), after: position, requestID: visit.requestID.description)
                waiting = page.records[...]
                position = page.next
                hasMore = page.next != nil
            } else if !damaged.isEmpty {
                defer { damaged = [] }
                return tar.file("DAMAGED.txt", Array(damaged.map { "\($0)\n" }.joined().utf8))
            } else {
                return nil
            }
        }
    }

    private func files(of record: TakenRecord) -> [UInt8] {
        let folder = "records/\(record.description.id)"
        let source = record.source.format == .cda ? "source.xml" : "source.hl7"
        let receipt = record.status.parameters(record: visit.link("/fhir/Bundle/\(record.description.id)"))
        return tar.file("\(folder)/bundle.json", record.parts.bytes)
            + tar.file("\(folder)/\(source)", record.source.bytes)
            + tar.file("\(folder)/receipt.json", receipt.bytes)
    }
}

extension Issue {
    static let noCardKey = Issue(
        .error, "no-card-key", .notSupported, "The key of this certificate is not one that can be encrypted to.",
        rule: "P-384, as on an ID card", remedy: "Take the file unencrypted, or come with an ID card.")

    static let tooMuchToSeal = Issue(
        .error, "too-much-to-seal", .tooLong, "There is more than can be encrypted in one piece.",
        rule: "at most \(TakeAway.sealedLimitInBytes >> 20) MiB", remedy: "Take the file unencrypted.")
}
