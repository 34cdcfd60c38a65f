import ArgumentParser
import Foundation
import JSONText
import Ledger
import LogHTTP
import RecordTypes
import TransparencyLog

struct Completeness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a citizen's own file against the public log: that none of their entries is missing.",
        discussion: """
            The file is what the citizens' door gives under /completeness. The log is its URL, a mirror's, or a folder that it was exported \
            to; the gateway is not asked. One line a check, OK, NA or FAIL, and a closing word. Exit code 0 for OK, 1 for FAIL.

            Not shown: whether a look was never written down at all, and what came after the checkpoint that the file names.
            """)

    @Argument(help: "The file.")
    var file: String

    @Option(help: "The log: its URL, a mirror's, or the folder that it was exported to.")
    var log: String

    @Option(help: "The log's verifier key: its text, or a file that holds it.")
    var vkey: String?

    func run() async throws {
        let person = try Self.read(TrustOptions.contents(of: file))
        let key: VerifierKey?
        do {
            key = try vkey.map { try VerifierKey(TrustOptions.keyText($0)) }
        } catch let error as TransparencyLogError {
            throw CommandFailure.impossible("the verifier key cannot be used: \(error)")
        }
        let report: VerificationReport
        do {
            if log.hasPrefix("http://") || log.hasPrefix("https://") {
                report = try await CompletenessCheck(files: HTTPLogFiles(url: log), key: key).run(person)
            } else {
                report = try await CompletenessCheck(files: LogFolder(log), key: key).run(person)
            }
        } catch {
            throw CommandFailure.impossible("the log cannot be read: \(error)")
        }
        StandardOutput.write(report.text)
        guard report.outcome == .ok else { throw CommandFailure.answeredNo() }
    }

    private static func read(_ bytes: [UInt8]) throws -> PersonalEntries {
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.stringValue == "ankur/completeness/v1",
            let note = json["checkpoint"]?.stringValue, let last = number(json["last"]),
            let pairs = json["entries"]?.arrayValue, let members = json["keys"]?.objectValue
        else { throw CommandFailure.impossible("the file is not one of /completeness") }
        let entries = pairs.compactMap { pair -> PersonalEntries.Entry? in
            guard let numbers = pair.arrayValue, numbers.count == 2, let counter = number(numbers[0]),
                let index = number(numbers[1])
            else { return nil }
            return PersonalEntries.Entry(counter: counter, index: index)
        }
        var keys: [Int64: [UInt8]] = [:]
        for member in members {
            guard let year = Int64(member.key), let key = member.value.stringValue.flatMap({ Hex.bytes($0) }),
                key.count == 32
            else { continue }
            keys[year] = key
        }
        guard entries.count == pairs.count, keys.count == members.count else {
            throw CommandFailure.impossible("the file is not one of /completeness")
        }
        return PersonalEntries(checkpoint: Array(note.utf8), last: last, entries: entries, keys: keys)
    }

    private static func number(_ value: JSONValue?) -> UInt64? { value?.integerValue.flatMap { UInt64(exactly: $0) } }
}
