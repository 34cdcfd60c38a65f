import MarkupText
import RecordTypes

/// How late documents come from each institution, and what never comes.
public struct LatenessPage: Page {
    /// One institution, or all; nil cells are numbers that are left out.
    public struct Line: Hashable, Sendable {
        public let institution: String?
        public let documents, late, shareLate, median, percentile95, visits, undocumented, orders, unanswered: Int?

        /// - Parameter institution: nil for all together.
        public init(
            institution: String?, documents: Int?, late: Int?, shareLate: Int?, median: Int?, percentile95: Int?,
            visits: Int?, undocumented: Int?, orders: Int?, unanswered: Int?
        ) {
            self.institution = institution
            self.documents = documents
            self.late = late
            self.shareLate = shareLate
            self.median = median
            self.percentile95 = percentile95
            self.visits = visits
            self.undocumented = undocumented
            self.orders = orders
            self.unanswered = unanswered
        }

        var cells: [Int?] {
            [documents, late, shareLate, median, percentile95, visits, undocumented, orders, unanswered]
        }
    }

    public struct Findings: Hashable, Sendable {
        /// All together last.
        public let lines: [Line]
        public let completeness: [String]

        public init(lines: [Line], completeness: [String]) {
            self.lines = lines
            self.completeness = completeness
        }

        /// The chart as a file of its own: SVG.
        public func chart(in words: Words) -> [UInt8] {
            ChartFile(title: words.lateness.chart, bars: bars, words: words).bytes
        }

        var bars: [(label: String, count: Int?)] {
            lines.compactMap { line in line.institution.map { (label: $0, count: line.late) } }.prefix(40).map(\.self)
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
        let texts = words.lateness
        return PageFrame(
            words: words, audience: .official, place: "/lateness", title: texts.title, visitor: bench.visitor
        ).page {
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            if let findings {
                bench.caseLine(words)
                BarChart(
                    title: texts.chart, bars: findings.bars.map { BarChart.Bar($0.label, $0.count) }, words: words
                ).figure
                table(findings, words)
                tag("section", .class("notice")) {
                    for sentence in findings.completeness { tag("p", text: sentence) }
                }
            }
            bench.form("/lateness", carriesCase: false) {
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
                        submit("NDJSON", .format, "ndjson", plain: true)
                        submit(words.oversight.svg, .format, "svg", plain: true)
                    }
                }
            }
        }
    }

    private func table(_ findings: Findings, _ words: Words) -> Markup {
        let texts = words.lateness
        return DataTable(
            caption: texts.title, id: "lateness",
            columns: [
                words.report.institution, texts.documents, texts.late, texts.share, texts.median, texts.percentile95,
                texts.visits, texts.undocumented, texts.orders, texts.unanswered,
            ],
            rows: findings.lines.map { line in
                DataTable.Row(
                    .text(line.institution ?? words.oversight.sum),
                    line.cells.map { cell in
                        tag(
                            "span", .class("number"), text: cell.map(String.init) ?? words.oversight.suppressedText)
                    })
            }
        ).markup
    }
}
