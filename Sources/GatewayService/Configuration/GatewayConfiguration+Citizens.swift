import DocumentWorkers
import Foundation
import Gateway
import Identity
import RecordTypes
import Reporting

/// What a country decides for its citizens: how they are told, at which ages children begin, and terms.
extension GatewayConfiguration {
    /// `messages: {smtp: {host, port, security, from}, webhook: {url, keyFile}, everySeconds}`; absent: nobody is told anything.
    static func messages(
        _ root: inout ConfigurationSection, mode: Mode?, path: (String?) -> String?
    ) -> MessageSettings {
        var section = root.section("messages")
        var settings = MessageSettings(
            pause: .seconds(section.integer("everySeconds", in: 1...3_600, default: 5)))
        var smtp = section.section("smtp")
        if !smtp.isEmpty {
            let host = smtp.text("host", required: "name the mail relay")
            let port = smtp.integer("port", in: 1...65_535, default: 25)
            let security: SMTPSettings.Security? = smtp.choice(
                "security", required: "write tls, or none for a relay on this machine")
            let from = smtp.text("from", required: "give the address that messages are from")
            if let from, !MailAddress.isWellFormed(from) {
                smtp.refuse("from", "is no mail address", "write an address such as no-reply@example.ee")
            }
            if security == SMTPSettings.Security.none, let host, !host.isLoopback, host != "localhost" {
                smtp.refuse("security", "is none for another machine", "write tls: addresses are personal data")
            }
            if let host, let security, let from {
                settings.smtp = SMTPSettings(host: host, port: port, security: security, from: from)
            }
        }
        smtp.finish()
        section.adopt(smtp)
        var webhook = section.section("webhook")
        if !webhook.isEmpty {
            let url = webhook.text("url", required: "give the address of the state's mailbox")
            let key = path(webhook.text("keyFile", required: "name the file with the key that signs messages"))
            if let url, !url.isBaseURL, !(mode == .test && url.hasPrefix("http://127.0.0.1:")) {
                webhook.refuse(
                    "url", "is no https address", "write an address such as https://mailbox.example.ee/ankur")
            }
            if let url, let key { settings.webhook = WebhookSettings(url: url, keyFile: key) }
        }
        webhook.finish()
        section.adopt(webhook)
        section.finish()
        root.adopt(section)
        return settings
    }

    /// `children: {guardianUntil: 18, ownFrom: 13}`; absent: guardians whatever the age, and everybody for themselves.
    static func ages(_ root: inout ConfigurationSection) -> AgeLimits {
        var section = root.section("children")
        let ages = AgeLimits(
            guardianUntil: section.integer("guardianUntil", in: 0...200, default: AgeLimits.none.guardianUntil),
            ownFrom: section.integer("ownFrom", in: 0...200, default: AgeLimits.none.ownFrom))
        section.finish()
        root.adopt(section)
        return ages
    }

    /// `terms: {answerDays: 30, holdBackDays: 90}`
    static func terms(_ root: inout ConfigurationSection) -> CitizenTerms {
        var section = root.section("terms")
        let terms = CitizenTerms(
            answerWithin: .seconds(section.integer("answerDays", in: 1...365, default: 30) * 86_400),
            longestHoldBack: .seconds(section.integer("holdBackDays", in: 0...3_650, default: 90) * 86_400))
        section.finish()
        root.adopt(section)
        return terms
    }

    /// `oversight: {decideDays: 30, answerDays: 10, closeDays: 30, limitationDays: 730, hours: [7-20, NTREE-90000001 always]}`
    static func oversight(_ root: inout ConfigurationSection) -> (CaseTerms, OpeningHours) {
        var section = root.section("oversight")
        let standard = CaseTerms()
        func days(_ name: String, _ duration: Duration) -> Duration {
            .days(
                Int64(section.integer(name, in: 1...36_500, default: Int(duration.components.seconds / 86_400))))
        }
        let terms = CaseTerms(
            decideWithin: days("decideDays", standard.decideWithin),
            answerWithin: days("answerDays", standard.answerWithin),
            closeWithin: days("closeDays", standard.closeWithin),
            limitation: days("limitationDays", standard.limitation))
        var hours = OpeningHours()
        for line in section.texts("hours") {
            let words = line.split(separator: " ", maxSplits: 1)
            if let week = OpeningHours.Week(line) {
                hours.standard = week
            } else if let institution = words.first.flatMap({ InstitutionID($0) }), words.count == 2,
                let week = OpeningHours.Week(words[1])
            {
                hours.institutions[institution] = week
            } else {
                section.refuse(
                    "hours", "\(line) says no hours",
                    "Give 7-20 for everybody, or NTREE-90000001 with always, 8-17 or 8-17 mon-sat.")
            }
        }
        section.finish()
        root.adopt(section)
        return (terms, hours)
    }
}
