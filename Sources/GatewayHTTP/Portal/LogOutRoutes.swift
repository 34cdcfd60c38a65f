import HTTPTypes
import Hummingbird
import PortalSessions
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /session`: who is logged in, and the two ways out.
    static func sessionPage(_ sessions: PortalSessions, _ forms: FormTokens) -> Route {
        Route(.get, "/session", .page) { visit in
            Response(
                page: SessionPage(
                    visitor: visit.visitor, idle: sessions.limits.idle, absolute: sessions.limits.absolute),
                in: visit.request.language)
        }
    }

    /// `POST /logout`: ends this session.
    static func logOut(_ sessions: PortalSessions, _ forms: FormTokens) -> Route {
        Route(.post, "/logout", .page) { visit in
            try await visit.checkForm(forms)
            if let session = PortalCookie.session(of: visit.request) { try await sessions.end(session) }
            return loggedOut
        }
    }

    /// `POST /logout/everywhere`: ends every session of this person.
    static func logOutEverywhere(_ sessions: PortalSessions, _ forms: FormTokens) -> Route {
        Route(.post, "/logout/everywhere", .page) { visit in
            try await visit.checkForm(forms)
            try await sessions.endAll(of: visit.caller.person)
            return loggedOut
        }
    }

    private static var loggedOut: Response {
        var response = Response.seeOther("\(Portal.logInPath)?done=1")
        response.headers[.setCookie] = PortalCookie.removal
        // Whatever a browser kept of the pages goes, too.
        response.headers[HTTPField.Name(wellKnown: "Clear-Site-Data")] = "\"cache\", \"storage\""
        return response
    }
}

extension Visit<VerifiedCitizen> {
    fileprivate func checkForm(_ forms: FormTokens) async throws {
        let form = try await form()
        try forms.check(form[.formToken], for: caller.fingerprint, listener: settings.name, now: now)
    }
}
