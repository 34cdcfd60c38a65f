import RecordTypes

extension Words {
    public static let english = Words(
        language: "en",
        citizen: .english,
        frame: Frame(
            name: "Ankur", motto: "Your health records, anchored", skip: "Skip to the content", places: "Pages",
            signedInAs: "Signed in with an ID certificate", toRecords: "My records", toLog: "Who has looked",
            toRestrictions: "Who may look", toReport: "Access log",
            footer: "Every look at a record is written down before anything is shown, refused attempts too.",
            requestID: "Request", languages: "Language"),
        records: Records(
            title: "My records",
            lead:
                "What hospitals, family doctors and laboratories have filed about you. Nothing here can be altered without a trace.",
            none: "There are no records about you yet.", from: "From", by: "Author", made: "Written",
            received: "Received",
            open: "Read", proof: "Proof", whoLooked: "Who has looked", restrict: "Who may look",
            visible: "Open to care", hiddenFromAll: "Closed to everyone", hiddenFromSome: "Closed to some",
            older: "Earlier records", count: { $0 == 1 ? "1 record" : "\($0) records" }),
        record: Record(
            patient: "About", document: "The document", sections: "Contents", lists: "At a glance",
            original: "The original, exactly as it was sent", proof: "Proof that it was not altered",
            back: "All my records",
            empty: "The document says nothing here.", code: "Code", institution: "Institution", author: "Author",
            type: "Kind",
            made: "Written", received: "Received",
            lead: "Made from the original document. The original is kept unaltered beside it.",
            name: "Name", born: "Born", identifier: "Identifier"),
        access: Access(
            title: "Who has looked",
            lead:
                "Every look at your records, newest first: who, for which institution, at what, and why. Attempts that were refused are here too.",
            none: "Nobody has looked in this period.", time: "Time", who: "Who", institution: "For", what: "At what",
            why: "Why",
            outcome: "Result", asserted: "as named by the institution", unnamed: "no person named",
            noRecord: "no single record",
            own: "You", filter: "Choose a period", from: "First day", until: "Last day", show: "Show",
            older: "Earlier looks",
            completeness: "Is this list complete?", basis: "Case", encounter: "Visit", reason: "Reason given:",
            proof: "Save the proof that nothing about you was left out of the public log",
            record: { "Record \($0)…" },
            complete: { shown, entries in
                "This page shows \(shown) \(shown == 1 ? "look" : "looks"). Your own count of log entries has no gap: "
                    + "each of the \(entries) entries about you is accounted for."
            },
            gap:
                "Your own count of log entries has a gap. Entries are missing; tell the ministry's data protection officer."
        ),
        restrictions: Restrictions(
            title: "Who may look",
            lead: "You decide who may read what. A decision holds from the very next request.",
            invisible: "A doctor who is not allowed to see a document gets the same answer as if it did not exist.",
            emergency:
                "A closed document cannot help you in an emergency: those who treat you will not know of it, unless you decide otherwise below.",
            current: "Your decisions",
            none: "You have not closed anything. Those who treat you may read all your records.",
            decided: "Decided", until: "Holds until", untilChanged: "you change it", target: "Document",
            audience: "Towards",
            effect: "Decision", lift: "Lift", denied: "Closed", permitted: "Open", everything: "All my records",
            everyone: "Everyone", add: "Make a decision", document: "Which document?", towards: "Towards whom?",
            whichInstitution: "Institution's registration number",
            whichInstitutionHint: "Only when you chose one institution, for example NTREE-90000001",
            decision: "What do you decide?", deny: "Close: they may not read it", permit: "Open: they may read it",
            save: "Save my decision", endDay: "Last day (optional)",
            endDayHint: "Without a day it holds until you change it.",
            oneInstitution: "One institution", saved: "Your decision is saved and already holds.", change: "Change",
            inForce: "In force", presets: "With one press", preview: "Who can see this now", canSee: "Can see it",
            cannotSee: "Cannot see it", anyoneTreating: "Whoever treats you, anywhere",
            anyoneInEmergency: "Whoever overrides it in an emergency, and must say why",
            oneProfessional: "One professional", oneRole: "A role", whichProfessional: "Professional's personal code",
            whichRole: "Role", purpose: "For which purpose?", anyPurpose: "Each",
            somePeriod: "Documents from some time", periodFrom: "First day of that time",
            periodUntil: "Last day of that time", periodHint: "Only when you chose documents from some time",
            byAuthor: { "Everything from \($0)" }, ofKind: { "All documents of the kind: \($0)" },
            inPeriod: { "Documents from \($0) to \($1)" }),
        receipt: Receipt(
            title: "Proof",
            lead:
                "The document was entered into a public log that independent witnesses watch. With the proof below anyone can check, without us, that it was not altered, added late or taken away.",
            stored: "Stored", storedText: "safe with the institution", sequenced: "Entered",
            sequencedText: "has its place in the log", anchored: "Anchored",
            anchoredText: "covered by a signed checkpoint",
            done: "Done", waiting: "Waiting", position: "Position in the log",
            digest: "Digest of the original (SHA-256)",
            statement: "What the log entry commits to", proof: "The proof",
            proofText: "A C2SP tlog-proof. It names no one.",
            notYet: "The next checkpoint will cover this entry, mostly within seconds. Load the page again then.",
            how: "How to check it",
            howSteps:
                "Save everything in one file and run: ankur verify FILE --vkey KEY. Any other program that knows C2SP tlog-proof will do as well.",
            entry: "The entry in the log", download: "Save everything in one file",
            evidence: "Save the document with all its evidence, for a court or an expert (ZIP)"
        ),
        report: Report(
            title: "Access log", lead: "Who looked at whose records, for what purpose, with what result.",
            logged:
                "Your query is written into the log before it is answered, with your name and the case number, and the person asked about can see it.",
            caseNumber: "Case number", caseHint: "Required. The reference under which this query is justified.",
            person: "Person asked about", personHint: "Personal code, or PNOEE-… as in a certificate",
            professional: "Professional who looked", institution: "Institution",
            institutionHint: "Registration number, for example NTREE-90000001", from: "First day", until: "Last day",
            outcome: "Result", anyOutcome: "Any", ask: "Ask the log", result: "Answer", query: "The question",
            completeness: "Completeness",
            gapFree: "The answer is complete: no position is missing from the log, and no person's count has a gap.",
            gapFound: "The answer is NOT complete: the log has gaps. Start an inquiry.",
            csv: "Download as CSV", ndjson: "Download as NDJSON", next: "Earlier entries", none: "No access matches.",
            position: "Entry", time: "Time", actor: "Who", purpose: "Purpose", action: "What", records: "Records",
            basis: "Basis",
            counter: "Count", again: "New question",
            rows: { $0 == 1 ? "1 access" : "\($0) accesses" },
            checked: { "Checked against \($0) entries of the ledger." }),
        oversight: .english,
        landing: Landing(
            title: "A record of records that nobody can quietly change",
            lead:
                "Ankur keeps health records where they belong, with the hospitals and laboratories that made them, and anchors a commitment to each of them, and to each look at them, in a public log.",
            forPeople: "For you",
            forPeopleText:
                "With your ID certificate you read your records, see who looked and why, and decide who may.",
            forAuditors: "For anyone who wants to check",
            forAuditorsText:
                "The log is a C2SP transparency log: static files that need no account. Checkpoints are signed; any client can prove that the log only ever grew.",
            checkpoint: "Newest checkpoint", key: "Verifier key", tiles: "Hash tiles under /ledger/tile/",
            privacy: "What the log says about people",
            privacyText:
                "Nothing. An entry holds a kind, a coarse time, the submitter and a salted commitment: no name, no code, no pseudonym that could be joined.",
            signIn: "Sign in with an ID certificate", entries: "Entries"),
        error: Error(
            badRequest: "We did not understand that", forbidden: "Not allowed", notFound: "There is nothing here",
            methodNotAllowed: "That cannot be done here", tooLarge: "That is too large",
            unavailable: "Not at the moment",
            expiredForm: "The form is too old", other: "Something went wrong",
            help: "If you ask for help, give this number:", home: "Back to the start",
            notFoundText: "The page does not exist, or there is nothing for you under this address.",
            forbiddenText: "The certificate you came with does not open this door.",
            unavailableText:
                "We could not write down your request safely, so we did not answer it. Please try again in a moment.",
            badRequestText: "Part of what was sent is missing or malformed.",
            expiredFormText:
                "For your safety a form is good for a while and for one certificate only. Go back, load the page again, and send it once more.",
            otherText: "Nothing was changed. The gateway's operators have been told."),
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        longDate: { "\($0) \($1) \($2)" },
        purpose: { englishPurpose($0) }, action: { englishAction($0) }, outcome: { englishOutcome($0) },
        actorKind: { englishActorKind($0) }, role: { englishRole($0) }, list: { englishList($0) },
        preset: { englishPreset($0) })

