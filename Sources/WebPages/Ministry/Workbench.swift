import MarkupText
import RecordTypes

/// What the workbench's pages share: the case number goes from form to form, so that every question carries it.
struct Workbench {
    let visitor: Visitor
    let formToken: String
    let caseNumber: String

    /// A form that posts, with the token and the case number in it.
    func form(
        _ action: String, carriesCase: Bool = true, class name: String? = nil, @MarkupBuilder content: () -> [Markup]
    ) -> Markup {
        var attributes = [Attribute("method", "post"), Attribute("action", action)]
        if let name { attributes.append(.class(name)) }
        let hidden =
            [Field.hidden(.formToken, formToken)] + (carriesCase ? [Field.hidden(.caseNumber, caseNumber)] : [])
        return .element(name: "form", attributes: attributes, children: hidden + content())
    }

    /// The field that begins every question.
    func caseField(_ words: Words) -> Markup {
        Field.text(
            .caseNumber, words.report.caseNumber, hint: words.report.caseHint, value: caseNumber, required: true)
    }

    /// Under which number what is shown was asked.
    func caseLine(_ words: Words) -> Markup {
        tag("p", .class("small quiet")) {
            words.oversight.caseLine
            " "
            tag("strong", text: caseNumber)
        }
    }
}

/// One number with what it counts.
func figure(_ number: String, _ label: String, _ kind: String? = nil) -> Markup {
    tag("li", .class(kind.map { "figure \($0)" } ?? "figure")) {
        tag("strong", .class("number"), text: number)
        tag("span", text: label)
    }
}

/// A submit button with a value.
func submit(_ label: String, _ name: FieldName? = nil, _ value: String = "", plain: Bool = false) -> Markup {
    var attributes: [Attribute] = [.type("submit")]
    if let name { attributes += [.name(name.rawValue), .value(value)] }
    if plain { attributes.append(.class("plain")) }
    return .element(name: "button", attributes: attributes, children: [.text(label)])
}
