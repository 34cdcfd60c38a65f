import RecordTypes

extension Words {
    public static let estonian = Words(
        language: "et",
        citizen: .estonian,
        frame: Frame(
            name: "Ankur", motto: "Sinu terviseandmed, ankurdatud", skip: "Otse sisu juurde", places: "Lehed",
            signedInAs: "Sisse logitud ID-sertifikaadiga", toRecords: "Minu andmed", toLog: "Kes on vaadanud",
            toRestrictions: "Kes tohib vaadata", toReport: "Juurdepääsulogi",
            footer: "Iga vaatamine kirjutatakse üles enne, kui midagi näidatakse, ka keeldutud katsed.",
            requestID: "Päring", languages: "Keel"),
        records: Records(
            title: "Minu andmed",
            lead:
                "Mida haiglad, perearstid ja laborid on sinu kohta esitanud. Midagi siin ei saa märkamatult muuta.",
            none: "Sinu kohta ei ole veel andmeid.", from: "Kellelt", by: "Autor", made: "Kirjutatud",
            received: "Saadud",
            open: "Loe", proof: "Tõend", whoLooked: "Kes on vaadanud", restrict: "Kes tohib vaadata",
            visible: "Avatud ravijatele", hiddenFromAll: "Kõigile suletud", hiddenFromSome: "Mõnele suletud",
            older: "Varasemad andmed", count: { $0 == 1 ? "1 dokument" : "\($0) dokumenti" }),
        record: Record(
            patient: "Kelle kohta", document: "Dokument", sections: "Sisu", lists: "Lühidalt",
            original: "Originaal, täpselt nagu see saadeti", proof: "Tõend, et seda ei ole muudetud",
            back: "Kõik minu andmed",
            empty: "Dokumendis ei ole siin midagi.", code: "Kood", institution: "Asutus", author: "Autor",
            type: "Liik",
            made: "Kirjutatud", received: "Saadud",
            lead: "Koostatud algse dokumendi põhjal. Originaal on selle kõrval muutmata alles.",
            name: "Nimi", born: "Sündinud", identifier: "Isikukood või number"),
        access: Access(
            title: "Kes on vaadanud",
            lead:
                "Iga pilk sinu andmetele, uuemad eespool: kes, millise asutuse nimel, mida ja miks. Ka keeldutud katsed on siin.",
            none: "Sel ajal ei ole keegi vaadanud.", time: "Aeg", who: "Kes", institution: "Kelle nimel",
            what: "Mida", why: "Miks",
            outcome: "Tulemus", asserted: "asutuse ütluse järgi", unnamed: "isikut ei nimetatud",
            noRecord: "mitte üks dokument",
            own: "Sina", filter: "Vali ajavahemik", from: "Esimene päev", until: "Viimane päev", show: "Näita",
            older: "Varasemad vaatamised",
            completeness: "Kas see loetelu on täielik?", basis: "Juhtum", encounter: "Visiit",
            reason: "Põhjendus:",
            proof: "Salvesta tõend, et avalikust logist ei ole midagi sinu kohta välja jäetud",
            record: { "Dokument \($0)…" },
            complete: { shown, entries in
                "Sellel lehel on vaatamisi \(shown). Sinu enda logikannete loenduses ei ole lünka: "
                    + "kõik \(entries) sinu kohta tehtud kannet on olemas."
            },
            gap:
                "Sinu enda logikannete loenduses on lünk. Kandeid on puudu; teata ministeeriumi andmekaitsespetsialistile."
        ),
        restrictions: Restrictions(
            title: "Kes tohib vaadata",
            lead: "Sina otsustad, kes mida lugeda tohib. Otsus kehtib juba järgmisest päringust.",
            invisible: "Arst, kes dokumenti näha ei tohi, saab sama vastuse, nagu dokumenti ei oleks.",
            emergency:
                "Suletud dokumendist ei ole hädaolukorras abi: ravijad ei tea sellest, kui sa allpool teisiti ei otsusta.",
            current: "Sinu otsused",
            none: "Sa ei ole midagi sulgenud. Kes sind ravib, võib lugeda kõiki sinu andmeid.",
            decided: "Otsustatud", until: "Kehtib kuni", untilChanged: "sa seda muudad", target: "Dokument",
            audience: "Kelle suhtes",
            effect: "Otsus", lift: "Muuda vastupidiseks", denied: "Suletud", permitted: "Avatud",
            everything: "Kõik minu andmed",
            everyone: "Kõik", add: "Tee otsus", document: "Milline dokument?", towards: "Kelle suhtes?",
            whichInstitution: "Asutuse registrikood",
            whichInstitutionHint: "Ainult siis, kui valisid ühe asutuse, näiteks NTREE-90000001",
            decision: "Mida sa otsustad?", deny: "Sulgeda: nad ei tohi lugeda", permit: "Avada: nad tohivad lugeda",
            save: "Salvesta otsus", endDay: "Viimane päev (vabatahtlik)",
            endDayHint: "Ilma päevata kehtib see, kuni sa seda muudad.",
            oneInstitution: "Üks asutus", saved: "Sinu otsus on salvestatud ja juba kehtib.", change: "Muuda",
            inForce: "Kehtivad", presets: "Ühe vajutusega", preview: "Kes seda praegu näeb", canSee: "Näeb",
            cannotSee: "Ei näe", anyoneTreating: "Kes tahes, kes sind ravib",
            anyoneInEmergency: "Kes hädaolukorras erandi teeb ja peab seda põhjendama",
            oneProfessional: "Üks töötaja", oneRole: "Amet", whichProfessional: "Töötaja isikukood",
            whichRole: "Amet", purpose: "Mis otstarbeks?", anyPurpose: "Igaks",
            somePeriod: "Dokumendid mingist ajast", periodFrom: "Selle aja esimene päev",
            periodUntil: "Selle aja viimane päev", periodHint: "Ainult siis, kui valisid dokumendid mingist ajast",
            byAuthor: { "Kõik, mille esitas \($0)" }, ofKind: { "Kõik seda liiki dokumendid: \($0)" },
            inPeriod: { "Dokumendid ajast \($0) kuni \($1)" }),
        receipt: Receipt(
            title: "Tõend",
            lead:
                "Dokument on kantud avalikku logisse. Alloleva tõendiga saab igaüks ilma meieta kontrollida, et seda ei ole muudetud, hiljem lisatud ega ära võetud.",
            stored: "Hoiul", storedText: "kindlalt asutuses", sequenced: "Kantud",
            sequencedText: "on logis oma kohal", anchored: "Ankurdatud",
            anchoredText: "kaetud allkirjastatud kontrollpunktiga",
            done: "Tehtud", waiting: "Ootel", position: "Koht logis",
            digest: "Originaali räsi (SHA-256)",
            statement: "Mida logikanne kinnitab", proof: "Tõend ise",
            proofText: "C2SP tlog-proof. Selles ei ole kellegi nime.",
            notYet: "Järgmine kontrollpunkt katab selle kande, enamasti sekundite jooksul. Ava leht siis uuesti.",
            how: "Kuidas kontrollida",
            howSteps:
                "Salvesta kõik ühte faili ja käivita: ankur verify FILE --vkey KEY. Sobib ka iga teine programm, mis tunneb C2SP tlog-proof'i.",
            entry: "Kanne logis", download: "Salvesta kõik ühte faili",
            evidence: "Salvesta dokument koos kõigi tõenditega kohtu või eksperdi jaoks (ZIP)"
        ),
        report: Report(
            title: "Juurdepääsulogi", lead: "Kes kelle andmeid vaatas, milleks ja mis tulemusega.",
            logged:
                "Sinu päring kirjutatakse enne vastamist logisse koos sinu nime ja juhtumi numbriga ning isik, kelle kohta küsid, näeb seda.",
            caseNumber: "Juhtumi number", caseHint: "Kohustuslik. Viide, mille alusel päring on õigustatud.",
            person: "Isik, kelle kohta küsitakse", personHint: "Isikukood või PNOEE-… nagu sertifikaadis",
            professional: "Töötaja, kes vaatas", institution: "Asutus",
            institutionHint: "Registrikood, näiteks NTREE-90000001", from: "Esimene päev", until: "Viimane päev",
            outcome: "Tulemus", anyOutcome: "Iga", ask: "Küsi logilt", result: "Vastus", query: "Küsimus",
            completeness: "Täielikkus",
            gapFree: "Vastus on täielik: logis ei puudu ühtegi kohta ja kellegi loenduses ei ole lünka.",
            gapFound: "Vastus EI OLE täielik: logis on lüngad. Alusta uurimist.",
            csv: "Laadi alla CSV-na", ndjson: "Laadi alla NDJSON-ina", next: "Varasemad kanded",
            none: "Ükski juurdepääs ei vasta.",
            position: "Kanne", time: "Aeg", actor: "Kes", purpose: "Otstarve", action: "Mida", records: "Dokumendid",
            basis: "Alus",
            counter: "Loendus", again: "Uus küsimus",
            rows: { $0 == 1 ? "1 juurdepääs" : "\($0) juurdepääsu" },
            checked: { "Võrreldud pearaamatu \($0) kandega." }),
        oversight: .estonian,
        landing: Landing(
            title: "Andmed, mida keegi vaikselt muuta ei saa",
            lead:
                "Ankur jätab terviseandmed sinna, kuhu nad kuuluvad, need teinud haiglatesse ja laboritesse, ning ankurdab avalikus logis kinnituse igaühe kohta ja iga vaatamise kohta.",
            forPeople: "Sulle",
            forPeopleText:
                "Oma ID-sertifikaadiga loed oma andmeid, näed, kes ja miks on vaadanud, ning otsustad, kes tohib.",
            forAuditors: "Kõigile, kes tahavad kontrollida",
            forAuditorsText:
                "Logi on C2SP läbipaistvuslogi: staatilised failid, mille jaoks ei ole kontot vaja. Kontrollpunktid on allkirjastatud; iga klient saab tõestada, et logi on ainult kasvanud.",
            checkpoint: "Uusim kontrollpunkt", key: "Kontrollvõti", tiles: "Räsiplaadid: /ledger/tile/",
            privacy: "Mida logi inimeste kohta ütleb",
            privacyText:
                "Mitte midagi. Kandes on liik, ligikaudne aeg, esitaja ja soolatud kinnitus: ei nime, koodi ega varjunime, mida saaks siduda.",
            signIn: "Logi sisse ID-sertifikaadiga", entries: "Kandeid"),
        error: Error(
            badRequest: "Me ei saanud sellest aru", forbidden: "Ei ole lubatud", notFound: "Siin ei ole midagi",
            methodNotAllowed: "Seda siin teha ei saa", tooLarge: "See on liiga suur",
            unavailable: "Praegu ei saa",
            expiredForm: "Vorm on liiga vana", other: "Midagi läks valesti",
            help: "Kui abi küsid, ütle see number:", home: "Tagasi algusesse",
            notFoundText: "Sellist lehte ei ole või ei ole selle aadressi all sinu jaoks midagi.",
            forbiddenText: "Sertifikaat, millega tulid, seda ust ei ava.",
            unavailableText:
                "Me ei saanud sinu päringut kindlalt üles kirjutada, seepärast me ei vastanud. Palun proovi hetke pärast uuesti.",
            badRequestText: "Osa saadetust on puudu või vigane.",
            expiredFormText:
                "Sinu turvalisuse huvides kehtib vorm mõnda aega ja ainult ühe sertifikaadi jaoks. Mine tagasi, ava leht uuesti ja saada vorm veel kord.",
            otherText: "Midagi ei muudetud. Lüüsi haldajad said teate."),
        months: [
            "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober",
            "november", "detsember",
        ],
        longDate: { "\($0). \($1) \($2)" },
        purpose: { estonianPurpose($0) }, action: { estonianAction($0) }, outcome: { estonianOutcome($0) },
        actorKind: { estonianActorKind($0) }, role: { estonianRole($0) }, list: { estonianList($0) },
        preset: { estonianPreset($0) })

