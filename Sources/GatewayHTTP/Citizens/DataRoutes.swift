import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /data`: of what the citizen is told, and everything to take away.
    static func dataPage(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.get, "/data", .page) { visit in
            Response(
                page: DataPage(
                    visitor: visit.visitor, preferences: try await gateway.notificationPreferences(of: visit.caller),
                    offersEmail: visit.settings.messages.contains(.email),
                    offersMailbox: visit.settings.messages.contains(.mailbox),
                    canEncrypt: CardKey(of: visit.caller) != nil,
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now),
                    saved: try visit.query()["saved"] != nil), in: visit.request.language)
        }
    }

    /// `POST /notifications`: of what to be told from now on, and where.
    static func saveNotifications(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/notifications", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let events = NotificationPreferences.Event.allCases.filter { form[FieldName.event($0)] != nil }
            try await gateway.prefer(
                email: form[.email], mailbox: form["mailbox"] != nil, events: Set(events),
                language: visit.request.language.rawValue, by: visit.caller)
            return .seeOther("/data?saved=1")
        }
    }
}
