public import AccessLog
public import Gateway
import GatewayHTTP
import JSONText
import Oversight
public import RecordTypes
public import ReportSigning
import Reporting

/// What someone at the gateway's own machine does in a case, or asks about cases: `ankur access-log case`.
///
/// ```json
/// {"casework": {"case": "JVK-1", "operator": "mari", "ask": "list", "overdue": true}}
/// {"casework": {"case": "JVK-1", "operator": "mari", "ask": "decide", "id": "BTG-17", "finding": "justified",
///               "measure": "none", "words": "…"}}
/// ```
public struct CaseOrder: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case list(overdueOnly: Bool, stage: CaseClock.Stage?)
        case figures
        case show(CaseID)
        /// A look becomes a case, by its position on the ledger.
        case open(look: UInt64, further: [UInt64], rules: [DetectionRule])
        case take(CaseID)
        /// Asks the institution; nil: for as long as the configuration gives it.
        case ask(CaseID, words: String, due: Instant?)
        case answer(CaseID, words: String)
        case decide(CaseID, CaseStep.Finding, CaseStep.Measure, words: String)
        case close(CaseID, words: String)
        /// An archive for a court, as bytes of a tar file.
        case evidence(CaseID)
        /// The orders that hide looks.
        case hidingOrders
        /// Ends one of them now.
        case endHiding(UInt64, words: String)
        /// Deletes looks by rule; without a plan's name: says what would be deleted.
        case retention(RetentionCategory, years: Int, plan: String?)
        /// Puts a person on the list of those whom others are curious about, or takes them off it.
        case watch(PersonIdentifier, isWatched: Bool, words: String)
        case watchList
    }

    public let content: Content
    public let caseNumber: String
    /// The account that orders; kept in the log.
    public let operatorName: String

    public init(_ content: Content, caseNumber: String, by operatorName: String) {
        self.content = content
        self.caseNumber = caseNumber
        self.operatorName = operatorName
    }
}

extension CaseOrder {
    /// One line of JSON without its end.
    var bytes: [UInt8] {
        var members: [(String, JSONValue?)] = [("case", .string(caseNumber)), ("operator", .string(operatorName))]
        func add(_ name: String, _ id: CaseID?, _ more: [(String, JSONValue?)] = []) {
            members += [("ask", .string(name)), ("id", id.map { .string($0.description) })] + more
        }
        func words(_ text: String) -> (String, JSONValue?) { ("words", .string(text)) }
        switch content {
        case .list(let overdueOnly, let stage):
            add("list", nil, [("overdue", .bool(overdueOnly)), ("stage", stage.map { .string($0.rawValue) })])
        case .figures: add("figures", nil)
        case .show(let id): add("show", id)
        case .open(let look, let further, let rules):
            add(
                "open", nil,
                [
                    ("look", .number(String(look))), ("further", .array(further.map { .number(String($0)) })),
                    ("rules", .array(rules.map { .string($0.rawValue) })),
                ])
        case .take(let id): add("take", id)
        case .ask(let id, let text, let due):
            add("ask", id, [words(text), ("due", due.map { .string($0.description) })])
        case .answer(let id, let text): add("answer", id, [words(text)])
        case .decide(let id, let finding, let measure, let text):
            add(
                "decide", id,
                [("finding", .string(finding.rawValue)), ("measure", .string(measure.rawValue)), words(text)])
        case .close(let id, let text): add("close", id, [words(text)])
        case .evidence(let id): add("evidence", id)
        case .hidingOrders: add("hiding-orders", nil)
        case .endHiding(let order, let text):
            add("end-hiding", nil, [("order", .number(String(order))), words(text)])
        case .retention(let category, let years, let plan):
            add(
                "retention", nil,
                [
                    ("category", .string(category.rawValue)), ("years", .number(String(years))),
                    ("plan", plan.map(JSONValue.string)),
                ])
        case .watch(let person, let isWatched, let text):
            add(
                "watch", nil,
                [("person", .string(person.semantics)), ("watched", .bool(isWatched)), words(text)])
        case .watchList: add("watch-list", nil)
        }
        let object = members.compactMap { member in member.1.map { JSONMember(key: member.0, value: $0) } }
        return JSONValue.object([JSONMember(key: "casework", value: .object(object))]).bytes
    }

    /// Nil for anything that ``bytes`` does not write.
    init?(reading bytes: [UInt8]) {
        guard let order = (try? JSONValue(parsing: bytes))?["casework"], let caseNumber = order["case"]?.stringValue,
            let operatorName = order["operator"]?.stringValue, let content = Content(order)
        else { return nil }
        self.init(content, caseNumber: caseNumber, by: operatorName)
    }
}

