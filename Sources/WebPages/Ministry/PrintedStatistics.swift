import PrintedText
public import RecordTypes

/// The statistics as a file for people: PDF with selectable, tagged text.
public struct PrintedStatistics: Sendable {
    let findings: StatisticsPage.Findings
    let question: AccessReportQuestion
    let name: String
    let made: Instant
    let completeness: [String]

    /// - Parameters:
    ///   - name: who made it.
    ///   - completeness: what was checked, in words of the log.
    public init(
        _ findings: StatisticsPage.Findings, question: AccessReportQuestion, by name: String, made: Instant,
        completeness: [String]
    ) {
        self.findings = findings
        self.question = question
        self.name = name
        self.made = made
        self.completeness = completeness
    }

    public func pdf(in words: Words) -> [UInt8] {
        let texts = words.oversight
        func text(_ count: Int?) -> String { count.map(String.init) ?? texts.suppressedText }
        var blocks: [PrintedDocument.Block] = [
            .heading(1, texts.statisticsTitle), .note(words.citizen.madeOn(name, words.moment(made))),
            .paragraph("\(texts.caseLine) \(question.caseNumber)"),
            .paragraph(
                [question.institution, question.from, question.until].filter { !$0.isEmpty }.joined(separator: " – ")),
            .note(texts.statisticsLead), .heading(2, texts.chartTitle),
        ]
        let outcomes = AccessEvent.Outcome.allCases.map(words.outcome)
        for line in findings.counts.lines {
            let cells = zip(outcomes, line.cells).map { "\($0): \(text($1))" }
            blocks.append(
                .entry(
                    "\(line.institution ?? texts.noCitizen)  \(text(line.sum))", [cells.joined(separator: " · ")]))
        }
        blocks.append(.entry("\(texts.sum)  \(text(findings.counts.total))", []))
        let emergencies = findings.emergencies
        blocks += [
            .heading(2, texts.emergencyCases),
            .paragraph(
                "\(emergencies.all) \(texts.emergencies), \(emergencies.reviewed) \(texts.reviewed), \(emergencies.overdue) \(texts.waitingOverdue)"
            ), .heading(2, texts.precisionTitle), .note(texts.precisionLead),
        ]
        for one in findings.precision where one.decided > 0 {
            blocks.append(
                .entry(
                    ExplainedPage.name(one.rule, words),
                    ["\(texts.decided) \(one.decided), \(texts.confirmed) \(one.confirmed)"]))
        }
        blocks.append(.heading(2, words.report.completeness))
        blocks += completeness.map { .paragraph($0) }
        return PrintedDocument(
            title: texts.statisticsTitle, language: words.language, blocks: blocks, footer: words.citizen.page
        ).bytes
    }
}
