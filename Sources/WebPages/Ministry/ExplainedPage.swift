import MarkupText
public import RecordTypes

/// The workbench's first page: which accesses the data explains, and the queue of those that somebody should look at.
public struct ExplainedPage: Page {
    /// One line of the queue.
    public struct Line: Hashable, Sendable {
        public let index: UInt64
        public let score: Int
        public let rules: [DetectionRule]
        /// What explains it all the same; a word of the report.
        public let reason: String?
        /// Nil where the person is erased.
        public let event: AccessEvent?
        /// The case that it has by itself.
        public let caseID: CaseID?

        public init(
            index: UInt64, score: Int, rules: [DetectionRule], reason: String?, event: AccessEvent?, caseID: CaseID?
        ) {
            self.index = index
            self.score = score
            self.rules = rules
            self.reason = reason
            self.event = event
            self.caseID = caseID
        }
    }

    /// What was found.
    public struct Findings: Hashable, Sendable {
        public var total: Int
        public var toReview: Int
        /// Words of the report with how many each explains; without those that explain none.
        public var reasons: [(word: String, count: Int)] { zip(reasonWords, reasonCounts).map { ($0, $1) } }
        public var rules: [(rule: DetectionRule, count: Int)] { zip(ruleWords, ruleCounts).map { ($0, $1) } }
        let reasonWords: [String]
        let reasonCounts: [Int]
        let ruleWords: [DetectionRule]
        let ruleCounts: [Int]
        public let lines: [Line]
        public let isCut: Bool
        public let completeness: AccessReportPage.Completeness

        public init(
            total: Int, toReview: Int, reasons: [(word: String, count: Int)],
            rules: [(rule: DetectionRule, count: Int)], lines: [Line], isCut: Bool,
            completeness: AccessReportPage.Completeness
        ) {
            self.total = total
            self.toReview = toReview
            reasonWords = reasons.map(\.word)
            reasonCounts = reasons.map(\.count)
            ruleWords = rules.map(\.rule)
            ruleCounts = rules.map(\.count)
            self.lines = lines
            self.isCut = isCut
            self.completeness = completeness
        }
    }

    let bench: Workbench
    let question: AccessReportQuestion
    let rule: DetectionRule?
    let findings: Findings?
    let mayWork: Bool

    /// - Parameters:
    ///   - findings: nil: only the form.
    ///   - mayWork: whether the visitor may take looks up as cases.
    public init(
        visitor: Visitor, formToken: String, question: AccessReportQuestion, rule: DetectionRule? = nil,
        findings: Findings? = nil, mayWork: Bool
    ) {
        bench = Workbench(visitor: visitor, formToken: formToken, caseNumber: question.caseNumber)
        self.question = question
        self.rule = rule
        self.findings = findings
        self.mayWork = mayWork
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.oversight
        return PageFrame(
            words: words, audience: .official, place: "/explained", title: texts.explainedTitle, visitor: bench.visitor
        ).page {
            tag("h1", text: texts.explainedTitle)
            tag("p", .class("lead"), text: texts.explainedLead)
            if let findings {
                bench.caseLine(words)
                answer(findings, words)
                tag("details", .class("filter")) {
                    tag("summary", text: words.report.again)
                    form(words)
                }
            } else {
                tag("p", .class("notice warn"), text: words.report.logged)
                form(words)
            }
        }
    }

    private func form(_ words: Words) -> Markup {
        let texts = words.oversight
        return bench.form("/explained", carriesCase: false) {
            tag("fieldset") {
                tag("legend", text: texts.explainedForm)
                bench.caseField(words)
                tag("div", .class("fields")) {
                    Field.text(
                        .institution, words.report.institution, hint: words.report.institutionHint,
                        value: question.institution)
                    Field.text(.person, words.report.person, hint: words.report.personHint, value: question.person)
                    Field.text(
                        .professional, words.report.professional, hint: words.report.personHint,
                        value: question.professional)
                    Field.select(
                        .rule, texts.onlyRule,
                        options: [("", texts.anyRule)]
                            + DetectionRule.allCases.map { ($0.rawValue, Self.name($0, words)) },
                        chosen: rule?.rawValue)
                    Field.day(.from, words.report.from, value: question.from)
                    Field.day(.until, words.report.until, value: question.until)
                }
                tag("div", .class("buttons")) { submit(texts.explain) }
            }
        }
    }

