import JSONText
import Testing

/// Every route against every kind of holder: only the door's own come in, and of them only who may.
@Suite("Access matrix")
struct AccessMatrixTests {
    enum Holding: String, CaseIterable, Sendable {
        case owner, otherCitizen, submitter, treating, laboratory, ministry, nobody, expired

        var name: String? {
            switch self {
            case .owner: Holder.citizen
            case .otherCitizen: Holder.otherCitizen
            case .submitter: Holder.northHospital
            case .treating: Holder.southHospital
            case .laboratory: Holder.laboratory
            case .ministry: Holder.official
            case .nobody: nil
            case .expired: "variants/expired"
            }
        }

        /// Whether the door behind `listener` is for this holder at all.
        func belongs(to listener: String) -> Bool {
            switch self {
            // The ministry's official has an ID card like everybody.
            case .owner, .otherCitizen: listener == "citizens"
            case .ministry: listener == "citizens" || listener == "ministry"
            case .submitter, .treating, .laboratory: listener == "providers"
            case .nobody, .expired: false
            }
        }
    }

    struct Route: Sendable, CustomStringConvertible {
        let listener: String
        let method: String
        /// `ID` stands for a record about the owner, open to every institution.
        let path: String
        /// Who gets a 2xx or 3xx; others at their own door get what is said here.
        let allowed: Set<Holding>
        var otherwise = 404
        var body: String?

        var description: String { "\(method) \(listener)\(path)" }
    }

    private static let citizens: Set<Holding> = [.owner, .otherCitizen, .ministry]
    private static let institutions: Set<Holding> = [.submitter, .treating, .laboratory]
    private static let question = "date=ge2026-01-01&case=MATRIX-1"

    static let routes: [Route] = [
        Route(listener: "providers", method: "GET", path: "/fhir/Bundle/ID", allowed: institutions),
        Route(listener: "providers", method: "GET", path: "/fhir/Binary/ID", allowed: institutions),
        Route(listener: "providers", method: "GET", path: "/submissions/ID", allowed: [.submitter]),
        Route(
            listener: "providers", method: "GET", path: "/fhir/DocumentReference?patient.identifier=PNOEE-38001085718",
            allowed: institutions),
        Route(
            listener: "providers", method: "POST", path: "/fhir/DocumentReference/_search", allowed: institutions,
            body: "patient.identifier=PNOEE-38001085718"),
        Route(listener: "providers", method: "GET", path: "/fhir/metadata", allowed: institutions),
        Route(listener: "providers", method: "GET", path: "/fhir/AuditEvent?date=ge2026-01-01", allowed: []),
        Route(listener: "providers", method: "GET", path: "/records/ID", allowed: []),
        Route(listener: "citizens", method: "GET", path: "/fhir/Bundle/ID", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/fhir/Binary/ID", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/records/ID", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/records/ID/receipt", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/records/ID/receipt.json", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/records/ID/evidence.zip", allowed: [.owner]),
        Route(listener: "citizens", method: "GET", path: "/completeness.json", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/identity", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/identity.json", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/submissions/ID", allowed: []),
        Route(listener: "citizens", method: "GET", path: "/", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/log", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/restrictions", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/fhir/DocumentReference", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/fhir/AuditEvent?date=ge2026-01-01", allowed: citizens),
        Route(listener: "citizens", method: "GET", path: "/fhir/Consent", allowed: citizens),
        Route(
            listener: "citizens", method: "GET",
            path: "/fhir/AuditEvent?date=ge2026-01-01&patient.identifier=PNOEE-38001085718",
            allowed: [.owner], otherwise: 403),
        Route(listener: "ministry", method: "GET", path: "/", allowed: [.ministry]),
        Route(
            listener: "ministry", method: "POST", path: "/fhir/AuditEvent/_search", allowed: [.ministry], body: question
        ),
        Route(listener: "ministry", method: "GET", path: "/fhir/Bundle/ID", allowed: []),
        Route(listener: "ministry", method: "GET", path: "/records/ID", allowed: []),
        Route(listener: "operations", method: "GET", path: "/fhir/Bundle/ID", allowed: []),
        Route(listener: "public", method: "GET", path: "/fhir/Bundle/ID", allowed: []),
        Route(listener: "public", method: "GET", path: "/records/ID", allowed: []),
    ]

    @Test("no cell of the matrix is wrong", arguments: routes)
    func row(_ route: Route) async throws {
        let gateway = try await SharedGateway.running
        let record = try await Self.record(in: gateway)
        let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }
        let atSouth = try await ReaderName.of(record, for: Holder.southHospital, headers: doctor, in: gateway)
        let atLaboratory = try await ReaderName.of(record, for: Holder.laboratory, headers: doctor, in: gateway)
        #expect(Set([record, atSouth, atLaboratory]).count == 3)
        for holder in Holding.allCases {
            let isOfProviders = route.listener == "providers"
            let record =
                isOfProviders && holder == .treating
                ? atSouth : isOfProviders && holder == .laboratory ? atLaboratory : record
            let answer = try await Curl.ask(
                gateway, as: holder.name, gateway.url(route.listener, route.path.replacing("ID", with: record)),
                headers: route.listener == "providers" ? doctor : [], body: route.body?.bytes)
            if route.allowed.contains(holder) {
                #expect((200..<400).contains(answer.status), "\(holder): \(answer.status) \(answer.text.prefix(300))")
            } else if holder.belongs(to: route.listener) || ["public", "operations"].contains(route.listener) {
                // Whoever brings a certificate where none is asked for is anybody.
                #expect(answer.status == route.otherwise, "\(holder): \(answer.status) \(answer.text.prefix(300))")
            } else {
                #expect(answer.status == 403 || (answer.status == 0 && answer.exit != 0), "\(holder): \(answer.status)")
            }
            if !route.allowed.contains(holder) { #expect(!answer.text.contains("38001085718"), "\(holder)") }
        }
    }

    private static func record(in gateway: RunningGateway) async throws -> String {
        let answer = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: TestDocument.cda("MATRIX").bytes)
        return try #require(answer.json().submissionExtension("submission"), "\(answer.text)")
    }
}