    private static func englishPreset(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Open everything to those who treat me"
        case .closed: "Close everything to everyone"
        case .closedToPharmacists: "Close everything to pharmacists"
        case .emergencyOpen: "In an emergency, open even what I closed"
        case .emergencyClosed: "Keep it closed even in an emergency"
        }
    }

    private static func englishPurpose(_ purpose: PurposeOfUse) -> String {
        switch purpose {
        case .treatment: "Treatment"
        case .emergencyTreatment: "Emergency treatment"
        case .breakTheGlass: "Emergency override"
        case .payment: "Payment"
        case .coverage: "Insurance cover"
        case .operations: "Running the institution"
        case .publicHealth: "Public health"
        case .research: "Research"
        case .patientRequest: "Own request"
        case .familyRequest: "Family's request"
        case .legal: "Legal proceedings"
        case .audit: "Oversight"
        case .systemAdministration: "Administration of the system"
        }
    }

    private static func englishAction(_ action: AccessEvent.Action) -> String {
        switch action {
        case .readRecord: "Opened a record"
        case .readSource: "Opened the original"
        case .readEntry: "Looked up what it is"
        case .searchContents: "Searched in records"
        case .searchRecords: "Looked for records"
        case .readAccessLog: "Read the access log"
        case .readRestrictions: "Read the restrictions"
        case .exportRecords: "Took everything away"
        }
    }

    private static func englishOutcome(_ outcome: AccessEvent.Outcome) -> String {
        switch outcome {
        case .released: "Shown"
        case .refused: "Refused"
        case .notFound: "Not found"
        case .empty: "Nothing found"
        }
    }

    private static func englishActorKind(_ kind: AccessEvent.Actor.Kind) -> String {
        switch kind {
        case .citizen: "Citizen"
        case .institution: "Institution"
        case .official: "Ministry"
        case .operatorConsole: "Gateway's operator"
        }
    }

    /// Roles that institutions name freely stay as they are.
    private static func englishRole(_ role: String) -> String {
        switch role {
        case "paramedic": "paramedic"
        case "dentist": "dentist"
        case "midwife": "midwife"
        case "representative": "representative"
        case "guardian": "guardian"
        case "doctor": "doctor"
        case "nurse": "nurse"
        case "pharmacist": "pharmacist"
        case "insurer": "insurer's doctor"
        case "analyst": "analyst of the ministry"
        case "supervisor": "supervisor at the ministry"
        case "data-protection-officer": "data protection officer"
        default: role
        }
    }

    private static func englishList(_ kind: RecordContent.StructuredList.Kind) -> (title: String, columns: [String]) {
        switch kind {
        case .problems: ("Problems and diagnoses", ["Problem", "Code", "Since"])
        case .allergies: ("Allergies and intolerances", ["To what", "Code", "Reaction"])
        case .medicines: ("Medicines", ["Medicine", "Code", "Dosage"])
        case .results: ("Results and measurements", ["What", "Value", "Reference range", "When"])
        case .immunisations: ("Immunisations", ["Vaccine", "Code", "When"])
        case .procedures: ("Procedures", ["Procedure", "Code", "When"])
        case .encounters: ("Visits", ["Kind", "From", "Until"])
        }
    }
}
