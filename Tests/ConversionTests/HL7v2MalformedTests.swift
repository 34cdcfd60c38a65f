import Conversion
import Foundation
import HL7v2
import RecordTypes
import Testing

/// `malformed/` of the shared samples: its manifest names the reaction to each file.
@Suite("HL7 v2 malformed samples", .enabled(if: HL7v2Messages.samplesAreThere, "the shared samples are not here"))
struct HL7v2MalformedTests {
    struct Sample: CustomStringConvertible, Sendable {
        let name: String
        /// `reject`, `convert` or `issue`.
        let reaction: String

        var description: String { "\(name): \(reaction)" }
    }

    static let folder = HL7v2Messages.samples.appendingPathComponent("malformed")

    static let manifest: [Sample] = {
        let file = folder.appendingPathComponent("MANIFEST-malformed.tsv")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").dropFirst().compactMap { line -> Sample? in
            let columns = line.split(separator: "\t")
            return columns.count > 1 ? Sample(name: String(columns[0]), reaction: String(columns[1])) : nil
        }
    }()

    @Test("the manifest names every file of the folder")
    func complete() {
        let files = HL7v2Messages.sampleFiles(in: "malformed").map(\.lastPathComponent)
        #expect(Set(files) == Set(Self.manifest.map(\.name)))
        #expect(files.count >= 15)
    }

    @Test("gets the reaction that its manifest names", arguments: manifest)
    func reaction(_ sample: Sample) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(sample.name)))
        let converter = try HL7v2Messages.converter()
        // As at the door: an envelope makes a batch, everything else is one message.
        let batch = MessageBatch(bytes)
        let outcomes = (batch.isEnveloped ? batch.messages : [bytes]).map { converter.convert(hl7v2: $0) }
        let findings = batch.isEnveloped ? batch.issues : []
        switch sample.reaction {
        case "reject":
            #expect(outcomes.allSatisfy { $0.parts == nil && !$0.refusals.isEmpty })
        case "convert":
            #expect(!outcomes.isEmpty)
            #expect(outcomes.allSatisfy { $0.parts != nil }, "\(outcomes.flatMap(\.refusals))")
            #expect(findings.isEmpty)
        case "issue":
            let told = findings + outcomes.flatMap(\.issues)
            #expect(told.contains { $0.severity == .warning || $0.refuses }, "nothing is said of it")
            #expect(outcomes.allSatisfy { $0.parts != nil || !$0.refusals.isEmpty })
        default: Testing.Issue.record("no such reaction")
        }
    }

    @Test("HTTP at the MLLP door is told from a broken frame")
    func http() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("mut-http-on-mllp-port.hl7")))
        var framing = MLLPFraming(limit: 1 << 20)
        #expect(framing.receive(bytes) == [.close(.httpRequest)])
    }

    @Test("a frame without its end is no message")
    func unfinishedFrame() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("mut-mllp-no-end.hl7")))
        var framing = MLLPFraming(limit: 1 << 20)
        #expect(framing.receive(bytes).isEmpty)
        #expect(framing.receiveEnd() == [.close(.missingEndBlock)])
    }

    @Test("what is converted says what it means: deletes, escapes, delimiters and character sets")
    func meanings() throws {
        let converter = try HL7v2Messages.converter()
        func convert(_ name: String) throws -> ConversionOutcome {
            converter.convert(hl7v2: [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name))))
        }
        for name in ["mut-explicit-null.hl7", "mut-escapes.hl7", "mut-other-delimiters.hl7", "mut-latin1-declared.hl7"]
        {
            let text = String(decoding: try #require(try convert(name).parts).bytes, as: UTF8.self)
            #expect(!text.contains(#"\"\""#), "\(name): a delete is no text")
            #expect(!text.contains("\u{FFFD}"), "\(name): every character has a meaning")
        }
        #expect(try convert("mut-z-segments.hl7").issues.contains { $0.code == "hl7-local-segment" })
    }
}
