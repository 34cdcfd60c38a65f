import MarkupText
public import RecordTypes

/// What the citizen has asked institutions, and what they answered, each with its clock.
public struct InquiriesPage: Page {
    let visitor: Visitor
    let inquiries: [InquiryState]
    let titles: [RecordID: String]
    let now: Instant
    /// Whether a question was just sent.
    let sent: Bool

    public init(
        visitor: Visitor, inquiries: [InquiryState], titles: [RecordID: String], now: Instant, sent: Bool = false
    ) {
        self.visitor = visitor
        self.inquiries = inquiries
        self.titles = titles
        self.now = now
        self.sent = sent
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.citizen
        return PageFrame(
            words: words, audience: .citizen, place: "/inquiries", title: texts.inquiries, visitor: visitor
        ).page {
            tag("h1", text: texts.inquiries)
            if sent { tag("p", .class("notice good"), .role("status"), text: texts.inquirySent) }
            tag("p", .class("lead"), text: texts.inquiriesLead)
            if inquiries.isEmpty {
                tag("p", .class("notice"), text: texts.noInquiries)
            } else {
                tag("ol", .class("records"), .role("list")) { for state in inquiries { card(state, words) } }
            }
        }
    }

    private func card(_ state: InquiryState, _ words: Words) -> Markup {
        let (texts, inquiry) = (words.citizen, state.inquiry)
        return tag("li", .class("card inquiry"), .id(inquiry.id.description)) {
            tag("div", .class("inquiry-head")) {
                tag("h2", text: title(inquiry, words))
                mark(state, words)
            }
            tag("p", .class("quiet small")) {
                "\(inquiry.institutionName) · \(texts.askedOn) "
                words.time(inquiry.asked, text: words.day(inquiry.asked))
            }
            if !inquiry.text.isEmpty { tag("blockquote", .class("said")) { tag("p", text: inquiry.text) } }
            if let answer = state.answer {
                tag("div", .class("answer")) {
                    tag("p") {
                        tag("strong", text: texts.finding(answer.finding))
                        tag("span", .class("quiet small")) {
                            " · \(answer.answeredBy.map { "\($0), " } ?? "")"
                            words.time(answer.answered, text: words.day(answer.answered))
                        }
                    }
                    tag("p", text: answer.text)
                }
            } else {
                clock(inquiry, words)
            }
        }
    }

    private func title(_ inquiry: Inquiry, _ words: Words) -> String {
        switch inquiry.matter {
        case .look(let look):
            "\(words.action(look.action)): \(look.personName ?? words.access.unnamed), \(words.moment(look.time))"
        case .correction(let record):
            "\(words.citizen.correction): \(titles[record] ?? words.access.record(String(record.description.prefix(8))))"
        }
    }

    private func mark(_ state: InquiryState, _ words: Words) -> Markup {
        if state.answer != nil { return tag("span", .class("mark-good"), text: words.citizen.stateAnswered) }
        return state.isOverdue(at: now)
            ? tag("span", .class("mark-bad"), text: words.citizen.stateOverdue)
            : tag("span", .class("mark-warn"), text: words.citizen.stateWaiting)
    }

    /// How much of the term has passed.
    private func clock(_ inquiry: Inquiry, _ words: Words) -> Markup {
        let whole = max(inquiry.due.milliseconds - inquiry.asked.milliseconds, 1)
        let passed = min(max(now.milliseconds - inquiry.asked.milliseconds, 0), whole)
        let left = (inquiry.due.milliseconds - now.milliseconds) / 86_400_000
        let text =
            inquiry.due <= now
            ? words.citizen.overdueText(words.day(inquiry.due))
            : words.citizen.dueText(words.day(inquiry.due), Int(left))
        return tag("div", .class("clock")) {
            tag(
                "progress", Attribute("max", "100"), .value(String(passed * 100 / whole)),
                Attribute("aria-label", text))
            tag("p", .class("small"), text: text)
        }
    }
}

/// The form for a question to an institution: about one look, or about one record that is wrong.
public struct AskPage: Page {
    public enum Matter: Hashable, Sendable {
        case look(AccessEvent, index: UInt64)
        case correction(RecordDescription)
    }

    let visitor: Visitor
    let matter: Matter
    let days: Int
    let formToken: String

    public init(visitor: Visitor, matter: Matter, days: Int, formToken: String) {
        self.visitor = visitor
        self.matter = matter
        self.days = days
        self.formToken = formToken
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.citizen
        let (title, lead) =
            switch matter {
            case .look: (texts.notRecognised, texts.askLead(days))
            case .correction: (texts.correct, texts.correctLead(days))
            }
        return PageFrame(words: words, audience: .citizen, place: nil, title: title, visitor: visitor).page {
            tag("p", .class("small")) { tag("a", .href(back), text: "← \(texts.backToList)") }
            tag("h1", text: title)
            tag("p", .class("lead"), text: lead)
            tag("div", .class("card")) { facts(lines(words)) }
            if case .look(let event, _) = matter, event.outcome != .released {
                tag("p", .class("notice warn"), text: texts.askWarning)
            }
            tag("form", Attribute("method", "post"), Attribute("action", "/inquiries")) {
                Field.hidden(.formToken, formToken)
                switch matter {
                case .look(_, let index): Field.hidden(.look, String(index))
                case .correction(let record): Field.hidden(.record, record.id.description)
                }
                Field.area(
                    .text, texts.yourWords, hint: texts.yourWordsHint,
                    required: { if case .correction = matter { true } else { false } }())
                tag("div", .class("buttons")) {
                    tag("button", .type("submit"), text: texts.sendInquiry)
                    tag("a", .class("button plain"), .href(back), text: texts.cancel)
                }
            }
        }
    }

    private var back: String {
        switch matter {
        case .look: "/log"
        case .correction(let record): "/records/\(record.id)"
        }
    }

    private func lines(_ words: Words) -> [(name: String, value: Markup)] {
        switch matter {
        case .look(let event, _):
            [
                (words.access.who, .text(event.actor.personName ?? words.access.unnamed)),
                (words.access.institution, .text(event.actor.institutionName ?? "")),
                (words.access.what, .text(words.action(event.action))),
                (words.access.why, .text(words.purpose(event.purpose))),
                (words.access.time, words.time(event.time, text: words.moment(event.time))),
            ]
        case .correction(let record):
            [
                (words.restrictions.target, .text(record.title)),
                (words.record.institution, .text(record.institutionName)),
                (words.record.received, words.time(record.received, text: words.moment(record.received))),
            ]
        }
    }
}
