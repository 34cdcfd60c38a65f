import Foundation
import JSONText
import Testing

/// `ankur convert` and `ankur validate` as somebody with a folder of documents runs them.
@Suite("Documents on the command line", .serialized, .timeLimit(.minutes(5)))
struct ConvertTests {
    private static let header = #"MSH|^~\&|LAB|NTREE-90000015|||20260301093000+0200||ADT^A01|M1|P|2.5.1"#
    private static let pid = "PID|1||A1^^^HOSP^MR||Tamm^Jaan||19800108|M"
    private static let good = "\(header)\rEVN|A01\r\(pid)\rPV1|1|I\r"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/in/ward", withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/in/" + name))
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.path + "/" + name)
    }

    @Test("a folder is gone through; batches come out message by message, and one bad file costs the others nothing")
    func convert() async throws {
        try write("ward/one.hl7", Self.good)
        try write("batch.txt", "BHS|^~\\&|LAB\r\(Self.good)\(Self.good)BTS|3\r")
        try write("bad.hl7", "MSH|^~\\&|LAB|H|||20260301||ZZZ^Z99|M2|P|2.5\r")
        try write("notes.txt", "no document")
        let run = try await Command.ankur([
            "convert", folder.path + "/in", "--profiles", Built.profiles, "--output", folder.path + "/out",
            "--outcome", folder.path + "/outcomes", "--jobs", "2",
        ])
        #expect(run.status == 1, "\(run.transcript)")
        #expect(run.transcript.contains("3 converted, 1 refused; 1 other files passed over"), "\(run.transcript)")
        for name in ["out/ward/one.json", "out/batch-1.json", "out/batch-2.json"] { #expect(exists(name), "\(name)") }
        for name in ["outcomes/ward/one", "outcomes/batch-1", "outcomes/batch-2", "outcomes/batch", "outcomes/bad"] {
            #expect(exists(name + ".outcome.json"), "\(name)")
        }
        #expect(!exists("out/bad.json") && !exists("out/notes.json"))
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out/ward/one.json")))
        #expect(try JSONValue(parsing: bytes)["type"]?.stringValue == "document")
    }

    @Test("as many jobs as one likes give the same bytes")
    func jobs() async throws {
        var source = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { source.deleteLastPathComponent() }
        let documents = source.appendingPathComponent("ConversionTests/Fixtures").path
        for jobs in ["1", "4"] {
            let run = try await Command.ankur([
                "convert", documents, "--profiles", Built.profiles, "--output", folder.path + "/jobs" + jobs, "--jobs",
                jobs,
            ])
            #expect(run.status == 0, "\(run.transcript)")
        }
        let files = FileManager.default.enumerator(atPath: folder.path + "/jobs1")?.compactMap { $0 as? String } ?? []
        let outputs = files.filter { $0.hasSuffix(".json") }.sorted()
        #expect(outputs.count >= 160)
        for name in outputs {
            let alone = FileManager.default.contents(atPath: folder.path + "/jobs1/" + name)
            #expect(alone == FileManager.default.contents(atPath: folder.path + "/jobs4/" + name), "\(name)")
        }
    }

    @Test("validate tells path, line, severity, code and message; as FHIR it is an OperationOutcome")
    func validate() async throws {
        try write("bad.hl7", Self.good.replacingOccurrences(of: "19800108", with: "19801308"))
        let path = folder.path + "/in/bad.hl7"
        let text = try await Command.ankur(["validate", path, "--profiles", Built.profiles])
        #expect(text.status == 0, "\(text.transcript)")
        #expect(text.text.contains("\(path):3: warning hl7-invalid-time "), "\(text.transcript)")
        let fhir = try await Command.ankur(["validate", path, "--profiles", Built.profiles, "--format", "fhir"])
        #expect(try JSONValue(parsing: Array(fhir.text.utf8))["resourceType"]?.stringValue == "OperationOutcome")
    }

    @Test(
        "what cannot be done as asked ends with 2",
        arguments: [["convert"], ["convert", "/nowhere/at/all"], ["validate", "--format", "xml", "x"]])
    func usage(_ arguments: [String]) async throws {
        let run = try await Command.ankur(arguments)
        #expect(run.status == 2, "\(run.transcript)")
    }
}
