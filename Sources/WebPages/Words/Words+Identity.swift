extension Words {
    /// The texts about a person's identity on the ledger.
    struct Identity: Sendable {
        let title, lead, none, certificate, link, fingerprint, profile, assurance, former, current, basis: String
        let signatures, signed: String
        let position, epoch, state, anchored, waiting, check, checkText, download: String
    }

    var identity: Identity {
        switch language {
        case "et": .estonian
        case "ru": .russian
        default: .english
        }
    }
}

extension Words.Identity {
    fileprivate static let english = Words.Identity(
        title: "My identity",
        lead:
            "Every certificate that has opened these pages in your name, and every change of your number, stands on the ledger.",
        none: "Nothing yet.", certificate: "A certificate named you", link: "Your number was changed",
        fingerprint: "SHA-256 of the certificate", profile: "Kind of certificate", assurance: "Level of assurance",
        former: "Former number", current: "Present number", basis: "Case", signatures: "Signed by",
        signed: "two officials; the file lets you check both signatures", position: "Place in the log",
        epoch: "Epoch of the secret", state: "State", anchored: "Anchored", waiting: "On its way into a checkpoint",
        check: "Check it yourself",
        checkText:
            "The file holds these entries with their proofs, and your keys of those years. Whoever has the file can find your entries of those years in the log: keep it to yourself.",
        download: "Download identity.json")

    fileprivate static let estonian = Words.Identity(
        title: "Minu identiteet",
        lead: "Iga sertifikaat, mis on sinu nimel need lehed avanud, ja iga isikukoodi muutus on pearaamatus kirjas.",
        none: "Veel pole midagi.", certificate: "Sertifikaat nimetas sind", link: "Sinu isikukood muutus",
        fingerprint: "Sertifikaadi SHA-256", profile: "Sertifikaadi liik", assurance: "Usaldusväärsuse tase",
        former: "Endine kood", current: "Praegune kood", basis: "Juhtum", signatures: "Allkirjastanud",
        signed: "kaks ametnikku; fail laseb mõlemat allkirja kontrollida", position: "Koht logis",
        epoch: "Saladuse järk", state: "Seis", anchored: "Ankurdatud", waiting: "Teel kontrollpunkti",
        check: "Kontrolli ise",
        checkText:
            "Failis on need kirjed koos tõenditega ja sinu nende aastate võtmed. Kellel on see fail, see leiab logist sinu nende aastate kirjed: hoia see endale.",
        download: "Laadi alla identity.json")

    fileprivate static let russian = Words.Identity(
        title: "Моя личность в журнале",
        lead:
            "Каждый сертификат, открывший эти страницы от вашего имени, и каждая смена вашего кода записаны в журнале.",
        none: "Пока ничего нет.", certificate: "Сертификат назвал вас", link: "Ваш код изменился",
        fingerprint: "SHA-256 сертификата", profile: "Вид сертификата", assurance: "Уровень доверия",
        former: "Прежний код", current: "Нынешний код", basis: "Дело", signatures: "Подписали",
        signed: "два чиновника; по файлу можно проверить обе подписи", position: "Место в журнале",
        epoch: "Эпоха секрета", state: "Состояние", anchored: "Закреплено", waiting: "На пути в контрольную точку",
        check: "Проверьте сами",
        checkText:
            "В файле эти записи с доказательствами и ваши ключи этих лет. У кого есть файл, тот найдёт в журнале ваши записи этих лет: храните его у себя.",
        download: "Скачать identity.json")
}
