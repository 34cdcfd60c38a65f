import FHIR
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

/// The one place where faults become answers: an OperationOutcome for programs, a page for people.
///
/// Two faults with the same status and issues give the same bytes, whatever lies behind them; only a page quotes the request id,
/// which programs find in `X-Request-Id`.
extension HTTPFault {
    func answer(_ face: Face, in language: Language, requestID: RequestID) -> Response {
        if face == .page, let pageInstead { return .seeOther(pageInstead) }
        var response =
            switch face {
            case .fhir: Response(status: status, fhir: OperationOutcome(issues: issues))
            case .page: Response(status: status, page: page(requestID), in: language)
            }
        for field in headers { response.headers.append(field) }
        if closes { response.headers[.connection] = "close" }
        return response
    }

    private func page(_ requestID: RequestID) -> ErrorPage {
        ErrorPage(kind, reasons: reasons, requestID: requestID.description)
    }

    private var kind: ErrorPage.Kind {
        if issues.contains(where: { $0.code == Issue.formExpired.code }) { return .expiredForm }
        return switch status {
        case .notFound: .notFound
        case .forbidden, .unauthorized: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .contentTooLarge, .uriTooLong: .tooLarge
        case .serviceUnavailable: .unavailable
        case .badRequest, .conflict, .unprocessableContent, .unsupportedMediaType, .notAcceptable: .badRequest
        default: .other
        }
    }

    /// What a person can do something about; the rest is said by the kind of page.
    private var reasons: [String] {
        guard kind == .badRequest || kind == .tooLarge || kind == .other else { return [] }
        return issues.map { issue in issue.remedy.map { "\(issue.message) \($0)" } ?? issue.message }
    }
}
