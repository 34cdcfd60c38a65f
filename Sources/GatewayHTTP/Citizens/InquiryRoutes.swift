import Gateway
import HTTPTypes
import Hummingbird
import RecordIndex
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /inquiries`: what the citizen has asked institutions, and what they said.
    static func inquiriesPage(_ gateway: Gateway) -> Route {
        Route(.get, "/inquiries", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let inquiries = try await gateway.inquiries(of: keeper)
            let corrected = inquiries.compactMap { state -> RecordID? in
                if case .correction(let id) = state.inquiry.matter { id } else { nil }
            }
            return Response(
                page: InquiriesPage(
                    visitor: visit.visitor(keeper), inquiries: inquiries,
                    titles: try await gateway.ownTitles(of: keeper, among: corrected), now: visit.now,
                    sent: try visit.query()["sent"] != nil), in: visit.request.language)
        }
    }

    /// `GET /log/{index}/ask`: the form for a question about one look.
    static func askAboutLook(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.get, "/log/{index}/ask", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            guard let index = visit.parameters.get("index").flatMap({ UInt64($0) }),
                let look = try await gateway.look(at: index, of: keeper)
            else { throw HTTPFault.notFound }
            return Response(
                page: AskPage(
                    visitor: visit.visitor(keeper), matter: .look(look, index: index), days: gateway.answerDays,
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now)),
                in: visit.request.language)
        }
    }

    /// `GET /records/{id}/correct`: the form for saying that a record is wrong.
    static func askToCorrect(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.get, "/records/{id}/correct", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let entry = try await gateway.readEntry(
                try visit.recordID(), as: keeper.reader, requestID: visit.requestID.description)
            return Response(
                page: AskPage(
                    visitor: visit.visitor(keeper), matter: .correction(entry.description), days: gateway.answerDays,
                    formToken: forms.token(
                        for: visit.caller.fingerprint, listener: visit.settings.name, now: visit.now)),
                in: visit.request.language)
        }
    }

    /// `POST /inquiries`: a question to an institution. Sent twice, it is asked once.
    static func sendInquiry(_ gateway: Gateway, _ forms: FormTokens) -> Route {
        Route(.post, "/inquiries", .page) { visit in
            let form = try await visit.checkedForm(forms)
            let keeper = try await visit.keeper(gateway)
            let words = form[.text] ?? ""
            if let index = form[.look].flatMap({ UInt64($0) }) {
                _ = try await gateway.ask(
                    aboutLook: index, saying: words, id: .random(), by: keeper,
                    requestID: visit.requestID.description)
            } else if let record = form[.record].flatMap({ RecordID($0) }) {
                _ = try await gateway.ask(
                    toCorrect: record, saying: words, id: .random(), by: keeper,
                    requestID: visit.requestID.description)
            } else {
                throw HTTPFault.badRequest(
                    .parameterMissing(FieldName.look.rawValue, remedy: "Follow the link beside a look or a record."))
            }
            return .seeOther("/inquiries?sent=1")
        }
    }
}

extension InquiryID {
    /// Sixteen random bytes.
    static func random() -> InquiryID {
        var random = SystemRandomNumberGenerator()
        guard let id = InquiryID(bytes: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }) else {
            preconditionFailure("16 bytes")
        }
        return id
    }
}
