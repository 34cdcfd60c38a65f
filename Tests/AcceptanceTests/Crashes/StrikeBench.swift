import Foundation
import GatewayClient
import JSONText
import TestPKI
import TransparencyLog

/// A fault that a gateway's environment brings about, and what its log says when it has.
struct Blow: Sendable {
    /// For files.
    let name: String
    let environment: [String: String]
    let mark: String

    init(name: String, environment: [String: String], mark: String) {
        self.name = name
        self.environment = environment
        self.mark = mark
    }

    init(_ strike: Strike) {
        self.init(
            name: strike.description.replacing(":", with: "-"), environment: ["ANKUR_FAILPOINT": strike.description],
            mark: "ANKUR_FAILPOINT: struck")
    }
}

/// Runs one gateway after another on a folder of its own: the first with a fault, the second without.
struct StrikeBench: Sendable {
    private let folder: TemporaryFolder
    private let realm: TestRealm
    private let hospital: MutualTLSClient
    private let citizen: MutualTLSClient
    private let anyone: MutualTLSClient

    init() throws {
        folder = try TemporaryFolder()
        realm = try TestRealm(folder: folder.path, profiles: Built.profiles, now: .now)
        hospital = try realm.client(Holder.northHospital, connections: 32)
        citizen = try realm.client(Holder.citizen, connections: 32)
        anyone = try realm.client(nil, connections: 32)
    }

    func shutdown() async throws {
        for client in [hospital, citizen, anyone] { try await client.shutdown() }
    }

    /// What the clients of the struck gateway came away with.
    private struct Aftermath {
        var promise: Acknowledged?
        /// Reads that were answered with data.
        var released = 0
    }

    func run(_ strike: Strike) async throws { try await run(Blow(strike)) }

    func run(_ blow: Blow) async throws {
        let name = blow.name
        let place = Place(data: "\(folder.path)/\(name)", log: "\(folder.path)/\(name).log", mark: blow.mark)
        let document = TestDocument.cda("STRIKE-\(name)").bytes
        let aftermath = try await struck(blow, place, document)
        try await recovered(aftermath, place, document)
        let fsck = try await Command.ankur(["ledger", "fsck", "--data", place.data])
        guard fsck.status == 0 else { throw UnexpectedAnswer("fsck: \(fsck.transcript)") }
        try FileManager.default.removeItem(atPath: place.data)
    }

    private struct Place {
        let data: String
        let log: String
        let mark: String

        var hasStruck: Bool {
            String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self).contains(mark)
        }
    }

    private func start(_ place: Place, _ blow: Blow?) async throws -> GatewayProcess {
        var environment = ["ANKUR__DATA": place.data, "ANKUR__WORKERS__CONCURRENT": "1"]
        environment.merge(blow?.environment ?? [:]) { _, new in new }
        let process = try await GatewayProcess(
            executable: Built.ankur, configuration: realm.configurationPath, logPath: place.log,
            environment: environment,
            readyWithin: .seconds(60))
        LeftBehind.note(process: process.processIdentifier)
        return process
    }

    /// Submits and reads until the fault has struck.
    private func struck(_ blow: Blow, _ place: Place, _ document: [UInt8]) async throws -> Aftermath {
        var aftermath = Aftermath()
        let process: GatewayProcess
        do {
            process = try await start(place, blow)
        } catch GatewayProcess.Failure.endedEarly {
            guard place.hasStruck else { throw UnexpectedAnswer("the gateway ended before the fault") }
            return aftermath
        }
        let end = ContinuousClock.now + .seconds(60)
        while process.isRunning, !place.hasStruck, ContinuousClock.now < end {
            try await submitAndRead(document, to: process, &aftermath)
            // Tree, checkpoint and marks follow the answer by themselves.
            for _ in 0..<40 where process.isRunning && !place.hasStruck { try await Task.sleep(for: .milliseconds(25)) }
        }
        guard place.hasStruck else { throw UnexpectedAnswer("the fault was never reached") }
        await process.killAtOnce()
        LeftBehind.forget(process: process.processIdentifier)
        return aftermath
    }

    /// An answer, or none, or one that invites to try again; nothing else.
    private func submitAndRead(_ document: [UInt8], to process: GatewayProcess, _ aftermath: inout Aftermath)
        async throws
    {
        guard let answer = try? await hospital.submit(document, to: process) else { return }
        if answer.status == 503 {
            guard answer.header("Retry-After") != nil else { throw UnexpectedAnswer("503 without Retry-After") }
            return
        }
        let promise = try Acknowledged(answer)
        if let earlier = aftermath.promise, earlier != promise {
            throw UnexpectedAnswer("a second promise: \(promise)")
        }
        aftermath.promise = promise
        let read = try? await citizen.send("GET", process.url("citizens") + "/fhir/Bundle/\(promise.record)")
        guard let read else { return }
        guard read.status == 200 || read.status == 503 else {
            throw UnexpectedAnswer("read: \(read.status) \(read.text)")
        }
        if read.status == 200 { aftermath.released += 1 }
    }

    private func recovered(_ aftermath: Aftermath, _ place: Place, _ document: [UInt8]) async throws {
        let process = try await start(place, nil)
        let first = try await hospital.submit(document, to: process)
        let promise = try Acknowledged(first)
        if let earlier = aftermath.promise {
            guard first.status == 200, promise == earlier else {
                throw UnexpectedAnswer("the promise was forgotten: \(first.status)")
            }
        }
        let second = try await hospital.submit(document, to: process).expecting(200)
        guard try Acknowledged(second) == promise else { throw UnexpectedAnswer("two promises for one document") }

        let citizens = process.url("citizens")
        let list = try await citizen.send("GET", citizens + "/fhir/DocumentReference").expecting(200).json()
        let listed = list.resources.compactMap { $0["id"]?.stringValue }
        guard listed == [promise.record] else { throw UnexpectedAnswer("not one record: \(listed)") }
        _ = try await citizen.send("GET", citizens + "/fhir/Bundle/\(promise.record)").expecting(200)
        let source = try await citizen.send("GET", citizens + "/fhir/Binary/\(promise.record)").expecting(200)
        guard source.body == document else { throw UnexpectedAnswer("other bytes") }

        let log = try await process.verifierKey(anyone)
        try Evidence(try await process.anchored(promise.record, as: hospital)).check(promise, log: log)

        // Logged before released: what was released before the crash is in the log after it.
        let events = try await citizen.send("GET", citizens + "/fhir/AuditEvent?date=ge2026-01-01&_count=100")
            .expecting(200).json()
        let reads = events.resources.filter { $0["resourceType"]?.stringValue == "AuditEvent" }.count
        guard reads >= aftermath.released + 3 else {
            throw UnexpectedAnswer("\(reads) log rows after \(aftermath.released) reads")
        }

        let status = await process.terminate()
        LeftBehind.forget(process: process.processIdentifier)
        guard status == 0 else { throw UnexpectedAnswer("ended with \(status)") }
    }
}
