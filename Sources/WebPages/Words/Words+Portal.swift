extension Words {
    /// The texts of log-in and log-out.
    struct Portal: Sendable {
        let title, lead, withCard, button, waiting, missing, failed, refused, done, noScript: String
        let steps: [String]
        let needed: String
        let needs: [String]
        let phones, certificate, certificateText, certificateLink, loggedOut: String
        let session, logOut, logOutText, logOutEverywhere, logOutEverywhereText: String
        let sessionLead: @Sendable (_ minutes: Int64, _ hours: Int64) -> String
    }

    var portal: Portal {
        switch language {
        case "et": .estonian
        case "ru": .russian
        default: .english
        }
    }
}

extension Words.Portal {
    fileprivate static let english = Words.Portal(
        title: "Log in", lead: "Your health records, and everyone who has looked at them.", withCard: "With an ID card",
        button: "Log in with the ID card",
        waiting: "Look for the window of Web eID: compare the address, and enter PIN 1.",
        missing:
            "The Web eID extension does not answer. Install Web eID, or allow the extension on this page, and load the page again.",
        failed: "The log-in was not completed. Nothing has happened; you can try again.",
        refused: "The card was read, but it does not open these pages. The reason:",
        done: "You are logged in.",
        noScript: "This way needs JavaScript. Without it you can use the certificate in your browser, below.",
        steps: [
            "Put the card into the reader.", "Press the button.",
            "A window of Web eID opens. Check that it names this site, and enter PIN 1.",
        ],
        needed: "What you need",
        needs: [
            "An Estonian ID card, residence card, Digi-ID or e-resident's card with valid certificates, and its PIN 1.",
            "A card reader.", "The Web eID software and its browser extension (id.ee).",
        ],
        phones:
            "Mobile-ID and Smart-ID do not open these pages: a card proves who you are without a third party in between.",
        certificate: "With the certificate in the browser",
        certificateText:
            "If your browser offers the card's certificate itself, you can come in without Web eID and without JavaScript.",
        certificateLink: "Come in with the certificate", loggedOut: "You are logged out.", session: "Your log-in",
        logOut: "Log out", logOutText: "Ends this log-in, in this browser.", logOutEverywhere: "Log out everywhere",
        logOutEverywhereText: "Ends every log-in of yours, in this browser and in every other.",
        sessionLead: { "It ends after \($0) minutes without use, and \($1) hours after you logged in." })

    fileprivate static let estonian = Words.Portal(
        title: "Sisene", lead: "Sinu terviseandmed ja kõik, kes neid on vaadanud.", withCard: "ID-kaardiga",
        button: "Sisene ID-kaardiga", waiting: "Leia Web eID aken: võrdle aadressi ja sisesta PIN 1.",
        missing: "Web eID laiendus ei vasta. Paigalda Web eID või luba laiendus sellel lehel ja laadi leht uuesti.",
        failed: "Sisenemine jäi pooleli. Midagi ei juhtunud; võid uuesti proovida.",
        refused: "Kaart loeti, kuid see ei ava neid lehti. Põhjus:", done: "Oled sisse loginud.",
        noScript:
            "See viis vajab JavaScripti. Ilma selleta saad kasutada brauseris olevat sertifikaati, vaata allpool.",
        steps: [
            "Pane kaart lugejasse.", "Vajuta nuppu.",
            "Avaneb Web eID aken. Kontrolli, et seal on selle lehe aadress, ja sisesta PIN 1.",
        ],
        needed: "Mida on vaja",
        needs: [
            "Kehtivate sertifikaatidega Eesti ID-kaart, elamisloakaart, Digi-ID või e-residendi kaart ja selle PIN 1.",
            "Kaardilugeja.", "Web eID tarkvara ja brauserilaiendus (id.ee).",
        ],
        phones: "Mobiil-ID ja Smart-ID neid lehti ei ava: kaart tõendab isiku ilma kolmanda osapooleta.",
        certificate: "Brauseris oleva sertifikaadiga",
        certificateText: "Kui brauser pakub kaardi sertifikaati ise, saad siseneda ilma Web eID ja JavaScriptita.",
        certificateLink: "Sisene sertifikaadiga", loggedOut: "Oled välja loginud.", session: "Sinu sisselogimine",
        logOut: "Logi välja", logOutText: "Lõpetab selle sisselogimise selles brauseris.",
        logOutEverywhere: "Logi kõikjalt välja",
        logOutEverywhereText: "Lõpetab kõik sinu sisselogimised, selles brauseris ja kõigis teistes.",
        sessionLead: { "See lõpeb pärast \($0) minutit kasutamata olekut ja \($1) tundi pärast sisselogimist." })

    fileprivate static let russian = Words.Portal(
        title: "Вход", lead: "Ваши медицинские данные и все, кто их смотрел.", withCard: "По ID-карте",
        button: "Войти по ID-карте", waiting: "Найдите окно Web eID: сверьте адрес и введите PIN 1.",
        missing:
            "Расширение Web eID не отвечает. Установите Web eID или разрешите расширение на этой странице и загрузите её снова.",
        failed: "Вход не завершён. Ничего не произошло; можно попробовать ещё раз.",
        refused: "Карта прочитана, но она не открывает эти страницы. Причина:", done: "Вы вошли.",
        noScript: "Для этого способа нужен JavaScript. Без него можно использовать сертификат в браузере, см. ниже.",
        steps: [
            "Вставьте карту в считыватель.", "Нажмите кнопку.",
            "Откроется окно Web eID. Проверьте, что в нём указан этот сайт, и введите PIN 1.",
        ],
        needed: "Что нужно",
        needs: [
            "Эстонская ID-карта, карта вида на жительство, Digi-ID или карта э-резидента с действующими сертификатами и её PIN 1.",
            "Считыватель карт.", "Программа Web eID и её расширение для браузера (id.ee).",
        ],
        phones: "Mobiil-ID и Smart-ID эти страницы не открывают: карта удостоверяет личность без третьей стороны.",
        certificate: "По сертификату в браузере",
        certificateText:
            "Если браузер сам предлагает сертификат карты, можно войти без Web eID и без JavaScript.",
        certificateLink: "Войти по сертификату", loggedOut: "Вы вышли.", session: "Ваш вход", logOut: "Выйти",
        logOutText: "Завершает этот вход, в этом браузере.", logOutEverywhere: "Выйти везде",
        logOutEverywhereText: "Завершает все ваши входы, в этом браузере и во всех других.",
        sessionLead: { "Он завершится через \($0) мин. без действий и через \($1) ч. после входа." })
}
