import HTTPTypes
import Hummingbird
import WebPages

extension Request {
    /// The language of pages: chosen before, else asked for by the browser, else English.
    var language: Language {
        cookie("language").flatMap { Language(rawValue: String($0)) } ?? headers[.acceptLanguage].flatMap {
            Language(accepted: $0)
        } ?? .english
    }
}

extension Array {
    /// `GET /language/{…}`: keeps the choice in a cookie that says nothing else, and leads to the first page.
    static func languages<Caller>() -> [Route<Caller>] where Element == Route<Caller> {
        Language.allCases.map { language in
            Route(.get, language.path, .page) { visit in
                var response = Response.seeOther("/")
                response.headers[.setCookie] =
                    "language=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
                    + (visit.settings.isEncrypted ? "; Secure" : "")
                return response
            }
        }
    }
}
