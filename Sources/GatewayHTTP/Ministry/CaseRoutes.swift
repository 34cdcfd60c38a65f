import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import Oversight
import RecordTypes
import ReportSigning
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /cases`: which cases are to be listed.
    static func casesForm(_ forms: FormTokens) -> Route {
        Route(.get, "/cases", .page) { visit in
            Response(
                page: CasesPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), caseNumber: "", now: visit.now),
                in: visit.request.language)
        }
    }

    /// `POST /cases`: the cases that match, the earliest date first.
    static func cases(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/cases", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let choice = form[.choice].flatMap(CasesPage.Choice.init(rawValue:)) ?? .open
            var question = CaseFiles.Question()
            switch choice {
            case .open: question.stages = Set(CaseClock.Stage.allCases).subtracting([.closed])
            case .overdue: question.overdueAt = visit.now
            case .emergency: question.origin = .emergency
            case .all: break
            }
            let number = form[.caseNumber] ?? ""
            let cases = try await gateway.cases(
                question, caseNumber: number, as: visit.overseer, requestID: visit.requestID.description)
            return Response(
                page: CasesPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), caseNumber: number, choice: choice,
                    cases: cases, now: visit.now), in: visit.request.language)
        }
    }

    /// `POST /cases/show`: one case.
    static func showCase(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/cases/show", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let number = form[.caseNumber] ?? ""
            let file = try await gateway.caseFile(
                try form.caseID, caseNumber: number, as: visit.overseer, requestID: visit.requestID.description)
            return visit.page(file, number, gateway, forms)
        }
    }

    /// `POST /cases/open`: a look becomes a case; once, however often it is sent.
    static func openCase(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/cases/open", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let number = form[.caseNumber] ?? ""
            guard let look = form[.look].flatMap({ UInt64($0) }) else {
                throw HTTPFault.badRequest(.parameterInvalid("look", remedy: "Use the button of the queue."))
            }
            let words = (form[.rules] ?? "").split(separator: " ").map(String.init)
            let rules = words.compactMap(DetectionRule.init(rawValue:))
            guard rules.count == words.count else {
                throw HTTPFault.badRequest(.parameterInvalid("rules", remedy: "Use the button of the queue."))
            }
            let file = try await gateway.openCase(
                about: look, rules: rules, caseNumber: number, as: visit.overseer,
                requestID: visit.requestID.description)
            return visit.page(file, number, gateway, forms)
        }
    }

    /// `POST /cases/evidence`: the case for a court, as an archive.
    static func caseEvidence(_ gateway: Gateway, _ forms: FormTokens, _ seal: ReportSeal?) -> Route {
        Route(.post, "/cases/evidence", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let evidence = try await gateway.caseEvidence(
                try form.caseID, caseNumber: form[.caseNumber] ?? "", as: visit.overseer,
                requestID: visit.requestID.description)
            return .file(
                try CaseArchive.tar(evidence, text: evidence.file.text, seal: seal), "application/x-tar",
                named: "\(evidence.file.state.id).tar")
        }
    }

    /// `POST /cases/step`: the next thing in a case.
    static func caseStep(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/cases/step", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let number = form[.caseNumber] ?? ""
            let id = try form.caseID
            let requestID = visit.requestID.description
            let file: CaseFile
            switch form[.act] {
            case "take":
                file = try await gateway.takeOver(id, caseNumber: number, as: visit.overseer, requestID: requestID)
            case "decide":
                guard let finding = form[.finding].flatMap(CaseStep.Finding.init(rawValue:)),
                    let measure = form[.measure].flatMap(CaseStep.Measure.init(rawValue:))
                else { throw HTTPFault.badRequest(.parameterInvalid("finding", remedy: "Choose what was found.")) }
                let rules = try await gateway.caseFile(
                    id, caseNumber: number, as: visit.overseer, requestID: requestID
                ).state.rules
                file = try await gateway.work(
                    on: id, .decide(finding, reason: form[.text] ?? "", measure, rules: rules), caseNumber: number,
                    as: visit.overseer, requestID: requestID)
            default:
                file = try await gateway.work(
                    on: id, try form.act(gateway.nextAnswerDue), caseNumber: number, as: visit.overseer,
                    requestID: requestID)
            }
            return visit.page(file, number, gateway, forms)
        }
    }
}

extension FormFields {
    fileprivate var caseID: CaseID {
        get throws {
            guard let id = self[.caseID].flatMap({ CaseID($0) }) else {
                throw HTTPFault.badRequest(.parameterInvalid("case-id", remedy: "Give a name such as BTG-17."))
            }
            return id
        }
    }

    /// What is only words, or words and a day.
    fileprivate func act(_ due: Instant) throws -> CaseStep.Act {
        let words = self[.text] ?? ""
        switch self[.act] {
        case "ask":
            guard let day = self[.until] else { return .ask(words, due: due) }
            guard let until = FormDay(day)?.end else {
                throw HTTPFault.badRequest(.parameterInvalid("until", remedy: "Give a day such as 2026-03-31."))
            }
            return .ask(words, due: until)
        case "answer": return .answer(words)
        case "close": return .close(words)
        default: throw HTTPFault.badRequest(.parameterInvalid("act", remedy: "Use a button of the page."))
        }
    }
}

extension Visit<VerifiedOfficial> {
    fileprivate func page(_ file: CaseFile, _ number: String, _ gateway: Gateway, _ forms: FormTokens) -> Response {
        Response(
            page: CasePage(
                visitor: visitor, formToken: formToken(forms), caseNumber: number, state: file.state,
                looks: file.looks.map { AccessReportPage.Row(entry: $0.index, event: $0.event) }, now: now,
                answerDue: gateway.nextAnswerDue, mayWork: caller.role.may(.workCases),
                mayProve: caller.role.may(.evidence)), in: request.language)
    }
}
