import RecordTypes

/// The texts of the citizens' own pages, beyond records, log and decisions.
struct CitizenWords: Sendable {
    // Places
    let toInquiries, toPeople, toData, backToOwn: String
    let actingFor: @Sendable (_ name: String) -> String
    // Records
    let emergencyTitle, seeInLog, correct: String
    // Who has looked
    let nobodyLooked, attempts, attemptsLead, automatic, automaticLead, ownLooks: String
    let showAll, notRecognised, asked, answered, proveCompleteness, downloadLog, asPDF, asCSV, asFHIR: String
    let followUp: @Sendable (_ number: String) -> String
    // Decisions
    let decideThis, endExceptions, endExceptionsHint: String
    let exceptionsRemain: @Sendable (Int) -> String
    let consequence: @Sendable (RestrictionPreset) -> String
    // Inquiries
    let inquiries, inquiriesLead, noInquiries, inquirySent, askedOn, correction: String
    let stateAnswered, stateOverdue, stateWaiting, backToList, yourWords, yourWordsHint, sendInquiry, cancel: String
    let askWarning: String
    let askLead, correctLead: @Sendable (_ days: Int) -> String
    let dueText: @Sendable (_ day: String, _ daysLeft: Int) -> String
    let overdueText: @Sendable (_ day: String) -> String
    let finding: @Sendable (InquiryAnswer.Finding) -> String
    // People
    let people, peopleLead, peopleIActFor, peopleForMe, nobodyForMe, appoint, appointWarning, appointNow: String
    let theirCode, theirCodeHint, theirName, theirNameHint, whatTheyMay, endMandate, mandateEnded: String
    let actFor: @Sendable (_ name: String) -> String
    let basis: @Sendable (Mandate.Basis) -> String
    let scope: @Sendable (Mandate.Scope) -> String
    // Own data
    let data, notify, notifyLead, notifyNowhere, notifyOf, email, emailHint, mailbox, saveSettings: String
    let event: @Sendable (NotificationPreferences.Event) -> String
    let take, takeLead, encrypt, encryptHint, takeNow: String
    let takeItems: [String]
    // Completeness
    let completeness, completenessLead, completenessHow, completenessLimit, lastCounter, asOf, tags: String
    let downloadProof, gapless: String
    // The log as a file
    let logTitle: String
    let madeOn: @Sendable (_ name: String, _ moment: String) -> String
    let page: @Sendable (_ page: Int, _ pages: Int) -> String
    let kindOfLook: @Sendable (_ isAttempt: Bool) -> String
}
