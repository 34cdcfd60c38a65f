import ArgumentParser
import Foundation
import GatewayService
import JSONText
import Ledger
import LogHTTP
import RecordTypes
import TimeStamping
import TransparencyLog

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check evidence offline: one line a check, OK, NA or FAIL, and a closing word.",
        discussion: """
            The evidence is the JSON that GET /submissions/{id} gave; a .tlog-proof file, with --entry or --log; a bundle of evidence, as \
            folder or ZIP file; the proof of completeness from GET /completeness.json; or the identity.json of /identity. With --log it is also held against the log as \
            it stands now, or against a mirror of it; with --tags a mirror is asked for what a proof of completeness may have left out after \
            its last entry. Exit code 0 for OK, 1 for FAIL, 2 where it could not be checked.
            """)

    @Argument(help: "The evidence.")
    var evidence: String

    @Option(help: "The log's verifier key: its text, or a file that holds it.")
    var vkey: String?

    @Option(help: "A tlog-policy file: logs, witnesses and the quorum that must have cosigned.")
    var policy: String?

    @Option(help: "The entry's bytes, where the evidence is a .tlog-proof file.")
    var entry: String?

    @Option(help: "The statement that the entry commits to, where the evidence does not carry it.")
    var statement: String?

    @Option(help: "The log or a mirror: its URL, or a folder.")
    var log: String?

    @Option(help: "A mirror's URL, to ask it for the tags that would follow the last of a proof of completeness.")
    var tags: String?

    @Option(help: "PEM roots of the time-stamping authorities that are trusted.")
    var tsaRoots: String?

    func validate() throws {
        guard (vkey == nil) != (policy == nil) else {
            throw ValidationError("Give either --vkey KEY or --policy FILE.")
        }
    }

    func run() async throws {
        let policy = try policy.map(TrustOptions.policy(inFile:))
        let logs: [VerifierKey]
        if let policy {
            logs = policy.logs.map(\.key)
        } else {
            // A key that is none fails like a wrong one: nothing is signed by it.
            logs = [try? VerifierKey(TrustOptions.keyText(vkey ?? ""))].compactMap(\.self)
        }
        let roots = try tsaRoots.map(TrustOptions.roots(inFile:))
        let files = log.map { LogSource($0) }
        let report: VerificationReport
        switch try EvidenceFile(evidence) {
        case .bundle(let bundle):
            var lines = bundle.verify(logs: logs, policy: policy, roots: roots, now: SystemClock.now())
            if let files { try await Self.reading { lines.append(try await bundle.verify(in: files, logs: logs)) } }
            report = lines
        case .completeness(let proof):
            var lines = proof.verify(logs: logs, policy: policy)
            if let tags {
                try await Self.reading { lines.append(try await proof.searchTags(of: HTTPMirrorTags(url: tags))) }
            }
            if let files {
                try await Self.reading {
                    lines.append(try await proof.search(files))
                    guard let roots else { return }
                    lines.append(
                        try await proof.verifyTime(in: files, logs: logs, roots: roots, now: SystemClock.now()))
                }
            }
            report = lines
        case .identity(let own): report = own.verify(logs: logs, policy: policy)
        case .proof(let bytes):
            report = try await verify(proof: bytes, logs, policy, files)
        case .status(let bytes):
            let read = try SubmissionEvidence(submissionStatus: bytes)
            let given = try statement.map(TrustOptions.contents(of:)) ?? read.statement
            report = read.receipt.verify(statement: given, logs: logs, policy: policy)
        }
        StandardOutput.write(report.text)
        guard report.outcome == .ok else { throw CommandFailure.answeredNo() }
    }

    private func verify(
        proof bytes: [UInt8], _ logs: [VerifierKey], _ policy: TlogPolicy?, _ files: LogSource?
    ) async throws -> VerificationReport {
        let text = String(decoding: bytes, as: UTF8.self)
        var content = try entry.map(TrustOptions.contents(of:))
        if content == nil, let files {
            let proof = try SubmissionEvidence.receipt(entry: [], proof: text).proof
            try await Self.reading { content = try await LedgerReceipt.entry(of: proof, in: files) }
        }
        guard let content else {
            throw CommandFailure.impossible("a proof says where an entry stands, not what it is: give --entry or --log")
        }
        return try SubmissionEvidence.receipt(entry: content, proof: text).verify(
            statement: statement.map(TrustOptions.contents(of:)), logs: logs, policy: policy)
    }

    private static func reading(_ work: () async throws -> Void) async throws {
        do { try await work() } catch { throw CommandFailure.impossible("the log cannot be read: \(error)") }
    }
}

/// What a file of evidence is, by its beginning.
private enum EvidenceFile {
    case bundle(EvidenceBundle)
    case completeness(CompletenessProof)
    case identity(OwnIdentityFile)
    case proof([UInt8])
    case status([UInt8])

    init(_ path: String) throws {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        if kind == .typeDirectory {
            do { self = .bundle(try EvidenceBundle(folder: path)) } catch {
                throw CommandFailure.impossible("\(path) cannot be read: \(error)")
            }
            return
        }
        let bytes = try TrustOptions.contents(of: path)
        do {
            if bytes.starts(with: "PK".utf8) {
                self = .bundle(try EvidenceBundle(zip: bytes))
            } else if bytes.starts(with: "c2sp.org/tlog-proof@".utf8) {
                self = .proof(bytes)
            } else if bytes.starts(with: "{\"checkpoint\":".utf8) {
                self = .completeness(try CompletenessProof(bytes: bytes))
            } else if let own = try OwnIdentityFile(ifItIs: bytes) {
                self = .identity(own)
            } else {
                self = .status(bytes)
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.answeredNo("the evidence cannot be read: \(error)")
        }
    }
}

/// What a submission's status page says to prove an entry: FHIR Parameters `entry`, `proof` and `statement`.
struct SubmissionEvidence {
    let receipt: LedgerReceipt
    let statement: [UInt8]?

    init(submissionStatus bytes: [UInt8]) throws {
        guard let json = try? JSONValue(parsing: bytes), let parameters = json["parameter"]?.arrayValue else {
            throw CommandFailure.impossible(
                "this is no evidence: neither the JSON of a submission's status, nor a .tlog-proof, a bundle, a proof of completeness or an identity"
            )
        }
        func value(_ name: String, _ type: String) -> String? {
            parameters.first { $0["name"]?.stringValue == name }?[type]?.stringValue
        }
        guard let text = value("entry", "valueBase64Binary"), let entry = Data(base64Encoded: text),
            let proof = value("proof", "valueString")
        else {
            throw CommandFailure.impossible("there is no receipt in it: the submission is not anchored yet")
        }
        receipt = try Self.receipt(entry: [UInt8](entry), proof: proof)
        statement = value("statement", "valueString").map { Array($0.utf8) }
    }

    static func receipt(entry: [UInt8], proof: String) throws -> LedgerReceipt {
        do {
            return try LedgerReceipt(entry: entry, tlogProof: proof)
        } catch {
            throw CommandFailure.answeredNo("the proof cannot be read: \(error)")
        }
    }
}

/// A log by its URL, or in the folder that it was exported to.
enum LogSource: LogFiles {
    case url(HTTPLogFiles)
    case folder(LogFolder)

    init(_ place: String) {
        let isURL = place.hasPrefix("http://") || place.hasPrefix("https://")
        self = isURL ? .url(HTTPLogFiles(url: place)) : .folder(LogFolder(place))
    }

    func file(_ path: String) async throws -> [UInt8]? {
        switch self {
        case .url(let files): try await files.file(path)
        case .folder(let files): try await files.file(path)
        }
    }
}
