import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /people`: who acts for the citizen, and for whom the citizen may act.
    static func peoplePage(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.get, "/people", .page) { visit in
            func lines(_ mandates: [NamedMandate]) -> [PeoplePage.Line] {
                mandates.map { PeoplePage.Line(name: $0.name, mandate: $0.mandate, isInForce: $0.isInForce) }
            }
            return Response(
                page: PeoplePage(
                    visitor: visit.visitor,
                    given: lines(try await gateway.mandates(givenBy: visit.caller)),
                    held: lines(try await gateway.mandates(heldBy: visit.caller)),
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now),
                    saved: try visit.query()["saved"] != nil), in: visit.request.language)
        }
    }

    /// `POST /people`: somebody may act for the citizen.
    static func appoint(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/people", .page) { visit in
            let form = try await visit.checkedForm(forms)
            guard let person = form[.person].flatMap({ PersonIdentifier(typed: $0) }) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid(FieldName.person.rawValue, remedy: "Give a personal code of eleven digits."))
            }
            let scope = Set(Mandate.Scope.allCases.filter { form[FieldName.scope($0)] != nil })
            guard !scope.isEmpty else {
                throw HTTPFault.badRequest(.parameterMissing("scope", remedy: "Tick what they may do."))
            }
            try await gateway.appoint(
                person, called: form[.name], to: scope, until: try visit.day(.until, in: form)?.end, by: visit.caller)
            return .seeOther("/people?saved=1")
        }
    }

    /// `POST /people/end`: somebody no longer acts for the citizen, from the next request on.
    static func endMandate(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/people/end", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let given = try await gateway.mandates(givenBy: visit.caller)
            guard let found = given.first(where: { $0.name == form[.mandate] })?.mandate, found.basis == .appointed
            else { throw HTTPFault.notFound }
            try await gateway.appoint(
                found.representative, called: found.representativeName, to: [], until: nil, by: visit.caller)
            return .seeOther("/people?saved=1")
        }
    }

    /// `POST /people/act`: from now on this browser shows the other person's records.
    static func actFor(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/people/act", .page) { visit in
            let form = try await visit.checkedForm(forms)
            guard let name = form[.mandate] else { throw HTTPFault.notFound }
            // Refused here already where it is another's or over.
            _ = try await gateway.keeper(visit.caller, byMandate: name)
            var response = Response.seeOther("/")
            response.headers[.setCookie] = ActingFor.field(name, isEncrypted: visit.settings.isEncrypted)
            return response
        }
    }

    /// `GET /people/own`: back to the citizen's own records. Changes nothing but the browser's own cookie.
    static func backToOwn() -> Route {
        Route(.get, "/people/own", .page) { visit in
            var response = Response.seeOther("/")
            response.headers[.setCookie] = ActingFor.field(nil, isEncrypted: visit.settings.isEncrypted)
            return response
        }
    }
}

extension Visit<VerifiedCitizen> {
    /// The body of one of our forms, made for this certificate not long ago.
    func checkedForm(_ forms: FormTokens) async throws -> FormFields {
        let form = try await form()
        try forms.check(form[.formToken], for: caller.fingerprint, listener: settings.name, now: now)
        return form
    }

    func visitor(_ keeper: Keeper) -> Visitor {
        switch keeper {
        case .person: visitor
        case .representative(let representative):
            Visitor(
                name: caller.fullName, role: nil, logOutToken: visitor.logOutToken,
                actingFor: representative.mandate.principalName)
        }
    }

    /// The decisions, where the keeper may see them: a representative who may only read sees no marks.
    func rules(_ gateway: Gateway, _ keeper: Keeper) async throws -> [Restriction] {
        guard keeper.may(.decisions) else { return [] }
        return try await gateway.restrictions(of: keeper, requestID: requestID.description)
    }
}