    static func name(_ rule: DetectionRule, _ words: Words) -> String {
        let name = words.oversight.rule(rule)
        return rule.number.map { "\($0) · \(name)" } ?? name
    }

    @MarkupBuilder
    private func answer(_ findings: Findings, _ words: Words) -> [Markup] {
        let texts = words.oversight
        let explained = findings.total - findings.toReview
        tag("ul", .class("figures"), .role("list")) {
            figure(String(findings.total), texts.all)
            figure(String(explained), texts.explainedCount, "good")
            figure(String(findings.toReview), texts.toReview, findings.toReview == 0 ? "good" : "warn")
        }
        if findings.isCut { tag("p", .class("notice bad"), text: texts.isCut) }
        tag("div", .class("pair")) {
            BarChart(
                title: texts.reasonHead,
                bars: findings.reasons.map { BarChart.Bar(texts.reason($0.word), $0.count) }, words: words
            ).figure
            BarChart(
                title: texts.ruleHead,
                bars: findings.rules.map { BarChart.Bar(texts.rule($0.rule), $0.count) }, words: words
            ).figure
        }
        tag("h2", text: texts.queue)
        if findings.lines.isEmpty {
            tag("p", .class("notice good"), text: texts.queueNone)
        } else {
            tag("ol", .class("visits"), .role("list")) { for line in findings.lines { card(line, words) } }
        }
        AccessReportPage.statement(findings.completeness, words)
    }

    private func card(_ line: Line, _ words: Words) -> Markup {
        let texts = words.oversight
        let isEmergency = line.rules.contains(.breakTheGlass)
        return tag("li", .class(isEmergency ? "card visit emergency" : "card visit")) {
            tag("div", .class("rank")) {
                tag("strong", .class("number"), text: String(line.score))
                tag("span", text: texts.score)
            }
            tag("div", .class("visit-body")) {
                if let event = line.event {
                    tag("p", .class("who")) {
                        tag("strong", text: event.actor.personName ?? words.access.unnamed)
                        if let role = event.actor.role { tag("span", .class("role"), text: words.role(role)) }
                        if event.actor.assertion != nil { tag("span", .class("role"), text: words.access.asserted) }
                    }
                    tag("p", .class("where")) {
                        [
                            event.actor.institutionName ?? event.actor.institution?.semantics
                                ?? words.actorKind(event.actor.kind),
                            words.moment(event.time), words.action(event.action),
                        ].joined(separator: " · ")
                    }
                    if let reason = event.reason {
                        tag("p", .class("reason"), text: "\(words.access.reason) \(reason)")
                    }
                } else {
                    tag("p", .class("who quiet"), text: words.access.unnamed)
                }
                tag("ul", .class("chips"), .role("list")) {
                    for rule in line.rules {
                        tag("li", .class(rule.standsAgainstReason ? "mark-bad" : "mark-note")) {
                            Self.name(rule, words)
                        }
                    }
                    if let reason = line.reason { tag("li", .class("mark-good"), text: texts.reason(reason)) }
                }
            }
            if mayWork { work(line, words) }
        }
    }

    private func work(_ line: Line, _ words: Words) -> Markup {
        let texts = words.oversight
        return tag("div", .class("visit-foot actions")) {
            if let id = line.caseID {
                bench.form("/cases/show") {
                    Field.hidden(.caseID, id.description)
                    submit("\(texts.openFile) \(id)", plain: true)
                }
            } else {
                bench.form("/cases/open") {
                    Field.hidden(.look, String(line.index))
                    Field.hidden(.rules, line.rules.map(\.rawValue).joined(separator: " "))
                    submit(texts.takeUp, plain: true)
                }
            }
            tag("span", .class("small quiet number"), text: "\(words.report.position) \(line.index)")
        }
    }
}
