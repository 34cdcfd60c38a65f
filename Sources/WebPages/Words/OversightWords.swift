import RecordTypes

/// What the ministry's workbench says beside the access log itself.
struct OversightWords: Sendable {
    let toExplained, toCases, toStatistics: String
    let caseLine: String
    let explainedTitle, explainedLead, explainedForm, explain, anyRule, onlyRule: String
    let explainedCount, toReview, all, reasonHead, ruleHead, accesses, queue, queueNone, score: String
    let takeUp, openFile, isCut: String
    let casesTitle, casesLead, show, whichCases, openCases, overdueCases, emergencyCases, allCases, casesNone: String
    let due, limitation, officer, nobody, overdue, nearLimitation, opened, looked, further: String
    let steps, stepsNone, looks, rules, next: String
    let take, ask, askHint, askUntil, answer, answerHint, decide, decideHint, finding, measure, close, closeHint: String
    let statisticsTitle, statisticsLead, count, emergencies, reviewed, reviewedAll, waitingOverdue: String
    let chartTitle, suppressed, suppressedText, precisionTitle, precisionLead, decided, confirmed, precision: String
    let perInstitution, stage, sum, svg, pdf: String
    let noCitizen, readers, evidence: String
    let rule: @Sendable (DetectionRule) -> String
    let reason: @Sendable (String) -> String
    let stageName: @Sendable (CaseClock.Stage) -> String
    let findingName: @Sendable (CaseStep.Finding) -> String
    let measureName: @Sendable (CaseStep.Measure) -> String
    let actName: @Sendable (CaseClock.Kind) -> String
    let cases: @Sendable (Int) -> String
}

extension OversightWords {
    static let english = OversightWords(
        toExplained: "Explained", toCases: "Cases", toStatistics: "Statistics",
        caseLine: "Under case number",
        explainedTitle: "Explained first",
        explainedLead:
            "Every access of the period, with the reason that the data gives for it. What is left is ranked by what points at it. What is not explained is not therefore wrong.",
        explainedForm: "Which accesses", explain: "Explain", anyRule: "What needs a look",
        onlyRule: "Only what this rule points at",
        explainedCount: "explained", toReview: "to be looked at", all: "accesses in all", reasonHead: "Explained by",
        ruleHead: "Pointed at by", accesses: "Accesses", queue: "The queue",
        queueNone: "Nothing is left to be looked at.", score: "Rank", takeUp: "Take up as a case",
        openFile: "Open the case", isCut: "There were more accesses than one report takes. Narrow the period.",
        casesTitle: "Cases",
        casesLead:
            "Which look is being asked about, by whom, until when. An emergency access opens its case by itself.",
        show: "Show", whichCases: "Which cases", openCases: "All that are open", overdueCases: "Overdue",
        emergencyCases: "Emergency accesses", allCases: "All", casesNone: "No case matches.", due: "Next date",
        limitation: "Limitation", officer: "Answerable", nobody: "nobody yet", overdue: "overdue",
        nearLimitation: "limitation is near", opened: "Opened", looked: "Look", further: "Further looks",
        steps: "What was done", stepsNone: "Nothing yet.", looks: "What it is about", rules: "Pointed at by",
        next: "What comes next", take: "Take the case", ask: "Ask the institution",
        askHint: "What the institution is to explain. It goes out by the ministry's own letter.",
        askUntil: "Answer until",
        answer: "Note the answer", answerHint: "What the institution answered, as received.", decide: "Decide",
        decideHint: "Why. The person who was looked at is told.", finding: "Finding", measure: "What follows",
        close: "Close", closeHint: "How the person was told.",
        statisticsTitle: "Statistics",
        statisticsLead:
            "Numbers in which nobody can be found: anything below ten is left out, and what it could be worked out from.",
        count: "Count", emergencies: "emergency accesses", reviewed: "reviewed", reviewedAll: "of them reviewed",
        waitingOverdue: "overdue", chartTitle: "Accesses by institution", suppressed: "fewer than can be shown",
        suppressedText: "*", precisionTitle: "How often each rule is right",
        precisionLead: "Counted from decided cases alone; what could not be found out counts for nothing.",
        decided: "Decided", confirmed: "Confirmed", precision: "Precision", perInstitution: "Cases by institution",
        stage: "Stage", sum: "All", svg: "Chart as SVG", pdf: "Download as PDF",
        noCitizen: "Citizens and officials",
        readers: "Log read by officials and operators", evidence: "Evidence for a court",
        rule: { rule in
            switch rule {
            case .noRelationship: "no relationship"
            case .oldRelationship: "relationship long past"
            case .family: "family"
            case .coWorker: "colleague"
            case .manyReaders: "many readers of one person"
            case .watched: "on the watch list"
            case .manyPeople: "many people of one reader"
            case .offHours: "off hours"
            case .roleConflict: "role conflict"
            case .breakTheGlass: "emergency access"
            case .repeatedEmergency: "repeated emergencies"
            case .noFollowUp: "emergency without a document"
            case .ownRecord: "own record"
            case .neverPatient: "never a patient"
            case .probing: "probing"
            case .refused: "refused"
            case .afterWithdrawal: "after it was closed"
            case .nobodyNamed: "nobody named"
            case .clockDrift: "clocks apart"
            }
        },
        reason: { reason in
            switch reason {
            case "own": "their own"
            case "case": "a case number"
            case "consent": "the person's consent"
            case "encounter": "an encounter"
            case "visit": "a visit"
            case "order": "a referral or order"
            case "dispensing": "a prescription"
            case "list": "regular care"
            case "batch": "automatic processing"
            default: reason
            }
        },
        stageName: { stage in
            switch stage {
            case .new: "new"
            case .assigned: "assigned"
            case .waiting: "waiting for the institution"
            case .decided: "decided"
            case .closed: "closed"
            }
        },
        findingName: { finding in
            switch finding {
            case .justified: "justified"
            case .error: "a proven mistake"
            case .unjustified: "without reason"
            case .undetermined: "cannot be found out"
            }
        },
        measureName: { measure in
            switch measure {
            case .none: "nothing"
            case .reminder: "a reminder"
            case .proposal: "a proposal"
            case .misdemeanour: "misdemeanour proceedings"
            case .police: "the police"
            }
        },
        actName: { act in
            switch act {
            case .open: "taken up"
            case .assign: "assigned"
            case .ask: "institution asked"
            case .answer: "answered"
            case .decide: "decided"
            case .close: "closed"
            }
        },
        cases: { $0 == 1 ? "1 case" : "\($0) cases" })

