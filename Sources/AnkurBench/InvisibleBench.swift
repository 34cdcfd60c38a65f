import ArgumentParser
import Foundation
import GatewayClient
import JSONText
import RecordTypes
import TestPKI

/// Whether a restriction can be seen: what is closed beside what never was, in bytes and in time, for every way of asking.
///
/// Times are taken in pairs, in an order drawn anew for each pair, so that what else the machine does meets both alike.
struct InvisibleBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invisible",
        abstract:
            "Compares answers and times for closed records and for none: read, search, include, ETag, history, binary, operations."
    )

    @OptionGroup var options: BenchOptions

    @Option(help: "Pairs of each kind.")
    var tries = 1_000

    @Option(help: "Only ways of asking whose names begin so.")
    var only = ""

    @Option(help: "Closed documents of the person.")
    var documents = 50

    func run() async throws {
        print("machine: \(Machine.description)")
        try await options.inFolder("invisible") { folder in
            let bench = try await BenchGateway(
                folder: folder, executable: options.ankur, profiles: options.absoluteProfiles, institutions: 1)
            let submitter = try bench.client(of: bench.institutions[0])
            let document = BenchDocument(custodian: String(bench.institutions[0].identifier.dropFirst(6)))
            for number in 0..<documents {
                _ = try await bench.submit(document.numbered(number, run: "invisible"), with: submitter)
            }
            let citizen = try client("citizen-jaak", bench)
            // What the doctor's institution calls the newest record, before it is closed.
            let doctor = try client("institution-90000021", bench)
            let list = try await doctor.send(
                "GET",
                bench.process.url("providers")
                    + "/fhir/DocumentReference?_count=1&patient.identifier=PNOEE-38001085718", headers: Self.doctor)
            guard let json = try? JSONValue(parsing: list.body),
                let id = json["entry"]?.arrayValue?.first?["resource"]?["id"]?.stringValue
            else { throw ValidationError("the citizen has no record: \(list.status) \(list.text.prefix(200))") }
            let closing = try await citizen.send(
                "POST", bench.process.url("citizens") + "/fhir/Consent",
                headers: [("Content-Type", "application/fhir+json")], body: Array(Self.closing.utf8))
            guard closing.status == 201 else { throw ValidationError("\(closing.status) \(closing.text.prefix(300))") }
            var worst = 0.0
            for kind in Self.kinds(id) where kind.name.hasPrefix(only) {
                worst = max(worst, try await compare(kind, doctor, bench.process.url("providers")))
            }
            print("largest difference of means: \((worst * 100).rounded(to: 2)) % (bar: 5 %)")
            for client in [submitter, citizen, doctor] { try await client.shutdown() }
            _ = await bench.process.terminate()
            guard worst < 0.05 else { throw ExitCode.failure }
        }
    }

    private struct Kind {
        let name: String
        let closed: String
        let absent: String
        var headers: [(String, String)] = []
        /// Each answer has a name and a moment of its own: a summary is made when it is asked for.
        var isMade = false
    }

    /// Of the citizen everything is closed; of the other person, and under the other id, there is nothing.
    private static func kinds(_ id: String) -> [Kind] {
        let none = String(repeating: "e", count: 32)
        func record(_ name: String, _ path: String, _ headers: [(String, String)] = []) -> Kind {
            Kind(name: name, closed: path + id, absent: path + none, headers: headers)
        }
        func search(_ name: String, _ path: String) -> Kind {
            Kind(name: name, closed: path + "PNOEE-38001085718", absent: path + "PNOEE-39901012239")
        }
        return [
            record("read", "/fhir/Bundle/"), record("entry", "/fhir/DocumentReference/"),
            record("binary", "/fhir/Binary/"),
            record("if-none-match", "/fhir/Bundle/", [("If-None-Match", "W/\"0000000000000000\"")]),
            Kind(
                name: "history", closed: "/fhir/Bundle/\(id)/_history/0000000000000000",
                absent: "/fhir/Bundle/\(none)/_history/0000000000000000"),
            search("search", "/fhir/DocumentReference?patient.identifier="),
            search("search in contents", "/fhir/Condition?patient.identifier="),
            search("search, one page", "/fhir/Observation?_count=1&patient.identifier="),
            search(
                "search with include", "/fhir/Condition?_include=Condition:patient&_total=accurate&patient.identifier="),
            search("everything", "/fhir/Patient/$everything?patient.identifier="),
            Kind(
                name: "summary", closed: "/fhir/Patient/$summary?patient.identifier=PNOEE-38001085718",
                absent: "/fhir/Patient/$summary?patient.identifier=PNOEE-39901012239", isMade: true),
            Kind(
                name: "read of a resource", closed: "/fhir/Condition/\(id)-2", absent: "/fhir/Condition/\(none)-2"),
            Kind(
                name: "history of a resource", closed: "/fhir/Condition/\(id)-2/_history",
                absent: "/fhir/Condition/\(none)-2/_history"),
            Kind(
                name: "everything of a Patient", closed: "/fhir/Patient/\(id)-1/$everything",
                absent: "/fhir/Patient/\(none)-1/$everything"),
            Kind(
                name: "summary of a Patient", closed: "/fhir/Patient/\(id)-1/$summary",
                absent: "/fhir/Patient/\(none)-1/$summary", isMade: true),
        ]
    }

    private func compare(_ kind: Kind, _ client: MutualTLSClient, _ base: String) async throws -> Double {
        var closed: [Double] = []
        var absent: [Double] = []
        var differ = 0
        for number in 0..<tries {
            let closedFirst = Bool.random()
            let request = "invisible-\(number)"
            let first = try await ask(client, base + (closedFirst ? kind.closed : kind.absent), kind.headers, request)
            let second = try await ask(client, base + (closedFirst ? kind.absent : kind.closed), kind.headers, request)
            closed.append(closedFirst ? first.seconds : second.seconds)
            absent.append(closedFirst ? second.seconds : first.seconds)
            // A search names whom it was asked about in its own link, the same way for both.
            func comparable(_ taken: Taken) -> [String] {
                taken.comparable.map { kind.isMade ? Self.unmade(Self.anonymous($0)) : Self.anonymous($0) }
            }
            if comparable(first) != comparable(second) { differ += 1 }
        }
        let (one, other) = (Self.mean(closed), Self.mean(absent))
        let difference = abs(one - other) / other
        print(
            "\(kind.name): \(tries) pairs, closed \((one * 1000).rounded(to: 3)) ms, absent \((other * 1000).rounded(to: 3)) ms, "
                + "difference \((difference * 100).rounded(to: 2)) %, answers that differ: \(differ)")
        guard differ == 0 else { throw ValidationError("the answers tell closed from absent: \(kind.name)") }
        return difference
    }

    private struct Taken {
        let seconds: Double
        let comparable: [String]
    }

    private func ask(
        _ client: MutualTLSClient, _ url: String, _ headers: [(String, String)], _ request: String
    ) async throws -> Taken {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try await client.send("GET", url, headers: Self.doctor + headers + [("X-Request-Id", request)])
        let seconds = (clock.now - start).inSeconds
        let fields = answer.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
        return Taken(seconds: seconds, comparable: ["\(answer.status)", answer.text] + fields)
    }

    private static func anonymous(_ text: String) -> String {
        text.replacing("38001085718", with: "…").replacing("39901012239", with: "…")
    }

    /// Without UUIDs and moments.
    private static func unmade(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "…")
            .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "…")
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    private static let doctor: [(String, String)] = [
        ("X-Ankur-Actor", "PNOEE-60001017869"), ("X-Ankur-Role", "doctor"), ("X-Ankur-Purpose", "TREAT"),
    ]

    private static let closing = """
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",\
        "code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"provision":{"type":"deny"}}
        """

    private func client(_ name: String, _ bench: BenchGateway) throws -> MutualTLSClient {
        try MutualTLSClient(
            identity: ClientIdentity(
                certificatePath: bench.realm.certificatePath(name), keyPath: bench.realm.keyPath(name)),
            trustRootPath: bench.realm.trustRootPath)
    }
}