    private static func estonianPreset(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Ava kõik neile, kes mind ravivad"
        case .closed: "Sulge kõik kõigile"
        case .closedToPharmacists: "Sulge kõik apteekritele"
        case .emergencyOpen: "Hädaolukorras tohib avada ka suletut"
        case .emergencyClosed: "Ka hädaolukorras jääb suletu suletuks"
        }
    }

    private static func estonianPurpose(_ purpose: PurposeOfUse) -> String {
        switch purpose {
        case .treatment: "Ravi"
        case .emergencyTreatment: "Vältimatu abi"
        case .breakTheGlass: "Erandjuurdepääs hädaolukorras"
        case .payment: "Arveldamine"
        case .coverage: "Kindlustus"
        case .operations: "Asutuse töö korraldamine"
        case .publicHealth: "Rahvatervis"
        case .research: "Teadustöö"
        case .patientRequest: "Enda soov"
        case .familyRequest: "Lähedase soov"
        case .legal: "Õigusmenetlus"
        case .audit: "Järelevalve"
        case .systemAdministration: "Süsteemi haldamine"
        }
    }

    private static func estonianAction(_ action: AccessEvent.Action) -> String {
        switch action {
        case .readRecord: "Avas dokumendi"
        case .readSource: "Avas originaali"
        case .readEntry: "Vaatas, mis dokument see on"
        case .searchContents: "Otsis dokumentidest"
        case .searchRecords: "Otsis dokumente"
        case .readAccessLog: "Luges juurdepääsulogi"
        case .readRestrictions: "Luges piiranguid"
        case .exportRecords: "Võttis kõik kaasa"
        }
    }

    private static func estonianOutcome(_ outcome: AccessEvent.Outcome) -> String {
        switch outcome {
        case .released: "Näidatud"
        case .refused: "Keeldutud"
        case .notFound: "Ei leitud"
        case .empty: "Midagi ei leitud"
        }
    }

    private static func estonianActorKind(_ kind: AccessEvent.Actor.Kind) -> String {
        switch kind {
        case .citizen: "Inimene ise"
        case .institution: "Asutus"
        case .official: "Ministeerium"
        case .operatorConsole: "Lüüsi haldaja"
        }
    }

    /// Roles that institutions name freely stay as they are.
    private static func estonianRole(_ role: String) -> String {
        switch role {
        case "paramedic": "kiirabitöötaja"
        case "dentist": "hambaarst"
        case "midwife": "ämmaemand"
        case "representative": "esindaja"
        case "guardian": "eestkostja"
        case "doctor": "arst"
        case "nurse": "õde"
        case "pharmacist": "apteeker"
        case "insurer": "kindlustuse arst"
        case "analyst": "ministeeriumi analüütik"
        case "supervisor": "ministeeriumi järelevalve"
        case "data-protection-officer": "andmekaitsespetsialist"
        default: role
        }
    }

    private static func estonianList(_ kind: RecordContent.StructuredList.Kind) -> (title: String, columns: [String]) {
        switch kind {
        case .problems: ("Haigused ja diagnoosid", ["Haigus", "Kood", "Alates"])
        case .allergies: ("Allergiad ja talumatused", ["Mille suhtes", "Kood", "Reaktsioon"])
        case .medicines: ("Ravimid", ["Ravim", "Kood", "Annustamine"])
        case .results: ("Analüüsid ja mõõtmised", ["Mis", "Väärtus", "Võrdlusvahemik", "Millal"])
        case .immunisations: ("Vaktsineerimised", ["Vaktsiin", "Kood", "Millal"])
        case .procedures: ("Protseduurid", ["Protseduur", "Kood", "Millal"])
        case .encounters: ("Visiidid", ["Liik", "Alates", "Kuni"])
        }
    }
}
