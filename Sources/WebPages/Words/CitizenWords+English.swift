import RecordTypes

extension CitizenWords {
    static let english = CitizenWords(
        toInquiries: "Questions", toPeople: "Representatives", toData: "Settings",
        backToOwn: "Back to my own records",
        actingFor: { "You are acting for \($0). Everything you do is written down." },
        emergencyTitle: "Somebody opened your records in an emergency", seeInLog: "See it in the log",
        correct: "Something in it is wrong",
        nobodyLooked: "Nobody but you has looked at your records.", attempts: "Attempts that showed nothing",
        attemptsLead: "Somebody tried, and got the same answer as if there were nothing.",
        automatic: "Automatic processing",
        automaticLead:
            "No person looked. A system of an institution, or the state's own service that shows you this list, fetched data on its own.",
        ownLooks: "Your own looks", showAll: "Show all", notRecognised: "I do not recognise this",
        asked: "You have asked about this", answered: "Answered: read the answer",
        proveCompleteness: "Prove it to anyone", downloadLog: "Take this list with you", asPDF: "As PDF",
        asCSV: "As a table (CSV)", asFHIR: "As FHIR",
        followUp: { "A follow-up case was opened: \($0). The ministry looks at every emergency access." },
        decideThis: "Decide this", endExceptions: "End my earlier exceptions with this decision",
        endExceptionsHint:
            "Without this, what you decided before about single documents, institutions or people stays as it is.",
        exceptionsRemain: {
            $0 == 1
                ? "One earlier decision stays an exception to this one. You find it below; lift it if you did not mean it to stay."
                : "\($0) earlier decisions stay exceptions to this one. You find them below; lift those that you did not mean to stay."
        },
        consequence: { englishConsequence($0) },
        inquiries: "Questions to institutions",
        inquiriesLead:
            "What you have asked, and what was answered. Who does not answer in time is reported to the ministry.",
        noInquiries:
            "You have asked nothing. In “Who has looked” you can ask about any look, and on a record's page you can say that it is wrong.",
        inquirySent: "Your question is on its way. The institution sees it now.", askedOn: "asked on",
        correction: "Correction", stateAnswered: "Answered", stateOverdue: "Overdue: the ministry sees it",
        stateWaiting: "Waiting for an answer", backToList: "Back", yourWords: "In your own words",
        yourWordsHint: "The institution reads this. You need not explain yourself.",
        sendInquiry: "Send to the institution",
        cancel: "Cancel",
        askWarning:
            "This attempt showed nothing. If you ask about it, the institution learns that there is somebody to ask: you.",
        askLead: {
            "Your question goes to the institution's data protection officer, who must answer within \($0) days. After that it goes to the ministry."
        },
        correctLead: {
            "Your request goes to the institution that filed the document. It must correct it or say within \($0) days why not."
        },
        dueText: { "An answer is due by \($0): \($1) \($1 == 1 ? "day" : "days") left." },
        overdueText: { "An answer was due by \($0). The ministry has been told." },
        finding: { englishFinding($0) },
        people: "Representatives",
        peopleLead:
            "Who may act for you, what they may do, and for how long. You see everything they did in “Who has looked”.",
        peopleIActFor: "People I act for", peopleForMe: "People who act for me",
        nobodyForMe: "Nobody acts for you.", appoint: "Let somebody act for me",
        appointWarning:
            "Whoever you name can read your health records. Name only somebody you trust, and an end if you can.",
        appointNow: "Appoint", theirCode: "Their personal code",
        theirCodeHint: "Eleven digits, or PNOEE-… as in a certificate",
        theirName: "Their name (optional)", theirNameHint: "So that you recognise them in this list",
        whatTheyMay: "What they may do", endMandate: "End it now", mandateEnded: "ended",
        actFor: { "Act for \($0)" }, basis: { $0 == .guardian ? "Guardian" : "Appointed" },
        scope: { englishScope($0) },
        data: "Settings and my data", notify: "Tell me when something happens",
        notifyLead:
            "A message says only what kind of thing happened. It names no institution and no document, and has no link that signs you in.",
        notifyNowhere: "This gateway sends no messages.", notifyOf: "I want to be told when", email: "E-mail address",
        emailHint: "Leave it empty for no e-mail", mailbox: "Tell me through the state mailbox",
        saveSettings: "Save", event: { englishEvent($0) },
        take: "Take everything with you",
        takeLead: "One file with everything that is kept about you, readable without us:",
        encrypt: "Encrypt it to my ID card",
        encryptHint:
            "Only somebody with your card and its PIN can open it (JWE, ECDH-ES+A256KW). You need a program that can use the card.",
        takeNow: "Make the file",
        takeItems: [
            "every record as FHIR, and the original exactly as it was sent",
            "the proof for each record, to be checked by anyone",
            "the whole list of who has looked, as FHIR and as a table", "your decisions, representatives and questions",
        ],
        completeness: "Prove that nothing is missing",
        completenessLead:
            "Every entry about you has a number of your own: 1, 2, 3 and so on. With this file anybody can check, against the public log and without us, that each of your entries is there and that there is none behind the last.",
        completenessHow:
            "Run: ankur verify FILE --vkey KEY --log DIR. DIR is a copy of the public log from us or from any mirror.",
        completenessLimit:
            "What the check cannot show: whether a look was never written down at all, and what happened after the checkpoint named here. The first is what the rule “no entry, no data” is for; for the second, make a new file later.",
        lastCounter: "Your last number", asOf: "As of checkpoint", tags: "Names of your entries in the log",
        downloadProof: "Download the proof", gapless: "There is no gap.",
        logTitle: "Who has looked at my health records",
        madeOn: { "\($0) · made \($1)" }, page: { "Page \($0) of \($1)" },
        kindOfLook: { $0 ? "attempt" : "look" })

    private static func englishConsequence(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Doctors and nurses who treat you see what others found. What you closed one by one stays closed."
        case .closed: "Nobody who treats you sees anything, wherever you go. Earlier exceptions end, too."
        case .closedToPharmacists: "Pharmacies do not see your records. Prescriptions are not affected."
        case .emergencyOpen: "Who saves your life may look, must say why, and you are told at once."
        case .emergencyClosed: "Even in an emergency nobody sees what you closed. It may cost time."
        }
    }

    private static func englishFinding(_ finding: InquiryAnswer.Finding) -> String {
        switch finding {
        case .justified: "There was a reason"
        case .mistake: "It was a mistake"
        case .unjustified: "There was no reason"
        case .corrected: "It was corrected"
        case .declined: "It stays as it is"
        }
    }

    private static func englishScope(_ scope: Mandate.Scope) -> String {
        switch scope {
        case .records: "read the records"
        case .log: "see who has looked, and ask about it"
        case .decisions: "decide who may look"
        }
    }

    private static func englishEvent(_ event: NotificationPreferences.Event) -> String {
        switch event {
        case .emergency: "somebody opens my records in an emergency"
        case .firstLook: "an institution looks for the first time"
        case .refused: "somebody tries and is refused"
        case .newDocument: "a new document is filed"
        case .representative: "somebody acts for me"
        case .answer: "an institution answers my question"
        }
    }
}