    static let estonian = OversightWords(
        toExplained: "Selgitatud", toCases: "Juhtumid", toStatistics: "Statistika",
        caseLine: "Toimiku number",
        explainedTitle: "Kõigepealt selgitatu",
        explainedLead:
            "Kõik perioodi vaatamised koos põhjusega, mille andmed annavad. Ülejäänu on järjestatud selle järgi, mis neile osutab. Selgitamata ei tähenda, et vale.",
        explainedForm: "Millised vaatamised", explain: "Selgita", anyRule: "Mis vajab ülevaatamist",
        onlyRule: "Ainult see, millele osutab reegel",
        explainedCount: "selgitatud", toReview: "üle vaadata", all: "vaatamist kokku", reasonHead: "Põhjus",
        ruleHead: "Osutab reegel", accesses: "Vaatamisi", queue: "Järjekord",
        queueNone: "Midagi ei jäänud üle vaadata.", score: "Kaal", takeUp: "Võta menetlusse",
        openFile: "Ava juhtum", isCut: "Vaatamisi oli rohkem, kui ühte aruandesse mahub. Kitsenda perioodi.",
        casesTitle: "Juhtumid",
        casesLead: "Millist vaatamist uuritakse, kes ja mis ajani. Erakorraline ligipääs avab juhtumi ise.",
        show: "Näita", whichCases: "Millised juhtumid", openCases: "Kõik lahtised", overdueCases: "Tähtaja ületanud",
        emergencyCases: "Erakorralised ligipääsud", allCases: "Kõik", casesNone: "Ühtki juhtumit ei leitud.",
        due: "Järgmine tähtaeg", limitation: "Aegumine", officer: "Vastutaja", nobody: "veel keegi",
        overdue: "tähtaeg möödas", nearLimitation: "aegumine lähedal", opened: "Avatud", looked: "Vaatamine",
        further: "Muud vaatamised", steps: "Mida on tehtud", stepsNone: "Veel mitte midagi.", looks: "Millest jutt",
        rules: "Osutab", next: "Mis edasi", take: "Võta juhtum endale", ask: "Küsi asutuselt",
        askHint: "Mida asutus peab selgitama. Kiri läheb välja ministeeriumi enda teel.", askUntil: "Vastus hiljemalt",
        answer: "Märgi vastus", answerHint: "Mida asutus vastas, nagu see saabus.", decide: "Otsusta",
        decideHint: "Miks. Inimest, kelle andmeid vaadati, teavitatakse.", finding: "Järeldus", measure: "Mis järgneb",
        close: "Sulge", closeHint: "Kuidas inimest teavitati.",
        statisticsTitle: "Statistika",
        statisticsLead:
            "Arvud, millest kedagi ei leia: alla kümne jäetakse välja, samuti see, millest seda arvutada saaks.",
        count: "Loenda", emergencies: "erakorralist ligipääsu", reviewed: "üle vaadatud",
        reviewedAll: "neist üle vaadatud", waitingOverdue: "tähtaja ületanud", chartTitle: "Vaatamised asutuse järgi",
        suppressed: "vähem, kui näidata võib", suppressedText: "*", precisionTitle: "Kui tihti on reeglil õigus",
        precisionLead: "Loendatud ainult otsustatud juhtumitest; mida ei saanud välja selgitada, ei loe.",
        decided: "Otsustatud", confirmed: "Kinnitatud", precision: "Täpsus", perInstitution: "Juhtumid asutuse järgi",
        stage: "Seis", sum: "Kokku", svg: "Joonis SVG-failina", pdf: "Laadi alla PDF",
        noCitizen: "Inimesed ja ametnikud",
        readers: "Logi lugenud ametnikud ja operaatorid", evidence: "Tõendid kohtule",
        rule: { rule in
            switch rule {
            case .noRelationship: "seos puudub"
            case .oldRelationship: "seos ammune"
            case .family: "lähedane"
            case .coWorker: "kolleeg"
            case .manyReaders: "palju vaatajaid ühel inimesel"
            case .watched: "jälgitavate nimekirjas"
            case .manyPeople: "palju inimesi ühel vaatajal"
            case .offHours: "väljaspool tööaega"
            case .roleConflict: "rollide vastuolu"
            case .breakTheGlass: "erakorraline ligipääs"
            case .repeatedEmergency: "korduvad erakorralised"
            case .noFollowUp: "erakorraline ilma dokumendita"
            case .ownRecord: "enda andmed"
            case .neverPatient: "pole olnud patsient"
            case .probing: "kobamine"
            case .refused: "keelatud"
            case .afterWithdrawal: "pärast sulgemist"
            case .nobodyNamed: "vaatajat pole nimetatud"
            case .clockDrift: "kellad lahknevad"
            }
        },
        reason: { reason in
            switch reason {
            case "own": "enda andmed"
            case "case": "toimiku number"
            case "consent": "inimese nõusolek"
            case "encounter": "vastuvõtt"
            case "visit": "külastus"
            case "order": "saatekiri või tellimus"
            case "dispensing": "retsept"
            case "list": "püsiv ravi"
            case "batch": "automaatne töötlus"
            default: reason
            }
        },
        stageName: { stage in
            switch stage {
            case .new: "uus"
            case .assigned: "menetluses"
            case .waiting: "ootab asutust"
            case .decided: "otsustatud"
            case .closed: "suletud"
            }
        },
        findingName: { finding in
            switch finding {
            case .justified: "põhjendatud"
            case .error: "tõendatud eksitus"
            case .unjustified: "põhjuseta"
            case .undetermined: "ei selgunud"
            }
        },
        measureName: { measure in
            switch measure {
            case .none: "mitte midagi"
            case .reminder: "meeldetuletus"
            case .proposal: "ettepanek"
            case .misdemeanour: "väärteomenetlus"
            case .police: "politsei"
            }
        },
        actName: { act in
            switch act {
            case .open: "menetlusse võetud"
            case .assign: "määratud"
            case .ask: "asutuselt küsitud"
            case .answer: "vastatud"
            case .decide: "otsustatud"
            case .close: "suletud"
            }
        },
        cases: { $0 == 1 ? "1 juhtum" : "\($0) juhtumit" })

    /// Officials of the ministry work in Estonian; in Russian they find Estonian words rather than half of each.
    static let russian = estonian
}
