import MarkupText
import RecordTypes

/// The official's start page: the question form, case number first.
public struct AccessReportFormPage: Page {
    let visitor: Visitor
    let question: AccessReportQuestion
    let formToken: String

    public init(visitor: Visitor, question: AccessReportQuestion, formToken: String) {
        self.visitor = visitor
        self.question = question
        self.formToken = formToken
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.report
        return PageFrame(words: words, audience: .official, place: "/", title: texts.title, visitor: visitor).page {
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            tag("p", .class("notice warn"), text: texts.logged)
            tag("form", Attribute("method", "post"), Attribute("action", "/access-log")) {
                Field.hidden(.formToken, formToken)
                tag("fieldset") {
                    tag("legend", text: texts.query)
                    Field.text(
                        .caseNumber, texts.caseNumber, hint: texts.caseHint, value: question.caseNumber, required: true)
                    tag("div", .class("fields")) {
                        Field.text(.person, texts.person, hint: texts.personHint, value: question.person)
                        Field.text(
                            .professional, texts.professional, hint: texts.personHint, value: question.professional)
                        Field.text(
                            .institution, texts.institution, hint: texts.institutionHint, value: question.institution)
                        Field.select(.outcome, texts.outcome, options: outcomes(words), chosen: question.outcome)
                        Field.select(
                            .purpose, texts.purpose,
                            options: [("", texts.anyOutcome)]
                                + PurposeOfUse.allCases.map { ($0.rawValue, words.purpose($0)) },
                            chosen: question.purpose)
                        Field.select(.action, texts.action, options: actions(words), chosen: question.action)
                        Field.day(.from, texts.from, value: question.from)
                        Field.day(.until, texts.until, value: question.until)
                    }
                    tag("div", .class("buttons")) {
                        button("page", texts.ask, plain: false)
                        button("csv", texts.csv, plain: true)
                        button("ndjson", texts.ndjson, plain: true)
                    }
                }
            }
        }
    }

    private func outcomes(_ words: Words) -> [(value: String, label: String)] {
        [("", words.report.anyOutcome)] + AccessEvent.Outcome.allCases.map { ($0.rawValue, words.outcome($0)) }
    }

    private func actions(_ words: Words) -> [(value: String, label: String)] {
        [("", words.report.anyOutcome)] + AccessEvent.Action.allCases.map { ($0.rawValue, words.action($0)) }
            + [(AccessReportQuestion.readers, words.oversight.readers)]
    }

    private func button(_ format: String, _ label: String, plain: Bool) -> Markup {
        var attributes: [Attribute] = [.type("submit"), .name(FieldName.format.rawValue), .value(format)]
        if plain { attributes.append(.class("plain")) }
        return .element(name: "button", attributes: attributes, children: [.text(label)])
    }
}
