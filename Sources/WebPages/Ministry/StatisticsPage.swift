import MarkupText
public import RecordTypes

/// Numbers in which nobody can be found.
public struct StatisticsPage: Page {
    /// A table of counts with small numbers taken out; nil cells are those.
    public struct Counts: Hashable, Sendable {
        public struct Line: Hashable, Sendable {
            /// Nil: citizens and officials.
            public let institution: String?
            public let cells: [Int?]
            public let sum: Int?

            public init(institution: String?, cells: [Int?], sum: Int?) {
                self.institution = institution
                self.cells = cells
                self.sum = sum
            }
        }

        public let lines: [Line]
        public let sums: [Int?]
        public let total: Int?

        public init(lines: [Line], sums: [Int?], total: Int?) {
            self.lines = lines
            self.sums = sums
            self.total = total
        }
    }

    public struct Emergencies: Hashable, Sendable {
        public let all: Int
        public let reviewed: Int
        public let overdue: Int

        public init(all: Int, reviewed: Int, overdue: Int) {
            self.all = all
            self.reviewed = reviewed
            self.overdue = overdue
        }
    }

    public struct Findings: Hashable, Sendable {
        public let counts: Counts
        public let emergencies: Emergencies
        public let precision: [RulePrecision]

        public init(counts: Counts, emergencies: Emergencies, precision: [RulePrecision]) {
            self.counts = counts
            self.emergencies = emergencies
            self.precision = precision
        }
    }

    let bench: Workbench
    let question: AccessReportQuestion
    let findings: Findings?

    /// - Parameter findings: nil: only the form.
    public init(visitor: Visitor, formToken: String, question: AccessReportQuestion, findings: Findings? = nil) {
        bench = Workbench(visitor: visitor, formToken: formToken, caseNumber: question.caseNumber)
        self.question = question
        self.findings = findings
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.oversight
        return PageFrame(
            words: words, audience: .official, place: "/statistics", title: texts.statisticsTitle,
            visitor: bench.visitor
        ).page {
            tag("h1", text: texts.statisticsTitle)
            tag("p", .class("lead"), text: texts.statisticsLead)
            if let findings {
                bench.caseLine(words)
                answer(findings, words)
            }
            bench.form("/statistics", carriesCase: false) {
                tag("fieldset") {
                    tag("legend", text: words.report.query)
                    bench.caseField(words)
                    tag("div", .class("fields")) {
                        Field.text(
                            .institution, words.report.institution, hint: words.report.institutionHint,
                            value: question.institution)
                        Field.day(.from, words.report.from, value: question.from)
                        Field.day(.until, words.report.until, value: question.until)
                    }
                    tag("div", .class("buttons")) {
                        submit(texts.count, .format, "page")
                        submit(words.report.csv, .format, "csv", plain: true)
                        submit(texts.svg, .format, "svg", plain: true)
                        submit(texts.pdf, .format, "pdf", plain: true)
                    }
                }
            }
        }
    }

    @MarkupBuilder
    private func answer(_ findings: Findings, _ words: Words) -> [Markup] {
        let texts = words.oversight
        let emergencies = findings.emergencies
        tag("ul", .class("figures"), .role("list")) {
            figure(Self.text(findings.counts.total, words), texts.all)
            figure(String(emergencies.all), texts.emergencies)
            figure(
                emergencies.all == 0 ? "–" : "\(emergencies.reviewed * 100 / emergencies.all) %", texts.reviewedAll,
                emergencies.reviewed == emergencies.all ? "good" : "warn")
            figure(String(emergencies.overdue), texts.waitingOverdue, emergencies.overdue == 0 ? "good" : "bad")
        }
        Self.chart(findings.counts, words).figure
        table(findings.counts, words)
        tag("h2", text: texts.precisionTitle)
        tag("p", .class("quiet"), text: texts.precisionLead)
        DataTable(
            caption: texts.precisionTitle, id: "precision",
            columns: [texts.ruleHead, texts.decided, texts.confirmed, texts.precision],
            rows: findings.precision.map { one in
                DataTable.Row(
                    .text(ExplainedPage.name(one.rule, words)),
                    [
                        tag("span", .class("number"), text: String(one.decided)),
                        tag("span", .class("number"), text: String(one.confirmed)),
                        tag(
                            "span", .class("number"),
                            text: one.precision.map { "\(Int(($0 * 100).rounded())) %" } ?? "–"),
                    ])
            }
        ).markup
    }

    private static func text(_ count: Int?, _ words: Words) -> String {
        count.map(String.init) ?? words.oversight.suppressedText
    }

    static func chart(_ counts: Counts, _ words: Words) -> BarChart {
        BarChart(
            title: words.oversight.chartTitle,
            bars: counts.lines.prefix(40).map { line in
                BarChart.Bar(line.institution ?? words.oversight.noCitizen, line.sum)
            }, words: words)
    }

    private func table(_ counts: Counts, _ words: Words) -> Markup {
        func cells(_ numbers: [Int?]) -> [Markup] {
            numbers.map { tag("span", .class("number"), text: Self.text($0, words)) }
        }
        let rows = counts.lines.map { line in
            DataTable.Row(.text(line.institution ?? words.oversight.noCitizen), cells(line.cells + [line.sum]))
        }
        return DataTable(
            caption: words.oversight.chartTitle, id: "counts",
            columns: [words.report.institution] + AccessEvent.Outcome.allCases.map(words.outcome)
                + [words.oversight.sum],
            rows: rows + [DataTable.Row(.text(words.oversight.sum), cells(counts.sums + [counts.total]))]
        ).markup
    }
}

extension StatisticsPage.Findings {
    /// The chart as a file of its own.
    public func chart(in words: Words) -> [UInt8] {
        PageWriter.fragment(StatisticsPage.chart(counts, words).svg(alone: true))
    }
}
