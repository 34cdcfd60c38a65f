import MarkupText

/// What the citizen can prove with a file: that none of their entries is missing; and what such a proof cannot show.
public struct CompletenessPage: Page {
    let visitor: Visitor
    let entries: UInt64
    let hasGap: Bool

    public init(visitor: Visitor, entries: UInt64, hasGap: Bool) {
        self.visitor = visitor
        self.entries = entries
        self.hasGap = hasGap
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.citizen
        return PageFrame(words: words, audience: .citizen, place: nil, title: texts.completeness, visitor: visitor)
            .page {
                tag("p", .class("small")) { tag("a", .href("/log"), text: "← \(texts.backToList)") }
                tag("h1", text: texts.completeness)
                tag("p", .class("lead"), text: texts.completenessLead)
                tag("p", text: words.hiding.notShown)
                tag("ul", .class("figures"), .role("list")) {
                    tag("li", .class(hasGap ? "figure bad" : "figure good")) {
                        tag("strong", .class("number"), text: String(entries))
                        tag("span", text: "\(texts.lastCounter). \(hasGap ? words.access.gap : texts.gapless)")
                    }
                }
                tag("p") {
                    tag(
                        "a", .class("button"), .href("/completeness.json"), Attribute(flag: "download"),
                        text: texts.downloadProof)
                }
                tag("h2", text: words.receipt.how)
                tag(
                    "pre", Attribute("tabindex", "0"), Attribute("aria-label", words.receipt.how),
                    text: texts.completenessHow)
                tag("p", .class("notice warn"), text: texts.completenessLimit)
            }
    }
}
