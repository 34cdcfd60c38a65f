import RecordTypes

extension CitizenWords {
    static let estonian = CitizenWords(
        toInquiries: "Küsimused", toPeople: "Esindajad", toData: "Seaded",
        backToOwn: "Tagasi minu terviseandmete juurde",
        actingFor: { "Sa tegutsed isiku \($0) eest. Kõik, mida teed, pannakse kirja." },
        emergencyTitle: "Keegi avas sinu terviseandmed hädaolukorras", seeInLog: "Vaata logist",
        correct: "Midagi on selles valesti",
        nobodyLooked: "Peale sinu pole keegi sinu terviseandmeid vaadanud.",
        attempts: "Katsed, mis ei näidanud midagi",
        attemptsLead: "Keegi proovis ja sai sama vastuse, nagu poleks midagi olemas.",
        automatic: "Automaatne töötlemine",
        automaticLead:
            "Ükski inimene ei vaadanud. Andmeid küsis asutuse süsteem või riigi enda teenus, mis näitab sulle seda nimekirja.",
        ownLooks: "Sinu enda vaatamised", showAll: "Näita kõiki", notRecognised: "Ma ei tunne seda ära",
        asked: "Oled selle kohta küsinud", answered: "Vastatud: loe vastust",
        proveCompleteness: "Tõesta seda kellele tahes", downloadLog: "Võta see nimekiri kaasa", asPDF: "PDF-ina",
        asCSV: "Tabelina (CSV)", asFHIR: "FHIR-ina",
        followUp: { "Avati järelkontrolli juhtum \($0). Ministeerium vaatab läbi iga hädaolukorras tehtud vaatamise." },
        decideThis: "Otsusta nii", endExceptions: "Lõpeta selle otsusega minu varasemad erandid",
        endExceptionsHint:
            "Ilma selleta jääb kehtima, mida oled varem otsustanud üksikute dokumentide, asutuste või inimeste kohta.",
        exceptionsRemain: {
            $0 == 1
                ? "Üks varasem otsus jääb sellest otsusest erandiks. Leiad selle altpoolt; tühista see, kui sa seda ei soovinud."
                : "\($0) varasemat otsust jäävad sellest otsusest eranditeks. Leiad need altpoolt; tühista need, mida sa ei soovinud."
        },
        consequence: { estonianConsequence($0) },
        inquiries: "Küsimused asutustele",
        inquiriesLead:
            "Mida oled küsinud ja mida on vastatud. Kes õigeks ajaks ei vasta, sellest saab teada ministeerium.",
        noInquiries:
            "Sa pole midagi küsinud. Lehel „Kes on vaadanud“ saad küsida iga vaatamise kohta ja dokumendi lehel saad öelda, et midagi on valesti.",
        inquirySent: "Sinu küsimus on teel. Asutus näeb seda juba.", askedOn: "küsitud",
        correction: "Parandus", stateAnswered: "Vastatud", stateOverdue: "Tähtaeg möödas: ministeerium näeb seda",
        stateWaiting: "Ootab vastust", backToList: "Tagasi", yourWords: "Oma sõnadega",
        yourWordsHint: "Seda loeb asutus. Sa ei pea end põhjendama.", sendInquiry: "Saada asutusele",
        cancel: "Loobu",
        askWarning:
            "See katse ei näidanud midagi. Kui sa selle kohta küsid, saab asutus teada, et on keegi, kes küsib: sina.",
        askLead: {
            "Sinu küsimus läheb asutuse andmekaitsespetsialistile, kes peab vastama \($0) päeva jooksul. Pärast seda läheb see ministeeriumile."
        },
        correctLead: {
            "Sinu taotlus läheb asutusele, kes dokumendi esitas. Asutus peab selle parandama või \($0) päeva jooksul põhjendama, miks mitte."
        },
        dueText: { "Vastama peab hiljemalt \($0): jäänud on \($1) \($1 == 1 ? "päev" : "päeva")." },
        overdueText: { "Vastama pidi hiljemalt \($0). Ministeeriumile on teatatud." },
        finding: { estonianFinding($0) },
        people: "Esindajad",
        peopleLead:
            "Kes tohib sinu eest tegutseda, mida ta tohib teha ja kui kaua. Kõike, mida nad tegid, näed lehel „Kes on vaadanud“.",
        peopleIActFor: "Kelle eest ma tegutsen", peopleForMe: "Kes tegutseb minu eest",
        nobodyForMe: "Keegi ei tegutse sinu eest.", appoint: "Luba kellelgi minu eest tegutseda",
        appointWarning:
            "Kelle sa nimetad, see saab lugeda sinu terviseandmeid. Nimeta ainult keegi, keda usaldad, ja võimalusel ka lõpp.",
        appointNow: "Nimeta esindajaks", theirCode: "Tema isikukood",
        theirCodeHint: "Üksteist numbrit või PNOEE-… nagu sertifikaadis",
        theirName: "Tema nimi (valikuline)", theirNameHint: "Et sa ta nimekirjast ära tunneksid",
        whatTheyMay: "Mida ta tohib", endMandate: "Lõpeta kohe", mandateEnded: "lõppenud",
        actFor: { "Tegutse: \($0)" }, basis: { $0 == .guardian ? "Eestkostja" : "Nimetatud esindaja" },
        scope: { estonianScope($0) },
        data: "Seaded ja kaasavõtmine", notify: "Teata mulle, kui midagi juhtub",
        notifyLead:
            "Teade ütleb ainult, mis laadi asi juhtus. Selles pole ühegi asutuse ega dokumendi nime ega sisselogimise linki.",
        notifyNowhere: "See värav ei saada teateid.", notifyOf: "Soovin teadet, kui", email: "E-posti aadress",
        emailHint: "Jäta tühjaks, kui sa e-kirja ei soovi", mailbox: "Teata mulle riigi postkasti kaudu",
        saveSettings: "Salvesta", event: { estonianEvent($0) },
        take: "Võta kõik kaasa",
        takeLead: "Üks fail kõigega, mida sinu kohta hoitakse, loetav ka ilma meieta:",
        encrypt: "Krüpteeri minu ID-kaardile",
        encryptHint:
            "Avada saab selle ainult sinu kaardi ja PIN-iga (JWE, ECDH-ES+A256KW). Vaja on programmi, mis oskab kaarti kasutada.",
        takeNow: "Koosta fail",
        takeItems: [
            "iga dokument FHIR-ina ja originaal täpselt nii, nagu see saadeti",
            "iga dokumendi tõend, mida saab kontrollida igaüks",
            "kogu nimekiri sellest, kes on vaadanud, FHIR-ina ja tabelina", "sinu otsused, esindajad ja küsimused",
        ],
        completeness: "Tõesta, et midagi ei puudu",
        completenessLead:
            "Igal sinu kohta tehtud kandel on sinu oma number: 1, 2, 3 ja nii edasi. Selle failiga saab igaüks avaliku logi põhjal ja ilma meieta kontrollida, et kõik sinu kanded on olemas ja pärast viimast pole ühtegi.",
        completenessHow:
            "Käivita: ankur verify FAIL --vkey VÕTI --log KAUST. KAUST on avaliku logi koopia meilt või mõnest peeglist.",
        completenessLimit:
            "Mida kontroll ei näita: kas mõni vaatamine jäi üldse kirja panemata ja mis juhtus pärast siin nimetatud kontrollpunkti. Esimese jaoks on reegel „kandeta andmeid ei anta“; teise jaoks koosta hiljem uus fail.",
        lastCounter: "Sinu viimane number", asOf: "Kontrollpunkti seisuga", tags: "Sinu kannete nimed logis",
        downloadProof: "Laadi tõend alla", gapless: "Lünki pole.",
        logTitle: "Kes on minu terviseandmeid vaadanud",
        madeOn: { "\($0) · koostatud \($1)" }, page: { "Lk \($0)/\($1)" },
        kindOfLook: { $0 ? "katse" : "vaatamine" })

