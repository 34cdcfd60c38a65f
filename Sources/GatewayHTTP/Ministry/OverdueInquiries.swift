import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes
import WebPages

extension Route where Caller == VerifiedOfficial {
    /// `POST /inquiries/_search` with `case`: what institutions have left unanswered beyond their term, the longest overdue first.
    static func overdueInquiries(_ gateway: Gateway) -> Route {
        Route(.post, "/inquiries/_search", .fhir) { visit in
            let form = try await visit.form()
            try MediaType.requireFHIR(acceptableTo: visit.request, format: form["_format"])
            try form.allowOnly(["case", "_format"])
            let overdue = try await gateway.overdueInquiries(
                caseNumber: form["case"] ?? "", as: visit.caller, requestID: visit.requestID.description)
            var bundle = Bundle(type: .collection)
            bundle.entry = overdue.map { Bundle.Entry(resource: $0.parameters(at: visit.now, nil).asAny) }
            return Response(fhir: bundle)
        }
    }

    /// `POST /guardians`: who has the care of a person, as the population register says. Supervisors and data protection officers only.
    ///
    /// `case`, `guardian`, `guardianName`, `person`, `personName`, `until`, `scope` (comma-separated; `none` ends it).
    static func registerGuardian(_ gateway: Gateway) -> Route {
        Route(.post, "/guardians", .fhir) { visit in
            let form = try await visit.form()
            try form.allowOnly(["case", "guardian", "guardianName", "person", "personName", "until", "scope"])
            func person(_ name: String) throws -> PersonIdentifier {
                guard let person = form[name].flatMap({ PersonIdentifier(typed: $0) }) else {
                    throw HTTPFault.badRequest(.parameterInvalid(name, remedy: "Give PNOEE- and a personal code."))
                }
                return person
            }
            guard let personName = form["personName"], !personName.isEmpty else {
                throw HTTPFault.badRequest(.parameterMissing("personName", remedy: "Give the person's name."))
            }
            let words = (form["scope"] ?? "").split(separator: ",").map(String.init)
            let scope = words == ["none"] ? [] : Set(words.compactMap(Mandate.Scope.init(rawValue:)))
            guard words == ["none"] || (!words.isEmpty && scope.count == words.count) else {
                throw HTTPFault.badRequest(
                    .parameterInvalid("scope", remedy: "Give records,log,decisions or some of them, or none."))
            }
            var until: Instant?
            if let text = form["until"] {
                guard let day = FormDay(text) else {
                    throw HTTPFault.badRequest(.parameterInvalid("until", remedy: "Give a day such as 2026-03-31."))
                }
                until = day.end
            }
            try await gateway.registerGuardian(
                try person("guardian"), called: form["guardianName"], of: try person("person"), called: personName,
                to: scope, until: until, caseNumber: form["case"] ?? "", by: visit.caller)
            return Response(status: .noContent)
        }
    }
}
