import ArgumentParser
import Conversion
import FHIR
import Foundation
import JSONText
import Profiles
import RecordTypes

/// What `validate` and `convert` are given. The document is one's own: it is read in this process.
struct DocumentOptions: ParsableArguments {
    @Argument(help: "A CDA document or HL7 v2 message.")
    var file: String

    @Option(help: "The folder of the profile set.")
    var profiles = "profiles"

    @Option(help: "cda or hl7v2; found out from the first bytes when not given.", transform: oneOfTheWords)
    var format: SourceDocument.Format?

    func outcome() throws -> ConversionOutcome {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure.impossible("\(file) cannot be read")
        }
        let bytes = [UInt8](data)
        let profiles: ProfileSet
        do { profiles = try ProfileSet(directory: self.profiles) } catch {
            throw CommandFailure.impossible("\(error)")
        }
        let isMessage = bytes.starts(with: Array("MSH".utf8))
        let source = SourceDocument(format: format ?? (isMessage ? .hl7v2 : .cda), bytes: bytes)
        return Converter(profiles: profiles).convert(source)
    }
}

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell everything that is wrong with a document, as an OperationOutcome.",
        discussion: "Exit code 1 when the document would be refused.")

    @OptionGroup var document: DocumentOptions

    func run() throws {
        let outcome = try document.outcome()
        var json = JSONWriter()
        OperationOutcome(issues: outcome.issues).write(to: &json)
        StandardOutput.write(json.bytes + [UInt8(ascii: "\n")])
        if outcome.parts == nil { throw CommandFailure.answeredNo() }
    }
}

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a document as a FHIR Bundle; findings go to standard error.",
        discussion: "Exit code 1 when the document would be refused.")

    @OptionGroup var document: DocumentOptions

    func run() throws {
        let outcome = try document.outcome()
        for issue in outcome.issues {
            StandardError.write("\(issue.severity.rawValue): \(issue.code): \(issue.message)\n")
        }
        guard let parts = outcome.parts else { throw CommandFailure.answeredNo() }
        StandardOutput.write(parts.bytes + [UInt8(ascii: "\n")])
    }
}