extension CaseOrder.Content {
    fileprivate init?(_ order: JSONValue) {
        let id = order["id"]?.stringValue.flatMap { CaseID($0) }
        let words = order["words"]?.stringValue
        switch (order["ask"]?.stringValue, id, words) {
        case ("list", _, _):
            let stage = order["stage"]?.stringValue
            guard let overdue = order["overdue"]?.boolValue,
                stage == nil || stage.flatMap(CaseClock.Stage.init(rawValue:)) != nil
            else { return nil }
            self = .list(overdueOnly: overdue, stage: stage.flatMap(CaseClock.Stage.init(rawValue:)))
        case ("figures", _, _): self = .figures
        case ("show", let id?, _): self = .show(id)
        case ("open", _, _):
            func position(_ value: JSONValue) -> UInt64? { value.integerValue.flatMap { UInt64(exactly: $0) } }
            guard let look = order["look"].flatMap(position), let further = order["further"]?.arrayValue,
                let rules = order["rules"]?.arrayValue
            else { return nil }
            let positions = further.compactMap(position)
            let read = rules.compactMap { $0.stringValue.flatMap(DetectionRule.init(rawValue:)) }
            guard positions.count == further.count, read.count == rules.count else { return nil }
            self = .open(look: look, further: positions, rules: read)
        case ("take", let id?, _): self = .take(id)
        case ("evidence", let id?, _): self = .evidence(id)
        case ("ask", let id?, let words?):
            let due = order["due"]?.stringValue
            guard due == nil || due.flatMap({ Instant(rfc3339: $0) }) != nil else { return nil }
            self = .ask(id, words: words, due: due.flatMap { Instant(rfc3339: $0) })
        case ("answer", let id?, let words?): self = .answer(id, words: words)
        case ("decide", let id?, let words?):
            guard let finding = order["finding"]?.stringValue.flatMap(CaseStep.Finding.init(rawValue:)),
                let measure = order["measure"]?.stringValue.flatMap(CaseStep.Measure.init(rawValue:))
            else { return nil }
            self = .decide(id, finding, measure, words: words)
        case ("close", let id?, let words?): self = .close(id, words: words)
        case ("hiding-orders", _, _): self = .hidingOrders
        case ("end-hiding", _, let words?):
            guard let hidden = order["order"]?.integerValue.flatMap({ UInt64(exactly: $0) }) else { return nil }
            self = .endHiding(hidden, words: words)
        case ("retention", _, _):
            guard let category = order["category"]?.stringValue.flatMap(RetentionCategory.init(rawValue:)),
                let years = order["years"]?.integerValue.flatMap({ Int(exactly: $0) })
            else { return nil }
            self = .retention(category, years: years, plan: order["plan"]?.stringValue)
        case ("watch", _, let words?):
            guard let person = order["person"]?.stringValue.flatMap({ PersonIdentifier(semantics: $0) }),
                let isWatched = order["watched"]?.boolValue
            else { return nil }
            self = .watch(person, isWatched: isWatched, words: words)
        case ("watch-list", _, _): self = .watchList
        default: return nil
        }
    }
}

extension ConsoleAnswer {
    /// Carries an order out. Every step is on the ledger when this returns.
    /// - Parameter seal: signs evidence; nil: it goes unsigned, and says so.
    public init(to order: CaseOrder, from gateway: Gateway, seal: ReportSeal?) async {
        do {
            let report = try await order.report(gateway, seal)
            self.init(report: report, sentences: [], error: nil)
        } catch {
            let words = (error as? GatewayError)?.issues.map(\.message).joined(separator: " ")
            self.init(report: [], sentences: [], error: words.map { $0.isEmpty ? "\(error)" : $0 } ?? "\(error)")
        }
    }
}

extension CaseOrder {
    fileprivate func report(_ gateway: Gateway, _ seal: ReportSeal?) async throws -> [UInt8] {
        if case .evidence(let id) = content {
            let evidence = try await gateway.caseEvidence(
                id, caseNumber: caseNumber, as: .console(operatorName), requestID: "console")
            return try CaseArchive.tar(evidence, text: evidence.file.text, seal: seal)
        }
        return Array(try await text(gateway).utf8)
    }

