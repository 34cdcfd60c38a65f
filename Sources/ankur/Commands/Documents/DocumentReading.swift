import ArgumentParser
import Conversion
import DocumentWorkers
import Foundation
import Profiles
import RecordTypes

/// What `validate` and `convert` are given.
struct DocumentOptions: ParsableArguments {
    @Argument(help: "CDA documents, HL7 v2 messages or batches, or folders of them, gone through recursively.")
    var inputs: [String]

    @Option(help: "The folder of the profile set; the one that came with the program when not given.")
    var profiles: String?

    @Option(help: "The national profile that alone counts beside the core: a folder of PROFILES/national, such as ee.")
    var profile: String?

    @Option(help: "How many documents are worked on at once; the number of processors when not given.")
    var jobs: Int?

    func validate() throws {
        if inputs.isEmpty { throw ValidationError("Name at least one file or folder.") }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("Work on 1 to 64 documents at once.") }
    }
}

/// What became of one document.
struct DocumentResult: Sendable {
    let document: InputDocument
    let outcome: ConversionOutcome
    var isRefused: Bool { outcome.parts == nil }
}

/// What became of one input.
struct InputResult: Sendable {
    let input: DocumentInput
    /// Findings about the file as a whole.
    var issues: [Issue] = []
    var results: [DocumentResult] = []
    /// Nothing that is a document: passed over.
    var isPassedOver = false
    var byteCount = 0

    var allIssues: [Issue] { issues + results.flatMap(\.outcome.issues) }
}

/// Reads documents in worker processes, as the gateway does: one that traps or takes too long costs its own answer only.
struct DocumentReading {
    /// Workers are kept apart by institution; here there is one, whoever runs the command.
    private static let institution = InstitutionID("NTREE-00000000")

    private let pool: WorkerPool
    private let digest: Digest
    private let jobs: Int
    private let profiles: ChosenProfiles

    /// - Parameter convertsRefused: whether CDA that a gateway would not file is converted too; its findings are the same.
    init(_ options: DocumentOptions, convertsRefused: Bool = false) throws {
        profiles = try ChosenProfiles(ProfileFolder.find(options.profiles), national: options.profile)
        digest = profiles.opened.set.digest
        jobs = options.jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        let limits = WorkerLimits(documentBytes: 64 << 20, cpuSeconds: 60, wallClock: .seconds(120))
        var settings = WorkerSettings(
            profiles: profiles.opened.compiledFile, acceptLocalIdentifiers: true, isProduction: false, limits: limits)
        settings.convertsRefused = convertsRefused
        pool = WorkerPool(
            WorkerCommand(settings: settings), profiles: digest, converterVersion: Converter.version,
            size: WorkerPoolSize(concurrent: jobs))
    }

    /// Reads all inputs, a few at a time, and hands on each result in the order of the inputs.
    func forEachResult(of inputs: [DocumentInput], _ take: (InputResult) throws -> Void) async throws {
        do { try await pool.warmUp() } catch {
            await end()
            throw CommandFailure.impossible("no worker process comes up: \(error)")
        }
        do {
            try await withThrowingTaskGroup(of: (Int, InputResult).self) { group in
                var next = 0
                var waiting: [Int: InputResult] = [:]
                var handedOn = 0
                func begin() {
                    guard next < inputs.count else { return }
                    let (position, input) = (next, inputs[next])
                    group.addTask { (position, try await result(of: input)) }
                    next += 1
                }
                for _ in 0..<jobs { begin() }
                while let (position, result) = try await group.next() {
                    waiting[position] = result
                    begin()
                    while let ready = waiting.removeValue(forKey: handedOn) {
                        try take(ready)
                        handedOn += 1
                    }
                }
            }
        } catch {
            await end()
            throw error
        }
        await end()
    }

    private func end() async {
        await pool.close()
        profiles.remove()
    }

    private func result(of input: DocumentInput) async throws -> InputResult {
        var result = InputResult(input: input)
        guard let data = FileManager.default.contents(atPath: input.path) else {
            result.issues = [
                Issue(
                    .fatal, "unreadable-file", .exception, "The file cannot be read.",
                    remedy: "Give it read permission.")
            ]
            return result
        }
        let bytes = [UInt8](data)
        result.byteCount = bytes.count
        guard let content = InputContent(bytes, of: input) else {
            result.isPassedOver = true
            return result
        }
        result.issues = content.issues
        for document in content.documents {
            result.results.append(DocumentResult(document: document, outcome: await outcome(of: document.source)))
        }
        return result
    }

    /// A worker's fault is a finding about the document that it was reading.
    private func outcome(of source: SourceDocument) async -> ConversionOutcome {
        let fault: any Error
        do {
            if let institution = Self.institution { return try await pool.convert(source, for: institution) }
            fault = WorkerFault.cannotStart
        } catch {
            fault = error
        }
        let issue = Issue(
            .fatal, "conversion-failed", .exception, "The document could not be read to its end: \(fault).",
            remedy: "Report it to the makers of this program, with a document that shows it.")
        return ConversionOutcome(
            header: DocumentHeader(), parts: nil, issues: [issue], profileSetDigest: digest,
            converterVersion: Converter.version)
    }
}

/// The profile set of a run: that of a folder, or its core and one nation beside it.
struct ChosenProfiles {
    let opened: OpenedProfiles
    /// Holds what lives as long as the run: the compiled set, and the chosen sources.
    private let folder: String

    /// - Throws: ``CommandFailure`` (2) for a nation that has no folder, and for a set with faults, which are printed.
    init(_ path: String, national: String?) throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("ankur-profiles-\(UUID().uuidString)").path
        self.folder = folder
        do {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var sources = path
            if let national { sources = try Self.choose(national, from: path, into: folder + "/sources") }
            opened = try OpenedProfiles(sources, cache: folder)
        } catch {
            try? files.removeItem(atPath: folder)
            guard let error = error as? ProfileError else { throw error }
            for fault in error.faults { StandardError.write("\(fault)\n") }
            throw CommandFailure.impossible("the profile set has \(error.faults.count) faults")
        }
    }

    /// Copies the core and one nation.
    private static func choose(_ national: String, from path: String, into copy: String) throws -> String {
        let files = FileManager.default
        let chosen = "\(path)/national/\(national)"
        guard !national.contains("/"), national != "..", files.fileExists(atPath: chosen) else {
            let known = (try? files.contentsOfDirectory(atPath: path + "/national").sorted()) ?? []
            throw CommandFailure.impossible(
                "no profile is called \(national); there is \(known.joined(separator: ", "))")
        }
        do {
            try files.createDirectory(atPath: copy + "/national", withIntermediateDirectories: true)
            for entry in try files.contentsOfDirectory(atPath: path)
            where entry != "national" && entry != CompiledProfiles.fileName {
                try files.copyItem(atPath: "\(path)/\(entry)", toPath: "\(copy)/\(entry)")
            }
            try files.copyItem(atPath: chosen, toPath: "\(copy)/national/\(national)")
        } catch {
            throw CommandFailure.impossible("the profile set cannot be copied: \(error)")
        }
        return copy
    }

    /// Removes what was made for the run.
    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
