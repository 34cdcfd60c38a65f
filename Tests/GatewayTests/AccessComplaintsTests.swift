import Foundation
import Testing

/// The page *What people complain about elsewhere*: each complaint has its row, and each row a test that there is, or a plain "not yet".
@Suite("The page of complaints")
struct AccessComplaintsTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    private static func rows() throws -> [(name: String, answer: String, shownBy: String)] {
        let page = tests.appendingPathComponent("../Sources/Gateway/Gateway.docc/AccessComplaints.md")
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, let name = cells[1].split(separator: " ").first.map(String.init),
                name.wholeMatch(of: /[CPO][0-9]+/) != nil
            else { return nil }
            return (name, cells[2], cells[3])
        }
    }

    @Test("C1 to C29, P1 to P17 and O1 to O7 each have one row")
    func complete() throws {
        let wanted = (1...29).map { "C\($0)" } + (1...17).map { "P\($0)" } + (1...7).map { "O\($0)" }
        #expect(try Self.rows().map(\.name).sorted() == wanted.sorted())
    }

    @Test("a row names what shows its answer, or says: not yet")
    func answered() throws {
        for row in try Self.rows() {
            #expect(!row.shownBy.isEmpty || row.answer.contains("not yet"), "\(row.name)")
        }
    }

    @Test("every suite that the page names is in the tests")
    func suites() throws {
        var sources = ""
        let files = FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            sources += file.lastPathComponent + "\n" + (try String(contentsOf: file, encoding: .utf8))
        }
        for row in try Self.rows() {
            for name in row.shownBy.matches(of: /`([A-Z][A-Za-z0-9]*Tests)`/).map({ String($0.output.1) }) {
                let isThere =
                    sources.contains("struct \(name)") || sources.contains("class \(name)")
                    || FileManager.default.fileExists(atPath: Self.tests.appendingPathComponent(name).path)
                #expect(isThere, "\(row.name): \(name)")
            }
        }
    }
}
