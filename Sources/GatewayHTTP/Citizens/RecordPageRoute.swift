import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedCitizen {
    /// `GET /records/{id}`: one record, readable by people.
    static func recordPage(_ gateway: Gateway) -> Route {
        Route(.get, "/records/{id}", .page) { visit in
            let keeper = try await visit.keeper(gateway)
            let record = try await gateway.read(
                try visit.recordID(), as: keeper.reader, requestID: visit.requestID.description)
            let rules = try await visit.rules(gateway, keeper)
            let line = RecordLine(
                record.description, visibility: .init(of: record.description, under: rules, at: visit.now))
            return Response(
                page: RecordPage(visitor: visit.visitor(keeper), record: line, content: RecordContent(record.parts)),
                in: visit.request.language)
        }
    }
}
