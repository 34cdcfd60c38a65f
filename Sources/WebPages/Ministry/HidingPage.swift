import MarkupText
public import RecordTypes

/// The orders that hide looks from people: who proposed and approved them, by which law, until when, and what became of them.
public struct HidingPage: Page {
    /// An order with how many looks it has hidden, and how many of them were shown since. Whose they are is not on the page.
    public struct Line: Hashable, Sendable {
        public let order: HidingOrder
        public let looks: Int
        public let disclosed: Int

        public init(order: HidingOrder, looks: Int, disclosed: Int) {
            self.order = order
            self.looks = looks
            self.disclosed = disclosed
        }
    }

    let bench: Workbench
    let lines: [Line]?
    let now: Instant
    let mayHide: Bool

    /// - Parameters:
    ///   - lines: nil: only the forms.
    ///   - mayHide: whether the visitor may propose and approve; who may not may still end an order.
    public init(
        visitor: Visitor, formToken: String, caseNumber: String, lines: [Line]? = nil, now: Instant, mayHide: Bool
    ) {
        bench = Workbench(visitor: visitor, formToken: formToken, caseNumber: caseNumber)
        self.lines = lines
        self.now = now
        self.mayHide = mayHide
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.hiding
        return PageFrame(
            words: words, audience: .official, place: "/hiding", title: texts.title, visitor: bench.visitor
        ).page {
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            if let lines {
                bench.caseLine(words)
                if lines.isEmpty { tag("p", .class("notice good"), text: texts.none) }
                tag("ul", .class("visits"), .role("list")) { for line in lines { card(line, words) } }
            }
            bench.form("/hiding", carriesCase: false) {
                tag("fieldset") {
                    tag("legend", text: texts.form)
                    bench.caseField(words)
                    tag("div", .class("buttons")) { submit(texts.show) }
                }
            }
            if mayHide, lines != nil { proposal(words) }
        }
    }

    private func card(_ line: Line, _ words: Words) -> Markup {
        let texts = words.hiding
        let order = line.order
        let stage = order.stage(at: now)
        return tag("li", .class("card inquiry")) {
            tag("div", .class("inquiry-head")) {
                tag("h2") {
                    "\(texts.order) \(order.id)"
                    tag("small", .class("quiet"), text: order.institution.semantics)
                }
                tag(
                    "span", .class(stage == .inForce ? "mark-bad" : "mark-note"),
                    text: stage == .proposed ? texts.proposed : stage == .inForce ? texts.inForce : texts.over)
            }
            facts([
                (texts.basis, .text(order.basis)), (texts.end, .text(words.moment(order.end))),
                (
                    texts.officials,
                    .text(
                        [order.proposed, order.approved, order.revoked].compactMap { $0 }.map {
                            "\($0.by.name) (\($0.caseNumber))"
                        }.joined(separator: ", "))
                ), (texts.looks, .text("\(line.looks), \(line.disclosed)")),
            ])
            if stage == .proposed, mayHide {
                bench.form("/hiding/approve", class: "buttons") {
                    Field.hidden(.order, String(order.id))
                    tag("span", .class("hint"), text: texts.approveHint)
                    submit(texts.approve)
                }
            }
            if stage != .over {
                tag("details", .class("fold")) {
                    tag("summary", text: texts.revoke)
                    bench.form("/hiding/revoke") {
                        Field.hidden(.order, String(order.id))
                        Field.area(
                            .text, texts.revoke, hint: texts.revokeHint, required: true, id: "revoke-\(order.id)")
                        tag("div", .class("buttons")) { submit(texts.revoke) }
                    }
                }
            }
        }
    }

    private func proposal(_ words: Words) -> Markup {
        let texts = words.hiding
        return bench.form("/hiding/propose") {
            tag("fieldset") {
                tag("legend", text: texts.propose)
                tag("div", .class("fields")) {
                    Field.text(.person, texts.person, hint: texts.personHint, required: true)
                    Field.text(
                        .institution, texts.institution, hint: words.report.institutionHint, required: true)
                    Field.day(.until, texts.until)
                }
                Field.area(.text, texts.basis, hint: texts.proposeHint, required: true)
                tag("div", .class("buttons")) { submit(texts.propose) }
            }
        }
    }
}
