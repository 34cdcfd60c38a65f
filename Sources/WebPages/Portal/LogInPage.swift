import MarkupText

/// Where citizens log in with Web eID: what is needed, one button, and what to do where the button cannot work.
public struct LogInPage: Page {
    /// Where a certificate of the browser opens the pages, for browsers that run no script; nil when there is no such door.
    let certificateDoor: String?
    /// Whether the visitor comes from the log-out.
    let hasLoggedOut: Bool

    public init(certificateDoor: String?, hasLoggedOut: Bool) {
        self.certificateDoor = certificateDoor
        self.hasLoggedOut = hasLoggedOut
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.portal
        return PageFrame(
            words: words, audience: .anyone, place: nil, title: texts.title, visitor: nil, script: .logIn
        ).page {
            if hasLoggedOut { tag("p", .class("notice"), .role("status"), text: texts.loggedOut) }
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            tag("section", .class("card"), .labelledBy("card-log-in")) {
                tag("h2", .id("card-log-in"), text: texts.withCard)
                tag("ol", .class("prose")) { for step in texts.steps { tag("li", text: step) } }
                button(texts)
                tag("p", .id("log-in-status"), .role("status"), Attribute("aria-live", "polite"))
                tag("noscript") { tag("p", .class("notice"), text: texts.noScript) }
            }
            tag("section", .class("card"), .labelledBy("needed")) {
                tag("h2", .id("needed"), text: texts.needed)
                tag("ul", .class("prose")) { for need in texts.needs { tag("li", text: need) } }
                tag("p", .class("quiet"), text: texts.phones)
            }
            if let certificateDoor {
                tag("section", .class("card"), .labelledBy("certificate")) {
                    tag("h2", .id("certificate"), text: texts.certificate)
                    tag("p", text: texts.certificateText)
                    tag("p") { tag("a", .href(certificateDoor), text: texts.certificateLink) }
                }
            }
        }
    }

    /// Hidden until the script is there to answer it; the script finds its words on it.
    private func button(_ texts: Words.Portal) -> Markup {
        tag("p") {
            tag(
                "button", .type("button"), .id("log-in"), Attribute(flag: "hidden"),
                Attribute("data-waiting", texts.waiting), Attribute("data-missing", texts.missing),
                Attribute("data-failed", texts.failed), Attribute("data-refused", texts.refused),
                Attribute("data-done", texts.done), text: texts.button)
        }
    }
}
