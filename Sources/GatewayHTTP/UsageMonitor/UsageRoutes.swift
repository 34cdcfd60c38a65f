import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import RecordTypes

/// Andmejälgija, protocol 1.6 (OpenAPI 2.1.0): the national citizen view asks each system where a person's data was used.
///
/// It comes through X-Road, whose security server brings its institution's certificate; to any other institution these addresses
/// do not exist.
extension Route where Caller == VerifiedInstitution {
    /// `GET /v2/findUsage`
    static func findUsage(_ gateway: Gateway) -> Route {
        Route(.get, "/v2/findUsage", .fhir) { visit in
            try visit.requireUsageMonitor()
            let question = try UsageQuestion(visit.request, try visit.query())
            let page = try await gateway.findUsage(
                of: question.person, from: question.from, until: question.until, offset: question.offset,
                limit: question.limit, by: visit.caller, for: question.asker, requestID: visit.requestID.description)
            var json = JSONWriter(reserving: 256 + page.events.count * 200)
            json.beginObject()
            json.key("totalUsages")
            json.integer(UInt64(page.total))
            json.key("usages")
            json.beginArray()
            for access in page.events { json.usage(access.event) }
            json.endArray()
            json.endObject()
            return Response(bytes: json.bytes, type: MediaType.json)
        }
    }

    /// `GET /v2/usagePeriod`: since when uses are kept; without an end, because they can be asked for up to now.
    static func usagePeriod(_ gateway: Gateway) -> Route {
        Route(.get, "/v2/usagePeriod", .fhir) { visit in
            try visit.requireUsageMonitor()
            try visit.query().allowOnly([])
            let start = try await gateway.usagePeriodStart()
            return Response(bytes: JSONWriter.object(["periodStart": start.description]), type: MediaType.json)
        }
    }

    /// `GET /v2/heartbeat`
    static func usageHeartbeat(_ gateway: Gateway) -> Route {
        Route(.get, "/v2/heartbeat", .fhir) { visit in
            try visit.requireUsageMonitor()
            try visit.query().allowOnly([])
            let isReady = await gateway.answersUsageQuestions()
            return Response(
                bytes: JSONWriter.object([
                    "status": isReady ? "OK" : "FAIL",
                    "message": isReady ? "API is ready" : "The access log cannot be read at the moment",
                ]), type: MediaType.json)
        }
    }
}

extension Visit<VerifiedInstitution> {
    /// - Throws: ``HTTPFault/notFound`` for every other institution.
    fileprivate func requireUsageMonitor() throws {
        guard settings.usageMonitors.contains(caller.id) else { throw HTTPFault.notFound }
    }
}

/// What `findUsage` is asked.
struct UsageQuestion: Hashable {
    let person: PersonIdentifier
    /// Who asks, from `X-Road-UserId`; another person when somebody acts for them.
    let asker: PersonIdentifier
    let from: Instant?
    let until: Instant?
    let offset: Int
    let limit: Int

    static let largestLimit = 1_000

    /// - Throws: ``HTTPFault`` 400 for what the protocol does not allow.
    init(_ request: Request, _ query: FormFields) throws {
        try query.allowOnly(["userCode", "periodStart", "periodEnd", "offset", "limit"])
        let users = request.headers[values: HTTPField.Name(wellKnown: "X-Road-UserId")]
        guard users.count == 1, let asker = PersonIdentifier(usageCode: users[0]) else {
            throw Self.invalid("X-Road-UserId")
        }
        guard let person = query["userCode"].flatMap({ PersonIdentifier(usageCode: $0) }) else {
            throw Self.invalid("userCode")
        }
        self.asker = asker
        self.person = person
        from = try query["periodStart"].map { try Self.moment($0, "periodStart") }
        until = try query["periodEnd"].map { try Self.moment($0, "periodEnd") }
        if let from, let until, until < from { throw Self.invalid("periodEnd") }
        offset = try Self.number("offset", query) ?? 0
        limit = min(try Self.number("limit", query) ?? Self.largestLimit, Self.largestLimit)
    }

    /// RFC 3339 with a time.
    private static func moment(_ text: String, _ name: String) throws -> Instant {
        guard text.utf8.count > 10, let instant = Instant(rfc3339: text) else { throw invalid(name) }
        return instant
    }

    /// An int32 that is not negative.
    private static func number(_ name: String, _ query: FormFields) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int32(text), number >= 0 else { throw invalid(name) }
        return Int(number)
    }

    private static func invalid(_ name: String) -> HTTPFault {
        .badRequest(.parameterInvalid(name, remedy: "See Andmejälgija 1.6: EE12345678901, 2021-01-31T10:20:30Z."))
    }
}

extension PersonIdentifier {
    /// `EE12345678901`: country and personal number. The check digit is not looked at: there are people whose number has a wrong one.
    init?(usageCode text: String) {
        let number = text.dropFirst(2)
        guard number.utf8.count == 11, number.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) || !text.hasPrefix("EE") else {
            return nil
        }
        self.init(scheme: .personalNumber, country: String(text.prefix(2)), number: String(number))
    }
}

extension JSONWriter {
    /// An object of texts, in the order of their names.
    fileprivate static func object(_ members: [String: String]) -> [UInt8] {
        var json = JSONWriter(reserving: 128)
        json.beginObject()
        for (name, text) in members.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            json.string(text)
        }
        json.endObject()
        return json.bytes
    }

    /// One use, as people in Estonia read it.
    fileprivate mutating func usage(_ event: AccessEvent) {
        beginObject()
        key("logtime")
        string(event.time.description)
        key("action")
        string(event.usageWords)
        key("receiverCode")
        // The registry code stands behind the prefix of the certificate's semantics identifier.
        string(event.actor.institution.map { String($0.semantics.drop { $0 != "-" }.dropFirst()) } ?? "")
        if let name = event.actor.institutionName {
            key("receiverName")
            string(name)
        }
        key("receiverSystem")
        string("Ankur")
        endObject()
    }
}

extension AccessEvent {
    /// What was done, why, and what came of it, in Estonian.
    fileprivate var usageWords: String {
        let what =
            switch action {
            case .readRecord: "Terviseandmete vaatamine"
            case .readSource: "Algse dokumendi vaatamine"
            case .readEntry: "Dokumendi kirjelduse vaatamine"
            case .searchRecords: "Dokumentide loetelu päring"
            case .searchContents: "Otsing terviseandmetest"
            case .readAccessLog: "Logi vaatamine järelevalveks"
            case .readRestrictions: "Piirangute vaatamine"
            case .exportRecords: "Kõigi andmete kaasavõtmine"
            }
        let why =
            switch purpose {
            case .treatment: "ravi"
            case .emergencyTreatment: "vältimatu abi"
            case .breakTheGlass: "hädaolukorra erandjuurdepääs"
            case .payment, .coverage: "kindlustus"
            case .operations, .systemAdministration: "asutuse töö"
            case .publicHealth: "rahvatervis"
            case .research: "teadustöö"
            case .patientRequest, .familyRequest: "isiku või tema esindaja soov"
            case .legal: "õigusmenetlus"
            case .audit: "järelevalve"
            }
        let result =
            switch outcome {
            case .released: ""
            case .refused: ", keelduti"
            case .notFound, .empty: ", andmeid ei leitud"
            }
        return "\(what) (\(why))\(result)"
    }
}
