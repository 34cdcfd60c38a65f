import MarkupText

/// Who is logged in, until when, and how to end it here or on every device.
public struct SessionPage: Page {
    let visitor: Visitor
    let idleInMinutes: Int64
    let absoluteInHours: Int64

    public init(visitor: Visitor, idle: Duration, absolute: Duration) {
        self.visitor = visitor
        idleInMinutes = idle.components.seconds / 60
        absoluteInHours = absolute.components.seconds / 3600
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.portal
        return PageFrame(words: words, audience: .citizen, place: nil, title: texts.session, visitor: visitor).page {
            tag("h1", text: texts.session)
            tag("p", .class("lead"), text: texts.sessionLead(idleInMinutes, absoluteInHours))
            if let token = visitor.logOutToken {
                end("/logout", texts.logOut, texts.logOutText, token)
                end("/logout/everywhere", texts.logOutEverywhere, texts.logOutEverywhereText, token)
            }
        }
    }

    private func end(_ path: String, _ label: String, _ text: String, _ token: String) -> Markup {
        tag("section", .class("card")) {
            tag("h2", text: label)
            tag("p", text: text)
            tag("form", Attribute("method", "post"), Attribute("action", path)) {
                Field.hidden(.formToken, token)
                tag("button", .type("submit"), text: label)
            }
        }
    }
}
