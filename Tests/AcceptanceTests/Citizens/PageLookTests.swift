import Foundation
import JSONText
import Testing

/// axe-core (PyPI carries it) in headless Chromium finds nothing on any citizens' page: light and dark, narrow to wide, at 200 %.
@Suite("Pages in a browser", .serialized, .enabled(if: PageLook.isPossible))
struct PageLookTests {
    @Test("have no violation of WCAG 2.2 AA that axe-core can see", .timeLimit(.minutes(15)))
    func accessible() async throws {
        let folder = try TemporaryFolder()
        let bench = URL(fileURLWithPath: Built.ankur).deletingLastPathComponent().appendingPathComponent("AnkurBench")
        let pages = try await Command.run(bench.path, ["pages", folder.path])
        try #require(pages.status == 0, "\(pages.transcript)")
        let judged = try await Command.run(
            "bash", ["\(Built.package)/.ci/judge-pages", folder.path], limit: .seconds(800))
        #expect(judged.status == 0, "\(judged.transcript)")
        #expect(judged.text.contains("0 violations"), "\(judged.text)")
    }
}

enum PageLook {
    static var isPossible: Bool { Built.python != nil && Command.exists("chromium") }
}
