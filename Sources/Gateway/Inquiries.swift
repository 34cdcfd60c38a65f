import AccessLog
import Correspondence
import Identity
import Ledger
import RecordIndex
public import RecordTypes
import Statements

/// "I do not recognise this" and "this is wrong": a question to the institution, with a clock.
extension Gateway {
    /// Bytes of what a person or an institution writes.
    public static let wordsLimit = 4_000
    /// How many questions of one person may wait for an answer.
    public static let openInquiryLimit = 50

    /// Asks the institution that looked. Asking twice about the same look gives the first question.
    ///
    /// The look is found in the person's own log. Of a refused attempt the institution learns nothing but when it was and who made it.
    /// - Parameter index: the look's place on the ledger.
    /// - Throws: `notFound` for a look that is not one at this person's record, or that no institution made.
    public func ask(
        aboutLook index: UInt64, saying words: String, id: InquiryID, by keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> Inquiry {
        let now = clock()
        try await catchUpWithConsent()
        try allow(.log, to: keeper, at: now)
        let subject = try identity(of: keeper.person)
        let access = try await GatewayError.unavailableIfFailing { try await accessLog.event(at: index, of: subject) }
        guard let event = access?.event, event.actor.kind == .institution, let institution = event.actor.institution
        else { throw GatewayError(.notFound) }
        let wasShown = event.outcome == .released
        let matter = Inquiry.Matter.look(
            Inquiry.Look(
                index: index, time: event.time, action: event.action, personName: event.actor.personName,
                role: event.actor.role, requestID: event.requestID,
                records: wasShown ? Array(event.records.prefix(100)) : []))
        return try await ask(
            matter, of: institution, event.actor.institutionName, words, id, keeper, subject, at: now)
    }

    /// Asks the institution that filed a record to correct it.
    /// - Throws: `notFound` for a record that the keeper may not see.
    public func ask(
        toCorrect record: RecordID, saying words: String, id: InquiryID, by keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> Inquiry {
        let now = clock()
        guard words.contains(where: \.isLetter) else {
            throw GatewayError(.invalidRequest, issues: [.inquiryWithoutWords])
        }
        try allow(.log, to: keeper, at: now)
        let entry = try await readEntry(record, as: keeper.reader, requestID: requestID)
        let description = entry.description
        return try await ask(
            .correction(record), of: description.institution, description.institutionName, words, id, keeper,
            description.subject, at: now)
    }

    private func ask(
        _ matter: Inquiry.Matter, of institution: InstitutionID, _ institutionName: String?, _ words: String,
        _ id: InquiryID, _ keeper: Keeper, _ subject: LedgerIdentity, at now: Instant
    ) async throws(GatewayError) -> Inquiry {
        guard words.utf8.count <= Self.wordsLimit else {
            throw GatewayError(.invalidRequest, issues: [.inquiryTooLong])
        }
        let earlier = try await GatewayError.unavailableIfFailing { try await correspondence.inquiries(of: subject) }
        if let same = earlier.first(where: { $0.inquiry.matter.isSame(as: matter) && $0.answer == nil }) {
            return same.inquiry
        }
        guard earlier.count(where: { $0.answer == nil }) < Self.openInquiryLimit else {
            throw GatewayError(.invalidRequest, issues: [.tooManyInquiries])
        }
        let name =
            switch keeper {
            case .person(let citizen): citizen.fullName
            case .representative(let representative): representative.mandate.principalName
            }
        let inquiry = Inquiry(
            id: id, matter: matter, person: keeper.person, personName: name, institution: institution,
            institutionName: institutionName ?? institution.semantics, text: words, asked: now,
            due: now.advanced(by: terms.answerWithin),
            askedBy: keeper.citizen.person == keeper.person ? nil : keeper.citizen.person)
        let promise = try await enter(.inquiry(inquiry, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
        return inquiry
    }

    /// Days that an institution has for an answer.
    public var answerDays: Int { Int(terms.answerWithin.components.seconds / 86_400) }

    /// A look at the person's record that an institution made, by its place on the ledger; nil for any other.
    public func look(at index: UInt64, of keeper: Keeper) async throws(GatewayError) -> AccessEvent? {
        try await catchUpWithConsent()
        try allow(.log, to: keeper, at: clock())
        let subject = try identity(of: keeper.person)
        let access = try await GatewayError.unavailableIfFailing { try await accessLog.event(at: index, of: subject) }
        guard let event = access?.event, event.actor.kind == .institution, event.actor.institution != nil else {
            return nil
        }
        return event
    }

    /// Emergency looks of the last weeks, for the top of the first page. Belongs to the look at the page, which has been logged.
    public func recentEmergencies(of keeper: Keeper) async throws(GatewayError) -> [AccessEvent] {
        guard mayAct(.log, keeper, at: clock()) else { return [] }
        let query = AccessLogQuery(
            subject: try identity(of: keeper.person), from: clock().advanced(by: .seconds(-30 * 86_400)),
            limit: 200)
        let page = try await GatewayError.unavailableIfFailing { try await accessLog.events(matching: query) }
        return page.events.map(\.event).filter { $0.purpose == .breakTheGlass }
    }

    /// What the person has asked, newest first.
    public func inquiries(of keeper: Keeper) async throws(GatewayError) -> [InquiryState] {
        try await catchUpWithConsent()
        try allow(.log, to: keeper, at: clock())
        let subject = try identity(of: keeper.person)
        return try await GatewayError.unavailableIfFailing { try await correspondence.inquiries(of: subject) }
    }

    /// What an institution was asked, newest first.
    public func inquiries(to institution: VerifiedInstitution) async throws(GatewayError) -> [InquiryState] {
        try await catchUpWithConsent()
        return try await GatewayError.unavailableIfFailing {
            try await correspondence.inquiries(to: institution.id)
        }
    }

    /// The institution's answer; the person sees it at once. The first answer stays: the same again is the same, another is refused.
    /// - Throws: `notFound` for an inquiry that is not to this institution; `invalidRequest` for a finding that does not fit, an answer without
    ///   words, or another answer.
    public func answer(
        _ id: InquiryID, finding: InquiryAnswer.Finding, saying words: String, by institution: VerifiedInstitution,
        named person: String?
    ) async throws(GatewayError) -> InquiryState {
        try await catchUpWithConsent()
        let found = try await GatewayError.unavailableIfFailing { try await correspondence.inquiry(id) }
        guard let (subject, state) = found, state.inquiry.institution == institution.id else {
            throw GatewayError(.notFound)
        }
        if let answer = state.answer {
            guard answer.finding == finding, answer.text == words else {
                throw GatewayError(.invalidRequest, issues: [.inquiryAnswered])
            }
            return state
        }
        guard state.inquiry.matter.findings.contains(finding) else {
            throw GatewayError(.invalidRequest, issues: [.findingDoesNotFit])
        }
        guard words.contains(where: \.isLetter), words.utf8.count <= Self.wordsLimit else {
            throw GatewayError(
                .invalidRequest, issues: [words.utf8.count > Self.wordsLimit ? .inquiryTooLong : .inquiryWithoutWords])
        }
        let answer = InquiryAnswer(
            id: id, finding: finding, text: words, answered: clock(), answeredBy: person?.shortened)
        let promise = try await enter(
            .inquiryAnswer(answer, subject: subject), about: subject, by: SubmitterTag.of(institution.id))
        try await catchUpWithConsent(before: promise)
        return InquiryState(inquiry: state.inquiry, answer: answer)
    }

    /// What institutions have left unanswered beyond their term: for the ministry, under a case number. The look at it is logged.
    public func overdueInquiries(
        caseNumber: String, as official: VerifiedOfficial, requestID: String
    ) async throws(GatewayError) -> [InquiryState] {
        let now = clock()
        let promise = try await admit(
            .official(official), to: .readCases, caseNumber: caseNumber, requestID: requestID)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing { try await correspondence.overdueInquiries(at: now) }
    }

    // MARK: Notifications

    /// Of what the citizen wants to be told.
    public func notificationPreferences(
        of citizen: VerifiedCitizen
    ) async throws(GatewayError) -> NotificationPreferences? {
        try await catchUpWithConsent()
        let subject = try identity(of: citizen.person)
        return try await GatewayError.unavailableIfFailing { try await correspondence.preferences(of: subject) }
    }

    /// From now on the citizen is told this, there.
    /// - Throws: `invalidRequest` for an address that cannot be written to.
    public func prefer(
        email: String?, mailbox: Bool, events: Set<NotificationPreferences.Event>, language: String,
        by citizen: VerifiedCitizen
    ) async throws(GatewayError) {
        if let email, !MailAddress.isWellFormed(email) {
            throw GatewayError(.invalidRequest, issues: [.mailAddressMalformed])
        }
        let subject = try identity(of: citizen.person)
        let preferences = NotificationPreferences(
            email: email, mailbox: mailbox ? citizen.person : nil, events: events, language: language,
            decided: clock())
        let promise = try await enter(.preferences(preferences, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
    }
}

extension Inquiry.Matter {
    fileprivate func isSame(as other: Inquiry.Matter) -> Bool {
        switch (self, other) {
        case (.look(let one), .look(let other)): one.index == other.index
        case (.correction(let one), .correction(let other)): one == other
        default: false
        }
    }
}

extension Issue {
    static let inquiryWithoutWords = Issue(
        .error, "inquiry-without-words", .required, "There are no words in it.", at: .expression("text"),
        remedy: "Say in words what is meant.")

    static let inquiryTooLong = Issue(
        .error, "inquiry-too-long", .tooLong, "It is longer than \(Gateway.wordsLimit) bytes.", at: .expression("text"),
        remedy: "Say it shorter.")

    static let tooManyInquiries = Issue(
        .error, "too-many-inquiries", .businessRule, "As many questions wait for an answer as one person can have.",
        remedy: "Wait for answers, or turn to the ministry.")

    static let inquiryAnswered = Issue(
        .error, "inquiry-answered", .conflict, "It was answered before, in other words.",
        rule: "The first answer stays as it was given.", remedy: "Write to the person.")

    static let findingDoesNotFit = Issue(
        .error, "finding-does-not-fit", .businessRule, "The finding does not fit what was asked.",
        at: .expression("finding"),
        remedy:
            "Of a look: justified, mistake or unjustified. Of a correction: corrected or declined.")

    static let mailAddressMalformed = Issue(
        .error, "mail-address-malformed", .value, "The address is none that can be written to.",
        at: .expression("email"), remedy: "Give an address such as name@example.ee, or none.")
}