    private func text(_ gateway: Gateway) async throws -> String {
        let me = Overseer.console(operatorName)
        func work(_ id: CaseID, _ act: CaseStep.Act) async throws -> String {
            try await gateway.work(on: id, act, caseNumber: caseNumber, as: me, requestID: "console").text
        }
        switch content {
        case .list(let overdueOnly, let stage):
            var question = CaseFiles.Question(stages: stage.map { [$0] } ?? [])
            if overdueOnly { question.overdueAt = gateway.now }
            let cases = try await gateway.cases(question, caseNumber: caseNumber, as: me, requestID: "console")
            return cases.table(at: gateway.now)
        case .figures:
            return try await gateway.caseFigures(caseNumber: caseNumber, as: me, requestID: "console").text
        case .show(let id):
            return try await gateway.caseFile(id, caseNumber: caseNumber, as: me, requestID: "console").text
        case .open(let look, let further, let rules):
            return try await gateway.openCase(
                about: look, further: further, rules: rules, caseNumber: caseNumber, as: me, requestID: "console"
            ).text
        case .take(let id):
            return try await gateway.takeOver(id, caseNumber: caseNumber, as: me, requestID: "console").text
        case .ask(let id, let words, let due): return try await work(id, .ask(words, due: due ?? gateway.nextAnswerDue))
        case .answer(let id, let words): return try await work(id, .answer(words))
        case .decide(let id, let finding, let measure, let words):
            let rules = try await gateway.caseFile(id, caseNumber: caseNumber, as: me, requestID: "console").state.rules
            return try await work(id, .decide(finding, reason: words, measure, rules: rules))
        case .close(let id, let words): return try await work(id, .close(words))
        case .evidence: return ""
        case .hidingOrders: return try await hidingOrders(gateway, me)
        case .endHiding(let order, let words):
            _ = try await gateway.revokeHiding(
                order, reason: words, caseNumber: caseNumber, as: me, requestID: "console")
            return try await hidingOrders(gateway, me)
        case .retention(let category, let years, let name):
            guard let name else {
                return try await gateway.planRetention(
                    category, years: years, caseNumber: caseNumber, as: me, requestID: "console"
                ).text(isDone: false)
            }
            return try await gateway.applyRetention(
                category, years: years, plan: name, caseNumber: caseNumber, as: me, requestID: "console"
            ).text(isDone: true)
        case .watch(let person, let isWatched, let words):
            try await gateway.watch(
                person, isWatched: isWatched, reason: words, caseNumber: caseNumber, as: me, requestID: "console")
            return try await watchList(gateway, me)
        case .watchList: return try await watchList(gateway, me)
        }
    }
}

extension CaseOrder {
    private func hidingOrders(_ gateway: Gateway, _ me: Overseer) async throws -> String {
        let orders = try await gateway.hidingOrders(caseNumber: caseNumber, as: me, requestID: "console")
        return PlainTable.text(
            heading: ["order", "", "institution", "until", "basis", "officials", "looks", "shown since"],
            cells: orders.map { one in
                [
                    String(one.order.id), one.order.stage(at: gateway.now).rawValue, one.order.institution.semantics,
                    one.order.end.description, one.order.basis,
                    [one.order.proposed, one.order.approved, one.order.revoked].compactMap { $0?.by.name }
                        .joined(separator: ", "), String(one.looks), String(one.disclosed),
                ]
            })
    }
}

extension CaseOrder {
    private func watchList(_ gateway: Gateway, _ me: Overseer) async throws -> String {
        let list = try await gateway.watchList(caseNumber: caseNumber, as: me, requestID: "console")
        return PlainTable.text(
            heading: ["entry", "since", "by whom and why"],
            cells: list.map { [String($0.index), $0.step.time.description, $0.step.reason] })
    }
}

extension RetentionPlan {
    fileprivate func text(isDone: Bool) -> String {
        let held = heldByCases > 0 ? "\(heldByCases) looks stay: a case about them is not closed.\n" : ""
        let head = "\(looks) looks of the category \(category.rawValue) from before \(before)"
        return isDone
            ? "\(head) were deleted.\n\(held)"
            : "\(head) would be deleted.\n\(held)Nothing was. To delete them: --apply --plan \(name)\n"
    }
}

extension [CaseState] {
    fileprivate func table(at now: Instant) -> String {
        PlainTable.text(
            heading: ["case", "stage", "due", "", "limitation", "institution", "officer", "rules"],
            cells: map { state in
                [
                    state.id.description, state.stage.rawValue, state.due.map(\.description) ?? "",
                    state.isOverdue(at: now) ? "OVERDUE" : state.isNearLimitation(at: now) ? "LIMITATION" : "",
                    state.limitation.description, state.institution?.semantics ?? "", state.officer?.name ?? "",
                    state.rules.map(\.rawValue).joined(separator: " "),
                ]
            })
    }
}

extension CaseFigures {
    fileprivate var text: String {
        let emergencies = emergencies
        let cells = counts.map { count in
            [
                count.institution?.semantics ?? "", count.origin.rawValue, count.stage.rawValue, String(count.count),
                String(count.overdue),
            ]
        }
        let rules = precision.filter { $0.decided > 0 }.map { one in
            [
                one.rule.number ?? "", one.rule.rawValue, String(one.decided), String(one.confirmed),
                one.precision.map { "\(Int(($0 * 100).rounded())) %" } ?? "",
            ]
        }
        return "emergencies: \(emergencies.all), reviewed \(emergencies.reviewed), overdue \(emergencies.overdue)\n\n"
            + PlainTable.text(heading: ["institution", "kind", "stage", "cases", "overdue"], cells: cells) + "\n"
            + PlainTable.text(heading: ["", "rule", "decided", "confirmed", "precision"], cells: rules)
    }
}
