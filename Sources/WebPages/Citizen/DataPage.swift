import MarkupText
public import RecordTypes

/// The citizen's own settings: of what to be told and where, and everything to take away.
public struct DataPage: Page {
    let visitor: Visitor
    let preferences: NotificationPreferences?
    /// Whether this gateway can write e-mail, and reach the state's mailbox.
    let offersEmail: Bool
    let offersMailbox: Bool
    /// Whether the certificate's key is one to which everything can be encrypted.
    let canEncrypt: Bool
    let formToken: String
    let saved: Bool

    public init(
        visitor: Visitor, preferences: NotificationPreferences?, offersEmail: Bool, offersMailbox: Bool,
        canEncrypt: Bool, formToken: String, saved: Bool = false
    ) {
        self.visitor = visitor
        self.preferences = preferences
        self.offersEmail = offersEmail
        self.offersMailbox = offersMailbox
        self.canEncrypt = canEncrypt
        self.formToken = formToken
        self.saved = saved
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.citizen
        return PageFrame(words: words, audience: .citizen, place: "/data", title: texts.data, visitor: visitor).page {
            tag("h1", text: texts.data)
            if saved { tag("p", .class("notice good"), .role("status"), text: words.restrictions.saved) }
            tag("section", .class("card"), .labelledBy("notify")) {
                tag("h2", .id("notify"), text: texts.notify)
                tag("p", text: texts.notifyLead)
                if offersEmail || offersMailbox {
                    notifications(words)
                } else {
                    tag("p", .class("notice"), text: texts.notifyNowhere)
                }
            }
            tag("section", .class("card"), .labelledBy("take")) {
                tag("h2", .id("take"), text: texts.take)
                tag("p", text: texts.takeLead)
                tag("ul", .class("prose")) { for item in texts.takeItems { tag("li", text: item) } }
                tag("form", Attribute("method", "post"), Attribute("action", "/data/take")) {
                    Field.hidden(.formToken, formToken)
                    if canEncrypt { Field.check("encrypt", texts.encrypt, hint: texts.encryptHint, isChecked: false) }
                    tag("div", .class("buttons")) { tag("button", .type("submit"), text: texts.takeNow) }
                }
            }
        }
    }

    private func notifications(_ words: Words) -> Markup {
        let texts = words.citizen
        let chosen = preferences?.events ?? Set(NotificationPreferences.Event.allCases)
        return tag("form", Attribute("method", "post"), Attribute("action", "/notifications")) {
            Field.hidden(.formToken, formToken)
            tag("fieldset", .class("inline")) {
                tag("legend", text: texts.notifyOf)
                for event in NotificationPreferences.Event.allCases {
                    Field.check(FieldName.event(event), texts.event(event), isChecked: chosen.contains(event))
                }
            }
            if offersEmail {
                Field.text(.email, texts.email, hint: texts.emailHint, value: preferences?.email ?? "", type: "email")
            }
            if offersMailbox {
                Field.check("mailbox", texts.mailbox, isChecked: preferences?.mailbox != nil)
            }
            tag("div", .class("buttons")) { tag("button", .type("submit"), text: texts.saveSettings) }
        }
    }
}
