import HTTPTypes
import RecordTypes
import Testing
import WebPages

@testable import GatewayHTTP

@Suite("The language of pages")
struct LanguageTests {
    @Test(
        "is what the browser asks for most",
        arguments: [
            ("et", Language.estonian), ("en-GB, et;q=0.9", .english), ("en;q=0.5, ru", .russian),
            ("de, ru-RU;q=0.3, et;q=0.31", .estonian), ("fr, *;q=0.1", nil), ("", nil), ("et;q=0", nil),
            ("et;q=0.000, ru;q=0.001", .russian), ("ET", .estonian), ("ru;q=2, en;q=0.1", .english), ("etx", nil),
        ] as [(String, Language?)])
    func accepted(_ field: String, _ expected: Language?) { #expect(Language(accepted: field) == expected) }

    @Test("is kept once chosen, and a page says which it is in; errors too")
    func chosen() async throws {
        try await TestWorld.with { world in
            func page(_ path: String, _ headers: [(String, String)]) async throws -> Answer {
                try await world.ask(
                    world.citizens, .get, path, as: world.jaak, headers: headers + [("Accept", "text/html")])
            }
            let asked = try await page("/", [("Accept-Language", "ru")])
            #expect(asked.text.contains("<html lang=\"ru\">") && asked.text.contains("Мои данные"))
            #expect(asked.header("Content-Language") == "ru")
            let choice = try await page("/language/et", [("Accept-Language", "ru")])
            #expect(choice.status == 303 && choice.header("Location") == "/")
            let cookie = try #require(choice.header("Set-Cookie"))
            #expect(cookie.hasPrefix("language=et;") && cookie.contains("Secure") && cookie.contains("HttpOnly"))
            for path in ["/", "/log", "/restrictions", "/records/" + String(repeating: "0", count: 32)] {
                let kept = try await page(path, [("Accept-Language", "ru"), ("Cookie", "a=b; language=et")])
                #expect(kept.text.contains("<html lang=\"et\">"), "\(path)")
            }
            #expect(try await page("/", [("Cookie", "language=<b>")]).text.contains("<html lang=\"en\">"))
            #expect(try await page("/", []).text.contains("<html lang=\"en\">"))
        }
    }
}