    private static func estonianConsequence(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Arstid ja õed, kes sind ravivad, näevad, mida teised on leidnud. Ükshaaval suletu jääb suletuks."
        case .closed: "Ükski sind raviv inimene ei näe midagi, kuhu iganes sa lähed. Lõpevad ka varasemad erandid."
        case .closedToPharmacists: "Apteegid ei näe sinu terviseandmeid. Retsepte see ei mõjuta."
        case .emergencyOpen: "Kes päästab sinu elu, tohib vaadata, peab ütlema, miks, ja sulle teatatakse kohe."
        case .emergencyClosed: "Isegi hädaolukorras ei näe keegi, mille oled sulgenud. See võib maksta aega."
        }
    }

    private static func estonianFinding(_ finding: InquiryAnswer.Finding) -> String {
        switch finding {
        case .justified: "Põhjus oli olemas"
        case .mistake: "See oli eksitus"
        case .unjustified: "Põhjust ei olnud"
        case .corrected: "See parandati"
        case .declined: "See jääb nii"
        }
    }

    private static func estonianScope(_ scope: Mandate.Scope) -> String {
        switch scope {
        case .records: "lugeda terviseandmeid"
        case .log: "näha, kes on vaadanud, ja selle kohta küsida"
        case .decisions: "otsustada, kes tohib vaadata"
        }
    }

    private static func estonianEvent(_ event: NotificationPreferences.Event) -> String {
        switch event {
        case .emergency: "keegi avab minu terviseandmed hädaolukorras"
        case .firstLook: "asutus vaatab esimest korda"
        case .refused: "keegi proovib ja talle keeldutakse"
        case .newDocument: "esitatakse uus dokument"
        case .representative: "keegi tegutseb minu eest"
        case .answer: "asutus vastab minu küsimusele"
        }
    }
}
