import MarkupText

/// The page for everybody: what this is, and where the log can be checked.
public struct LandingPage: Page {
    /// Entries under the newest published checkpoint; nil before there is one.
    let entries: UInt64?
    /// Where citizens sign in; nil when there is no such door.
    let portal: String?
    let verifierKey: String?

    public init(entries: UInt64?, portal: String?, verifierKey: String?) {
        self.entries = entries
        self.portal = portal
        self.verifierKey = verifierKey
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.landing
        return PageFrame(words: words, audience: .anyone, place: nil, title: texts.title, visitor: nil).page {
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            tag("section", .class("card"), .labelledBy("people")) {
                tag("h2", .id("people"), text: texts.forPeople)
                tag("p", text: texts.forPeopleText)
                if let portal { tag("p") { tag("a", .href(portal), text: texts.signIn) } }
            }
            tag("section", .class("card"), .labelledBy("auditors")) {
                tag("h2", .id("auditors"), text: texts.forAuditors)
                tag("p", text: texts.forAuditorsText)
                if let entries { facts([(texts.entries, tag("span", .class("number"), text: String(entries)))]) }
                if let verifierKey { facts([(texts.key, tag("code", text: verifierKey))]) }
                tag("ul", .class("prose")) {
                    tag("li") { tag("a", .href("/ledger/checkpoint"), text: texts.checkpoint) }
                    tag("li") { tag("a", .href("/ledger/vkey"), text: texts.key) }
                    tag("li", text: texts.tiles)
                }
            }
            tag("section", .class("card"), .labelledBy("privacy")) {
                tag("h2", .id("privacy"), text: texts.privacy)
                tag("p", text: texts.privacyText)
            }
        }
    }
}
