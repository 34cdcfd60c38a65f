import Foundation
import Testing

/// `ankur profiles` as a ministry runs it.
@Suite("Profiles on the command line", .serialized, .timeLimit(.minutes(5)))
struct ProfilesCommandTests {
    private let folder: TemporaryFolder
    private let sources: String

    init() throws {
        folder = try TemporaryFolder()
        sources = folder.path + "/set"
        try FileManager.default.copyItem(atPath: Built.profiles, toPath: sources)
    }

    @Test("check says that nothing is wrong; a fault is told with file and line, and the answer is no")
    func check() async throws {
        let good = try await Command.ankur(["profiles", "check", "--profiles", sources])
        #expect(good.status == 0, "\(good.transcript)")
        try Data("rules:\n  - code: x\n    applies-to: nobody\n".utf8)
            .write(to: URL(fileURLWithPath: sources + "/core/more.yaml"))
        let bad = try await Command.ankur(["profiles", "check", "--profiles", sources])
        #expect(bad.status == 1)
        #expect(bad.errors.contains("profiles/core/more.yaml:2: invalid-cell"), "\(bad.transcript)")
    }

    @Test("compile writes a file that convert maps, and tells how long mapping takes")
    func compile() async throws {
        let run = try await Command.ankur(["profiles", "compile", "--profiles", sources])
        #expect(run.status == 0, "\(run.transcript)")
        #expect(run.text.contains("mapped in "), "\(run.transcript)")
        #expect(FileManager.default.fileExists(atPath: sources + "/profiles.compiled"))
        let document = Built.package + "/Tests/ConversionTests/Fixtures/cda/us-vaccine-refused.xml"
        let converted = try await Command.ankur([
            "convert", document, "--profiles", sources, "--output", folder.path + "/out",
        ])
        #expect(converted.status == 0, "\(converted.transcript)")
    }

    @Test("test prints a line for each case, and the answer is no when one fails")
    func test() async throws {
        let good = try await Command.ankur(["profiles", "test", "--profiles", sources, "national/ee"])
        #expect(good.status == 0, "\(good.transcript)")
        #expect(good.text.contains("PASS profiles/national/ee/tests/cases.yaml:2: "), "\(good.transcript)")
        let cases = sources + "/national/ee/tests/cases.yaml"
        let text = try String(contentsOfFile: cases, encoding: .utf8).replacingOccurrences(of: "34108-1", with: "0-0")
        try Data(text.utf8).write(to: URL(fileURLWithPath: cases))
        let bad = try await Command.ankur(["profiles", "test", "--profiles", sources, "national/ee"])
        #expect(bad.status == 1)
        #expect(bad.text.contains("FAIL profiles/national/ee/tests/cases.yaml:2: "), "\(bad.transcript)")
        #expect(try await Command.ankur(["profiles", "test", "--profiles", sources, "nothing like it"]).status == 2)
    }
}
