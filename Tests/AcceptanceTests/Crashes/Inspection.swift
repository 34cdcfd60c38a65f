import GatewayClient
import JSONText
import TransparencyLog

/// Compares what a gateway holds with what its clients were promised.
struct Inspection: Sendable {
    let realm: KilledRealm
    let process: GatewayProcess
    let log: VerifierKey

    init(_ realm: KilledRealm, _ process: GatewayProcess) async throws {
        self.realm = realm
        self.process = process
        log = try await process.verifierKey(realm.anyone)
    }

    /// Checks acknowledged records four at a time; gives what is wrong.
    /// - Parameter thorough: whether to wait for the receipt, submit again and compare the original bytes.
    func faults(in entries: [Journal.Entry], thorough: Bool) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            var rest = entries[...]
            func addNext() {
                guard let entry = rest.popFirst() else { return }
                group.addTask {
                    do {
                        try await check(entry, thorough: thorough)
                        return nil
                    } catch {
                        return "document \(entry.document.number) (entry \(entry.promise.index)): \(error)"
                    }
                }
            }
            for _ in 0..<4 { addNext() }
            var faults: [String] = []
            while let fault = await group.next() {
                if let fault { faults.append(fault) }
                addNext()
            }
            return faults
        }
    }

    private func check(_ entry: Journal.Entry, thorough: Bool) async throws {
        let sender = realm.client(of: entry.document.sender)
        let record = entry.promise.record
        let bundle = try await realm.citizen.send("GET", process.url("citizens") + "/fhir/Bundle/\(record)").expecting(
            200)
        guard try bundle.json()["resourceType"]?.stringValue == "Bundle" else { throw UnexpectedAnswer("no Bundle") }
        let status: JSONValue
        if thorough {
            status = try await process.anchored(record, as: sender)
            try Evidence(status).check(entry.promise, log: log)
            let source = try await realm.citizen.send("GET", process.url("citizens") + "/fhir/Binary/\(record)")
                .expecting(200)
            guard source.body == entry.document.bytes else {
                throw UnexpectedAnswer("the bytes are not those submitted")
            }
            let again = try await sender.submit(entry.document.bytes, entry.document.mediaType, to: process).expecting(
                200)
            guard try Acknowledged(again) == entry.promise else {
                throw UnexpectedAnswer("another promise: \(again.text)")
            }
        } else {
            status = try await sender.send("GET", process.url("providers") + "/submissions/\(record)").expecting(200)
                .json()
        }
        guard status.parameter("ledgerIndex") == entry.promise.index,
            status.parameter("acknowledgement") == entry.promise.acknowledgement
        else { throw UnexpectedAnswer("the status does not repeat the promise: \(status.parameter("stage") ?? "")") }
    }

    /// Messages that were accepted over MLLP are found by sending them again, over HTTP: 200, never 201.
    func faults(in accepted: [Journal.Document]) async throws -> (entries: [Journal.Entry], faults: [String]) {
        var entries: [Journal.Entry] = []
        var faults: [String] = []
        for document in accepted {
            let answer = try await realm.client(of: document.sender).submit(
                document.bytes, document.mediaType, to: process)
            if answer.status == 200 {
                entries.append(Journal.Entry(document: document, promise: try Acknowledged(answer)))
            } else {
                faults.append("accepted message \(document.number) is new: \(answer.status) \(answer.text.prefix(300))")
            }
        }
        return (entries, faults)
    }

    /// What the citizen's list shows: each record once, each whole, and nothing that nobody sent.
    func listFaults(acknowledged: [Journal.Entry], sent: Int) async throws -> [String] {
        var listed: [String] = []
        var page: String? = process.url("citizens") + "/fhir/DocumentReference?_count=1000"
        while let url = page {
            let list = try await realm.citizen.send("GET", url).expecting(200).json()
            listed += list.resources.compactMap { $0["id"]?.stringValue }
            page = list["link"]?.arrayValue?.first { $0["relation"]?.stringValue == "next" }?["url"]?.stringValue
        }
        var faults: [String] = []
        if Set(listed).count != listed.count { faults.append("the list shows a record twice") }
        if listed.count > sent { faults.append("\(listed.count) records of \(sent) documents") }
        let known = Set(acknowledged.map(\.promise.record))
        let missing = known.subtracting(listed)
        if !missing.isEmpty { faults.append("acknowledged, but not listed: \(missing.sorted())") }
        // What was stored though nobody was told is as whole as the rest.
        for record in listed where !known.contains(record) {
            let bundle = try await realm.citizen.send("GET", process.url("citizens") + "/fhir/Bundle/\(record)")
            let source = try await realm.citizen.send("GET", process.url("citizens") + "/fhir/Binary/\(record)")
            if bundle.status != 200 || source.status != 200 { faults.append("half of a record is visible: \(record)") }
        }
        return faults
    }
}
