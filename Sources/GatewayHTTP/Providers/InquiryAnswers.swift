import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import RecordTypes

extension Route where Caller == VerifiedInstitution {
    /// `GET /inquiries`: what citizens have asked this institution, newest first, as a FHIR collection of Parameters.
    static func listInquiries(_ gateway: Gateway) -> Route {
        Route(.get, "/inquiries", .fhir) { visit in
            try MediaType.requireFHIR(acceptableTo: visit.request)
            let inquiries = try await gateway.inquiries(to: visit.caller)
            let names = try await gateway.names(of: inquiries.flatMap(\.records), for: visit.caller)
            var bundle = Bundle(type: .collection)
            bundle.entry = inquiries.map {
                Bundle.Entry(
                    fullUrl: visit.link("/inquiries/\($0.inquiry.id)"),
                    resource: $0.parameters(at: visit.now, names).asAny)
            }
            return Response(fhir: bundle)
        }
    }

    /// `POST /inquiries/{id}/$answer` with Parameters `finding`, `text` and, on request, `answeredBy`.
    static func answerInquiry(_ gateway: Gateway) -> Route {
        Route(.post, "/inquiries/{id}/$answer", .fhir) { visit in
            guard let id = visit.parameters.get("id").flatMap({ InquiryID($0) }) else { throw HTTPFault.notFound }
            try MediaType.requireFHIR(acceptableTo: visit.request)
            try MediaType.require(MediaType.fhirBodies, of: visit.request)
            let bytes = try await visit.body(limit: 64 * 1024)
            guard let json = try? JSONValue(parsing: bytes), json["resourceType"]?.stringValue == "Parameters",
                let parameters = json["parameter"]?.arrayValue
            else { throw HTTPFault.badRequest(.jsonMalformed) }
            func value(_ name: String) -> String? {
                let found = parameters.first { $0["name"]?.stringValue == name }
                return found?.objectValue?.first { $0.key.hasPrefix("value") }?.value.stringValue
            }
            guard let finding = value("finding").flatMap(InquiryAnswer.Finding.init(rawValue:)) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid(
                        "finding",
                        remedy: "Give one of \(InquiryAnswer.Finding.allCases.map(\.rawValue).joined(separator: ", "))."
                    ))
            }
            let state = try await gateway.answer(
                id, finding: finding, saying: value("text") ?? "", by: visit.caller, named: value("answeredBy"))
            let names = try await gateway.names(of: state.records, for: visit.caller)
            return Response(fhir: state.parameters(at: visit.now, names))
        }
    }

    /// `POST /fhir/DocumentReference/{id}/$release`: what this institution held back has been talked over with the person.
    static func releaseToPerson(_ gateway: Gateway) -> Route {
        Route(.post, "/fhir/DocumentReference/{id}/$release", .fhir) { visit in
            try await gateway.releaseToPerson(try visit.recordID(), by: visit.caller)
            return Response(status: .noContent)
        }
    }
}

extension InquiryState {
    /// What it is about.
    fileprivate var records: [RecordID] {
        switch inquiry.matter {
        case .look(let look): look.records
        case .correction(let record): [record]
        }
    }

    /// ```
    /// id, state (open | overdue | answered), asked, due, patient, patientName, text
    /// matter (look | correction); for a look: time, action, professional, role, requestId, record (none for an attempt)
    /// finding, answer, answered, answeredBy      once it is answered
    /// ```
    /// - Parameter names: what an institution calls the records; nil for whoever uses the ledger's own names.
    func parameters(at now: Instant, _ names: [RecordID: RecordName]?) -> FHIR.Parameters {
        func name(_ record: RecordID) -> String? { names.map { $0[record]?.description } ?? record.description }
        var parameters: [FHIR.Parameters.Parameter] = [
            .init(name: "id", value: .id(inquiry.id.description)),
            .init(name: "state", value: .code(answer != nil ? "answered" : isOverdue(at: now) ? "overdue" : "open")),
            .init(name: "asked", value: .instant(inquiry.asked.description)),
            .init(name: "due", value: .instant(inquiry.due.description)),
            .init(name: "institution", value: .string(inquiry.institution.semantics)),
            .init(name: "patient", value: .string(inquiry.person.semantics)),
            .init(name: "patientName", value: .string(inquiry.personName)),
        ]
        func add(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { parameters.append(.init(name: name, value: .string(text))) }
        }
        add("text", inquiry.text)
        switch inquiry.matter {
        case .look(let look):
            parameters.append(.init(name: "matter", value: .code("look")))
            parameters.append(.init(name: "time", value: .instant(look.time.description)))
            parameters.append(.init(name: "action", value: .code(look.action.rawValue)))
            add("professional", look.personName)
            add("role", look.role)
            add("requestId", look.requestID)
            for record in look.records { add("record", name(record)) }
        case .correction(let record):
            parameters.append(.init(name: "matter", value: .code("correction")))
            add("record", name(record))
        }
        if let answer {
            parameters.append(.init(name: "finding", value: .code(answer.finding.rawValue)))
            add("answer", answer.text)
            parameters.append(.init(name: "answered", value: .instant(answer.answered.description)))
            add("answeredBy", answer.answeredBy)
        }
        var resource = FHIR.Parameters()
        resource.id = inquiry.id.description
        resource.parameter = parameters
        return resource
    }
}
