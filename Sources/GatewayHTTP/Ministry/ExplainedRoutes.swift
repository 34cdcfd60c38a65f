import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import Reporting
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /explained`: which accesses are to be explained.
    static func explainedForm(_ forms: FormTokens) -> Route {
        Route(.get, "/explained", .page) { visit in
            Response(
                page: ExplainedPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), question: AccessReportQuestion(),
                    mayWork: false), in: visit.request.language)
        }
    }

    /// `POST /explained`: the reasons, what is left, and the queue.
    static func explained(_ gateway: Gateway, _ forms: FormTokens, _ staff: @escaping StaffLookup) -> Route {
        Route(.post, "/explained", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let asked = try AskedReport(form)
            var question = ExplainQuestion(asked.query(limit: 100), about: asked.person)
            question.staff = staff()
            question.lines = 100
            let rule = try form[.rule].map { text in
                guard let rule = DetectionRule(rawValue: text) else {
                    throw HTTPFault.badRequest(.parameterInvalid("rule", remedy: "Choose a rule."))
                }
                return rule
            }
            question.rules = rule.map { [$0] } ?? []
            let answer = try await gateway.explainedReport(
                question, caseNumber: asked.question.caseNumber, as: visit.overseer,
                requestID: visit.requestID.description)
            let report = answer.report
            let findings = ExplainedPage.Findings(
                total: report.total, toReview: report.toReview,
                reasons: report.explained.filter { $0.count > 0 }.map { ($0.reason.rawValue, $0.count) },
                rules: report.pointed.filter { $0.count > 0 }.sorted { $0.count > $1.count },
                lines: answer.queue.map { line in
                    ExplainedPage.Line(
                        index: line.ledgerIndex, score: line.explanation.score, rules: line.explanation.rules,
                        reason: line.explanation.reason?.rawValue, event: line.event, caseID: line.caseID)
                }, isCut: answer.isCut, completeness: AccessReportPage.Completeness(answer.completeness))
            return Response(
                page: ExplainedPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), question: asked.question, rule: rule,
                    findings: findings, mayWork: visit.caller.role.may(.workCases)), in: visit.request.language)
        }
    }
}

extension AccessReportPage.Completeness {
    init(_ statement: CompletenessStatement) {
        self.init(
            entries: statement.ledgerSize, isComplete: statement.isComplete, details: statement.sentences)
    }
}
