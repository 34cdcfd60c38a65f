import RecordTypes

extension CitizenWords {
    static let estonian = CitizenWords(
        toInquiries: "Küsimused", toPeople: "Esindajad", toData: "Minu andmed",
        backToOwn: "Tagasi minu terviseandmete juurde",
        actingFor: { "Te tegutsete isiku \($0) eest. Kõik, mida teete, pannakse kirja." },
        emergencyTitle: "Keegi avas Teie terviseandmed hädaolukorras", seeInLog: "Vaata logist",
        correct: "Midagi on selles valesti",
        nobodyLooked: "Peale Teie pole keegi Teie terviseandmeid vaadanud.",
        attempts: "Katsed, mis ei näidanud midagi",
        attemptsLead: "Keegi proovis ja sai sama vastuse, nagu poleks midagi olemas.",
        automatic: "Automaatne töötlemine",
        automaticLead:
            "Ükski inimene ei vaadanud. Andmeid küsis asutuse süsteem või riigi enda teenus, mis näitab Teile seda nimekirja.",
        ownLooks: "Teie enda vaatamised", showAll: "Näita kõiki", notRecognised: "Ma ei tunne seda ära",
        asked: "Olete selle kohta küsinud", answered: "Vastatud: loe vastust",
        proveCompleteness: "Tõesta seda kellele tahes", downloadLog: "Võta see nimekiri kaasa", asPDF: "PDF-ina",
        asCSV: "Tabelina (CSV)", asFHIR: "FHIR-ina",
        followUp: { "Avati järelkontrolli juhtum \($0). Ministeerium vaatab läbi iga hädaolukorras tehtud vaatamise." },
        decideThis: "Otsusta nii", endExceptions: "Lõpeta selle otsusega minu varasemad erandid",
        endExceptionsHint:
            "Ilma selleta jääb kehtima, mida olete varem otsustanud üksikute dokumentide, asutuste või inimeste kohta.",
        exceptionsRemain: {
            $0 == 1
                ? "Üks varasem otsus jääb sellest otsusest erandiks. Leiate selle altpoolt; tühistage see, kui Te seda ei soovinud."
                : "\($0) varasemat otsust jäävad sellest otsusest eranditeks. Leiate need altpoolt; tühistage need, mida Te ei soovinud."
        },
        consequence: { estonianConsequence($0) },
        inquiries: "Küsimused asutustele",
        inquiriesLead:
            "Mida olete küsinud ja mida on vastatud. Kes õigeks ajaks ei vasta, sellest saab teada ministeerium.",
        noInquiries:
            "Te pole midagi küsinud. Lehel „Kes on vaadanud“ saate küsida iga vaatamise kohta ja dokumendi lehel saate öelda, et midagi on valesti.",
        inquirySent: "Teie küsimus on teel. Asutus näeb seda juba.", askedOn: "küsitud",
        correction: "Parandus", stateAnswered: "Vastatud", stateOverdue: "Tähtaeg möödas: ministeerium näeb seda",
        stateWaiting: "Ootab vastust", backToList: "Tagasi", yourWords: "Oma sõnadega",
        yourWordsHint: "Seda loeb asutus. Te ei pea end põhjendama.", sendInquiry: "Saada asutusele",
        cancel: "Loobu",
        askWarning:
            "See katse ei näidanud midagi. Kui Te selle kohta küsite, saab asutus teada, et on keegi, kes küsib: Teie.",
        askLead: {
            "Teie küsimus läheb asutuse andmekaitsespetsialistile, kes peab vastama \($0) päeva jooksul. Pärast seda läheb see ministeeriumile."
        },
        correctLead: {
            "Teie taotlus läheb asutusele, kes dokumendi esitas. Asutus peab selle parandama või \($0) päeva jooksul põhjendama, miks mitte."
        },
        dueText: { "Vastama peab hiljemalt \($0): jäänud on \($1) \($1 == 1 ? "päev" : "päeva")." },
        overdueText: { "Vastama pidi hiljemalt \($0). Ministeeriumile on teatatud." },
        finding: { estonianFinding($0) },
        people: "Esindajad",
        peopleLead:
            "Kes tohib Teie eest tegutseda, mida ta tohib teha ja kui kaua. Kõike, mida nad tegid, näete lehel „Kes on vaadanud“.",
        peopleIActFor: "Kelle eest ma tegutsen", peopleForMe: "Kes tegutseb minu eest",
        nobodyForMe: "Keegi ei tegutse Teie eest.", appoint: "Luba kellelgi minu eest tegutseda",
        appointWarning:
            "Kelle Te nimetate, see saab lugeda Teie terviseandmeid. Nimetage ainult keegi, keda usaldate, ja võimalusel ka lõpp.",
        appointNow: "Nimeta esindajaks", theirCode: "Tema isikukood",
        theirCodeHint: "Üksteist numbrit või PNOEE-… nagu sertifikaadis",
        theirName: "Tema nimi (valikuline)", theirNameHint: "Et Te ta nimekirjast ära tunneksite",
        whatTheyMay: "Mida ta tohib", endMandate: "Lõpeta kohe", mandateEnded: "lõppenud",
        actFor: { "Tegutse: \($0)" }, basis: { $0 == .guardian ? "Eestkostja" : "Nimetatud esindaja" },
        scope: { estonianScope($0) },
        data: "Minu andmed", notify: "Teata mulle, kui midagi juhtub",
        notifyLead:
            "Teade ütleb ainult, mis laadi asi juhtus. Selles pole ühegi asutuse ega dokumendi nime ega sisselogimise linki.",
        notifyNowhere: "See värav ei saada teateid.", notifyOf: "Soovin teadet, kui", email: "E-posti aadress",
        emailHint: "Jätke tühjaks, kui Te e-kirja ei soovi", mailbox: "Teata mulle riigi postkasti kaudu",
        saveSettings: "Salvesta", event: { estonianEvent($0) },
        take: "Võta kõik kaasa",
        takeLead: "Üks fail kõigega, mida Teie kohta hoitakse, loetav ka ilma meieta:",
        encrypt: "Krüpteeri minu ID-kaardile",
        encryptHint:
            "Avada saab selle ainult Teie kaardi ja PIN-iga (JWE, ECDH-ES+A256KW). Vaja on programmi, mis oskab kaarti kasutada.",
        takeNow: "Koosta fail",
        takeItems: [
            "iga dokument FHIR-ina ja originaal täpselt nii, nagu see saadeti",
            "iga dokumendi tõend, mida saab kontrollida igaüks",
            "kogu nimekiri sellest, kes on vaadanud, FHIR-ina ja tabelina", "Teie otsused, esindajad ja küsimused",
        ],
        completeness: "Tõesta, et midagi ei puudu",
        completenessLead:
            "Igal Teie kohta tehtud kandel on Teie oma number: 1, 2, 3 ja nii edasi. Selle failiga saab igaüks avaliku logi põhjal ja ilma meieta kontrollida, et kõik Teie kanded on olemas ja pärast viimast pole ühtegi.",
        completenessHow:
            "Käivitage: ankur completeness FAIL --log KAUST. KAUST on avaliku logi koopia meilt või mõnest peeglist.",
        completenessLimit:
            "Mida kontroll ei näita: kas mõni vaatamine jäi üldse kirja panemata ja mis juhtus pärast siin nimetatud kontrollpunkti. Esimese jaoks on reegel „kandeta andmeid ei anta“; teise jaoks koostage hiljem uus fail.",
        lastCounter: "Teie viimane number", asOf: "Kontrollpunkti seisuga", tags: "Teie kannete nimed logis",
        downloadProof: "Laadi tõend alla", gapless: "Lünki pole.",
        logTitle: "Kes on minu terviseandmeid vaadanud",
        madeOn: { "\($0) · koostatud \($1)" }, page: { "Lk \($0)/\($1)" },
        kindOfLook: { $0 ? "katse" : "vaatamine" })

    private static func estonianConsequence(_ preset: RestrictionPreset) -> String {
        switch preset {
        case .open: "Arstid ja õed, kes Teid ravivad, näevad, mida teised on leidnud. Ükshaaval suletu jääb suletuks."
        case .closed: "Ükski Teid raviv inimene ei näe midagi, kuhu iganes Te lähete. Lõpevad ka varasemad erandid."
        case .closedToPharmacists: "Apteegid ei näe Teie terviseandmeid. Retsepte see ei mõjuta."
        case .emergencyOpen: "Kes päästab Teie elu, tohib vaadata, peab ütlema, miks, ja Teile teatatakse kohe."
        case .emergencyClosed: "Isegi hädaolukorras ei näe keegi, mille olete sulgenud. See võib maksta aega."
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
        case .records: "lugeda minu terviseandmeid"
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
