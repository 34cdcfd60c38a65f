import Correspondence
import RecordTypes

/// What a message says: which kind of thing happened, and nothing else. No institution, no document, no name, no link.
struct Notice {
    let subject: String
    let text: String

    init(_ event: NotificationPreferences.Event, in language: String) {
        let words =
            switch language {
            case "et": Self.estonian(event)
            case "ru": Self.russian(event)
            default: Self.english(event)
            }
        subject = words
        text =
            switch language {
            case "et":
                "\(words).\n\nRohkem näete terviseandmete portaalis, kui logite sisse nii nagu alati. Selles kirjas ei ole linki: ärge kunagi logige sisse lingi kaudu, mis tuli kirjaga.\n"
            case "ru":
                "\(words).\n\nПодробности вы увидите на портале, войдя так же, как всегда. В этом письме нет ссылки: никогда не входите по ссылке из письма.\n"
            default:
                "\(words).\n\nYou see more in the portal of your health records when you sign in as you always do. This message has no link: never sign in by a link that came in a message.\n"
            }
    }

    private static func english(_ event: NotificationPreferences.Event) -> String {
        switch event {
        case .emergency: "Your health records were opened in an emergency"
        case .firstLook: "An institution has looked at your health records for the first time"
        case .refused: "A look at your health records was refused"
        case .newDocument: "There is a new document in your health records"
        case .representative: "Somebody has acted for you in your health records"
        case .answer: "An institution has answered your question"
        }
    }

    private static func estonian(_ event: NotificationPreferences.Event) -> String {
        switch event {
        case .emergency: "Teie terviseandmed avati hädaolukorras"
        case .firstLook: "Üks asutus vaatas Teie terviseandmeid esimest korda"
        case .refused: "Teie terviseandmete vaatamisest keelduti"
        case .newDocument: "Teie terviseandmetes on uus dokument"
        case .representative: "Keegi tegutses Teie eest Teie terviseandmetes"
        case .answer: "Asutus vastas Teie küsimusele"
        }
    }

    private static func russian(_ event: NotificationPreferences.Event) -> String {
        switch event {
        case .emergency: "Ваши медицинские данные открыли в экстренной ситуации"
        case .firstLook: "Одно учреждение впервые посмотрело ваши медицинские данные"
        case .refused: "В просмотре ваших медицинских данных было отказано"
        case .newDocument: "В ваших медицинских данных есть новый документ"
        case .representative: "Кто-то действовал за вас в ваших медицинских данных"
        case .answer: "Учреждение ответило на ваш вопрос"
        }
    }

    /// The mail by RFC 5322 with MIME: UTF-8 in base64, lines of at most 76 characters.
    func mail(from sender: String, to recipient: String, id: String, at time: Instant) -> [UInt8] {
        let body = Base64.text(Array(text.replacing("\n", with: "\r\n").utf8))
        var lines = [
            "From: <\(sender)>", "To: <\(recipient)>", "Subject: =?utf-8?B?\(Base64.text(Array(subject.utf8)))?=",
            "Date: \(Self.date(time))", "Message-ID: <\(id)@\(sender.split(separator: "@").last ?? "ankur.invalid")>",
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "",
        ]
        var rest = Substring(body)
        while !rest.isEmpty {
            lines.append(String(rest.prefix(76)))
            rest = rest.dropFirst(76)
        }
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    /// `03 Nov 2026 14:05:00 +0000` (RFC 5322 §3.3).
    static func date(_ time: Instant) -> String {
        let text = time.description
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return
            "\(text.dropFirst(8).prefix(2)) \(months[month - 1]) \(text.prefix(4)) \(text.dropFirst(11).prefix(8)) +0000"
    }
}
