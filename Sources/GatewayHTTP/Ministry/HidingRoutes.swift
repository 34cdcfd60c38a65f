import AccessLog
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `GET /hiding`: the question under a case number.
    static func hidingForm(_ forms: FormTokens) -> Route {
        Route(.get, "/hiding", .page) { visit in
            Response(
                page: HidingPage(
                    visitor: visit.visitor, formToken: visit.formToken(forms), caseNumber: "", now: visit.now,
                    mayHide: visit.caller.role.may(.hideLooks)), in: visit.request.language)
        }
    }

    /// `POST /hiding`: every order that hides looks, for supervisors and data protection officers.
    static func hiding(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/hiding", .page) { visit in
            try await visit.orders(try await visit.checkedForm(forms), gateway, forms)
        }
    }

    /// `POST /hiding/propose` with `person`, `institution`, `text` (the basis) and `until`.
    static func proposeHiding(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/hiding/propose", .page) { visit in
            let form = try await visit.checkedForm(forms)
            guard let person = form[.person].flatMap({ PersonIdentifier(typed: $0) }) else {
                throw HTTPFault.badRequest(.parameterInvalid("person", remedy: "Give a personal code, or PNOEE-…."))
            }
            guard let institution = form[.institution].flatMap({ InstitutionID($0) }) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid("institution", remedy: "Give a registration number such as NTREE-90000001."))
            }
            guard let until = form[.until].flatMap({ FormDay($0)?.end }) else {
                throw HTTPFault.badRequest(.parameterInvalid("until", remedy: "Give a day such as 2026-03-31."))
            }
            _ = try await gateway.proposeHiding(
                of: person, from: institution, basis: form.oneLine(.text), until: until,
                caseNumber: form[.caseNumber] ?? "", as: visit.overseer, requestID: visit.requestID.description)
            return try await visit.orders(form, gateway, forms)
        }
    }

    /// `POST /hiding/approve` with `order`: by another official than who proposed it.
    static func approveHiding(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/hiding/approve", .page) { visit in
            let form = try await visit.checkedForm(forms)
            _ = try await gateway.approveHiding(
                try form.order, caseNumber: form[.caseNumber] ?? "", as: visit.overseer,
                requestID: visit.requestID.description)
            return try await visit.orders(form, gateway, forms)
        }
    }

    /// `POST /hiding/revoke` with `order` and `text`: it ends, and what it hid appears.
    static func revokeHiding(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/hiding/revoke", .page) { visit in
            let form = try await visit.checkedForm(forms)
            _ = try await gateway.revokeHiding(
                try form.order, reason: form.oneLine(.text), caseNumber: form[.caseNumber] ?? "", as: visit.overseer,
                requestID: visit.requestID.description)
            return try await visit.orders(form, gateway, forms)
        }
    }
}

extension FormFields {
    /// What was written in a text area, as one line.
    fileprivate func oneLine(_ field: FieldName) -> String {
        (self[field] ?? "").split(separator: "\n").joined(separator: " ")
    }

    fileprivate var order: UInt64 {
        get throws {
            guard let order = self[.order].flatMap({ UInt64($0) }) else {
                throw HTTPFault.badRequest(.parameterInvalid("order", remedy: "Use a button of the page."))
            }
            return order
        }
    }
}

extension Visit<VerifiedOfficial> {
    fileprivate func orders(_ form: FormFields, _ gateway: Gateway, _ forms: FormTokens) async throws -> Response {
        let number = form[.caseNumber] ?? ""
        let orders = try await gateway.hidingOrders(
            caseNumber: number, as: overseer, requestID: requestID.description)
        return Response(
            page: HidingPage(
                visitor: visitor, formToken: formToken(forms), caseNumber: number,
                lines: orders.map { HidingPage.Line(order: $0.order, looks: $0.looks, disclosed: $0.disclosed) },
                now: now, mayHide: caller.role.may(.hideLooks)), in: request.language)
    }
}
