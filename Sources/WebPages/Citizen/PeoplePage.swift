import MarkupText
public import RecordTypes

/// Who acts for the citizen, and for whom the citizen acts.
public struct PeoplePage: Page {
    public struct Line: Hashable, Sendable {
        public let name: String
        public let mandate: Mandate
        public let isInForce: Bool

        public init(name: String, mandate: Mandate, isInForce: Bool) {
            self.name = name
            self.mandate = mandate
            self.isInForce = isInForce
        }
    }

    let visitor: Visitor
    let given: [Line]
    let held: [Line]
    let formToken: String
    let saved: Bool

    public init(visitor: Visitor, given: [Line], held: [Line], formToken: String, saved: Bool = false) {
        self.visitor = visitor
        self.given = given
        self.held = held
        self.formToken = formToken
        self.saved = saved
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.citizen
        return PageFrame(words: words, audience: .citizen, place: "/people", title: texts.people, visitor: visitor)
            .page {
                tag("h1", text: texts.people)
                if saved { tag("p", .class("notice good"), .role("status"), text: words.restrictions.saved) }
                tag("p", .class("lead"), text: texts.peopleLead)
                if !held.isEmpty {
                    tag("h2", text: texts.peopleIActFor)
                    tag("ul", .class("people"), .role("list")) { for line in held { held(line, words) } }
                }
                tag("h2", text: texts.peopleForMe)
                if given.isEmpty {
                    tag("p", .class("notice"), text: texts.nobodyForMe)
                } else {
                    tag("ul", .class("people"), .role("list")) { for line in given { given(line, words) } }
                }
                tag("h2", text: texts.appoint)
                tag("p", .class("notice warn"), text: texts.appointWarning)
                form(words)
            }
    }

    private func initials(_ name: String) -> String {
        name.split { !$0.isLetter }.prefix(2).compactMap(\.first).map { String($0).uppercased() }.joined()
    }

    private func held(_ line: Line, _ words: Words) -> Markup {
        let texts = words.citizen
        return tag("li", .class("card person")) {
            tag("span", .class("avatar"), Attribute("aria-hidden", "true"), text: initials(line.mandate.principalName))
            tag("div") {
                tag("h3", text: line.mandate.principalName)
                details(line, words)
            }
            post("/people/act", line, texts.actFor(line.mandate.principalName), isMain: true)
        }
    }

    private func given(_ line: Line, _ words: Words) -> Markup {
        let texts = words.citizen
        let name = line.mandate.representativeName ?? line.mandate.representative.semantics
        return tag("li", .class("card person")) {
            tag("span", .class("avatar"), Attribute("aria-hidden", "true"), text: initials(name))
            tag("div") {
                tag("h3", text: name)
                if line.mandate.representativeName != nil {
                    tag("p", .class("quiet small"), text: line.mandate.representative.semantics)
                }
                details(line, words)
            }
            if line.isInForce, line.mandate.basis == .appointed {
                post("/people/end", line, texts.endMandate, spoken: "\(texts.endMandate): \(name)")
            }
        }
    }

    private func details(_ line: Line, _ words: Words) -> Markup {
        let (texts, mandate) = (words.citizen, line.mandate)
        return group {
            tag("p", .class("small")) {
                texts.basis(mandate.basis)
                " · "
                mandate.scope.isEmpty
                    ? texts.mandateEnded
                    : Mandate.Scope.allCases.filter(mandate.scope.contains).map(texts.scope).joined(separator: ", ")
            }
            tag("p", .class("quiet small")) {
                if !line.isInForce {
                    texts.mandateEnded
                } else if let until = mandate.until {
                    "\(words.restrictions.until): \(words.moment(until))"
                } else {
                    "\(words.restrictions.until): \(words.restrictions.untilChanged)"
                }
            }
        }
    }

    private func post(
        _ action: String, _ line: Line, _ label: String, spoken: String? = nil, isMain: Bool = false
    ) -> Markup {
        tag("form", Attribute("method", "post"), Attribute("action", action)) {
            Field.hidden(.formToken, formToken)
            Field.hidden(.mandate, line.name)
            tag(
                "button", .type("submit"), .class(isMain ? "main" : "plain"), Attribute("aria-label", spoken ?? label),
                text: label)
        }
    }

    private func form(_ words: Words) -> Markup {
        let texts = words.citizen
        return tag("form", Attribute("method", "post"), Attribute("action", "/people")) {
            Field.hidden(.formToken, formToken)
            tag("div", .class("card")) {
                tag("div", .class("fields")) {
                    Field.text(.person, texts.theirCode, hint: texts.theirCodeHint, required: true)
                    Field.text(.name, texts.theirName, hint: texts.theirNameHint)
                }
                tag("fieldset", .class("inline")) {
                    tag("legend", text: texts.whatTheyMay)
                    for scope in Mandate.Scope.allCases {
                        Field.check(
                            FieldName.scope(scope), texts.scope(scope), isChecked: scope != .decisions)
                    }
                }
                Field.day(.until, words.restrictions.endDay, hint: words.restrictions.endDayHint)
                tag("div", .class("buttons")) { tag("button", .type("submit"), text: texts.appointNow) }
            }
        }
    }
}
