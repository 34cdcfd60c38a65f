import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import JSONText
import RecordTypes

extension Route where Caller == VerifiedCitizen {
    /// `GET /fhir/Consent`: the citizen's decisions, newest first.
    static func listConsents(_ gateway: Gateway) -> Route {
        Route(.get, "/fhir/Consent", .fhir) { visit in
            let query = try visit.query()
            try query.allowOnly(["_format"])
            try MediaType.requireFHIR(acceptableTo: visit.request, format: query["_format"])
            let keeper = try await visit.keeper(gateway)
            let rules = try await gateway.restrictions(of: keeper, requestID: visit.requestID.description)
            var bundle = Bundle(type: .searchset)
            bundle.link = [Bundle.Link(relation: "self", url: visit.link("/fhir/Consent"))]
            bundle.entry = rules.map {
                Bundle.Entry(
                    resource: Consent($0, of: keeper.person).asAny, search: Bundle.Entry.Search(mode: .match))
            }
            return Response(fhir: bundle)
        }
    }

    /// `POST /fhir/Consent` (IHE PCF Intermediate): one decision. It holds from the next request on.
    static func createConsent(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.post, "/fhir/Consent", .fhir) { visit in
            try MediaType.requireFHIR(acceptableTo: visit.request)
            try MediaType.require(MediaType.fhirBodies, of: visit.request)
            let bytes = try await visit.body(limit: 64 * 1024)
            guard let json = try? JSONValue(parsing: bytes) else { throw HTTPFault.badRequest(.jsonMalformed) }
            let consent: Consent
            do { consent = try Consent(reading: json) } catch {
                throw HTTPFault.badRequest(.resourceInvalid("The resource is no Consent by FHIR R4.", at: "Consent"))
            }
            let keeper = try await visit.keeper(gateway)
            let decision = try ConsentDecisionRead(consent, by: keeper.person, people)
            let change = try await gateway.change(
                decision.effect, for: decision.audience, to: decision.target, purpose: decision.purpose,
                until: decision.until, replacesNarrower: decision.replacesNarrower, by: keeper)
            var answer = Consent(change.restriction, of: keeper.person)
            // Said, not left to be found out: what this decision does not reach.
            answer.extension += change.exceptions.map { exception in
                Extension(
                    url: ConsentExtension.exceptionInForce,
                    value: .reference(
                        Reference(type: "Consent", identifier: Identifier(value: Consent.id(of: exception)))))
            }
            return Response(status: .created, fhir: answer)
        }
    }
}
