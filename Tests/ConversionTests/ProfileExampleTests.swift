import Conversion
import Foundation
import Profiles
import RecordTypes
import Testing

/// The profiles' own page and tests: what a ministry does without Swift.
@Suite("Profiles by example")
struct ProfileExampleTests {
    static let profiles = CDASamples.package + "/profiles"

    /// The files that the page shows: fences that name a path.
    static func example() -> [(path: String, lines: [String])] {
        let page = String(decoding: CDASamples.read(profiles + "/README.md"), as: UTF8.self)
        var files: [(path: String, lines: [String])] = []
        var isInside = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                let words = line.split(separator: " ")
                isInside = words.count == 2
                if isInside { files.append((String(words[1]), [])) }
            } else if isInside {
                files[files.count - 1].lines.append(String(line))
            }
        }
        return files
    }

    /// A copy of the shipped profiles with more files, for as long as `body` runs.
    static func with<Result>(_ files: [(path: String, lines: [String])], _ body: (String) throws -> Result) throws
        -> Result
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: URL(fileURLWithPath: profiles), to: folder)
        for file in files {
            let path = folder.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.lines.joined(separator: "\n").utf8).write(to: path)
        }
        return try body(folder.path)
    }

    static func failures(_ test: ProfileCase, _ converter: Converter) -> [String] {
        let format: SourceDocument.Format = test.input.hasSuffix(".hl7") ? .hl7v2 : .cda
        return converter.failures(of: test, source: SourceDocument(format: format, bytes: CDASamples.read(test.input)))
    }

    @Test("the page's worked example adds a document type in under 60 lines, and passes its own test")
    func workedExample() throws {
        let files = Self.example()
        #expect(files.count == 3)
        #expect(files.reduce(0) { $0 + $1.lines.count } < 60)
        try Self.with(files) { folder in
            let converter = Converter(profiles: try ProfileSet(directory: folder))
            let cases = try ProfileCase.all(below: folder).filter { $0.file.contains("/xx/") }
            #expect(cases.count == 1)
            for test in cases { #expect(Self.failures(test, converter).isEmpty, "\(Self.failures(test, converter))") }
        }
    }

    @Test("a test fails, and says where, when the profiles do not do what it wants")
    func failingExample() throws {
        var files = Self.example()
        files[0].lines = files[0].lines.map {
            $0.replacing("34745-0", with: "18842-5").replacing("xx-nursing-assessment", with: "xx-other")
        }
        try Self.with(files) { folder in
            let converter = Converter(profiles: try ProfileSet(directory: folder))
            let test = try #require(try ProfileCase.all(below: folder).first { $0.file.contains("/xx/") })
            let failures = Self.failures(test, converter)
            #expect(failures.contains { $0.hasPrefix("no finding xx-nursing-assessment") })
            #expect(failures.contains { $0.contains("type.coding[].code is") })
        }
    }

    @Test("the tests beside the shipped profiles pass")
    func shippedCases() throws {
        let converter = try #require(CDASamples.converter)
        let cases = try ProfileCase.all(below: Self.profiles)
        #expect(cases.count >= 6)
        for test in cases {
            let failures = Self.failures(test, converter)
            #expect(failures.isEmpty, "profiles/\(test.file):\(test.line): \(failures)")
        }
    }

    @Test("a fault in a test file names file and line")
    func faultyTest() throws {
        var files = Self.example()
        files[1].lines[1] = "  - title: misnamed"
        try Self.with(files) { folder in
            do throws(ProfileError) {
                _ = try ProfileCase.all(below: folder)
                Testing.Issue.record("accepted")
            } catch {
                #expect(error.faults.map(\.code) == [.unknownKey])
                #expect(error.faults.map(\.file) == ["national/xx/tests/nursing.yaml"])
                #expect(error.faults.map(\.line) == [2])
            }
        }
    }

    @Test("the commitment's profile digest changes with a rule, and not with a test")
    func digest() throws {
        let source = SourceDocument(format: .cda, bytes: Array(CDADocument().text.utf8))
        let files = Self.example()
        func digest(_ files: [(path: String, lines: [String])]) throws -> Digest {
            try Self.with(files) { Converter(profiles: try ProfileSet(directory: $0)).convert(source).profileSetDigest }
        }
        let shipped = try digest([])
        #expect(try digest([files[1], files[2]]) == shipped)
        #expect(try digest(files) != shipped)
    }
}
