import MarkupText
import RecordTypes
import Testing

@testable import WebPages

@Suite("Pages")
struct PageTests {
    static func html(_ page: any Page) -> String { String(decoding: page.bytes(in: .english), as: UTF8.self) }

    @Test("every word is there in every language", arguments: Language.allCases)
    func languages(_ language: Language) throws {
        let words = language.words
        #expect(words.language == language.rawValue)
        for purpose in PurposeOfUse.allCases { #expect(words.purpose(purpose) != purpose.rawValue) }
        for action in AccessEvent.Action.allCases { #expect(words.action(action) != action.rawValue) }
        for preset in RestrictionPreset.allCases { #expect(words.preset(preset) != preset.rawValue) }
        for standing in RecordContent.Standing.allCases {
            for kind in RecordContent.StructuredList.Kind.allCases {
                #expect(!words.standing(standing, kind).isEmpty)
            }
        }
        #expect(words.months.count == 12)
        for (name, page) in PageValues.pages {
            let html = String(decoding: page.bytes(in: words), as: UTF8.self)
            #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
            #expect(!html.contains("<script"), "\(name)")
        }
    }

    @Test(
        "what does not hold is marked beside its name, in words and not by colour alone", arguments: Language.allCases)
    func negation(_ language: Language) throws {
        let words = language.words
        let page = try #require(PageValues.pages.first { $0.name == "record" }).page
        let html = String(decoding: page.bytes(in: words), as: UTF8.self)
        #expect(html.contains("<span class=\"mark-bad\">\(words.standing(.refuted, .problems))</span>"))
    }

    @Test("no text of a stranger becomes markup", arguments: PageValues.pages.map(\.name))
    func nothingUnescaped(_ name: String) throws {
        let html = Self.html(try #require(PageValues.pages.first { $0.name == name }).page)
        #expect(!html.contains("<script"))
        #expect(!html.contains("<b>"))
        #expect(!html.contains(#"="<"#))
        #expect(["no records", "no inquiries", "completeness"].contains(name) || html.contains("&lt;script&gt;"))
    }

    @Test("pages hold no script, no inline style and no event handler", arguments: PageValues.pages.map(\.name))
    func strictContentSecurity(_ name: String) throws {
        let page = try #require(PageValues.pages.first { $0.name == name }).page
        var elements: [String] = []
        var attributes: [String] = []
        page.markup(in: .english).walk { element, its, _ in
            elements.append(element)
            attributes += its.map(\.name)
        }
        #expect(!elements.contains("script") && !elements.contains("style") && !elements.contains("iframe"))
        #expect(!attributes.contains { $0 == "style" || $0.hasPrefix("on") })
    }

    @Test(
        "each page has a language, one main, one h1, a title, a skip link and no skipped heading",
        arguments: PageValues.pages.map(\.name))
    func landmarks(_ name: String) throws {
        let page = try #require(PageValues.pages.first { $0.name == name }).page
        var headings: [Int] = []
        var mains = 0
        var language: String?
        var skips = false
        var ids: [String] = []
        page.markup(in: .english).walk { element, attributes, _ in
            if element == "main" { mains += 1 }
            if element == "html" { language = attributes.first { $0.name == "lang" }?.value }
            if element.count == 2, element.first == "h", let level = element.last?.wholeNumberValue {
                headings.append(level)
            }
            if element == "a", attributes.contains(where: { $0 == ("href", "#content") }) { skips = true }
            if let id = attributes.first(where: { $0.name == "id" })?.value { ids.append(id) }
        }
        #expect(mains == 1)
        #expect(language == "en")
        #expect(skips)
        #expect(headings.first == 1 && headings.filter { $0 == 1 }.count == 1)
        for (before, after) in zip(headings, headings.dropFirst()) { #expect(after <= before + 1) }
        #expect(Set(ids).count == ids.count, "ids are unique")
    }

    @Test("each visible input has a label", arguments: PageValues.pages.map(\.name))
    func labels(_ name: String) throws {
        let page = try #require(PageValues.pages.first { $0.name == name }).page
        var inputs: [String] = []
        var labels: Set<String> = []
        page.markup(in: .english).walk { element, attributes, _ in
            func value(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
            if element == "label", let target = value("for") { labels.insert(target) }
            if (element == "input" && value("type") != "hidden") || element == "select" || element == "textarea" {
                inputs.append(value("id") ?? "")
            }
        }
        for input in inputs { #expect(labels.contains(input)) }
    }

    @Test("header cells of tables have a scope and tables a caption", arguments: PageValues.pages.map(\.name))
    func tables(_ name: String) throws {
        let page = try #require(PageValues.pages.first { $0.name == name }).page
        var tables = 0
        var captions = 0
        page.markup(in: .english).walk { element, attributes, _ in
            if element == "table" { tables += 1 }
            if element == "caption" { captions += 1 }
            if element == "th" { #expect(attributes.contains { $0.name == "scope" }) }
        }
        #expect(tables == captions)
    }

    @Test("a form that changes something is a POST with a token")
    func formsCarryTokens() {
        for (name, page) in PageValues.pages {
            page.markup(in: .english).walk { element, attributes, children in
                guard element == "form", attributes.contains(where: { $0 == ("method", "post") }) else { return }
                var hasToken = false
                Markup.group(children).walk { inner, its, _ in
                    if inner == "input", its.contains(where: { $0 == ("name", FieldName.formToken.rawValue) }) {
                        hasToken = true
                    }
                }
                #expect(hasToken, "\(name)")
            }
        }
    }

    @Test("refused attempts stand in the citizen's log, marked")
    func refusalsAreShown() {
        let html = Self.html(PageValues.pages[3].page)
        #expect(html.contains("Refused"))
        #expect(html.contains("Treatment"))
        #expect(html.contains("as named by the institution"))
    }

    @Test("a look that was hidden says by which law, and until when it was")
    func hiddenLook() throws {
        let page = try #require(PageValues.pages.first { $0.name == "log with a look that was hidden" }).page
        let html = Self.html(page)
        #expect(html.contains("Hidden from you by law:") && html.contains("31 July 2026"))
    }

    @Test("who may not hide is offered no proposal and no approval; nobody is offered to delete an order")
    func hidingForms() throws {
        func html(_ name: String) throws -> String {
            Self.html(try #require(PageValues.pages.first { $0.name == name }).page)
        }
        let deciding = try html("hiding")
        #expect(deciding.contains("/hiding/propose") && deciding.contains("/hiding/approve"))
        let checking = try html("hiding, for who checks")
        #expect(!checking.contains("/hiding/propose") && !checking.contains("/hiding/approve"))
        #expect(checking.contains("/hiding/revoke"))
    }

    @Test("looks of two days stand under two headings, by Estonian clocks")
    func days() throws {
        // 21:30 UTC on 30 June is already 1 July in Tallinn.
        let late = try #require(Instant(rfc3339: "2026-06-30T21:30:00Z"))
        let before = try #require(Instant(rfc3339: "2026-06-30T20:30:00Z"))
        let lines = [PageValues.noon, late, before].map {
            AccessLine(PageValues.event(at: $0), titles: [:], isOwn: false)
        }
        let html = Self.html(
            WhoLookedPage(
                visitor: PageValues.visitor, lines: lines, filter: WhoLookedPage.Filter(), next: nil,
                completeness: WhoLookedPage.Completeness(entries: 3, hasGap: false)))
        #expect(html.contains("1 July 2026</h2>"))
        #expect(html.contains("30 June 2026</h2>"))
        #expect(html.split(separator: "<h2 class=\"day\"").count == 3)
        #expect(html.contains("00:30") && html.contains("23:30") && html.contains("12:00"))
    }

    @Test("a gap in the person's count is said plainly")
    func gap() {
        let html = Self.html(
            WhoLookedPage(
                visitor: PageValues.visitor, lines: [], filter: WhoLookedPage.Filter(), next: nil,
                completeness: WhoLookedPage.Completeness(entries: 3, hasGap: true)))
        #expect(html.contains("has a gap"))
        #expect(!html.contains("has no gap"))
    }

    @Test("only the latest decision about a target and audience is offered for change")
    func latestDecision() {
        let early = Restriction(
            target: .wholeRecord, audience: .everyone, effect: .deny, decided: PageValues.noon, until: nil)
        let late = Restriction(
            target: .wholeRecord, audience: .everyone, effect: .permit,
            decided: PageValues.noon.advanced(by: .seconds(60)), until: nil)
        let html = Self.html(
            RestrictionsPage(
                visitor: PageValues.visitor, records: [], restrictions: [early, late], chosen: nil, formToken: "t",
                saved: false))
        #expect(html.contains("mark-good"))
        #expect(!html.contains("mark-bad"))
    }
}

extension Markup {
    /// Calls `visit` with every element, in document order.
    func walk(
        _ visit: (_ element: String, _ attributes: [(name: String, value: String?)], _ children: [Markup]) -> Void
    ) {
        switch self {
        case .text: break
        case .group(let parts): for part in parts { part.walk(visit) }
        case .element(let name, let attributes, let children):
            visit(name.text, attributes.map { ($0.name.text, $0.value) }, children)
            for child in children { child.walk(visit) }
        }
    }
}
