import RecordTypes
import Testing

@testable import GatewayService

@Suite("Handing a mail over")
struct MessageDialogueTests {
    private static func steps(_ replies: [Int]) -> [SMTPDialogue.Step] {
        var dialogue = SMTPDialogue(
            from: "a@example.ee", to: "b@example.ee", content: Array("Subject: x\r\n\r\n.\r\n".utf8))
        return replies.map { dialogue.reply($0) }
    }

    @Test("is the dialogue of RFC 5321, with lines that begin with a full stop stuffed")
    func taken() {
        let steps = Self.steps([220, 250, 250, 250, 354, 250])
        let said = steps.map { step in
            if case .send(let bytes) = step { String(decoding: bytes, as: UTF8.self) } else { "\(step)" }
        }
        #expect(
            said == [
                "EHLO ankur.invalid\r\n", "MAIL FROM:<a@example.ee>\r\n", "RCPT TO:<b@example.ee>\r\n", "DATA\r\n",
                "Subject: x\r\n\r\n..\r\n.\r\n", "taken",
            ])
    }

    @Test(
        "an address that does not exist is given up, anything else is tried again",
        arguments: [
            ([554], SMTPDialogue.Step.refused(554)), ([421], .failed(421)), ([220, 250, 250, 550], .refused(550)),
            ([220, 250, 250, 450], .failed(450)), ([220, 250, 250, 250, 354, 451], .failed(451)),
            ([220, 354], .failed(354)), ([0], .failed(0)),
        ] as [([Int], SMTPDialogue.Step)])
    func refused(_ replies: [Int], _ last: SMTPDialogue.Step) { #expect(Self.steps(replies).last == last) }

    @Test(
        "a reply counts when its last line is there",
        arguments: [
            ("250-one\r\n250 two\r\n", 250, 18), ("220 hello\r\nmore", 220, 11), ("xyz\r\n", 0, 5), ("22\n", 0, 3),
        ] as [(String, Int, Int)])
    func replies(_ text: String, _ code: Int, _ length: Int) throws {
        let found = try #require(SMTPDialogue.reply(in: Array(text.utf8)))
        #expect(found.code == code && found.length == length)
    }

    @Test("a reply that is not complete is waited for, one without end is not", arguments: ["", "250", "250-one\r\n"])
    func incomplete(_ text: String) {
        #expect(SMTPDialogue.reply(in: Array(text.utf8)) == nil)
        #expect(SMTPDialogue.reply(in: Array(repeating: UInt8(ascii: "a"), count: 9_000))?.code == 0)
    }

    @Test(
        "a message says which kind of thing happened and nothing else",
        arguments: NotificationPreferences.Event.allCases)
    func notices(_ event: NotificationPreferences.Event) throws {
        let time = try #require(Instant(rfc3339: "2026-03-01T09:30:00Z"))
        var subjects: Set<String> = []
        for language in ["et", "en", "ru"] {
            let notice = Notice(event, in: language)
            subjects.insert(notice.subject)
            #expect(!notice.text.contains("http") && !notice.text.contains("@"))
            let mail = String(
                decoding: notice.mail(from: "no@example.ee", to: "me@example.ee", id: "1", at: time), as: UTF8.self)
            #expect(mail.contains("Date: 01 Mar 2026 09:30:00 +0000\r\n"))
            #expect(
                mail.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 && $0.utf8.allSatisfy { $0 < 128 } })
        }
        #expect(subjects.count == 3)
    }

    @Test(
        "an address that could end a line or name two people is none",
        arguments: [
            ("jaak@example.ee", true), ("a.b+c@mail.example.ee", true), ("", false), ("jaak", false),
            ("jaak@ee", false), ("a@b@c.ee", false), ("a b@example.ee", false),
            ("a@example.ee\r\nRCPT TO:<x@y.ee>", false),
            ("a@example.ee,b@example.ee", false), ("<a@example.ee>", false), (".a@example.ee", false),
            ("õ@example.ee", false), ("a@-example.ee", false),
            (String(repeating: "a", count: 65) + "@example.ee", false),
        ] as [(String, Bool)])
    func addresses(_ text: String, _ isOne: Bool) { #expect(MailAddress.isWellFormed(text) == isOne) }
}
